"""The demonstration's packets: true to the policy, readable when faxed, and about nobody."""

import io
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pypdfium2
import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from accounts.domain.roles import Role
from cases.management.demonstration.clinical import month_apart
from cases.management.demonstration.packet import draw_packet
from cases.management.demonstration.people import DEMO_PASSWORD, demo_users
from cases.management.demonstration.registry import (
    DemoFacility,
    DemoProvider,
    anchor_of,
    demo_facilities,
    demo_members,
    demo_providers,
    npi_with_check_digit,
)
from cases.management.demonstration.scenario import FaxLook
from cases.management.demonstration.scenarios import SCENARIOS, scenario
from criteria.domain.evaluate import evaluate
from criteria.loading.facts import parse_facts
from criteria.loading.policies import policy_read
from documents.reading.rapid import read_picture

TODAY = date(2026, 11, 22)
POLICY_FILE = Path(__file__).parents[2] / "criteria/policies/kresladi/2026-07-23.yaml"


@pytest.fixture(scope="module")
def policy():
    return policy_read(POLICY_FILE.read_text("utf-8"))


@pytest.fixture(scope="module")
def drawn():
    """Packets as files, each drawn once."""
    kept: dict[tuple[str, str], bytes] = {}

    def draw(name: str, kind: str) -> bytes:
        if (name, kind) not in kept:
            kept[name, kind] = draw_packet(scenario(name, today=TODAY), kind=kind, seed=7)  # type: ignore[arg-type]  # from parametrize
        return kept[name, kind]

    return draw


def squeezed(text: str) -> str:
    return "".join(text.split()).lower()


# --- the truth ------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_policy_makes_of_the_facts_what_the_scenario_says(policy, name):
    packet = scenario(name, today=TODAY)
    facts = parse_facts(policy, dict(packet.plan_facts) | dict(packet.facts))
    evaluation = evaluate(policy, facts)
    leaves = {leaf.id for leaf in policy.leaves()}
    assert set(packet.outcomes) == leaves - {"auth.not_expired"}
    found = {leaf: evaluation.results[leaf].status.value for leaf in packet.outcomes}
    assert found == packet.outcomes
    assert evaluation.suggestion.value == packet.suggestion


def test_the_clean_packet_needs_nothing_more(policy):
    packet = scenario("clean_approval", today=TODAY)
    facts = parse_facts(policy, dict(packet.plan_facts) | dict(packet.facts))
    evaluation = evaluate(policy, facts)
    assert evaluation.overall.value == "met"
    assert evaluation.missing == ()


@pytest.mark.parametrize("name", ["missing_flow", "urgent_incomplete"])
def test_a_packet_that_is_not_complete_asks_for_what_is_missing(policy, name):
    packet = scenario(name, today=TODAY)
    facts = parse_facts(policy, dict(packet.plan_facts) | dict(packet.facts))
    missing = evaluate(policy, facts).missing
    assert packet.ending.kind == "asked"
    assert {item.criterion_id for item in missing} == set(packet.asks)
    assert "flow_cytometry" not in [page.form for page in packet.pages]


def test_a_dose_above_the_maximum_is_one_for_a_physician(policy):
    packet = scenario("over_cap", today=TODAY)
    facts = parse_facts(policy, dict(packet.plan_facts) | dict(packet.facts))
    limits = evaluate(policy, facts).limits
    assert limits["limit.maximum"].status.value == "not_met"
    assert limits["limit.minimum"].status.value == "met"


def test_what_no_policy_governs_is_never_a_reason_to_deny(policy):
    packet = scenario("before_policy", today=TODAY)
    facts = parse_facts(policy, dict(packet.plan_facts) | dict(packet.facts))
    gate = evaluate(policy, facts).gates["gate.in_force"]
    assert gate.status.value == "not_met"
    assert packet.ending.kind == "granted"
    assert not packet.governed


@pytest.mark.parametrize("day", [TODAY + timedelta(days=n) for n in range(0, 760, 7)])
def test_the_last_dose_is_past_and_a_calendar_month_before_mobilization(day):
    last, mobilization = month_apart(day)
    assert last < day < mobilization
    assert (last.month % 12) + 1 == mobilization.month
    assert mobilization.day == last.day or (mobilization + timedelta(days=1)).day == 1


