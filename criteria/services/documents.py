"""Attaches the plan's own text to a version of a policy."""

import hashlib
import unicodedata
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import require
from criteria.errors import PolicyDocumentError, PolicyNotFoundError
from criteria.models import PolicyDocument, PolicyRevision
from operations.services.audit import audit_append

MOST_BYTES = 1_000_000
_KINDS = {
    ".md": PolicyDocument.MediaType.MARKDOWN,
    ".markdown": PolicyDocument.MediaType.MARKDOWN,
    ".txt": PolicyDocument.MediaType.PLAIN,
}
_MAY_STAND = "\n\r\t\f"


def policy_document_attach(
    revision_id: int, content: bytes, *, name: str, actor: Actor, now: datetime
) -> PolicyDocument:
    """The text, attached to the version of the revision; the same text again changes nothing.

    A text attached later takes its place for readers; the earlier one is kept.

    Raises:
        NotPermittedError: the actor's role does not attach documents.
        PolicyNotFoundError: there is no such revision.
        PolicyDocumentError: the file is empty, too large, or no text; says which.
    """
    require(actor, Action.POLICY_DOCUMENT_ATTACH)
    kind, text = _kind(name), _text(content)
    digest = hashlib.sha256(content).hexdigest()
    with transaction.atomic():
        revision = PolicyRevision.objects.defer("source").filter(pk=revision_id).first()
        if revision is None:
            raise PolicyNotFoundError("There is no such policy revision.")
        of_version = PolicyDocument.objects.filter(slug=revision.slug, version=revision.version)
        latest = of_version.order_by("-id").first()
        if latest is not None and latest.sha256 == digest:
            return latest
        document = PolicyDocument.objects.create(
            slug=revision.slug,
            version=revision.version,
            name=_plain_name(name),
            media_type=kind,
            text=text,
            byte_size=len(content),
            sha256=digest,
            attached_by=actor.key,
            attached_at=now,
        )
        detail = {
            "document_id": document.pk,
            "version": revision.version.isoformat(),
            "sha256": digest,
        }
        audit_append(
            f"policy:{revision.slug}",
            actor=actor.key,
            action="policy.document_attached",
            detail=detail,
            now=now,
        )
    return document


def _kind(name: str) -> str:
    kind = _KINDS.get(PurePath(name).suffix.lower())
    if kind is None:
        raise PolicyDocumentError(
            "Attach the policy as text: a file that ends in .md, .markdown or .txt. A PDF or a"
            " word processor's file is saved as text first."
        )
    return kind


def _text(content: bytes) -> str:
    if len(content) > MOST_BYTES:
        raise PolicyDocumentError(f"The file is larger than {MOST_BYTES // 1_000} kB of text.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise PolicyDocumentError("The file is no text in UTF-8; save it as such.") from None
    strange = (c for c in text if unicodedata.category(c) == "Cc" and c not in _MAY_STAND)
    if next(strange, None) is not None or text.startswith("%PDF"):
        raise PolicyDocumentError("The file is no plain text, though its name says so.")
    if not text.strip():
        raise PolicyDocumentError("The file is empty.")
    return text


def _plain_name(name: str) -> str:
    last = PurePath(name.replace("\\", "/")).name
    kept = "".join(c for c in last if unicodedata.category(c) not in {"Cc", "Cf"})
    return kept[-120:]
