"""The plan's own text, attached to a version by a policy editor."""

import hashlib

import pytest

from accounts.domain.permissions import Action, role_may
from accounts.domain.roles import Role
from accounts.errors import NotPermittedError
from criteria.errors import PolicyDocumentError, PolicyNotFoundError
from criteria.models import PolicyDocument
from criteria.selectors.library import plan_text_of
from criteria.selectors.policies import revision_ref
from criteria.services.documents import MOST_BYTES, policy_document_attach
from criteria.services.policies import policy_import
from operations.errors import AppendOnlyError
from operations.models import AuditEntry
from tests.criteria.people import EDITOR, KRESLADI, NOW, actor_with

pytestmark = pytest.mark.django_db
TEXT = "## III. Criteria\n\n- One\n"
CONTENT = TEXT.encode()


def draft():
    return policy_import(KRESLADI, actor=EDITOR, now=NOW)


def attach(revision, content=CONTENT, *, name="policy.md", actor=EDITOR):
    return policy_document_attach(revision.pk, content, name=name, actor=actor, now=NOW)


def test_it_keeps_the_text_with_its_origin_and_says_so_in_the_audit_record():
    revision = draft()
    document = attach(revision, b"\xef\xbb\xbf" + TEXT.encode(), name="C:\\papers\\policy.md")
    assert (document.text, document.name) == (TEXT, "policy.md")
    assert document.sha256 == hashlib.sha256(b"\xef\xbb\xbf" + TEXT.encode()).hexdigest()
    entry = AuditEntry.objects.get(action="policy.document_attached")
    assert entry.detail["document_id"] == document.pk
    shown = plan_text_of(revision_ref(revision.pk))
    assert [one.text for one in shown.passages] == ["III. Criteria", "One"]


def test_it_belongs_to_every_revision_of_the_version():
    attach(draft())
    mended = policy_import(KRESLADI + "\n# mended\n", actor=EDITOR, now=NOW)
    assert plan_text_of(revision_ref(mended.pk)).name == "policy.md"


def test_the_same_text_again_changes_nothing_and_another_takes_its_place():
    revision = draft()
    assert attach(revision) == attach(revision)
    attach(revision, b"other", name="other.TXT")
    assert PolicyDocument.objects.count() == 2
    assert plan_text_of(revision_ref(revision.pk)).name == "other.TXT"


def test_it_can_neither_be_changed_nor_removed():
    document = attach(draft())
    with pytest.raises(AppendOnlyError):
        document.delete()
    document.name = "x.md"
    with pytest.raises(AppendOnlyError):
        document.save()


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"%PDF-1.7 ...", "policy.pdf", "Attach the policy as text"),
        (b"text", "policy.docx", "Attach the policy as text"),
        (b"text", "", "Attach the policy as text"),
        (b"%PDF-1.7 ...", "policy.md", "no plain text, though its name says so"),
        (b"a\x00b", "policy.txt", "no plain text, though its name says so"),
        (b"\xff\xfe\x00", "policy.txt", "no text in UTF-8"),
        (b" \n ", "policy.txt", "empty"),
        (b"a" * (MOST_BYTES + 1), "policy.txt", "larger than 1000 kB"),
    ],
)
def test_what_is_no_text_is_refused_with_a_sentence(content, name, sentence):
    revision = draft()
    with pytest.raises(PolicyDocumentError, match=sentence):
        attach(revision, content, name=name)
    assert not PolicyDocument.objects.exists()


@pytest.mark.parametrize("role", list(Role))
def test_only_the_policy_editor_attaches(role):
    revision = draft()
    if role_may(role, Action.POLICY_DOCUMENT_ATTACH):
        assert attach(revision, actor=actor_with(role)).pk
    else:
        with pytest.raises(NotPermittedError):
            attach(revision, actor=actor_with(role))


def test_a_revision_that_is_not_there_is_named():
    with pytest.raises(PolicyNotFoundError):
        policy_document_attach(999, b"text", name="a.md", actor=EDITOR, now=NOW)
