"""A fax page that lost few rows on its way, along the road of the product."""

import io

import pytest

from documents.domain.damage import Damage
from documents.domain.finding import MemberIdentity, Wanted
from documents.domain.geometry import Transform
from documents.domain.states import PageReason
from documents.models import Page
from documents.reading.evidence import find_evidence, page_text
from documents.reading.page import ReadPage, page_verdict
from documents.selectors.pages import page_get
from documents.services.receive import document_receive
from operations.models import Job
from operations.services.running import job_run
from tests.documents import faxes
from tests.documents.reading.hostile.odd_pictures import assembled, fax_tags
from tests.documents.reading.hostile.pdf_pieces import coded, with_noise

pytestmark = pytest.mark.django_db

PAGE = faxes.text_page(
    ["Progress note of the clinic", "", "", "", "Neutrophil CD18 0.4 % of cells"], height=700
)
CD18 = Wanted("cd18", "percent", unit="%", terms=("CD18",), forms=("CD18",))


@pytest.fixture(autouse=True)
def _clock(now, time_machine):
    time_machine.move_to(now, tick=False)


def read(content, actor, now):
    """The page of the file after every job has run."""
    document_receive(
        io.BytesIO(content), filename="f", actor=actor, channel="fax", received_at=now, now=now
    )
    while waiting := list(Job.objects.filter(state="ready", kind__startswith="document.")):
        for job in waiting:
            job_run(job.pk, now=now)
    return page_get(Page.objects.get().pk)


def fax(*, share, count):
    """PAGE in G3 with bytes in a row that came over wrong, at that share of it."""
    whole = with_noise(coded(PAGE, "group3"), share=share, count=count)
    return assembled([(fax_tags(*PAGE.size, rows=PAGE.height, compression=3), [whole])])


@pytest.mark.parametrize(("share", "is_damaged"), [(0.5, True), (0.2, False)])
def test_a_page_with_few_lost_rows_is_read_and_says_where_they_are(
    intake_clerk, now, share, is_damaged
):
    page = read(fax(share=share, count=8), intake_clerk, now)
    assert page.state == "read"
    assert page.state_label == "Read, damaged"
    assert page.reason_sentence.startswith("Read, but ")
    assert "of 700 rows" in page.reason_sentence
    text = page_text(1, words=page.words, text=page.text, damaged=page.damaged)
    (found,) = find_evidence([CD18], [text], MemberIdentity(""))
    assert found.value == "0.4 %"
    assert found.damaged is is_damaged


def test_a_page_that_lost_many_rows_is_not_read_and_says_how_many(intake_clerk, now):
    whole = with_noise(coded(PAGE), share=0.5, count=20)
    content = assembled([(fax_tags(*PAGE.size, rows=PAGE.height), [whole])])
    page = read(content, intake_clerk, now)
    assert (page.state, page.reason) == ("unreadable", PageReason.TRANSMISSION_ERROR)
    assert page.reason_sentence.endswith(" of 700 rows are damaged, ask for a refax.")
    assert page.text == ""


def test_a_page_with_lost_rows_is_never_blank(now):
    empty = ReadPage("quick", "1", (), 10, 10, 0, Transform(), None, has_ink=False)
    assert (
        page_verdict(empty, damage=Damage(700, 1, ((0.1, 0.2),)))[1]
        is PageReason.TRANSMISSION_ERROR
    )
    assert page_verdict(empty)[1] is None
