"""What the clerk has filled in so far on the index screen, and what it amounts to."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from django.forms import BoundField
from django.http import QueryDict

from cases.domain.page_placing import DUPLICATE, PageProposal
from cases.domain.placing import LATER
from cases.errors import AfterDecisionError
from cases.selectors.appeal_hint import AppealHint
from cases.selectors.intake_choices import Offer, page_choices
from cases.selectors.look_waiting import LookWaiting
from cases.selectors.members import MembersFound, member_candidates
from cases.selectors.page_proposals import Packet
from cases.services.filing import AppealWord
from cases.services.intake import CaseIntake, LineIntake
from cases.services.placement import PageIntake, pages_without_place
from cases.services.settling import SettlementIntake
from cases.web.appeal_forms import FilingForm, NotAppealForm
from cases.web.compare_pairs import pair_key, pairs_seen
from cases.web.intake_forms import (
    MOST_LINES,
    LineFormSet,
    MemberForm,
    PageSaid,
    PagesForm,
    RecordsForm,
    RequestForm,
    SettleForm,
)

LINE_PREFIX = "lines"
PLACE_WORDS = {choice.value: choice.label for choice in page_choices()}
AS = "as:"


@dataclass(frozen=True)
class PageRow:
    """One page's fields beside what is proposed for it; None while it is not read.

    beside is the ids of the page and of the one it seems to repeat, None where it repeats none;
    is_seen once somebody has seen both side by side.
    """

    number: int
    place: BoundField
    date: BoundField
    starts: BoundField
    relative: BoundField
    proposal: PageProposal | None
    beside: tuple[int, int] | None = None
    is_seen: bool = False

    @property
    def pair(self) -> str:
        """The pair as the form names it; empty where the page repeats none."""
        return pair_key(self.beside) if self.beside else ""

    @property
    def proposed_place(self) -> str:
        """The place proposed, in words."""
        return PLACE_WORDS.get(self.proposal.place, "") if self.proposal else ""


class Purpose(StrEnum):
    """What the clerk says the document is."""

    NEW_REQUEST = "new"
    RECORDS = "records"
    APPEAL = "appeal"
    APPEAL_PAPERS = "appeal_papers"
    PEER_TO_PEER = "peer"
    SETTLE = "settle"
    FILE_ONLY = "file_only"
    RECONSIDERATION = "reconsider"

    @property
    def label(self) -> str:
        """The purpose in the words of the screen."""
        return _PURPOSES[self][0]

    @property
    def act(self) -> str:
        """The words of the button that files it."""
        return _PURPOSES[self][1]

    @property
    def undone(self) -> str:
        """What is said while it is not filed."""
        return _PURPOSES[self][2]


_PURPOSES = {
    Purpose.NEW_REQUEST: ("A new request", "Open the request", "Not opened yet"),
    Purpose.RECORDS: ("Records for an open case", "Add to the case", "Not added yet"),
    Purpose.APPEAL: ("An appeal of a decision", "Record the appeal", "Not recorded yet"),
    Purpose.APPEAL_PAPERS: ("More papers for an open appeal", "Add to the appeal", "Not added yet"),
    Purpose.PEER_TO_PEER: (
        "A doctor asks to talk about a decision",
        "File the request to talk",
        "Not filed yet",
    ),
    Purpose.FILE_ONLY: ("Papers for a closed case", "File with the case", "Not filed yet"),
    Purpose.RECONSIDERATION: (
        "A wish to look at the decision again",
        "File the wish",
        "Not filed yet",
    ),
    Purpose.SETTLE: ("No request: settle it", "Settle without a request", "Not settled yet"),
}
AFTER_CLOSE = frozenset({Purpose.FILE_ONLY, Purpose.RECONSIDERATION})
SAYS_NO_APPEAL = AFTER_CLOSE | {
    Purpose.NEW_REQUEST,
    Purpose.RECORDS,
    Purpose.PEER_TO_PEER,
    Purpose.SETTLE,
}


@dataclass(frozen=True)
class Told:
    """What the arrival's pages tell of it, and what a person said at the first look."""

    hint: AppealHint
    packet: Packet = field(default_factory=Packet)
    looked: LookWaiting | None = None