def test_a_month_is_clamped_where_the_next_is_shorter():
    assert month_apart(date(2026, 11, 22)) == (date(2026, 10, 31), date(2026, 11, 30))
    assert month_apart(date(2027, 2, 10)) == (date(2027, 1, 31), date(2027, 2, 28))
    assert month_apart(date(2026, 11, 29)) == (date(2026, 11, 19), date(2026, 12, 19))


@pytest.mark.parametrize("name", SCENARIOS)
@pytest.mark.parametrize("day", [date(2027, 3, 1), date(2028, 2, 29), date(2029, 12, 31)])
def test_the_truth_holds_on_later_days_too(policy, name, day):
    packet = scenario(name, today=day)
    facts = parse_facts(policy, dict(packet.plan_facts) | dict(packet.facts))
    evaluation = evaluate(policy, facts)
    found = {leaf: evaluation.results[leaf].status.value for leaf in packet.outcomes}
    assert found == packet.outcomes
    assert evaluation.suggestion.value == packet.suggestion


def test_the_packets_are_of_every_kind_a_plan_receives():
    packets = [scenario(name, today=TODAY) for name in SCENARIOS]
    assert {packet.kind for packet in packets} == {"tiff", "pdf", "born_digital_pdf"}
    assert {packet.look.compression for packet in packets} == {"group3", "group4"}
    assert 98 in {packet.look.vertical_dpi for packet in packets}
    pages = [page for packet in packets for page in packet.pages]
    assert {"blank", "misdirected"} <= {page.disposition for page in pages}
    assert any(page.lies for page in pages)
    assert any(page.by_hand for page in pages)
    assert any(page.content.get("landscape") for page in pages)
    ends = {packet.ending.kind for packet in packets}
    assert ends == {"approved", "asked", "redirected", "granted", "denied"}


@pytest.mark.parametrize("name", SCENARIOS)
def test_every_page_goes_somewhere_and_the_form_says_what_the_clerk_types(name):
    packet = scenario(name, today=TODAY)
    assert packet.pages[0].disposition == "cover"
    assert all(page.document_type for page in packet.pages if page.disposition == "case")
    form = next(page for page in packet.pages if page.form == "request_form").content
    assert form["member_number"] == packet.request.member_number == packet.member.number
    assert form["provider_npi"] == packet.request.requester_npi
    assert form["hcpcs"] == packet.request.hcpcs
    assert form["ndc"] == packet.request.ndc
    assert form["weight"] == f"{packet.request.weight_kg} kg"
    assert f"{packet.request.service_from:%m/%d/%Y}" == form["service_date"]


# --- the paper ------------------------------------------------------------------------


@pytest.mark.parametrize("name", SCENARIOS)
def test_the_clean_file_has_one_page_each_and_holds_every_token(drawn, name):
    packet = scenario(name, today=TODAY)
    with pypdfium2.PdfDocument(drawn(name, "born_digital_pdf")) as document:
        assert len(document) == len(packet.pages)
        for number, page in enumerate(packet.pages):
            text = squeezed(document[number].get_textpage().get_text_range())
            assert [token for token in page.tokens if squeezed(token) not in text] == []


@pytest.mark.parametrize(
    ("name", "vertical_dpi", "compression"),
    [("clean_approval", 196, "group4"), ("cd18_4_cd11a_1", 98, "group3")],
)
def test_a_tiff_is_what_a_fax_server_keeps(drawn, name, vertical_dpi, compression):
    with Image.open(io.BytesIO(drawn(name, "tiff"))) as image:
        assert image.n_frames == len(scenario(name, today=TODAY).pages)  # type: ignore[attr-defined]  # of multi-frame files
        assert image.mode == "1"
        assert image.width == 1728
        assert image.height == 11 * vertical_dpi
        assert image.info["compression"] == compression
        assert [float(dpi) for dpi in image.info["dpi"]] == [204, vertical_dpi]


