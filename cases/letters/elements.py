"""What a letter must hold before it may be sent, by kind of letter and by regime.

Sources: 29 CFR 2560.503-1(g)(1) and (f)(3); 45 CFR 147.136(b)(2)(ii)(E); K.A.R. 40-4-42a;
42 CFR 422.568(e); 42 CFR 438.404(b). An approval needs no written notice under most rules;
what is asked of it here is good practice.
"""

from collections.abc import Iterator

from cases.domain.appeal_regime import AppealRegime
from cases.domain.plain_language import Reading, reading_of
from cases.letters.context import LetterContext, LetterKind, Party
from cases.letters.rights import kinds_required, letter_rules


def missing_elements(context: LetterContext) -> tuple[str, ...]:
    """Every element the letter lacks, in words for the person who can supply it; empty is ready.

    The words name the element only, never its value.
    """
    return tuple(_every_letter(context)) + tuple(_BY_KIND[context.kind](context))


def reason_readings(context: LetterContext) -> tuple[Reading, ...]:
    """The reading level of each reason, in order; names that must stand count as short words."""
    terms = [
        word
        for line in context.lines
        for word in (line.description, line.hcpcs, line.ndc, context.diagnosis)
        if word
    ]
    return tuple(
        reading_of(f"{reason.text} {reason.finding}", terms=[*terms, reason.title])
        for reason in context.reasons
    )


def _every_letter(context: LetterContext) -> Iterator[str]:
    head = context.letterhead
    yield from _lacking(
        ("the plan's legal name", head.plan_name),
        ("the plan's address", head.address),
        ("the plan's telephone number", head.phone),
        ("the case number", context.case_number),
        ("whom the letter is addressed to", context.recipient.name),
        ("the address the letter goes to", context.recipient.address),
        ("the member's name", context.member_name),
        ("who asked for the service", context.requester.name),
        ("the service that was asked for", context.lines),
    )
    for number, line in enumerate(context.lines, start=1):
        yield from _lacking((f"words for service {number}", line.description.strip()))


def _approval(context: LetterContext) -> Iterator[str]:
    grant = context.authorization
    yield from _lacking(
        ("the decision in words", context.determination),
        ("the facility", context.facility),
        ("the place of service", context.place_of_service),
        ("the authorization", grant),
    )
    if grant is None:
        return
    yield from _lacking(
        ("the authorization number", grant.number), ("the number of doses", grant.doses)
    )
    if grant.valid_to < grant.valid_from:
        yield "dates of validity that run forward"


def _adverse(context: LetterContext) -> Iterator[str]:
    signer = context.signer
    yield from _lacking(
        ("the decision in words", context.determination),
        ("the medical policy that was applied", context.policy or context.basis),
        ("the date the request was received", context.received_on),
        ("at least one reason", context.reasons),
        ("who signs", signer and signer.name),
        ("the signer's credential", signer and signer.credential),
        ("the signer's specialty", signer and signer.specialty),
    )
    for number, reason in enumerate(context.reasons, start=1):
        yield from _lacking(
            (f"the criterion of reason {number}", reason.title),
            (f"the citation of reason {number}", reason.citation),
            (f"the plain words of reason {number}", reason.text.strip()),
        )
    yield from _rights(context)


def _rights(context: LetterContext) -> Iterator[str]:
    regime = next((item for item in AppealRegime if item == context.rights_regime), None)
    if regime is None:
        yield "the rules that govern the member's right to appeal"
        return
    told = {section.kind for section in context.rights if any(section.paragraphs)}
    for kind in kinds_required(regime):
        if kind not in told:
            yield f"the right to {_RIGHTS_IN_WORDS[kind]}"
    appeals = context.letterhead.appeals
    yield from _lacking(
        ("where an appeal is sent", appeals.name and appeals.address),
        ("the fax number for appeals", appeals.fax),
        ("help in other languages", context.letterhead.language_help),
    )
    if "kansas" in letter_rules(regime):
        yield from _kansas_parties(context)


def _kansas_parties(context: LetterContext) -> Iterator[str]:
    """K.A.R. 40-4-42a(b): names, telephone numbers and addresses of all impacted parties."""
    yield from _reachable("the requesting provider", context.requester)
    if context.facility is not None:
        yield from _reachable("the facility", context.facility)


def _reachable(who: str, party: Party) -> Iterator[str]:
    yield from _lacking(
        (f"the telephone number of {who}", party.phone), (f"the address of {who}", party.address)
    )


def _information_request(context: LetterContext) -> Iterator[str]:
    head = context.letterhead
    yield from _lacking(
        ("at least one record to ask for", context.needed),
        ("the day by which to answer", context.respond_by),
        ("the date the request was received", context.received_on),
        ("where records are sent", head.records_fax or head.records_address),
    )
    if any(not item.strip() for item in context.needed):
        yield "words for every record asked for"


def _lacking(*elements: tuple[str, object]) -> Iterator[str]:
    """The names of the elements whose value is empty."""
    return (name for name, value in elements if not value)


_BY_KIND = {
    LetterKind.APPROVAL: _approval,
    LetterKind.ADVERSE: _adverse,
    LetterKind.INFORMATION_REQUEST: _information_request,
}
_RIGHTS_IN_WORDS = {
    "internal_appeal": "an appeal to the plan",
    "expedited": "a fast appeal",
    "external_review": "a review outside the plan",
    "continuation": "keep care during the appeal",
    "peer_to_peer": "a talk between doctors",
    "copies": "copies free of charge",
    "representative": "be represented",
    "legal_action": "go to court",
    "assistance": "help from others",
    "language": "help with language",
}
