"""What checks look at of the plan's own past: authorizations, other cases, other arrivals."""

from datetime import date, timedelta

from django.db.models import Q, QuerySet

from cases.domain.seen import AdverseSeen, ArrivalsSeen, AuthorizationSeen, LineSeen, OtherCaseSeen
from cases.models import Authorization, Case, CaseDocument, Determination
from cases.selectors.plan_day import plan_zone
from documents.models import Receipt

# A second request within three months is most often the first one sent again; later it is
# more likely a new question, and the earlier authorization is found in any case.
DUPLICATE_DAYS = 90
_MOST_SHOWN = 20


def authorizations_of(case: Case) -> QuerySet[Authorization]:
    """What the plan has authorized for this member under the same policy in other cases.

    Of a corrected determination only the correction counts. The latest last day comes first.
    """
    if case.policy is None:
        return Authorization.objects.none()
    return (
        Authorization.objects.filter(
            determination_line__determination__case__member_id=case.member_id,
            determination_line__determination__policy__slug=case.policy.slug,
            determination_line__determination__determination__isnull=True,
        )
        .exclude(determination_line__determination__case=case)
        .order_by("-valid_to", "-id")
    )


def authorizations_seen(case: Case) -> tuple[AuthorizationSeen, ...]:
    """The newest of those authorizations, at most twenty. One query."""
    rows = authorizations_of(case).select_related("determination_line__determination__case")
    return tuple(
        AuthorizationSeen(
            number=row.number,
            case_number=row.determination_line.determination.case.number,
            valid_from=row.valid_from,
            valid_to=row.valid_to,
            doses=row.doses,
        )
        for row in rows[:_MOST_SHOWN]
    )


def adverse_seen(case: Case) -> tuple[AdverseSeen, ...]:
    """The member's adverse determinations under the same policy elsewhere. Two queries."""
    if case.policy is None:
        return ()
    rows = Determination.objects.filter(
        case__member_id=case.member_id,
        policy__slug=case.policy.slug,
        outcome=Determination.Outcome.DENIED,
        determination__isnull=True,
    ).exclude(case=case)
    zone = plan_zone(case.received_at)
    return tuple(
        AdverseSeen(number, decided_at.astimezone(zone).date())
        for number, decided_at in rows.order_by("-decided_at", "-id").values_list(
            "case__number", "decided_at"
        )[:_MOST_SHOWN]
    )


def other_cases_seen(case: Case, lines: tuple[LineSeen, ...]) -> tuple[OtherCaseSeen, ...]:
    """Cases that may be this request again, oldest first, at most twenty. Five queries.

    The same product: the same policy, NDC product or name, received within DUPLICATE_DAYS
    of this one. The same document: it holds the very bytes, whenever it came.
    """
    holding = set(
        CaseDocument.objects.filter(document__in=case.documents.values("document"))
        .exclude(case=case)
        .values_list("case_id", flat=True)[:_MOST_SHOWN]
    )
    near = Q(
        member_id=case.member_id,
        received_at__gte=case.received_at - timedelta(days=DUPLICATE_DAYS),
        received_at__lte=case.received_at + timedelta(days=DUPLICATE_DAYS),
    )
    rows = (
        Case.objects.filter(near | Q(pk__in=holding))
        .exclude(pk=case.pk)
        .select_related("policy")
        .prefetch_related("lines")
        .order_by("received_at", "id")[:_MOST_SHOWN]
    )
    zone = plan_zone(case.received_at)
    seen = [
        _other_case(
            case, row, lines, on=row.received_at.astimezone(zone).date(), holds=row.pk in holding
        )
        for row in rows
    ]
    return tuple(other for other in seen if other.same_product or other.same_document)


def _other_case(
    case: Case, row: Case, lines: tuple[LineSeen, ...], *, on: date, holds: bool
) -> OtherCaseSeen:
    same_policy = bool(case.policy and row.policy and case.policy.slug == row.policy.slug)
    names = {name for line in lines for name in product_names(line.product, line.ndc)}
    theirs = {name for line in row.lines.all() for name in product_names(line.product, line.ndc)}
    return OtherCaseSeen(
        number=row.number,
        received_on=on,
        is_open=row.state.is_open,
        same_product=row.member_id == case.member_id and (same_policy or bool(names & theirs)),
        same_document=holds,
    )


def product_names(product: str, ndc: str) -> set[str]:
    """What a product may be known by: its name in one form, and its NDC without the package."""
    names = {" ".join(product.casefold().split()), ndc.rpartition("-")[0]}
    return {name for name in names if name}


def arrivals_seen(case: Case) -> ArrivalsSeen:
    """Other arrivals of the case's own documents, by day, oldest first. Three queries."""
    links = list(case.documents.values_list("document_id", "receipt_id", "receipt__received_at"))
    used = {receipt for _, receipt, _ in links}
    first = {document: at for document, _, at in links}
    zone = plan_zone(case.received_at)
    earlier: list[date] = []
    later: list[date] = []
    rows = Receipt.objects.filter(document_id__in=first).exclude(pk__in=used)
    for document, at in rows.order_by("received_at", "id").values_list(
        "document_id", "received_at"
    )[:_MOST_SHOWN]:
        (earlier if at < first[document] else later).append(at.astimezone(zone).date())
    return ArrivalsSeen(tuple(earlier), tuple(later))