def test_a_faxed_pdf_holds_pictures_and_no_text(drawn):
    with pypdfium2.PdfDocument(drawn("not_met", "pdf")) as document:
        assert len(document) == len(scenario("not_met", today=TODAY).pages)
        for number in range(len(document)):
            assert document[number].get_textpage().get_text_range().strip() == ""
            width, height = document[number].get_size()
            assert 605 < width < 615
            assert 755 < height < 795


@pytest.mark.parametrize("kind", ["tiff", "pdf"])
def test_the_same_seed_gives_the_same_bytes_and_another_seed_other_dirt(kind):
    whole = scenario("missing_flow", today=TODAY)
    packet = replace(whole, pages=whole.pages[:2])
    assert draw_packet(packet, kind=kind, seed=7) == draw_packet(packet, kind=kind, seed=7)
    assert draw_packet(packet, kind=kind, seed=8) != draw_packet(packet, kind=kind, seed=7)


def test_a_sheet_fed_sideways_or_upside_down_arrives_so():
    whole = scenario("donor_declines", today=TODAY)
    across = next(page for page in whole.pages if page.form == "hla_typing")
    form = whole.pages[1]
    clean = replace(whole, look=FaxLook(specks=0))
    with Image.open(io.BytesIO(draw_one(clean, across))) as image:
        assert image.size == (1728, 2156)
    upright, turned = (ink_of(draw_one(clean, page)) for page in (form, replace(form, lies=180)))
    assert np.corrcoef(upright, turned)[0, 1] < 0.9
    assert np.corrcoef(upright, turned[::-1])[0, 1] > 0.9


def test_a_blank_page_holds_the_sender_s_line_and_dirt_only():
    whole = scenario("phase_unknown", today=TODAY)
    packet = replace(whole, pages=tuple(p for p in whole.pages if p.disposition == "blank"))
    ink = ink_of(draw_packet(packet, kind="tiff", seed=3))
    assert ink[:60].sum() > 0
    assert ink[60:].max() < 20


def draw_one(packet, page) -> bytes:
    return draw_packet(replace(packet, pages=(page,)), kind="tiff", seed=3)


def ink_of(tiff: bytes) -> np.ndarray:
    """Black dots of each line of the first page."""
    with Image.open(io.BytesIO(tiff)) as image:
        return np.asarray((1 - np.asarray(image).astype(int)).sum(axis=1))


def test_a_streak_of_dirt_runs_down_every_page():
    whole = scenario("clean_approval", today=TODAY)
    packet = replace(whole, pages=whole.pages[:1], look=FaxLook(specks=0, streak="dirt"))
    with Image.open(io.BytesIO(draw_packet(packet, kind="tiff", seed=3))) as image:
        ink = 1 - np.asarray(image).astype(int)
    assert sorted(ink.sum(axis=0))[-1] > 0.5 * image.height


READ_QUICKLY = [
    ("clean_approval", 1),
    ("clean_approval", 3),
    ("not_met", 5),
    ("cd18_4_cd11a_1", 3),
]


@pytest.mark.parametrize(("name", "number"), READ_QUICKLY)
def test_a_faxed_page_can_still_be_read(drawn, name, number):
    assert tokens_lost(drawn(name, "tiff"), name, number) == []


@pytest.mark.long
@pytest.mark.parametrize("name", SCENARIOS)
def test_nearly_every_token_of_every_page_survives_the_fax(drawn, name):
    pages = scenario(name, today=TODAY).pages
    lost = [tokens_lost(drawn(name, "tiff"), name, number) for number in range(len(pages))]
    assert sum(len(tokens) for tokens in lost) <= 0.03 * sum(len(page.tokens) for page in pages)


def tokens_lost(tiff: bytes, name: str, number: int) -> list[str]:
    """The tokens of a page that the house's own reader does not find on the fax."""
    with Image.open(io.BytesIO(tiff)) as image:
        image.seek(number)
        dpi = float(image.info["dpi"][1])
        page = image.convert("L").resize((image.width, round(image.height * 204 / dpi)))
    out = io.BytesIO()
    page.save(out, format="PNG")
    text = squeezed(" ".join(word.text for word in read_picture(out.getvalue()).words))
    tokens = scenario(name, today=TODAY).pages[number].tokens
    return [token for token in tokens if squeezed(token) not in text]


