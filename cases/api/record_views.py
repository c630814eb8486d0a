"""What stands on the record of one case: checks, evaluations, determinations."""

from django.utils import timezone
from drf_spectacular.utils import OpenApiExample, OpenApiParameter, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api.pages import PieceAsked, piece
from accounts.api.problems import Refusal
from accounts.domain.permissions import Action
from cases.api import examples
from cases.api.choices import EVALUATION_KINDS
from cases.api.shapes import (
    CaseEvaluated,
    CheckRunKept,
    CheckRunPiece,
    CheckRunShown,
    DeterminationList,
)
from cases.api.views import CaseApiView
from cases.selectors.access import case_for
from cases.selectors.check_records import check_run_newest, check_runs_before
from cases.selectors.determinations import determinations_of
from cases.selectors.evaluation import evaluation_current
from cases.services.preparing import case_recheck
from criteria.api.shapes import evaluation_shape
from criteria.selectors.policies import policy_get
from operations.domain.idempotency import KeptAnswer

NO_RUN = "The automated checks of this case have not finished yet."
NO_EVALUATION = "The facts of this case have not been evaluated as they stand now."
KIND = OpenApiParameter(
    "kind",
    type=str,
    location=OpenApiParameter.PATH,
    enum=EVALUATION_KINDS,
    description="With the finder's proposals, or over confirmed facts alone.",
)


class CheckRunsView(CaseApiView):
    """The runs of the automated checks."""

    acts = Action.CHECKS_RUN

    @extend_schema(
        operation_id="cases_check_runs_list",
        summary="The check runs of a case",
        description="Every run of the automated checks, newest first, with what each check found.",
        parameters=[PieceAsked],
        responses={200: CheckRunPiece},
        examples=[
            OpenApiExample(
                "One run", {"results": [examples.CHECK_RUN], "next": None}, response_only=True
            )
        ],
    )
    def get(self, _request: Request, number: str) -> Response:
        """The list."""
        asked = self.asked(PieceAsked)
        limit = asked["limit"]
        case = self.opened(number, purpose="case.check_runs")
        rows = check_runs_before(case, before_id=asked.get("after"), limit=limit + 1)
        return Response(CheckRunPiece(piece(rows, limit=limit)).data)

    @extend_schema(
        operation_id="cases_check_runs_create",
        summary="Run the checks again",
        description="Runs every automated check over the case as it stands now. Where nothing "
        "changed, the run that was made before is named. A closed case keeps its checks.",
        request=None,
        responses={200: CheckRunKept},
        examples=[OpenApiExample("A new run", {"id": 89, "is_new": True}, response_only=True)],
    )
    def post(self, _request: Request, number: str) -> Response:
        """Runs the checks, once for each key."""
        case = case_for(self.actor, number)
        return self.once(lambda: self._run(case.pk))

    def _run(self, case_id: int) -> KeptAnswer:
        looked = case_recheck(case_id, actor=self.actor, now=timezone.now())
        kept = CheckRunKept({"id": looked.run.pk, "is_new": looked.is_new})
        return KeptAnswer(200, dict(kept.data))


class CheckRunNewestView(CaseApiView):
    """The newest run."""

    @extend_schema(
        operation_id="cases_check_runs_newest",
        summary="What the checks found last",
        description="The newest run of the automated checks; 404 with code `not_yet` while none "
        "has finished.",
        responses={200: CheckRunShown},
        examples=[OpenApiExample("A run", examples.CHECK_RUN, response_only=True)],
    )
    def get(self, _request: Request, number: str) -> Response:
        """The run."""
        run = check_run_newest(self.opened(number, purpose="case.check_run"))
        if run is None:
            raise Refusal(404, "not_yet", NO_RUN)
        return Response(CheckRunShown(run).data)


class EvaluationView(CaseApiView):
    """The policy over the facts of the case."""

    @extend_schema(
        operation_id="cases_evaluation_read",
        summary="What the policy makes of a case",
        description="The evaluation of the facts as they stand, criterion by criterion. A "
        "suggestion is the machine's word: a person decides. 404 with code `not_yet` while the "
        "facts have not been evaluated.",
        parameters=[KIND],
        responses={200: CaseEvaluated},
        examples=[OpenApiExample("Something missing", examples.EVALUATED, response_only=True)],
    )
    def get(self, _request: Request, number: str, kind: str) -> Response:
        """The evaluation."""
        case = self.opened(number, purpose=f"case.evaluation.{kind}")
        found = evaluation_current(case, kind)
        if found is None:
            raise Refusal(404, "not_yet", NO_EVALUATION)
        shown = {
            "kind": found.kind,
            "created_at": found.created_at,
            "evaluation": evaluation_shape(policy_get(found.policy_id), found.document),
        }
        return Response(CaseEvaluated(shown).data)


class DeterminationsView(CaseApiView):
    """What the plan decided."""

    @extend_schema(
        operation_id="cases_determinations_list",
        summary="What the plan decided",
        description="Every determination of the case, oldest first, each signed by a person. "
        "Determinations are made on the pages alone.",
        responses={200: DeterminationList},
        examples=[
            OpenApiExample("An approval", {"results": [examples.DETERMINATION]}, response_only=True)
        ],
    )
    def get(self, _request: Request, number: str) -> Response:
        """The list."""
        case = self.opened(number, purpose="case.determinations")
        return Response(DeterminationList({"results": determinations_of(case)}).data)
