"""The policies of the plan, open to everybody who is signed in."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.domain.permissions import Action
from accounts.web.access import for_action
from criteria.errors import PolicyNotFoundError
from criteria.selectors.policies import policy_get, revision_list, revision_ref
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
    try:
        ref = revision_ref(revision_id)
        policy = policy_get(revision_id)
    except PolicyNotFoundError as error:
        raise Http404 from error
    context = {"ref": ref, "policy": policy, "words": policy_words(policy)}
    return render(request, "criteria/policy_page.html", context)
