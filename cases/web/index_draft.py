"""What the clerk has filled in so far on the index screen, and what it amounts to."""

from datetime import date
from typing import Any

from django.http import QueryDict

from cases.domain.placing import LATER
from cases.selectors.intake_choices import Offer
from cases.selectors.members import MemberCandidate, member_candidates
from cases.services.intake import CaseIntake, LineIntake
from cases.services.placement import PageIntake
from cases.services.settling import SettlementIntake
from cases.web.intake_forms import (
    MOST_LINES,
    LineFormSet,
    MemberForm,
    PagesForm,
    RecordsForm,
    RequestForm,
    SettleForm,
)

NEW_REQUEST, RECORDS, SETTLE = "new", "records", "settle"
LINE_PREFIX = "lines"


class IndexDraft:
    """The forms of the screen, empty or as posted. Nothing is kept until a service says so."""

    def __init__(
        self, posted: QueryDict | None, *, page_numbers: list[int], offer: Offer, today: date
    ) -> None:
        data = posted.copy() if posted is not None else None
        asked = data.get("purpose") if data else None
        self.purpose = asked if asked in (RECORDS, SETTLE) else NEW_REQUEST
        if data is not None and data.get("action") == "add_line":
            _add_line(data)
        self.pages = PagesForm(data, page_numbers=page_numbers)
        self.member = MemberForm(data)
        self.request = RequestForm(data, offer=offer, today=today)
        self.lines = LineFormSet(data, prefix=LINE_PREFIX)
        self.records = RecordsForm(data)
        self.settle = SettleForm(data)

    @property
    def is_new_request(self) -> bool:
        """Whether a case is to be opened, rather than records added to one."""
        return self.purpose == NEW_REQUEST

    @property
    def chosen_member(self) -> int | None:
        """The member the clerk has ticked; None while there is none."""
        ticked = self.member.data.get("member_id", "") if self.member.is_bound else ""
        return int(ticked) if ticked.isascii() and ticked.isdigit() else None

    @property
    def is_settling(self) -> bool:
        """Whether no request is to come of the pages."""
        return self.purpose == SETTLE

    def forms(self) -> list[Any]:
        """The forms that count for the chosen purpose, in the order of the screen."""
        if self.is_settling:
            return [self.pages, self.settle]
        if self.is_new_request:
            return [self.pages, self.member, self.request, *self.lines.forms]
        return [self.pages, self.member, self.records]

    def is_valid(self) -> bool:
        """Whether every form that counts is filled in rightly; all are checked."""
        checked = [form.is_valid() for form in self.forms()]
        return all(checked) and (not self.is_new_request or self.lines.is_valid())

    def candidates(self) -> list[MemberCandidate]:
        """Members that the identifiers lead to, whether or not both are filled in."""
        self.member.is_valid()
        given = getattr(self.member, "cleaned_data", {})
        number, born = given.get("member_number", ""), given.get("birth_date")
        if not number and born is None:
            return []
        return member_candidates(
            number=number, birth_date=born, family_name=given.get("family_name", "")
        )

    def page_intakes(self) -> tuple[PageIntake, ...]:
        """The placed pages, as the service takes them."""
        return tuple(PageIntake(*placed) for placed in self.pages.placed())

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
        return settlement_intake(self.settle, receipt_id, pages=self.page_intakes())


def settlement_intake(
    form: SettleForm, receipt_id: int, *, pages: tuple[PageIntake, ...] = ()
) -> SettlementIntake:
    """A valid form of settling, as the service takes it."""
    values = form.cleaned_data
    return SettlementIntake(
        receipt_id=receipt_id,
        kind=values["kind"],
        reason=values["reason"],
        copy_of_id=values["copy_of"],
        pages=pages,
    )


def _add_line(data: QueryDict) -> None:
    """One more empty service at the end, up to the most that fit."""
    total = f"{LINE_PREFIX}-TOTAL_FORMS"
    typed = str(data.get(total, ""))
    count = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 1
    data[total] = str(min(count + 1, MOST_LINES))
    data.setdefault(f"{LINE_PREFIX}-{count}-doses", "1")
