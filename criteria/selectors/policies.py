"""Reads policies: by revision, by day, by service."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

from django.db import DatabaseError

from criteria.domain.codes import NdcError, ndc_matches, ndc_normalize
from criteria.domain.policy import Policy
from criteria.domain.versions import InForce
from criteria.errors import PolicyNotFoundError
from criteria.loading import policy_read
from criteria.loading.findings import overlap_finding
from criteria.loading.sense_checks import Finding
from criteria.models import PolicyRevision

_MOST_KEPT = 512
_kept: dict[tuple[str, int], Policy] = {}


@dataclass(frozen=True)
class PolicyRevisionRef:
    """One revision, without its text. effective_to is the last day, None while open.

    Who imported and who published it are actor keys; empty, and no time, for a draft.
    """

    id: int
    slug: str
    title: str
    version: date
    revision: int
    digest: str
    effective_from: date
    effective_to: date | None
    is_published: bool = True
    imported_by: str = ""
    imported_at: datetime | None = None
    published_by: str = ""
    published_at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.title} {self.version:%Y-%m-%d}, revision {self.revision}"


def policy_get(revision_id: int) -> Policy:
    """The policy of a revision; one query, and the parsed policy is kept.

    Raises:
        PolicyNotFoundError: there is no such revision.
    """
    row = PolicyRevision.objects.filter(pk=revision_id).values_list("digest", "revision").first()
    if row is None:
        raise PolicyNotFoundError("There is no such policy revision.")
    policy = _kept.get(row)
    if policy is None:
        text = PolicyRevision.objects.values_list("source", flat=True).get(pk=revision_id)
        policy = _keep(row, text)
    return policy


def policies_of(refs: Iterable[PolicyRevisionRef]) -> dict[int, Policy]:
    """The policy of each revision by its id; one query for those not yet kept, else none."""
    wanted = {ref.id: (ref.digest, ref.revision) for ref in refs}
    found = {key: _kept[row] for key, row in wanted.items() if row in _kept}
    missing = [key for key in wanted if key not in found]
    if missing:
        rows = PolicyRevision.objects.filter(pk__in=missing).values_list("pk", "source")
        found |= {key: _keep(wanted[key], text) for key, text in rows}
    return found


def _keep(row: tuple[str, int], text: str) -> Policy:
    policy = policy_read(text, revision=row[1])
    while len(_kept) >= _MOST_KEPT:
        _kept.pop(next(iter(_kept)), None)
    _kept[row] = policy
    return policy


def policy_text(revision_id: int) -> str:
    """The YAML text of a revision as it was imported; PolicyNotFoundError when there is none."""
    text = PolicyRevision.objects.filter(pk=revision_id).values_list("source", flat=True).first()
    if text is None:
        raise PolicyNotFoundError("There is no such policy revision.")
    return text


def policy_slugs() -> list[str]:
    """The slugs of all policies with a published revision, in order; one query."""
    return list(
        PolicyRevision.objects.filter(publication__isnull=False)
        .order_by("slug")
        .values_list("slug", flat=True)
        .distinct()
    )


def revision_list() -> list[PolicyRevisionRef]:
    """Every revision, drafts too, newest version and revision first; one query."""
    rows = PolicyRevision.objects.select_related("publication").defer("source")
    return [_ref(row) for row in rows.order_by("slug", "-version", "-revision")]


def revision_ref(revision_id: int) -> PolicyRevisionRef:
    """The revision without its text; PolicyNotFoundError when there is none."""
    rows = PolicyRevision.objects.select_related("publication").defer("source")
    row = rows.filter(pk=revision_id).first()
    if row is None:
        raise PolicyNotFoundError("There is no such policy revision.")
    return _ref(row)


def draft_newest(slug: str) -> PolicyRevisionRef:
    """The newest version and revision of the policy that is not published; one query.

    Raises:
        PolicyNotFoundError: there is no such policy, or it has no draft.
    """
    own = [ref for ref in revision_list() if ref.slug == slug]
    if not own:
        raise PolicyNotFoundError("There is no policy of that name.")
    for ref in own:
        if not ref.is_published:
            return ref
    raise PolicyNotFoundError("The policy has no draft. Import one, or name a revision's number.")


def revision_in_force(slug: str, *, on: date) -> PolicyRevisionRef | None:
    """The published revision in force on the day; None when no version is; one query.

    A version runs from its first day until the next version's, or to its own last day.
    Of one version the highest published revision counts.
    """
    rows = (
        PolicyRevision.objects.filter(slug=slug, publication__isnull=False)
        .select_related("publication")
        .defer("source")
        .order_by("revision")
    )
    newest = {row.version: row for row in rows}
    begun = [row for row in newest.values() if row.effective_from <= on]
    if not begun:
        return None
    latest = max(begun, key=lambda row: row.effective_from)
    if latest.effective_to is not None and latest.effective_to < on:
        return None
    return _ref(latest)


def policy_in_force(slug: str, *, on: date) -> Policy:
    """The policy in force on the day, for a command that is given its name.

    Raises:
        PolicyNotFoundError: none is in force, or the database cannot be read.
    """
    try:
        ref = revision_in_force(slug, on=on)
        known = ", ".join(policy_slugs()) or "none; import one with import_policy"
    except DatabaseError:
        raise PolicyNotFoundError(
            "The database cannot be read. Run migrate, or name a policy file instead."
        ) from None
    if ref is None:
        raise PolicyNotFoundError(
            f"No published policy {slug[:80]!r} is in force on {on:%Y-%m-%d}. Published: {known}."
        )
    return policy_get(ref.id)


def published_overlaps(policy: Policy) -> list[Finding]:
    """A finding for each other published version whose dates overlap the policy's; one query."""
    rows = (
        PolicyRevision.objects.filter(slug=policy.slug, publication__isnull=False)
        .exclude(version=policy.version)
        .order_by("version")
        .values_list("version", "effective_from", "effective_to")
        .distinct()
    )
    found = (
        overlap_finding(policy, f"{version}", InForce(first, last), where="published")
        for version, first, last in rows
    )
    return [finding for finding in found if finding is not None]


