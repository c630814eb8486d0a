"""The checks on the desk, every run on its page, and running them again."""

from datetime import date

import pytest
from django.urls import reverse

from cases.models import Case, Facility, OtherCoverage
from operations.models import AccessLog
from tests.cases.factories import House
from tests.cases.people import member_with_coverage
from tests.cases.web.stage import house, signed_in, text_of

__all__ = ["house"]
pytestmark = pytest.mark.django_db


def address(name: str, case: Case) -> str:
    return reverse(f"cases:{name}", args=[case.number])


def covered_elsewhere(case: Case) -> None:
    OtherCoverage.objects.create(
        member=case.member, payer="Other Mutual", order="primary", starts_on=date(2026, 1, 1)
    )


@pytest.mark.parametrize(
    ("part", "reads", "runs"),
    [
        ("nurse", 200, 302),
        ("other_nurse", 200, 302),
        ("medical_director", 200, 302),
        ("intake_clerk", 200, 302),
        ("auditor", 200, 403),
        ("stranger", 403, 403),
        ("anonymous", 302, 302),
    ],
)
def test_who_reads_and_who_runs(house: House, part: str, reads: int, runs: int) -> None:
    case = house.case()
    client = signed_in(house, part)
    assert client.get(address("checks", case)).status_code == reads
    covered_elsewhere(case)
    assert client.post(address("checks_run", case)).status_code == runs
    ran = runs == 302 and part != "anonymous"
    assert case.check_runs.count() == (2 if ran else 1)


def test_running_again_says_whether_anything_changed(house: House) -> None:
    case = house.case()
    client = signed_in(house)
    page = text_of(client.post(address("checks_run", case), follow=True))
    assert "Nothing has changed" in page
    covered_elsewhere(case)
    answer = client.post(address("checks_run", case), {"from": "desk"})
    assert answer["Location"] == address("desk", case)
    assert "something has changed" in text_of(client.get(address("desk", case)))


def test_a_run_is_shown_beside_the_one_before(house: House) -> None:
    case = house.case()
    covered_elsewhere(case)
    client = signed_in(house)
    client.post(address("checks_run", case))
    page = text_of(client.get(address("checks", case)))
    assert "1 finding changed" in page
    assert "the first run" in page
    assert page.index("No other coverage is on file.") < page.index("Other Mutual pays before")
    assert AccessLog.objects.filter(purpose="case.checks", case=f"case:{case.pk}").exists()


def test_runs_are_paged_by_key_and_take_a_known_number_of_queries(
    house: House, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: object
) -> None:
    monkeypatch.setattr("cases.selectors.check_runs.RUNS_SHOWN", 1)
    case = house.case()
    covered_elsewhere(case)
    client = signed_in(house)
    client.post(address("checks_run", case))
    newest, first = case.check_runs.order_by("-id")
    page = text_of(client.get(address("checks", case)))
    assert f"?before={newest.pk}" in page
    assert "1 finding changed" in page
    with django_assert_num_queries(18):  # type: ignore[operator]  # a fixture without a type
        older = text_of(client.get(address("checks", case), {"before": newest.pk}))
    assert "the first run" in older
    assert f'id="run-{first.pk}"' in older


def test_checks_that_have_not_run_say_so(house: House) -> None:
    case = house.case(prepared="no")
    assert "have not run yet" in text_of(signed_in(house).get(address("checks", case)))


def test_a_control_that_is_off_says_why(house: House) -> None:
    case = house.case()
    page = text_of(signed_in(house, "auditor").get(address("checks", case)))
    assert "your role does not run them" in page
    assert "Run the checks again" not in page


def test_the_desk_groups_what_was_found(house: House) -> None:
    case = house.case(member=member_with_coverage(route="fep"))
    Facility.objects.update(standing="excluded")  # a test's shortcut past the history
    client = signed_in(house)
    client.post(address("checks_run", case))
    page = text_of(client.get(address("desk", case)))
    places = [
        page.index(words)
        for words in (
            "Cannot go on here",
            "that programme's own policy governs",
            "Needs a look",
            "The facility is excluded from payment",
            "automated checks settled",
            "Member number and birth date both agree",
        )
    ]
    assert places == sorted(places)
