"""Reads pages, their text and their pictures."""

from collections.abc import Collection

from django.core.files.storage import default_storage
from django.db.models import Max, Prefetch

from documents.domain.damage import Damage, damage_from
from documents.domain.geometry import Box, Transform
from documents.domain.states import OTHER_WORDS, PageState, page_label, page_sentence
from documents.domain.striking import standing_text
from documents.errors import DocumentNotFoundError
from documents.models import Page, PageReading
from documents.selectors.views import MarkedView, PageView, ReadingView, SeenView
from operations.selectors.jobs import job_states, jobs_of

READ_AGAIN_JOB = "page.read_again"


def page_list(document_id: int) -> list[PageView]:
    """Every page in order with the newest reading's text and words. Two queries."""
    newest_first = PageReading.objects.order_by("-pk")
    pages = (
        Page.objects.filter(document_id=document_id)
        .order_by("number")
        .prefetch_related(Prefetch("readings", queryset=newest_first))
    )
    return [_page_view(page, next(iter(page.readings.all()), None)) for page in pages]


def page_states(document_id: int) -> list[PageView]:
    """Every page in order without text and words: for lists and progress. One query."""
    pages = Page.objects.filter(document_id=document_id).order_by("number")
    return [_page_view(page, None) for page in pages]


def pages_seen(document_ids: Collection[int]) -> list[SeenView]:
    """The pages of several files with picture hash and newest text, for comparing. Two queries."""
    pages = Page.objects.filter(document_id__in=document_ids).order_by("document_id", "number")
    readings = PageReading.objects.filter(page__document_id__in=document_ids).order_by("pk")
    texts = dict(readings.values_list("page_id", "text"))
    return [
        SeenView(
            page.pk,
            page.document_id,
            page.number,
            page.picture_hash,
            standing_text(texts.get(page.pk, "")),
        )
        for page in pages
    ]


def pages_marked(document_ids: Collection[int]) -> list[MarkedView]:
    """The pages of several files without text, each with its newest reading. One query."""
    pages = Page.objects.filter(document_id__in=document_ids).annotate(last=Max("readings__pk"))
    return [
        MarkedView(page.pk, page.document_id, page.number, page.picture_hash, page.last)
        for page in pages.order_by("document_id", "number")
    ]


def page_texts(document_id: int) -> dict[int, str]:
    """The newest reading's text of each page that was read, by page number. One query.

    What has a line through it is left out.
    """
    readings = PageReading.objects.filter(page__document_id=document_id).order_by("pk")
    texts = readings.values_list("page__number", "text")
    return {number: standing_text(text) for number, text in texts}


def readings_last(document_id: int) -> list[int]:
    """The id of the newest reading of each page that was read, in page order. One query."""
    pages = Page.objects.filter(document_id=document_id, readings__isnull=False)
    newest = pages.annotate(last=Max("readings__pk")).order_by("number")
    return list(newest.values_list("last", flat=True))


def engine_last() -> str:
    """The engine, with its version, that read a page last; empty when none was read. One query."""
    row = PageReading.objects.order_by("-pk").values_list("engine", "engine_version").first()
    return " ".join(row) if row else ""


def page_get(page_id: int) -> PageView:
    """One page with the newest reading. Two queries.

    Raises:
        DocumentNotFoundError: when there is none.
    """
    page = _page(page_id)
    return _page_view(page, page.readings.order_by("-pk").first())


def readings_before(page_id: int) -> list[ReadingView]:
    """What was read on the page before its newest reading, the latest first. One query."""
    readings = PageReading.objects.filter(page_id=page_id).order_by("-pk")[1:]
    return [
        ReadingView(f"{row.engine} {row.engine_version}", row.created_at, row.text)
        for row in readings
    ]


def page_again_state(page_id: int) -> str:
    """How far the newest wish to read the page again is; empty when there was none. One query.

    "ready" and "running" mean that it is on its way, "parked" that it was given up.
    """
    return job_states(READ_AGAIN_JOB, [str(page_id)]).get(str(page_id), "")


def page_again_sentence(page_id: int) -> str:
    """What came of the newest wish to read the page again; empty until it ended. Two queries."""
    job = jobs_of(READ_AGAIN_JOB, subject=page_id).last()
    if job is None or job.state != job.State.DONE:
        return ""
    new = PageReading.objects.filter(page_id=page_id, created_at__gte=job.finished_at)
    if new.exists():
        return "Read again: the words shown are new. The reading before is kept."
    return "Read again: nothing new was found. The reading before stands."


def page_image(page_id: int) -> bytes:
    """The page's upright picture, a PNG made by us. One query and one file read.

    Raises:
        DocumentNotFoundError: when there is no such page or it has no picture.
    """
    name = _page(page_id).image_name
    if not name:
        raise DocumentNotFoundError("This page has no picture.")
    try:
        with default_storage.open(name, "rb") as stored:
            return bytes(stored.read())
    except FileNotFoundError as error:
        raise DocumentNotFoundError("The picture of this page is missing.") from error


def _page(page_id: int) -> Page:
    page = Page.objects.filter(pk=page_id).first()
    if page is None:
        raise DocumentNotFoundError("This page does not exist.")
    return page


def _page_view(page: Page, reading: PageReading | None) -> PageView:
    damage = damage_from(page.damage)
    other = OTHER_WORDS if page.other_words else ""
    return PageView(
        id=page.pk,
        document_id=page.document_id,
        number=page.number,
        state=page.state,
        state_label=page_label(state=page.state, damage=damage, other_words=other),
        reason=page.reason,
        reason_sentence=page_sentence(
            state=page.state, reason=page.reason, damage=damage, other_words=other
        ),
        width_px=page.width_px,
        height_px=page.height_px,
        rotation=page.rotation,
        has_image=bool(page.image_name),
        engine=reading.engine if reading else "",
        engine_version=reading.engine_version if reading else "",
        text=reading.text if reading else "",
        words=_as_tuples(reading.words if reading else []),
        second=_as_tuples(reading.second if reading else []),
        picture_hash=page.picture_hash,
        reading_id=reading.pk if reading else None,
        damaged=_damaged(page, damage, reading),
        is_doubtful=page.state == PageState.READ and bool(damage or other),
    )


def _damaged(page: Page, damage: Damage | None, reading: PageReading | None) -> tuple[Box, ...]:
    """The damaged parts of the upright picture; a page on its side was sent higher than wide."""
    if damage is None or reading is None:
        return ()
    width, height = page.width_px, page.height_px
    if page.rotation in {90, 270}:
        width, height = height, width
    return damage.areas(Transform(*reading.transform), width=width, height=height)


def _as_tuples(
    words: list[list[str | float]],
) -> tuple[tuple[str, float, float, float, float], ...]:
    return tuple((str(w), float(a), float(b), float(c), float(d)) for w, a, b, c, d in words)
