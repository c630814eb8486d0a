"""Papers that come after the end: named by how it ended, never a silent edit."""

import pytest

from accounts.errors import NotPermittedError
from cases.domain.after_close import Later
from cases.errors import AfterDecisionError, AppealWordsError, MoveRefusedError
from cases.models import Case, CaseNotice
from cases.services.filing import AppealWord, late_file, peer_to_peer_receive, records_file
from cases.services.late_papers import LateIntake
from tests.accounts.cast import CAST
from tests.cases.factories import NOW
from tests.cases.paper import COVER, REQUEST_FORM, Paper

PAPERS = (COVER, REQUEST_FORM)
WISH = Paper("correspondence", ("Please reconsider this denial.",))


def file(house, case, later=Later.FILE_ONLY, papers=PAPERS, part="intake_clerk", **more):
    receipt = house.receipt(papers)
    return late_file(
        LateIntake(case.pk, later, receipt.pk, house.intake(receipt, papers).pages),
        said=more.get("said", AppealWord.UNSAID),
        actor=house.person(part),
        now=NOW,
    )


@pytest.fixture
def denied(house):
    return house.denied(house.claimed(house.case()))


def standing(case):
    return {
        "version": case.version,
        "status": case.status,
        "due": case.due_at,
        "facts": list(case.facts.values_list("pk", "state")),
        "answers": list(case.reviews.values_list("pk", "answer", "stale")),
        "clock": case.clock.count(),
        "determinations": case.determinations.count(),
    }


@pytest.mark.parametrize("part", list(CAST))
@pytest.mark.parametrize("later", [Later.FILE_ONLY, Later.RECONSIDERATION])
def test_papers_are_filed_and_nothing_that_was_decided_moves(house, denied, later, part):
    before = standing(denied)
    if part in {"nurse", "other_nurse", "intake_clerk"}:
        file(house, denied, later, part=part)
        notice = CaseNotice.objects.get()
        assert notice.recipient_id == house.person("medical_director").user_id
        assert denied.documents.count() == 2
    else:
        with pytest.raises(NotPermittedError):
            file(house, denied, later, part=part)
        assert denied.documents.count() == 1
    assert standing(house.fresh(denied)) == before


def test_words_of_an_appeal_are_not_filed_away(house, denied):
    with pytest.raises(AppealWordsError):
        file(house, denied, papers=(COVER, WISH))
    file(house, denied, papers=(COVER, WISH), said=AppealWord.NOT_AN_APPEAL)
    assert denied.events.filter(kind="appeal.ruled_out").exists()


@pytest.mark.parametrize(
    ("status", "word", "choices"),
    [
        ("withdrawn", "took this request back", ("file_only", "new")),
        ("redirected", "another plan answers it", ("file_only", "new")),
        ("void", "entered in error", ("new",)),
    ],
)
def test_a_closure_without_a_decision_is_never_called_one(house, status, word, choices):
    case = house.case()
    Case.objects.filter(pk=case.pk).update(status=status)
    receipt = house.receipt(PAPERS)
    with pytest.raises(AfterDecisionError, match=word) as refused:
        records_file(
            case.pk,
            receipt_id=receipt.pk,
            pages=house.intake(receipt, PAPERS).pages,
            said=AppealWord.UNSAID,
            actor=house.person("intake_clerk"),
            now=NOW,
        )
    assert refused.value.choices == choices
    told = str(refused.value).replace("nothing was decided", "")
    assert "decided" not in told
    assert "decision" not in told
    with pytest.raises(MoveRefusedError, match=word):
        file(house, case, Later.RECONSIDERATION)
    with pytest.raises(MoveRefusedError, match=word):
        peer_to_peer_receive(
            case.pk,
            receipt_id=receipt.pk,
            pages=house.intake(receipt, PAPERS).pages,
            said=AppealWord.UNSAID,
            actor=house.person("intake_clerk"),
            now=NOW,
        )


def test_an_open_case_takes_plain_records(house):
    with pytest.raises(MoveRefusedError, match="is open"):
        file(house, house.case())
