"""The search page. What is looked for is posted, so that no number is in an address."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor, without_member_data
from cases.domain.search_terms import LONGEST, Sought, search_term
from cases.selectors.search import MOST, Found, search
from cases.web.case_frame import plan_page
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record


@require_http_methods(["GET", "POST"])
@without_member_data("A page that is only opened shows an empty box; a search is logged.")
@for_action(Action.CASE_VIEW)
def search_page(request: HttpRequest) -> HttpResponse:
    """The box, and what it found; one case found by its own number is opened at once."""
    actor, now = request_actor(request), timezone.now()
    typed = request.POST.get("q", "")[:LONGEST] if request.method == "POST" else ""
    term = search_term(typed)
    found = search(actor, term)
    if typed:
        _record(actor.key, term.sought, found)
    if term.sought is Sought.CASE_NUMBER and len(found.cases) == 1:
        return HttpResponseRedirect(found.cases[0].url)
    context = {
        "typed": typed,
        "found": found,
        "name_alone": term.sought is Sought.NAME_ALONE,
        "most": MOST,
    }
    zone = plan_settings_on(now.date()).time_zone
    return plan_page(request, "cases/search.html", context, time_zone=zone)


def _record(actor_key: str, sought: Sought, found: Found) -> None:
    """One line for the search by what it was for, one for each member whose cases are shown."""
    now = timezone.now()
    access_record(actor=actor_key, subject=f"search:{sought}", purpose="search", now=now)
    for member_id in dict.fromkeys(case.member_id for case in found.cases):
        access_record(actor=actor_key, subject=f"member:{member_id}", purpose="search", now=now)
