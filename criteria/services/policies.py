"""Imports policy files as drafts, and publishes drafts by a second person."""

import hashlib
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Max

from accounts.domain.actor import Actor, system_actor
from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError, require
from criteria.domain.policy import Policy
from criteria.errors import PolicyConflictError, PolicyFileError, PolicyNotFoundError
from criteria.loading import policy_read
from criteria.loading.findings import policy_check
from criteria.models import PolicyPublication, PolicyRevision
from criteria.selectors.policies import published_overlaps
from operations.services.audit import audit_append

# Two parts of the set-up act for the two people where an installation begins from nothing.
SETUP = system_actor("setup")
BOOTSTRAP = system_actor("bootstrap")
_SYSTEM_KEYS = frozenset({SETUP.key, BOOTSTRAP.key})


def policy_import(text: str, *, actor: Actor, now: datetime) -> PolicyRevision:
    """The draft for the text; the same text again gives the row already there.

    Other text under the same version date becomes that version's next revision.

    Raises:
        NotPermittedError: the actor's role does not import policies.
        PolicyFileError: the file is wrong; each problem with its line.
        PolicyConflictError: somebody else imported at the same moment.
    """
    _permit(actor, Action.POLICY_IMPORT)
    digest = hashlib.sha256(text.encode()).hexdigest()
    already = PolicyRevision.objects.filter(digest=digest).first()
    if already is not None:
        return already
    policy = policy_check(text)
    _refuse_overlap(policy)
    try:
        with transaction.atomic():
            return _write_draft(policy, text, digest, actor=actor, now=now)
    except IntegrityError:
        already = PolicyRevision.objects.filter(digest=digest).first()
        if already is not None:
            return already
        raise PolicyConflictError(
            "Somebody imported this policy at the same moment. Import it again."
        ) from None


def policy_publish(revision_id: int, *, actor: Actor, now: datetime) -> PolicyPublication:
    """The publication that puts a draft in force; it can neither be changed nor undone.

    Raises:
        NotPermittedError: the role does not publish, or the actor imported it.
        PolicyNotFoundError: there is no such revision.
        PolicyConflictError: it is published already.
        PolicyFileError: its dates overlap those of another published version.
    """
    _permit(actor, Action.POLICY_PUBLISH)
    with transaction.atomic():
        revision = PolicyRevision.objects.select_for_update().filter(pk=revision_id).first()
        if revision is None:
            raise PolicyNotFoundError("There is no such policy revision.")
        if revision.imported_by == actor.key:
            raise NotPermittedError("Who imported a policy does not publish it; ask a colleague.")
        if PolicyPublication.objects.filter(revision=revision).exists():
            raise PolicyConflictError("This revision is already published.")
        _refuse_overlap(policy_read(revision.source))
        publication = PolicyPublication.objects.create(
            revision=revision,
            imported_by=revision.imported_by,
            published_by=actor.key,
            published_at=now,
        )
        _record("policy.published", revision, actor=actor, now=now)
    return publication


def _permit(actor: Actor, action: Action) -> None:
    if actor.key not in _SYSTEM_KEYS:
        require(actor, action)


def _write_draft(
    policy: Policy, text: str, digest: str, *, actor: Actor, now: datetime
) -> PolicyRevision:
    same_version = PolicyRevision.objects.filter(slug=policy.slug, version=policy.version)
    highest = same_version.aggregate(highest=Max("revision"))["highest"] or 0
    revision = PolicyRevision.objects.create(
        slug=policy.slug,
        version=policy.version,
        revision=highest + 1,
        title=policy.title,
        effective_from=policy.effective_from,
        effective_to=policy.effective_to,
        source=text,
        digest=digest,
        imported_by=actor.key,
        imported_at=now,
    )
    _record("policy.imported", revision, actor=actor, now=now)
    return revision


def _record(action: str, revision: PolicyRevision, *, actor: Actor, now: datetime) -> None:
    audit_append(
        f"policy:{revision.slug}",
        actor=actor.key,
        action=action,
        detail={
            "revision_id": revision.pk,
            "version": revision.version.isoformat(),
            "revision": revision.revision,
            "digest": revision.digest,
        },
        now=now,
    )


def _refuse_overlap(policy: Policy) -> None:
    """Refuse dates that another published version of the policy already covers.

    Raises:
        PolicyFileError: with the line of the dates.
    """
    for finding in published_overlaps(policy):
        raise PolicyFileError(((finding.line, finding.says),))
