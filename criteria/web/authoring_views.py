"""A draft on its way: taken in with its mistakes named, beside the plan's text, into force."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import for_action, refusal, request_actor
from criteria.errors import CriteriaError, PolicyDocumentError, PolicyFileError
from criteria.loading.findings import policy_findings
from criteria.loading.sense_checks import Finding, Weight
from criteria.selectors.policies import published_overlaps, revision_ref
from criteria.services.documents import MOST_BYTES, policy_document_attach
from criteria.services.policies import policy_import, policy_publish
from criteria.web.views import found_or_404

_MOST_BYTES = 2_000_000
_REFUSED = 422


@dataclass(frozen=True)
class NumberedLine:
    """A line of the draft with what was found in it."""

    number: int
    text: str
    findings: tuple[Finding, ...]


@require_http_methods(["GET", "POST"])
@for_action(Action.POLICY_IMPORT)
def draft_new(request: HttpRequest) -> HttpResponse:
    """A page for a policy in YAML: checks it, or takes it in as a draft."""
    if request.method == "GET":
        return _draft_page(request, "")
    text, problem = _draft_text(request)
    if problem:
        return _draft_page(request, text, (Finding(1, problem),))
    policy, found = policy_findings(text)
    if policy is not None:
        found = (*found, *published_overlaps(policy))
    refused = any(finding.weight is Weight.REFUSED for finding in found)
    if refused or request.POST.get("act") == "check":
        return _draft_page(request, text, found, checked=not found)
    now = timezone.now()
    try:
        revision = policy_import(text, actor=request_actor(request), now=now)
    except PolicyFileError as error:
        return _draft_page(request, text, tuple(Finding(*one) for one in error.problems))
    except CriteriaError as error:
        return _draft_page(request, text, (Finding(1, str(error)),))
    if revision.imported_at == now:
        sentence = "The draft is taken in. Somebody else reads it here and puts it in force."
    else:
        sentence = "This very text is here already; nothing was taken in."
    messages.success(request, sentence)
    return HttpResponseRedirect(reverse("criteria:policy", args=[revision.pk]))


@require_POST
@for_action(Action.POLICY_PUBLISH)
def publish(request: HttpRequest, revision_id: int) -> HttpResponseBase:
    """Puts a draft in force, for a second person who says that they read it."""
    page = HttpResponseRedirect(reverse("criteria:policy", args=[revision_id]))
    found_or_404(revision_id)
    if request.POST.get("read") != "yes":
        messages.error(request, "Nothing was published. Tick that you have read the revision.")
        return page
    try:
        policy_publish(revision_id, actor=request_actor(request), now=timezone.now())
    except NotPermittedError as error:
        return refusal(request, error)
    except PolicyFileError as error:
        messages.error(request, " ".join(sentence for _, sentence in error.problems))
        return page
    except CriteriaError as error:
        messages.error(request, str(error))
        return page
    ref = revision_ref(revision_id)
    first = f"{ref.effective_from:%Y-%m-%d}"
    sentence = f"{ref} is published. Requests with a service date from {first} on follow it."
    messages.success(request, sentence)
    return page


@require_http_methods(["GET", "POST"])
@for_action(Action.POLICY_DOCUMENT_ATTACH)
def document(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Attaches the plan's own text to the version, so that it stands beside each criterion."""
    ref, _ = found_or_404(revision_id)
    context = {"ref": ref, "most_kilobytes": MOST_BYTES // 1_000, "error": ""}
    if request.method == "GET":
        return render(request, "criteria/document.html", context)
    try:
        _attach(request, revision_id)
    except PolicyDocumentError as error:
        context["error"] = str(error)
        return render(request, "criteria/document.html", context, status=_REFUSED)
    messages.success(request, "The text is attached; each citation now leads to its place in it.")
    return HttpResponseRedirect(reverse("criteria:policy", args=[revision_id]))


def _attach(request: HttpRequest, revision_id: int) -> None:
    file = request.FILES.get("file")
    if file is None:
        raise PolicyDocumentError("No file was chosen.")
    content = file.read(MOST_BYTES + 1)
    actor, now = request_actor(request), timezone.now()
    policy_document_attach(revision_id, content, name=file.name or "", actor=actor, now=now)


def _draft_text(request: HttpRequest) -> tuple[str, str]:
    """The text of the file that was chosen, else of the box; and what is wrong with getting it."""
    file = request.FILES.get("file")
    if file is None:
        text = request.POST.get("text", "").replace("\r\n", "\n")
        return text, "" if text.strip() else "Nothing was given: choose a file or paste a policy."
    content = file.read(_MOST_BYTES + 1)
    if len(content) > _MOST_BYTES:
        return "", f"The file is larger than {_MOST_BYTES // 10**6} MB; a policy is much shorter."
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return "", "The file is no text in UTF-8."
    return text.replace("\r\n", "\n"), ""


def _draft_page(
    request: HttpRequest,
    text: str,
    found: tuple[Finding, ...] = (),
    *,
    checked: bool = False,
) -> HttpResponse:
    context = {
        "text": text,
        "found": found,
        "lines": _numbered(text, found) if found else [],
        "checked": checked,
        "refused": any(finding.weight is Weight.REFUSED for finding in found),
    }
    status = _REFUSED if context["refused"] else 200
    return render(request, "criteria/draft_new.html", context, status=status)


def _numbered(text: str, found: tuple[Finding, ...]) -> list[NumberedLine]:
    by_line: dict[int, list[Finding]] = {}
    for one in found:
        by_line.setdefault(one.line, []).append(one)
    return [
        NumberedLine(number, line, tuple(by_line.get(number, ())))
        for number, line in enumerate(text.split("\n"), start=1)
    ]
