"""Names and numbers that exist nowhere else are sent through the product, and looked for.

They may stand on pages and in letters. They must not stand in logs, addresses, job rows,
events, the audit record or the access log (45 CFR 164.312; a log is read by many).
"""

import io
import json
import logging
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from cases.models import Case, CaseEvent, ClockEvent, Member
from cases.tasks import render_letter
from config.logging import JsonFormatter
from documents.models import Receipt
from operations.domain.jobs import ClaimedJob
from operations.models import AccessLog, AuditEntry, Job
from operations.services import handlers
from operations.services.running import job_run
from tests.cases.factories import NOW, House
from tests.cases.paper import PACKET, Paper, document_with
from tests.cases.people import facility, member_with_coverage, provider
from tests.cases.web.stage import signed_in
from tests.cases.web.test_intake_index import address, filled

pytestmark = pytest.mark.django_db
GIVEN, FAMILY, NUMBER = "Quillaxander", "Zzyzxworth", "ZQX7788990"
BORN = date(2025, 3, 19)
ON_PAGE, NOTE, FILE = "Xylobrachia", "Vexillopod", "Quillaxander_Zzyzxworth.png"
CANARIES = (GIVEN, FAMILY, NUMBER, ON_PAGE, NOTE, "2025-03-19", "19 March 2025", "03/19/2025")
ADDRESSES = re.compile(r'(?:href|src|action|data-[a-z-]*url|data-src|data-text)="([^"]*)"')
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108000000003a7e9b55"
    "0000000a49444154789c63600000000200014898a0d10000000049454e44ae426082"
)


class Watched:
    """Everybody's browser and the workers, with all that they leave behind."""

    def __init__(self, log: io.StringIO, house: House) -> None:
        self.log = log
        self.house = house
        self.addresses: list[str] = []
        self._clients: dict[str, Client] = {}

    def get(self, part: str, path: str) -> Any:
        return self._seen(self._client(part).get(path), path)

    def post(self, part: str, path: str, data: dict[str, Any]) -> Any:
        return self._seen(self._client(part).post(path, data), path)

    def work(self) -> None:
        """Run every job that waits, as a worker would."""
        for job in Job.objects.filter(state="ready").order_by("id"):
            job_run(job.pk, now=NOW)

    def found(self) -> dict[str, list[str]]:
        """Each place where a canary was seen, with what was seen."""
        places = {
            "log": self.log.getvalue(),
            "addresses": "\n".join(self.addresses),
            "jobs": _rows(Job),
            "audit": _rows(AuditEntry),
            "access": _rows(AccessLog),
            "events": _rows(CaseEvent),
            "clock": _rows(ClockEvent),
        }
        seen = {
            place: [one for one in CANARIES if one.casefold() in text.casefold()]
            for place, text in places.items()
        }
        assert all(places.values()), "nothing was watched"
        return {place: canaries for place, canaries in seen.items() if canaries}

    def _client(self, part: str) -> Client:
        if part not in self._clients:
            self._clients[part] = signed_in(self.house, part)
        return self._clients[part]

    def _seen(self, answer: Any, path: str) -> Any:
        assert answer.status_code < 500, path
        self.addresses += [path, answer.headers.get("Location", "")]
        if answer.headers["Content-Type"].startswith("text/html"):
            self.addresses += ADDRESSES.findall(answer.content.decode())
        return answer


def _rows(model: Any) -> str:
    return json.dumps(list(model.objects.values()), default=str)


