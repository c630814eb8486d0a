"""What is new on a case: shown on its desk and its brief until whoever works on it has seen it."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts.domain.permissions import Action
from accounts.errors import NotPermittedError
from accounts.web.access import for_action
from cases.selectors.notices import NoticeView, notices_of
from cases.services.notices import notices_see
from cases.web.case_frame import Opened, case_opened


@dataclass(frozen=True)
class News:
    """The notices of a case, and whether the actor may say that they saw them."""

    rows: tuple[NoticeView, ...]
    may_see_off: bool


def news_of(opened: Opened) -> News:
    """What is new on the opened case. One query."""
    return News(*notices_of(opened.case, opened.actor))


@require_POST
@for_action(Action.CASE_CLAIM)
def seen(request: HttpRequest, number: str) -> HttpResponse:
    """Records that the actor saw what is new; back to where they were on the case."""
    opened = case_opened(request, number, purpose="case.news")
    try:
        notices_see(opened.case.pk, actor=opened.actor, now=timezone.now())
    except NotPermittedError as error:
        messages.error(request, str(error))
    back = request.POST.get("back", "")
    here = reverse("cases:desk", args=[number])
    safe = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(here)
    return HttpResponseRedirect(back if safe else here)
