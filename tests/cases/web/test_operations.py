"""The operations page: what needs a person first, and the way to send a job round again."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents.models import WatchedFolder
from operations.models import AccessLog, Heartbeat, Job
from operations.services.verifications import verification_record
from tests.cases.factories import NOW, House
from tests.cases.web.stage import house as house
from tests.cases.web.stage import signed_in, text_of

pytestmark = pytest.mark.django_db
PAGE = "/operations/"


def parked(kind: str, subject: object, *, queue: str = "checks") -> Job:
    return Job.objects.create(
        kind=kind,
        subject=str(subject),
        queue=queue,
        state="parked",
        attempts=5,
        finished_at=NOW,
        last_error_code="LetterRenderError",
    )


@pytest.mark.parametrize(
    ("part", "status"),
    [
        ("nurse", 403),
        ("other_nurse", 403),
        ("medical_director", 403),
        ("intake_clerk", 403),
        ("auditor", 403),
        ("stranger", 200),
        ("manager", 200),
    ],
)
def test_it_is_for_those_who_run_the_plan(house: House, part: str, status: int) -> None:
    assert signed_in(house, part).get(PAGE).status_code == status


def test_an_administrator_starts_there(house: House) -> None:
    assert signed_in(house, "stranger").get("/")["Location"] == PAGE


def test_an_empty_house_says_what_is_missing(house: House) -> None:
    page = text_of(signed_in(house, "stranger").get(PAGE))
    assert "No job was given up, and no letter failed." in page
    assert "The sweeper is late." in page
    assert "None within a day" in page
    assert page.count("Never checked") == 2
    assert "Send round again" not in page


def test_it_tells_how_the_fax_folders_stand(house: House) -> None:
    client = signed_in(house, "stranger")
    assert "No folder is watched." in text_of(client.get(PAGE))
    now = timezone.now()
    looked = {"poll_seconds": 5, "looked_at": now, "taken_at": now - timedelta(minutes=40)}
    folder = WatchedFolder.objects.create(path="/srv/fax", **looked)
    page = text_of(client.get(PAGE))
    assert "/srv/fax" in page
    assert "Nothing waits" in page
    assert "Last fax taken in 40 min ago." in page
    folder.waiting, folder.waiting_since = 3, now - timedelta(hours=2)
    folder.refused, folder.hindrance = 1, "no_space"
    folder.looked_at = now - timedelta(minutes=5)
    folder.save()
    page = text_of(client.get(PAGE))
    assert "Not watched" in page
    assert "3 waiting" in page
    assert "The oldest for 2 h." in page
    assert "1 refused" in page
    assert "There is no room on the disk." in page


def test_a_full_house_shows_everything(house: House) -> None:
    case = house.case()
    Heartbeat.objects.create(name="worker:w1@host", beat_at=NOW - timedelta(seconds=4))
    Heartbeat.objects.create(name="sweeper", beat_at=NOW - timedelta(seconds=9))
    job = parked("case.prepare", case.pk)
    verification_record("audit", checked=3, broken=0, actor_key="system:x", now=NOW)
    verification_record("documents", checked=9, broken=2, actor_key="system:x", now=NOW)
    page = text_of(signed_in(house, "stranger").get(PAGE))
    for said in (
        "The sweeper is late.",
        "None within a day",
        "Never checked",
        "No job was given up",
    ):
        assert said not in page
    assert "w1@host" in page
    assert "<code>LetterRenderError</code>" in page
    assert reverse("cases:job_retry", args=[job.pk]) in page
    assert "2 broken" in page
    assert "kresladi" in page.lower()
    assert "SQLite" in page or "PostgreSQL" in page


def test_a_failed_letter_stands_first_with_the_way_to_its_case(house: House) -> None:
    case = house.claimed(house.case())
    parked("letter.render", "determination:1", queue="letters")
    parked("case.prepare", case.pk)
    page = text_of(signed_in(house, "manager").get(PAGE))
    assert page.index("Letters that could not be made") < page.index("Other jobs")
    assert reverse("cases:papers", args=[case.number]) in page
    assert "An administrator can send these round again." in page
    administrator = text_of(signed_in(house, "stranger").get(PAGE))
    assert case.number not in administrator


def test_it_shows_no_member_and_so_needs_no_access_row(house: House) -> None:
    case = house.case()
    parked("case.prepare", case.pk)
    page = text_of(signed_in(house, "manager").get(PAGE))
    assert case.member.family_name not in page
    assert case.member.number not in page
    assert not AccessLog.objects.exists()


def test_a_full_disk_is_said_first(house: House, settings: object) -> None:
    settings.PRECERT_DISK_WARN_MEGABYTES = 10**9  # type: ignore[attr-defined]
    assert "The disk is nearly full." in text_of(signed_in(house, "stranger").get(PAGE))


def test_a_job_is_sent_round_again(house: House) -> None:
    job = parked("test.work", 1)
    client = signed_in(house, "stranger")
    page = text_of(client.post(reverse("cases:job_retry", args=[job.pk]), follow=True))
    assert f"Job {job.pk} goes round again" in page
    again = text_of(client.post(reverse("cases:job_retry", args=[job.pk]), follow=True))
    assert "Only a job that has been given up can be sent round again." in again


@pytest.mark.parametrize("part", ["manager", "nurse", "auditor"])
def test_others_do_not_send_jobs_round(house: House, part: str) -> None:
    job = parked("test.work", 1)
    answer = signed_in(house, part).post(reverse("cases:job_retry", args=[job.pk]))
    assert answer.status_code == 403
    job.refresh_from_db()
    assert job.state == "parked"


@pytest.mark.parametrize("jobs", [1, 40])
def test_the_number_of_queries_does_not_grow_with_the_jobs(
    house: House, jobs: int, django_assert_num_queries: object
) -> None:
    for number in range(jobs):
        parked("case.prepare", number)
    client = signed_in(house, "stranger")
    client.get(PAGE)
    # session, user, credentials, plan; signs 2; parts 4, fax lines 1; queues 12; fax lines 2; reader 1;
    # policies 2; verifications 2; given up 3
    with django_assert_num_queries(34):  # type: ignore[operator]
        client.get(PAGE)


def test_pages_say_that_what_is_automatic_waits(house: House) -> None:
    case = house.case()
    client = signed_in(house, "nurse")
    addresses = ("/queue/", "/intake/", f"/cases/{case.number}/", f"/cases/{case.number}/papers/")
    said = "Automated reading is delayed."
    assert all(said in text_of(client.get(address)) for address in addresses)
    Heartbeat.objects.create(name="worker:w@host", beat_at=NOW)
    Heartbeat.objects.create(name="sweeper", beat_at=NOW)
    assert not any(said in text_of(client.get(address)) for address in addresses)