@pytest.fixture
def watched(db: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watched]:
    """The house with a log as production writes it, at INFO, caught in memory."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonFormatter())
    root = logging.getLogger()
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    monkeypatch.setattr(handlers, "_HANDLERS", dict(handlers._HANDLERS))
    with time_machine.travel(NOW, tick=False):
        yield Watched(stream, House())
    root.removeHandler(handler)
    root.setLevel(before)


@pytest.fixture
def member(watched: Watched) -> Member:
    """A member whose every identifier is a canary."""
    member = member_with_coverage()
    member.given_name, member.family_name = GIVEN, FAMILY
    member.number, member.birth_date = NUMBER, BORN
    member.save()
    provider()
    facility()
    return member


def arrival() -> Receipt:
    marked = Paper("clinic_note", (f"{FAMILY}, {GIVEN}", f"Born 03/19/2025 {NUMBER}", ON_PAGE))
    pages = (*PACKET[:4], marked, *PACKET[5:])
    return document_with(pages, name=f"{GIVEN}-{FAMILY}", received_at=NOW)


def test_no_name_number_or_text_of_a_page_leaves_the_pages(
    watched: Watched, member: Member
) -> None:
    upload = SimpleUploadedFile(FILE, PNG, "image/png")
    watched.post("intake_clerk", "/intake/upload/", {"files": upload, "sender": GIVEN})
    wrong = SimpleUploadedFile(f"{FAMILY}.doc", b"PK", "application/msword")
    watched.post("intake_clerk", "/intake/upload/", {"files": wrong})
    receipt = arrival()
    watched.get("intake_clerk", address(receipt))
    look_up = {"member_number": NUMBER, "birth_date": BORN.isoformat(), "family_name": FAMILY}
    watched.post("intake_clerk", reverse("cases:index_members", args=[receipt.pk]), look_up)
    watched.post("intake_clerk", address(receipt), filled(member, page_3=""))
    watched.post("intake_clerk", address(receipt), filled(member))
    case = Case.objects.get()
    watched.work()
    _review(watched, case)
    _look_around(watched, case)
    assert watched.found() == {}


def _review(watched: Watched, case: Case) -> None:
    desk = f"/cases/{case.number}/"
    watched.get("nurse", desk)
    watched.post("nurse", f"{desk}claim/", {})
    watched.post("nurse", f"{desk}find/", {"find": ON_PAGE})
    answer = {"answer": "unknown", "note": f"{NOTE} {FAMILY}"}
    watched.post("nurse", f"{desk}criteria/dx.history/", answer)
    correction = {"value": f"{NOTE}", "page": "5", "note": GIVEN}
    watched.post("nurse", f"{desk}facts/hiv_result/", correction)
    watched.post("other_nurse", f"{desk}criteria/dx.history/", answer)
    watched.get("nurse", f"{desk}request-information/")
    refer = {
        "kind": "deny",
        "rationale": f"{NOTE}: the donor of {FAMILY} is a matched brother.",
        "question": f"Is the donor criterion met for {GIVEN}?",
        "version": str(Case.objects.get().version),
        "confirmed": "on",
    }
    watched.post("nurse", f"{desk}refer/", refer)
    assert Case.objects.get().status == "referred"
    assert NOTE in case.reviews.latest("id").note
    watched.get("medical_director", f"{desk}brief/")
    watched.post("medical_director", f"{desk}brief/find/", {"find": GIVEN})


def _look_around(watched: Watched, case: Case) -> None:
    for part, path in (
        ("nurse", "/queue/"),
        ("nurse", "/intake/"),
        ("nurse", f"/cases/{case.number}/papers/"),
        ("nurse", f"/cases/{case.number}/history/"),
        ("nurse", f"/cases/{NUMBER}/"),
        ("manager", "/reports/"),
        ("manager", "/operations/"),
        ("auditor", "/audit/"),
        ("auditor", f"/audit/reads/?case={case.number}"),
        ("privacy_officer", "/privacy/"),
    ):
        seen = watched.get(part, path)
        if NUMBER in path:  # typed into the address bar by somebody: not found, not logged
            assert seen.status_code == 404
            watched.addresses.remove(path)


def test_an_error_that_quotes_a_member_is_booked_as_a_word(
    watched: Watched, member: Member
) -> None:
    case = watched.house.case(member=member)

    def fail(_: ClaimedJob) -> None:
        raise ValueError(f"{FAMILY} {NUMBER} cannot be handled")

    handlers.register_handler("test.fails", queue="checks", handle=fail)
    Job.objects.create(kind="test.fails", subject=str(case.pk), queue="checks")
    watched.work()
    watched.get("manager", "/operations/")
    assert Job.objects.get(kind="test.fails").last_error_code == "ValueError"
    assert "ValueError" in watched.log.getvalue()
    assert watched.found() == {}


def test_a_letter_is_made_without_a_word_about_it_in_the_log(
    watched: Watched, member: Member
) -> None:
    house = watched.house
    case = house.answered(house.claimed(house.case(member=member)))
    approve = {"version": str(case.version), "rationale": NOTE, "confirmed": "on"}
    watched.post("nurse", f"/cases/{case.number}/approve/", approve)
    assert handlers.handler_for("letter.render").handle is render_letter
    watched.work()
    letter = house.fresh(case).letters.get()
    watched.get("nurse", f"/cases/{case.number}/letters/{letter.pk}.pdf")
    assert watched.found() == {}


def test_a_refused_sign_in_keeps_no_name(watched: Watched) -> None:
    client = Client()
    client.post("/account/sign-in/", {"login": FAMILY, "password": GIVEN})
    watched.house.case(prepared="no")
    watched.get("nurse", "/queue/")
    assert watched.found() == {}
