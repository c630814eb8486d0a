"""What must always be true of cases; the check_invariants command runs these.

Each returns sentences with case numbers and ids only, empty when all is well.
"""

import hashlib
from typing import Any

from django.db.models import Count, Exists, F, Min, OuterRef, Q, QuerySet

from cases.domain.authority import PHYSICIAN_ONLY
from cases.domain.first_look import IN_CASE
from cases.domain.lifecycle import CLOSED, Status
from cases.models import (
    Authorization,
    BenefitsTask,
    Case,
    CaseDocument,
    CaseEvent,
    Determination,
    DeterminationLine,
    FirstLook,
    Letter,
    PagePlacement,
    PrivacyNote,
    Settlement,
    VoidProposal,
)
from documents.models import Receipt
from operations.models import Job
from operations.services.invariants import register_invariant

STATUS_AFTER = {
    "case.opened": Status.READY,
    "case.claimed": Status.IN_REVIEW,
    "case.released": Status.READY,
    "case.released_by_manager": Status.READY,
    "information.requested": Status.PENDED,
    "case.woken": Status.READY,
    "case.referred": Status.REFERRED,
    "case.returned": Status.IN_REVIEW,
    "case.redirected": Status.REDIRECTED,
    "case.withdrawn": Status.WITHDRAWN,
    "case.voided": Status.VOID,
    "determination.approved": Status.DETERMINED,
    "determination.denied": Status.DETERMINED,
}


def one_current_determination() -> list[str]:
    """Every determined case has exactly one determination that nothing supersedes."""
    current = Q(determinations__isnull=False) & Q(determinations__determination__isnull=True)
    cases = Case.objects.filter(status=Status.DETERMINED).annotate(
        current=Count("determinations", filter=current)
    )
    return [
        f"Case {number} is determined and has {count} current determinations."
        for number, count in cases.exclude(current=1).values_list("number", "current")
    ]


def status_follows_events() -> list[str]:
    """The status of a case is what its events lead to."""
    last: dict[int, Status] = {}
    moves = CaseEvent.objects.filter(kind__in=STATUS_AFTER).order_by("case_id", "sequence")
    for case_id, kind in moves.values_list("case_id", "kind").iterator():
        last[case_id] = STATUS_AFTER[kind]
    return [
        f"Case {number} is {status}, but its events lead to {last.get(pk, 'nothing')}."
        for pk, number, status in Case.objects.values_list("pk", "number", "status").iterator()
        if last.get(pk) != status
    ]


def adverse_signed_by_another_physician() -> list[str]:
    """Every adverse determination was signed by a physician who did not prepare it."""
    adverse = Determination.objects.filter(outcome=Determination.Outcome.DENIED)
    wrong = adverse.filter(
        Q(signer=F("preparer"))
        | Q(category__in=[c.value for c in PHYSICIAN_ONLY])
        & (~Q(signer_role="medical_director") | Q(signer_licence=""))
    )
    return [f"Determination {pk} was not signed as it must be." for pk in _ids(wrong)]


def approvals_grant_something() -> list[str]:
    """Every approved line has its authorization, and no other line has one."""
    granted = Authorization.objects.filter(determination_line=OuterRef("pk"))
    lines = DeterminationLine.objects.annotate(granted=Exists(granted))
    approved = Q(outcome=Determination.Outcome.APPROVED)
    wrong = lines.filter((approved & Q(granted=False)) | (~approved & Q(granted=True)))
    return [f"Determination line {pk} and its authorization disagree." for pk in _ids(wrong)]


def letters_made_and_whole() -> list[str]:
    """Every determination has its letter or a job that still makes it; bytes match hashes."""
    missing = Determination.objects.filter(letters__isnull=True).values_list("pk", flat=True)
    found = [
        f"Determination {pk} has no letter and no job that makes one."
        for pk in missing
        if not _letter_awaited(pk)
    ]
    for pk, pdf, sha256 in Letter.objects.values_list("pk", "pdf", "sha256").iterator():
        if hashlib.sha256(bytes(pdf)).hexdigest() != sha256:
            found.append(f"Letter {pk} is not the letter that was stored.")
    return found


