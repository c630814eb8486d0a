"""The explorer of the record: acts, chains, who looked; looking is on the record too."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from operations.models import AccessLog, AuditStream, Verification
from tests.accounts.cast import CAST, PASSWORD
from tests.cases.factories import House
from tests.cases.web.stage import house as house
from tests.cases.web.stage import signed_in, text_of

pytestmark = pytest.mark.django_db
PAGES = ("/audit/", "/audit/streams/", "/audit/streams/accounts/", "/audit/reads/")


@pytest.fixture
def auditor(house: House) -> Client:
    return signed_in(house, "auditor")


@pytest.mark.parametrize("part", list(CAST))
@pytest.mark.parametrize("address", PAGES)
def test_it_is_for_auditor_and_privacy_officer(house: House, part: str, address: str) -> None:
    wanted = 200 if part in ("auditor", "privacy_officer") else 403
    assert signed_in(house, part).get(address).status_code == wanted


def test_acts_are_shown_by_name_and_case_number(house: House, auditor: Client) -> None:
    case = house.claimed(house.case())
    page = text_of(auditor.get("/audit/"))
    assert 'Claimed <code class="muted">case.claimed</code>' in page
    assert "Nora Reyes" in page
    assert f">{case.number}</a>" in page
    assert case.member.family_name not in page


def test_lists_in_the_detail_are_told_without_brackets(house: House, auditor: Client) -> None:
    case = house.claimed(house.case())
    house.agree(case, "mobilization.agents")
    page = text_of(auditor.get("/audit/", {"case": case.number}))
    (told,) = re.findall(r"facts ([a-z0-9_, ]*plerixafor[a-z0-9_, ]*)<", page)
    assert set(told.split(", ")) == {"gcsf_mobilization", "plerixafor_mobilization"}


def test_acts_of_one_case(house: House, auditor: Client) -> None:
    case, other = house.claimed(house.case()), house.case()
    page = text_of(auditor.get("/audit/", {"case": case.number.lower()}))
    assert f">{case.number}</a>" in page
    assert f">{other.number}</a>" not in page
    nothing = text_of(auditor.get("/audit/", {"case": "PA-1999-000001"}))
    assert "There is no such case. Nothing is shown." in nothing
    assert "case.claimed" not in nothing


def test_acts_of_one_person_and_one_day_in_the_plan_s_zone(house: House, auditor: Client) -> None:
    house.claimed(house.case())
    nurse = house.person("nurse").key
    page = text_of(auditor.get("/audit/", {"person": nurse}))
    assert "case.claimed" in page
    assert "case.opened" not in page
    assert "case.claimed" in text_of(auditor.get("/audit/", {"day": "2026-11-02"}))
    assert "Nothing on the record" in text_of(auditor.get("/audit/", {"day": "2026-11-03"}))
    assert "Give the day as" in text_of(auditor.get("/audit/", {"day": "tomorrow"}))


def test_a_stream_is_verified_now_and_the_result_stays(house: House, auditor: Client) -> None:
    case = house.claimed(house.case())
    address = reverse("cases:audit_stream", args=[f"case:{case.pk}"])
    assert "Not verified on its own yet" in text_of(auditor.get(address))
    verify = reverse("cases:audit_verify", args=[f"case:{case.pk}"])
    page = text_of(auditor.post(verify, follow=True))
    assert "Every entry of this stream is as it was written." in page
    assert "by Olof Berg" in page
    AuditStream.objects.filter(name=f"case:{case.pk}").update(head_hash="0" * 64)
    broken = text_of(auditor.post(verify, follow=True))
    assert "The chain is broken at entry" in broken
    assert Verification.objects.count() == 2


def test_the_history_of_a_case_leads_an_auditor_to_who_looked(
    house: House, auditor: Client
) -> None:
    case = house.case()
    history = reverse("cases:timeline", args=[case.number])
    wanted = f"{reverse('cases:audit_reads')}?case={case.number}"
    assert wanted in text_of(auditor.get(history))
    assert wanted not in text_of(signed_in(house, "nurse").get(history))


def test_an_unknown_stream_is_not_there(auditor: Client) -> None:
    assert auditor.get("/audit/streams/case:99/").status_code == 404
    assert auditor.post("/audit/streams/case:99/verify/").status_code == 404


def test_who_looked_at_a_case_is_told_with_every_way_in(house: House, auditor: Client) -> None:
    case, other = house.case(), house.case()
    nurse = signed_in(house, "nurse")
    desk = nurse.get(reverse("cases:desk", args=[case.number]))
    nurse.get(reverse("cases:page_image", args=[desk.context["viewer"].page.id]))
    nurse.get(reverse("cases:desk", args=[other.number]))
    page = text_of(auditor.get("/audit/reads/", {"case": case.number}))
    assert page.count("<span>Nora Reyes</span>") == 2
    assert "case.review" in page
    assert "page.image" in page
    assert other.number not in page


def test_looking_is_on_the_record_itself(house: House, auditor: Client) -> None:
    case = house.case()
    for address in PAGES:
        auditor.get(address)
    assert list(AccessLog.objects.order_by("id").values_list("subject", flat=True)) == [
        "audit:entries",
        "audit:streams",
        "audit:accounts",
        "audit:reads",
    ]
    auditor.get("/audit/reads/", {"case": case.number})
    assert AccessLog.objects.latest("id").case == f"case:{case.pk}"
    assert "audit:reads" in text_of(auditor.get("/audit/reads/", {"case": case.number}))


def test_the_file_asks_for_the_password_first(house: House, auditor: Client) -> None:
    case = house.case()
    signed_in(house, "nurse").get(reverse("cases:desk", args=[case.number]))
    address = reverse("cases:audit_reads_csv") + f"?case={case.number}"
    asked = auditor.get(address)
    assert asked.status_code == 302
    assert reverse("account_reauthenticate") in asked["Location"]
    auditor.post(asked["Location"], {"password": PASSWORD})
    file = auditor.get(address)
    assert file["Content-Type"].startswith("text/csv")
    assert "no-store" in file["Cache-Control"]
    rows = file.content.decode().splitlines()
    assert rows[0] == "at,person,actor,what was opened,purpose,case"
    assert any("Nora Reyes" in row and case.number in row for row in rows)


def test_lists_go_page_by_page_and_keep_the_filter(
    house: House, auditor: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.web.audit_views.PAGE_LENGTH", 2)
    case = house.claimed(house.case())
    first = auditor.get("/audit/", {"case": case.number})
    assert len(first.context["lines"]) == 2
    before = first.context["older_id"]
    assert f"?case={case.number}&amp;before={before}" in text_of(first)
    older = auditor.get("/audit/", {"case": case.number, "before": before})
    assert all(line.entry.id < before for line in older.context["lines"])
    streams = auditor.get("/audit/streams/")
    assert len(streams.context["streams"]) == 2
    names = [stream.name for stream, _ in streams.context["streams"]]
    rest = auditor.get("/audit/streams/", {"after": names[-1]})
    assert all(stream.name > names[-1] for stream, _ in rest.context["streams"])


@pytest.mark.parametrize("cases", [1, 6])
def test_the_number_of_queries_does_not_grow_with_the_list(
    house: House, auditor: Client, cases: int, django_assert_num_queries: object
) -> None:
    for _ in range(cases):
        house.case(prepared="no")
    auditor.get("/audit/")
    # session, user, credentials, plan; people to choose from; the access row; entries,
    # names, case numbers; verifications
    with django_assert_num_queries(10):  # type: ignore[operator]
        auditor.get("/audit/")
    # the same, but reads for entries and no verification
    with django_assert_num_queries(8):  # type: ignore[operator]
        auditor.get("/audit/reads/")
