"""Every run of the automated checks of a case, and running them again."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from accounts.domain.permissions import Action
from accounts.web.access import for_action
from cases.errors import CasesError
from cases.selectors.check_runs import runs_page
from cases.services.preparing import case_recheck
from cases.web.case_frame import case_opened, case_page
from cases.web.desk_forms import whole


@require_GET
@for_action(Action.CASE_VIEW)
def checks_page(request: HttpRequest, number: str) -> HttpResponse:
    """The runs, newest first, each with what changed since the run before."""
    opened = case_opened(request, number, purpose="case.checks")
    before_id = whole(request.GET.get("before"))
    page = runs_page(opened.case, before_id=before_id)
    context = {
        "page": page,
        "first_url": reverse("cases:checks", args=[number]) if before_id else "",
        "older_url": f"?before={page.older_than}" if page.older_than else "",
        "may_run": opened.actor.may(Action.CHECKS_RUN) and opened.case.state.is_open,
        "why_not": _why_not(may=opened.actor.may(Action.CHECKS_RUN)),
    }
    return case_page(request, "cases/checks.html", opened, context)


def _why_not(*, may: bool) -> str:
    if may:
        return "This case is closed, so its checks stay as they were."
    return "You can read the checks; your role does not run them."


@require_POST
@for_action(Action.CHECKS_RUN)
def run_again(request: HttpRequest, number: str) -> HttpResponse:
    """Runs the checks now and says whether anything changed; goes back to where it was asked."""
    opened = case_opened(request, number, purpose="checks.run")
    try:
        looked = case_recheck(opened.case.pk, actor=opened.actor, now=timezone.now())
    except CasesError as error:
        messages.error(request, str(error))
    else:
        if looked.has_changed:
            messages.success(request, "The checks ran again, and something has changed.")
        else:
            messages.info(request, "The checks ran again. Nothing has changed.")
    route = "cases:desk" if request.POST.get("from") == "desk" else "cases:checks"
    return HttpResponseRedirect(reverse(route, args=[number]))
