"""The policies of the plan, open to everybody who is signed in."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from criteria.domain.diff import policy_diff
from criteria.domain.policy import Policy
from criteria.errors import PolicyNotFoundError
from criteria.selectors.policies import PolicyRevisionRef, policy_get, revision_list, revision_ref
from criteria.web.policy_words import policy_words


@require_safe
@for_action(Action.POLICY_VIEW)
def policy_list(request: HttpRequest) -> HttpResponse:
    """Every revision, newest first."""
    return render(request, "criteria/policy_list.html", {"revisions": revision_list()})


@require_safe
@for_action(Action.POLICY_VIEW)
def policy_page(request: HttpRequest, revision_id: int) -> HttpResponse:
    """One revision in words."""
    ref, policy = _found(revision_id)
    others = [
        other for other in revision_list() if other.slug == ref.slug and other.id != revision_id
    ]
    context = {
        "ref": ref,
        "policy": policy,
        "words": policy_words(policy),
        "others": others,
        "cases_url": _cases_url(request, revision_id),
        "replay_url": _replay_url(request, revision_id),
    }
    return render(request, "criteria/policy_page.html", context)


@require_safe
@for_action(Action.POLICY_VIEW)
def checklist(request: HttpRequest, revision_id: int) -> HttpResponse:
    """One revision as a checklist to read or print; nothing on it is filled in or sent."""
    ref, policy = _found(revision_id)
    context = {"ref": ref, "policy": policy, "words": policy_words(policy)}
    return render(request, "criteria/checklist.html", context)


@require_safe
@for_action(Action.POLICY_VIEW)
def compare(request: HttpRequest, old_id: int, new_id: int) -> HttpResponse:
    """What changed from one revision of a policy to another; two policies are not compared."""
    (old_ref, old), (new_ref, new) = _found(old_id), _found(new_id)
    if old_ref.slug != new_ref.slug:
        raise Http404("These are revisions of two policies.")
    context = {"old": old_ref, "new": new_ref, "sections": policy_diff(old, new)}
    return render(request, "criteria/compare.html", context)


def _found(revision_id: int) -> tuple[PolicyRevisionRef, Policy]:
    try:
        return revision_ref(revision_id), policy_get(revision_id)
    except PolicyNotFoundError as error:
        raise Http404 from error


def _cases_url(request: HttpRequest, revision_id: int) -> str:
    """Where the cases under this revision are listed; empty for whoever may not see cases."""
    if not request_actor(request).may(Action.CASE_VIEW):
        return ""
    return reverse(settings.POLICY_CASES_ROUTE, args=[revision_id])


def _replay_url(request: HttpRequest, revision_id: int) -> str:
    """Where this revision is tried over stored cases; empty for whoever may not."""
    if not request_actor(request).may(Action.POLICY_REPLAY):
        return ""
    return reverse(settings.POLICY_REPLAY_ROUTE, args=[revision_id])
