"""Cases under one revision of a policy; a page here, since policies know no case."""

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_GET

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.selectors.policy_use import PAGE_SIZE, policy_case_counts, policy_case_list
from cases.web.case_frame import plan_page
from criteria.errors import PolicyNotFoundError
from criteria.selectors.policies import revision_ref
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record


@require_GET
@for_action(Action.CASE_VIEW)
def policy_cases(request: HttpRequest, revision_id: int) -> HttpResponse:
    """Counts by status, and the cases, newest first, a page at a time."""
    actor, now = request_actor(request), timezone.now()
    try:
        ref = revision_ref(revision_id)
    except PolicyNotFoundError as error:
        raise Http404 from error
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 16 else None
    found = policy_case_list(revision_id, before_id=before)
    shown = found[:PAGE_SIZE]
    access_record(actor=actor.key, subject=f"policy:{revision_id}", purpose="policy.cases", now=now)
    context = {
        "ref": ref,
        "counts": policy_case_counts(revision_id),
        "rows": shown,
        "older_url": f"?before={shown[-1].id}" if len(found) > PAGE_SIZE else "",
        "is_first": before is None,
    }
    zone = plan_settings_on(now.date()).time_zone
    return plan_page(request, "cases/policy_cases.html", context, time_zone=zone)