class IndexDraft:
    """The forms of the screen, empty or as posted. Nothing is kept until a service says so.

    not_appeal is a form only where pages speak of an appeal and the clerk files them as
    something else. late is why records of a closed case were not added, None while they were not.
    """

    def __init__(
        self,
        posted: QueryDict | None,
        *,
        page_numbers: list[int],
        offer: Offer,
        today: date,
        told: Told,
    ) -> None:
        data = posted.copy() if posted is not None else None
        self.purpose = _purpose(data, told.looked)
        self.hint = told.hint
        self.packet = told.packet
        self.late: AfterDecisionError | None = None
        if data is not None and data.get("action") == "add_line":
            _add_line(data)
        self.page_numbers = page_numbers
        self.pairs_seen = pairs_seen(data) if data is not None else frozenset()
        self.pages = PagesForm(data, page_numbers=page_numbers, today=today)
        self.member = (
            MemberForm(initial=data.dict())  # kept as typed; settling asks for no member
            if data is not None and self.is_settling
            else MemberForm(data, initial=_read(told.looked))
        )
        self.request = RequestForm(data, offer=offer, today=today)
        self.lines = LineFormSet(data, prefix=LINE_PREFIX)
        self.records = RecordsForm(data, initial=_case_said(told.looked))
        self.settle = SettleForm(data)
        self.filing = FilingForm(data)
        ruled_here = told.hint.is_seen and self.purpose in SAYS_NO_APPEAL
        self.not_appeal = NotAppealForm(data) if ruled_here else None

    @property
    def is_new_request(self) -> bool:
        """Whether a case is to be opened, rather than something added to one."""
        return self.purpose is Purpose.NEW_REQUEST

    @property
    def purposes(self) -> tuple[Purpose, ...]:
        """Everything a document can be; what comes after the end only where that is chosen."""
        return tuple(one for one in Purpose if one not in AFTER_CLOSE or one is self.purpose)

    @property
    def purposes_late(self) -> tuple[Purpose, ...]:
        """What the papers can be, as the rules allow once the case is closed."""
        return tuple(Purpose(choice) for choice in self.late.choices) if self.late else ()

    @property
    def chosen_member(self) -> int | None:
        """The member the clerk has ticked; None while there is none."""
        ticked = str(self.member["member_id"].value() or "")
        return int(ticked) if ticked.isascii() and ticked.isdigit() else None

    @property
    def has_identifier(self) -> bool:
        """Whether a member number or a birth date is typed."""
        typed = self.member.data if self.member.is_bound else {}
        return any(str(typed.get(name, "")).strip() for name in ("member_number", "birth_date"))

    @property
    def said(self) -> AppealWord:
        """A person's word about appeal words; once the form is valid, a tick is a tick."""
        return AppealWord.UNSAID if self.not_appeal is None else AppealWord.NOT_AN_APPEAL

    @property
    def is_settling(self) -> bool:
        """Whether no request is to come of the pages."""
        return self.purpose is Purpose.SETTLE

    @property
    def copy_of(self) -> int | None:
        """The arrival that this one is said to repeat; None otherwise. Only after is_valid()."""
        if not self.is_settling or self.settle.cleaned_data["kind"] != DUPLICATE:
            return None
        copied: int | None = self.settle.cleaned_data["copy_of"]
        return copied

    def forms(self) -> list[Any]:
        """The forms that count for the chosen purpose, in the order of the screen."""
        if self.is_settling:
            return [self.pages, self.settle, *self._ruled_out()]
        forms: list[Any] = [self.pages, self.member]
        if self.is_new_request:
            forms += [self.request, *self.lines.forms]
        else:
            forms.append(self.records)
        if self.purpose is Purpose.APPEAL:
            forms.append(self.filing)
        return [*forms, *self._ruled_out()]

    def hush(self, *, but: Sequence[Any]) -> None:
        """Show nothing as missing in any form, but in those that were to be filed."""
        lines = self.lines.forms
        forms = [self.pages, self.member, self.request, self.records, self.settle, self.filing]
        for form in [*forms, *lines, *self._ruled_out()]:
            if not any(form is one for one in but):
                form.errors.clear()

    def _ruled_out(self) -> list[NotAppealForm]:
        return [self.not_appeal] if self.not_appeal else []

    def is_valid(self) -> bool:
        """Whether every form that counts is filled in rightly; all are checked."""
        checked = [form.is_valid() for form in self.forms()]
        valid = all(checked) and (not self.is_new_request or self.lines.is_valid())
        if not valid:
            self._name_open_pages()
        return valid

    def _name_open_pages(self) -> None:
        """The pages without a place beside the other errors, so that one look tells all."""
        if not self.pages.is_valid():
            return
        placed = {said.number for said in self.pages.placed()}
        left = [number for number in self.page_numbers if number not in placed]
        if left:
            self.pages.add_error(None, pages_without_place(left))

    def candidates(self) -> MembersFound:
        """Members that the identifiers lead to, whether or not both are filled in."""
        self.member.is_valid()
        read = {} if self.is_settling else self.member.initial
        given = getattr(self.member, "cleaned_data", read)
        number, born = given.get("member_number", ""), given.get("birth_date")
        if not number and born is None:
            return MembersFound()
        return member_candidates(
            number=number, birth_date=born, family_name=given.get("family_name", "")
        )

    def page_intakes(self) -> tuple[PageIntake, ...]:
        """The placed pages, as the service takes them."""
        return tuple(self._page_intake(said) for said in self.pages.placed())

    def copies_unseen(self) -> list[PageRow]:
        """Pages said to be copies that nobody saw beside what they repeat. After is_valid()."""
        said = {one.number for one in self.pages.placed() if one.disposition == DUPLICATE}
        rows = self.page_rows()
        return [row for row in rows if row.number in said and row.beside and not row.is_seen]

    def page_rows(self) -> list[PageRow]:
        """The fields of every page with what is proposed for it."""
        return [self._page_row(number) for number in self.page_numbers]

    def _page_row(self, number: int) -> PageRow:
        return PageRow(
            number=number,
            place=self.pages[f"page_{number}"],
            date=self.pages[f"date_{number}"],
            starts=self.pages[f"starts_{number}"],
            relative=self.pages[f"relative_{number}"],
            proposal=self.packet.pages.get(number),
            beside=(beside := self._beside(number)),
            is_seen=beside is not None and pair_key(beside) in self.pairs_seen,
        )

    def _beside(self, number: int) -> tuple[int, int] | None:
        proposal = self.packet.pages.get(number)
        if proposal is None or proposal.repeats_id is None:
            return None
        own = next(view.id for view in self.packet.views if view.number == number)
        return own, proposal.repeats_id

    def _page_intake(self, said: PageSaid) -> PageIntake:
        proposal = self.packet.pages.get(said.number, PageProposal(said.number))
        is_copy = said.disposition == DUPLICATE
        return PageIntake(
            **said._asdict(),
            repeats_id=proposal.repeats_id if is_copy else None,
            proposed=proposal.place,
        )

    def kept_for_later(self) -> int:
        """How many pages stay open for another request."""
        return sum(1 for page in self.page_intakes() if page.disposition == LATER)

    def case_intake(self, receipt_id: int) -> CaseIntake:
        """Everything typed, as the service takes it; only after is_valid()."""
        member, request = self.member.cleaned_data, self.request.cleaned_data
        return CaseIntake(
            receipt_id=receipt_id,
            member_id=member["member_id"] or 0,
            member_number=member["member_number"],
            birth_date=member["birth_date"],
            lines=tuple(
                LineIntake(**line.cleaned_data) for line in self.lines.forms if line.cleaned_data
            ),
            pages=self.page_intakes(),
            **request,
        )

    def settlement_intake(self, receipt_id: int) -> SettlementIntake:
        """The settlement, as the service takes it; only after is_valid()."""
        return settlement_intake(self.settle, receipt_id, pages=self.page_intakes(), said=self.said)


