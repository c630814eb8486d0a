"""What a letter says, gathered from the decision it carries."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from cases.domain.appeal_regime import AppealRegime, appeal_regime_of
from cases.domain.rationale import (
    Reason,
    Shortfall,
    UnmetCriterion,
    needed_for_reconsideration,
    reasons_from,
    rests_words,
)
from cases.letters.context import (
    AuthorizationGrant,
    LetterContext,
    Letterhead,
    LetterKind,
    LetterLine,
    Party,
    PolicyNamed,
    Signer,
    date_in_words,
    moment_in_words,
)
from cases.letters.rights import rights_for
from cases.models import (
    Case,
    Contact,
    Determination,
    Facility,
    InformationRequest,
    Member,
    PagePlacement,
    Provider,
)
from cases.selectors.plan_day import plan_day
from cases.services.clock import clock_tolls
from cases.services.letterhead import letterhead_from
from criteria.domain.policy import Audience, Policy
from criteria.selectors.policies import policy_get
from documents.models import Page
from operations.selectors.plan import PlanView, plan_settings_on

MEMBER, REQUESTER = "member", "requester"
ADULT_YEARS = 18
NO_POLICY = (
    "We had no medical policy in force for this service on its date. A medical director looked "
    "at the request on its own."
)
TOLLS = "The time we have to decide stands still until we hear from you or until that date."
RUNS_ON = "The time we have to decide does not stop while we wait, so please answer soon."
_NUMBER_WORDS = {1: "ONE dose", 2: "TWO doses", 3: "THREE doses"}


def context_of_determination(
    determination: Determination, *, now: datetime, recipient: str = MEMBER
) -> LetterContext:
    """The approval or adverse letter of a determination, to the member or the requester.

    Raises:
        AppealRegimeUnknownError: no appeal rules are held for this coverage.
    """
    case = determination.case
    signer = _signer(determination)
    if determination.outcome == Determination.Outcome.APPROVED:
        context = context_of_approval(case, _grant(determination), signer=signer, now=now)
    else:
        context = context_of_denial(
            case, determination.answers, rationale=determination.rationale, signer=signer, now=now
        )
    return to_requester(context) if recipient == REQUESTER else context


def context_of_approval(
    case: Case, grant: AuthorizationGrant, *, signer: Signer, now: datetime
) -> LetterContext:
    """The letter that approves every line of the case and grants this."""
    plan = plan_settings_on(now.date())
    return LetterContext(
        kind=LetterKind.APPROVAL,
        determination="Approved",
        lines=_lines(case, outcome="Approved"),
        authorization=grant,
        signer=signer,
        **_shared(case, plan, letterhead_from(plan.letterhead), now=now),
    )


def context_of_denial(
    case: Case, answers: Mapping[str, Any], *, rationale: str, signer: Signer, now: datetime
) -> LetterContext:
    """The adverse letter over answers as they stand, with the physician's reasons.

    Raises:
        AppealRegimeUnknownError: no appeal rules are held for this coverage.
    """
    plan = plan_settings_on(now.date())
    head = letterhead_from(plan.letterhead)
    regime = _regime(case)
    unmet = _unmet(case, answers)
    return LetterContext(
        kind=LetterKind.ADVERSE,
        determination="Not approved",
        lines=_lines(case, outcome="Not approved"),
        basis="" if case.policy_id else NO_POLICY,
        reasons=reasons_from(unmet) if case.policy_id else _own_reason(rationale),
        rationale=rationale if case.policy_id else "",
        needed=needed_for_reconsideration(unmet),
        rights_regime=regime.value,
        rights=rights_for(regime, head),
        signer=signer,
        **_shared(case, plan, head, now=now),
    )


def to_requester(context: LetterContext) -> LetterContext:
    """The same letter addressed to who asked for the service; the member has the copy."""
    return replace(context, recipient=context.requester, copies_to=(context.recipient.name,))


def context_of_information_request(request: InformationRequest, *, now: datetime) -> LetterContext:
    """The letter that asks for what is missing, item by item."""
    sentences = tuple(item["sentence"] for item in request.items)
    return context_of_asking(request.case, sentences, answer_by=request.answer_by, now=now)


def context_of_asking(
    case: Case, sentences: tuple[str, ...], *, answer_by: date, now: datetime
) -> LetterContext:
    """The letter that asks for these things, before or after it is asked."""
    plan = plan_settings_on(now.date())
    zone = ZoneInfo(plan.time_zone)
    respond_by = datetime.combine(answer_by, datetime.max.time(), tzinfo=zone)
    return LetterContext(
        kind=LetterKind.INFORMATION_REQUEST,
        determination="More records needed",
        lines=_lines(case, outcome="Waiting for records"),
        needed=sentences,
        clock_words=TOLLS if clock_tolls(case) else RUNS_ON,
        respond_by=moment_in_words(respond_by, zone=plan.time_zone, zone_name=f"{respond_by:%Z}"),
        **_shared(case, plan, letterhead_from(plan.letterhead), now=now),
    )


def _shared(case: Case, plan: PlanView, head: Letterhead, *, now: datetime) -> dict[str, Any]:
    zone = ZoneInfo(plan.time_zone)
    today = now.astimezone(zone).date()
    policy = policy_get(case.policy_id) if case.policy_id else None
    facility = case.facility
    return {
        "case_number": case.number,
        "notice_date": today,
        "letterhead": head,
        "recipient": _recipient(case.member, today),
        "member_name": case.member.full_name,
        "member_id_tail": case.member.number_tail,
        "requester": _party(case.requester) if case.requester else Party(""),
        "received_on": case.received_at.astimezone(zone).date(),
        "facility": _party(facility) if facility else None,
        "place_of_service": case.get_place_of_service_display(),
        "service_dates": _dates(case),
        "diagnosis": " ".join(filter(None, (case.diagnosis_text, _code(case.diagnosis_code)))),
        "policy": PolicyNamed(policy.title, policy.version) if policy else None,
        "copies_to": (case.requester.name,) if case.requester else (),
    }


def _code(code: str) -> str:
    return f"(ICD-10 {code})" if code else ""


def _dates(case: Case) -> str:
    if case.service_from is None:
        return ""
    first = f"{case.service_from:%B} {case.service_from.day}, {case.service_from.year}"
    if case.service_to is None or case.service_to == case.service_from:
        return first
    return f"{first} to {case.service_to:%B} {case.service_to.day}, {case.service_to.year}"


def _recipient(member: Member, today: date) -> Party:
    born = member.birth_date
    years = today.year - born.year - ((today.month, today.day) < (born.month, born.day))
    name = member.full_name
    if years < ADULT_YEARS:
        name = f"Parent or guardian of {name}"
    place = f"{member.city}, {member.state} {member.postal_code}".strip(", ")
    return Party(name, tuple(line for line in (member.address_line, place) if line))


def _party(party: Provider | Facility) -> Party:
    place = f"{party.city}, {party.state} {party.postal_code}".strip(", ")
    return Party(
        party.name,
        tuple(line for line in (party.address_line, place) if line),
        phone=party.phone,
        fax=party.fax if isinstance(party, Provider) else "",
    )


def _lines(case: Case, *, outcome: str) -> tuple[LetterLine, ...]:
    return tuple(
        LetterLine(
            description=line.product,
            hcpcs=line.hcpcs,
            ndc=line.ndc,
            units=doses_words(line.doses),
            outcome=outcome,
        )
        for line in case.lines.order_by("number")
    )


def doses_words(count: int) -> str:
    """How many doses, as a letter says it: "ONE dose"."""
    return _NUMBER_WORDS.get(count, f"{count} doses")


def _grant(determination: Determination) -> AuthorizationGrant:
    row = determination.lines.select_related("authorization").order_by("line__number").first()
    if row is None:
        raise LookupError("an approval without lines")
    grant = row.authorization
    return AuthorizationGrant(
        number=grant.number,
        valid_from=grant.valid_from,
        valid_to=grant.valid_to,
        doses=doses_words(grant.doses),
    )


def signer_of(name: str, licence: str) -> Signer:
    """Who signs, from the licence as it is kept: "MD KS, Pediatric immunology"."""
    credential, _, specialty = licence.partition(", ")
    return Signer(name=name, credential=credential.split(" ")[0], specialty=specialty)


def _signer(determination: Determination) -> Signer:
    return signer_of(str(determination.signer), determination.signer_licence)


def _regime(case: Case) -> AppealRegime:
    coverage = case.coverage
    return appeal_regime_of(
        line_of_business=coverage.line_of_business if coverage else "",
        funding=coverage.funding if coverage else "",
        regime=coverage.regime if coverage else "",
        grandfathered=bool(coverage and coverage.grandfathered),
    )


def _own_reason(rationale: str) -> tuple[Reason, ...]:
    return (
        Reason(
            criterion_id="individual",
            title="Looked at on its own",
            citation="Individual consideration, without a policy",
            text=rationale,
        ),
    )


def _unmet(case: Case, answers: Mapping[str, Any]) -> tuple[UnmetCriterion, ...]:
    policy: Policy | None = policy_get(case.policy_id) if case.policy_id else None
    if policy is None:
        return ()
    unmet = []
    for leaf in policy.leaves():
        answer = answers.get(leaf.id, {})
        if answer.get("answer") not in {"not_met", "unknown"} or answer.get("stale"):
            continue
        unmet.append(
            UnmetCriterion(
                criterion_id=leaf.id,
                label=leaf.label,
                citation=f"{policy.title}, {leaf.cite}",
                shortfall=Shortfall(answer["answer"]),
                letter=leaf.letter,
                request=leaf.request if leaf.asked_of is Audience.PROVIDER else "",
                note=str(answer.get("note", "")),
                rests=_rests(answer),
            )
        )
    return tuple(unmet)


def _rests(answer: dict[str, Any]) -> str:
    """What a kept answer rests on, in the letter's words."""
    contact = Contact.objects.filter(pk=answer.get("contact") or 0).first()
    return rests_words(
        str(answer.get("basis", "")),
        page=_kind_of_page(answer.get("page") or 0),
        pages_read=str(answer.get("pages_read", "")),
        contact=(
            f"{contact.get_counterpart_display().lower()}, "
            f"{date_in_words(plan_day(contact.happened_at))}"
            if contact
            else ""
        ),
    )


def _kind_of_page(page_id: int) -> str:
    page = Page.objects.filter(pk=page_id).first()
    placement = (
        page
        and PagePlacement.objects.filter(
            document_id=page.document_id, page_number=page.number
        ).first()
    )
    return placement.get_document_type_display() if placement else ""