def published_overlaps_if_reached(policy: Policy) -> list[Finding] | None:
    """As published_overlaps, for work that needs no database; None when it cannot be read."""
    try:
        return published_overlaps(policy)
    except DatabaseError:
        return None


def policies_for_service(
    *, hcpcs: str | None, ndc: str | None, on: date
) -> list[PolicyRevisionRef]:
    """The revisions in force on the day that are about the code or the product.

    A readable NDC decides for policies that list products, since one unclassified code
    serves many of them; otherwise the procedure code does. An NDC that cannot be read
    counts as not given. Two queries for each policy.
    """
    product = _normalized(ndc)
    found = (revision_in_force(slug, on=on) for slug in policy_slugs())
    return [
        ref
        for ref in found
        if ref is not None and _is_about(policy_get(ref.id), hcpcs, product, on)
    ]


def _is_about(policy: Policy, hcpcs: str | None, ndc: str | None, on: date) -> bool:
    products = policy.applies.products
    if ndc is not None and products:
        return any(ndc_matches(product.ndc, ndc) for product in products)
    return hcpcs is not None and hcpcs.strip().upper() in set(_codes_on(policy, on))


def _codes_on(policy: Policy, on: date) -> Iterator[str]:
    for service in policy.applies.services:
        begun = service.effective_from is None or service.effective_from <= on
        ended = service.effective_to is not None and service.effective_to < on
        if begun and not ended:
            yield service.hcpcs


def _normalized(ndc: str | None) -> str | None:
    if not ndc:
        return None
    try:
        return ndc_normalize(ndc)
    except NdcError:
        return None


def _ref(row: PolicyRevision) -> PolicyRevisionRef:
    publication = getattr(row, "publication", None)
    return PolicyRevisionRef(
        id=row.pk,
        slug=row.slug,
        title=row.title,
        version=row.version,
        revision=row.revision,
        digest=row.digest,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        is_published=publication is not None,
        imported_by=row.imported_by,
        imported_at=row.imported_at,
        published_by="" if publication is None else publication.published_by,
        published_at=None if publication is None else publication.published_at,
    )
