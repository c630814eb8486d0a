"""Cases: listed, read, opened. Nothing here claims, answers, approves or denies."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import piece
from accounts.api.problems import Refusal
from accounts.api.views import ApiView
from accounts.domain.permissions import Action
from cases.api import examples
from cases.api.forms import CaseGiven, CasesAsked
from cases.api.shapes import CaseKept, CasePages, CasePiece, CaseShown
from cases.errors import (
    AppealWordsError,
    CaseNotFoundError,
    IntakeRefusedError,
    MoveRefusedError,
)
from cases.selectors.access import case_for, receipt_for
from cases.selectors.case_list import CaseFilter, cases_before
from cases.selectors.case_record import case_record
from cases.selectors.desk_pages import documents_of
from cases.selectors.members import facility_id_for, member_id_for, provider_id_for
from cases.services.filing import AppealWord, request_file
from cases.services.intake import CaseIntake, LineIntake
from cases.services.placement import PageIntake
from operations.domain.idempotency import KeptAnswer
from operations.errors import NoPlanSettingsError

if TYPE_CHECKING:
    from cases.models import Case

NO_MEMBER = "No member has this number. Check the page."
NO_PARTY = "Nobody on file has this NPI. Ask the plan to enter them."
NO_RECEIPT = "There is no such receipt."
ON_THE_PAGES = "That takes a person who has read the pages: file this arrival on its index page."


class CaseApiView(ApiView):
    """A view about one case, or about cases."""

    rule = Action.CASE_VIEW
    refusals = {
        CaseNotFoundError: (404, "not_found"),
        MoveRefusedError: (409, "not_possible_now"),
        IntakeRefusedError: (422, "intake_refused"),
        NoPlanSettingsError: (409, "plan_not_set_up"),
    }

    def opened(self, number: str, *, purpose: str) -> "Case":
        """The case, with the read written to the access log.

        Raises:
            CaseNotFoundError: there is none, or the caller may not see it.
        """
        case = case_for(self.actor, number)
        self.looked_at(f"case:{case.pk}", purpose=purpose, case=f"case:{case.pk}")
        return case


class CasesView(CaseApiView):
    """All cases."""

    acts = Action.CASE_CREATE

    @extend_schema(
        operation_id="cases_list",
        summary="Cases",
        description="Cases, newest first, by any of the filters together. A list says nothing "
        "of the members; read the case for that.",
        parameters=[CasesAsked],
        responses={200: CasePiece},
        examples=[
            OpenApiExample(
                "One case", {"results": [examples.ROW], "next": "MTIz"}, response_only=True
            )
        ],
    )
    def get(self, _request: Request) -> Response:
        """The list."""
        asked = self.asked(CasesAsked)
        limit, after = asked.pop("limit"), asked.pop("after", None)
        rows = cases_before(
            self.actor,
            CaseFilter(**asked),
            before_id=after,
            limit=limit + 1,
            now=timezone.now(),
        )
        self.looked_at("cases:list", purpose="cases.list")
        return Response(CasePiece(piece(rows, limit=limit)).data)

    @extend_schema(
        operation_id="cases_create",
        summary="Open a case",
        description="Opens a request from a document whose pages have been read, exactly as the "
        "index page does: every page gets one place, both identifiers must be the member's, and "
        "the clock runs from the receipt. The checks start by themselves. Where pages speak of an "
        "appeal it is refused with code `appeal_words`: a person who has read them files it.",
        request=CaseGiven,
        responses={201: CaseKept},
        examples=[
            OpenApiExample("A request", examples.CASE_GIVEN, request_only=True),
            OpenApiExample("Opened", examples.CASE_KEPT, response_only=True),
        ],
    )
    def post(self, _request: Request) -> Response:
        """Opens the case, once for each key."""
        given = self.given(CaseGiven)
        member_id = member_id_for(given["member_number"])
        if member_id is not None:  # on record also when the request is refused
            self.looked_at(f"member:{member_id}", purpose="case.match")
        return self.once(lambda: self._open(given))

    def _open(self, given: dict[str, Any]) -> KeptAnswer:
        try:
            case = request_file(
                self._intake(given), said=AppealWord.UNSAID, actor=self.actor, now=timezone.now()
            )
        except AppealWordsError as error:
            sentence = f"{error} {ON_THE_PAGES}"
            raise Refusal(422, "appeal_words", sentence, field_name="receipt") from None
        self.looked_at(f"case:{case.pk}", purpose="case.create", case=f"case:{case.pk}")
        return KeptAnswer(201, dict(CaseKept(case).data))

    def _intake(self, given: dict[str, Any]) -> CaseIntake:
        """What the service takes.

        Raises:
            Refusal: the receipt, member, provider or facility is not on file.
        """
        asked = dict(given)
        try:
            receipt_id = receipt_for(self.actor, asked.pop("receipt")).pk
        except CaseNotFoundError:
            raise Refusal(422, "unknown_receipt", NO_RECEIPT, field_name="receipt") from None
        lines, pages = asked.pop("lines"), asked.pop("pages")
        requester, facility = asked.pop("requester_npi"), asked.pop("facility_npi")
        return CaseIntake(
            **asked,
            receipt_id=receipt_id,
            member_id=_known(member_id_for(given["member_number"]), "member_number", NO_MEMBER),
            requester_id=_known(provider_id_for(requester), "requester_npi", NO_PARTY),
            facility_id=_known(facility_id_for(facility), "facility_npi", NO_PARTY),
            lines=tuple(LineIntake(**line) for line in lines),
            pages=tuple(PageIntake(**page) for page in pages),
        )


def _known(found: int | None, field_name: str, sentence: str) -> int:
    if found is None:
        raise Refusal(422, f"unknown_{field_name}", sentence, field_name=field_name)
    return found


class CaseView(CaseApiView):
    """One case."""

    @extend_schema(
        operation_id="cases_read",
        summary="One case",
        description="What was asked, for whom, under which policy, when it is due, and every "
        "appeal of what was decided.",
        responses={200: CaseShown},
        examples=[
            OpenApiExample("A case", examples.CASE, response_only=True),
            OpenApiExample("Decided and appealed", examples.CASE_APPEALED, response_only=True),
        ],
    )
    def get(self, _request: Request, number: str) -> Response:
        """The case."""
        case = self.opened(number, purpose="case.read")
        return Response(CaseShown(case_record(case, self.actor, now=timezone.now())).data)


class CasePagesView(CaseApiView):
    """The pages of one case."""

    rule = Action.DOCUMENT_VIEW

    @extend_schema(
        operation_id="cases_pages",
        summary="The pages of a case",
        description="Every page that came with the request and that the caller may see, with its "
        "place and state. A page that is not ours is seen by the privacy officer alone.",
        responses={200: CasePages},
        examples=[OpenApiExample("One page", {"results": [examples.PAGE]}, response_only=True)],
    )
    def get(self, _request: Request, number: str) -> Response:
        """The pages."""
        case = self.opened(number, purpose="case.pages")
        documents = documents_of(case, self.actor)
        pages = [page for document in documents for page in document.pages]
        return Response(CasePages({"results": pages}).data)