def settlement_intake(
    form: SettleForm,
    receipt_id: int,
    *,
    pages: tuple[PageIntake, ...] = (),
    said: AppealWord = AppealWord.UNSAID,
) -> SettlementIntake:
    """A valid form of settling, as the service takes it."""
    values = form.cleaned_data
    return SettlementIntake(
        receipt_id=receipt_id,
        kind=values["kind"],
        reason=values["reason"],
        copy_of_id=values["copy_of"],
        pages=pages,
        said=said,
    )


def _read(looked: LookWaiting | None) -> dict[str, Any]:
    """The identifiers as a first look read them; nothing without one."""
    if looked is None:
        return {}
    return {
        "member_number": looked.member_number,
        "birth_date": looked.birth_date,
        "family_name": looked.family_name,
        "member_id": looked.member_id,
    }


def _case_said(looked: LookWaiting | None) -> dict[str, Any]:
    """The number of the case that was chosen at the first look; nothing without one."""
    return {"case_number": looked.chosen.number} if looked and looked.chosen else {}


def _purpose(data: QueryDict | None, looked: LookWaiting | None) -> Purpose:
    """The purpose posted, or the one that a button of the choice after a decision names.

    Before anything is posted: what a person said at the first look.
    """
    if data is None:
        return Purpose(looked.kind) if looked else Purpose.NEW_REQUEST
    action = str(data.get("action", ""))
    asked = action.removeprefix(AS) if action.startswith(AS) else str(data.get("purpose", ""))
    return Purpose(asked) if asked in set(Purpose) else Purpose.NEW_REQUEST


def _add_line(data: QueryDict) -> None:
    """One more empty service at the end, up to the most that fit."""
    total = f"{LINE_PREFIX}-TOTAL_FORMS"
    typed = str(data.get(total, ""))
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
    data[total] = str(min(count + 1, MOST_LINES))
    data.setdefault(f"{LINE_PREFIX}-{count}-doses", "1")