# --- the people -----------------------------------------------------------------------


@given(st.from_regex(r"[12][0-9]{8}", fullmatch=True))
def test_a_provider_number_passes_the_luhn_check(first_nine):
    npi = npi_with_check_digit(first_nine)
    digits = [int(char) for char in "80840" + npi]
    total = sum(digits[-1::-2]) + sum(sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    assert total % 10 == 0
    assert len(npi) == 10


def test_a_published_example_number_has_its_check_digit():
    assert npi_with_check_digit("123456789") == "1234567893"


def test_numbers_are_unique_and_marked_as_made_up():
    members = demo_members(TODAY)
    numbers = [member.number for member in members]
    assert len(set(numbers)) == len(numbers)
    assert all(number.startswith(("DMK", "R999")) for number in numbers)
    places: list[DemoProvider | DemoFacility] = [*demo_providers(), *demo_facilities()]
    npis = [row.npi for row in places]
    assert len(set(npis)) == len(npis)
    assert all(npi.startswith("19999") for npi in npis)
    phones = [row.phone for row in places]
    assert all("-555-01" in phone for phone in phones)


def test_no_coverage_starts_before_birth_or_ends_before_it_starts():
    for day in (TODAY, date(2027, 1, 3), date(2028, 2, 29)):
        for member in demo_members(day):
            for coverage in member.coverages:
                assert member.birth_date <= coverage.starts_on <= day
                assert coverage.ends_on is None or coverage.ends_on >= coverage.starts_on


def test_a_packet_drawn_later_fits_the_member_stored_earlier():
    stored = demo_members(TODAY)[0]
    later = TODAY + timedelta(days=90)
    packet = scenario("clean_approval", today=later, born_for=anchor_of("mira", stored.birth_date))
    assert packet.member.birth_date == packet.request.birth_date == stored.birth_date
    assert packet.request.service_from > later


def test_there_is_a_user_for_every_role():
    users = demo_users(TODAY)
    assert {user.role for user in users} == set(Role)
    names = [user.username for user in users]
    expected = [
        "clerk",
        "nurse",
        "nurse2",
        "director",
        "appeals",
        "manager",
        "editor",
        "privacy",
        "auditor",
        "admin",
    ]
    assert set(expected) <= set(names)
    for place, user in enumerate(users):
        assert not user.supervisor or user.supervisor in names[:place]


def test_reviewers_hold_licences_that_are_valid_and_marked():
    users = {user.username: user for user in demo_users(TODAY)}
    assert [c.licence_type for c in users["nurse"].credentials] == ["RN"]
    assert [c.licence_type for c in users["director"].credentials] == ["MD"]
    assert users["director"].credentials[0].specialty
    held = [credential for user in users.values() for credential in user.credentials]
    assert all(c.valid_until > TODAY and c.licence_number.startswith("DEMO-") for c in held)


def test_the_shared_password_passes_the_products_own_rules():
    validate_password(DEMO_PASSWORD)
    assert len(DEMO_PASSWORD) >= 15


# --- the command ----------------------------------------------------------------------


@pytest.mark.django_db
def test_the_command_writes_the_packets_asked_for(tmp_path, capsys):
    call_command("draw_demo_faxes", str(tmp_path / "faxes"), "--only", "fep_member")
    path = tmp_path / "faxes" / "fep_member.pdf"
    assert path.read_bytes().startswith(b"%PDF-")
    assert capsys.readouterr().out.split() == [str(path)]


@pytest.mark.django_db
def test_the_command_draws_another_kind_when_told(tmp_path):
    call_command(
        "draw_demo_faxes", str(tmp_path), "--only", "not_met", "--kind", "born_digital_pdf"
    )
    assert [path.name for path in tmp_path.iterdir()] == ["not_met.pdf"]


@pytest.mark.django_db
def test_the_command_says_when_the_folder_cannot_be_made(tmp_path):
    blocked = tmp_path / "file"
    blocked.write_text("in the way")
    with pytest.raises(CommandError, match="cannot be made"):
        call_command("draw_demo_faxes", str(blocked / "faxes"))