def _letter_awaited(determination_id: int) -> bool:
    """Whether a job that makes the letter waits, runs or is parked where a person sees it."""
    return (
        Job.objects.filter(kind="letter.render", subject=f"determination:{determination_id}")
        .exclude(state=Job.State.DONE)
        .exists()
    )


def benefits_tasks_end_with_their_case() -> list[str]:
    """No benefits task is left to do on a case that the plan has answered."""
    left = BenefitsTask.objects.filter(state=BenefitsTask.State.OPEN, case__status__in=CLOSED)
    return [f"Benefits task {pk} is open and its case is closed." for pk in _ids(left)]


def every_page_placed() -> list[str]:
    """An arrival in use has a place for each page, but for those that wait with a word on record.

    Pages wait that were kept for another request, of a case that a first look opened, or that
    the privacy officer opened again, which counts for every arrival of the file. A settled arrival keeps none, unless a case that its file
    was in is void.
    """
    placed = dict(
        PagePlacement.objects.values("receipt_id")
        .annotate(pages=Count("id"))
        .values_list("receipt_id", "pages")
    )
    links = CaseDocument.objects.values("receipt_id", "document__page_count").annotate(
        left=Min("pages_left")
    )
    in_use = {
        link["receipt_id"]: (link["document__page_count"] or 0) - link["left"] for link in links
    }
    settled = Settlement.objects.exclude(receipt__document_id__in=_released()).values_list(
        "receipt_id", "receipt__document__page_count"
    )
    in_use |= {receipt_id: count or 0 for receipt_id, count in settled}
    looks = FirstLook.objects.filter(outcome__in=IN_CASE)
    waiting = set(looks.values_list("receipt_id", flat=True))
    reopened = PrivacyNote.objects.filter(kind=PrivacyNote.Kind.REOPENED)
    files = reopened.values_list("receipt__document_id", flat=True)
    waiting |= set(Receipt.objects.filter(document_id__in=files).values_list("pk", flat=True))
    return [
        f"Receipt {receipt_id} has pages without a place."
        for receipt_id, awaited in in_use.items()
        if placed.get(receipt_id, 0) < awaited and receipt_id not in waiting
    ]


def _released() -> set[int]:
    """Ids of the documents whose pages came free when a case was void."""
    voided = CaseEvent.objects.filter(kind="case.voided").values_list("detail", flat=True)
    return {document for detail in voided for document in detail.get("documents", ())}


def closures_have_their_ground() -> list[str]:
    """What is withdrawn has the requester's word, what is void two people's."""
    bare = Case.objects.filter(status=Status.WITHDRAWN, withdrawal__isnull=True)
    found = [f"Case {number} is withdrawn on nobody's word." for number in _numbers(bare)]
    confirmed = VoidProposal.objects.filter(case=OuterRef("pk"), state="confirmed")
    alone = Case.objects.filter(status=Status.VOID).exclude(Exists(confirmed))
    return found + [f"Case {number} is void and nobody confirmed it." for number in _numbers(alone)]


def _numbers(cases: QuerySet[Case]) -> list[str]:
    return list(cases.values_list("number", flat=True))


def _ids(rows: QuerySet[Any]) -> list[int]:
    return list(rows.values_list("pk", flat=True))


register_invariant("one current determination", one_current_determination)
register_invariant("status follows events", status_follows_events)
register_invariant("adverse signed by another physician", adverse_signed_by_another_physician)
register_invariant("approvals grant something", approvals_grant_something)
register_invariant("letters made and whole", letters_made_and_whole)
register_invariant("every page placed", every_page_placed)
register_invariant("benefits tasks end with their case", benefits_tasks_end_with_their_case)
register_invariant("closures have their ground", closures_have_their_ground)
