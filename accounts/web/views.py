"""The door: where a person lands, and the sign that they are still there."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.views.decorators.http import require_GET

from accounts.domain.permissions import Action
from accounts.web.access import for_action, public, request_actor
from accounts.web.context import navigation_for


@require_GET
@for_action(Action.HOME_VIEW)
def home(request: HttpRequest) -> HttpResponse:
    """The first page this role works on; a page that says so when there is none."""
    actor = request_actor(request)
    start = settings.HOME_ROUTES.get(actor.role or "")
    if start:
        return HttpResponseRedirect(reverse(start))
    places = navigation_for(actor)
    if places:
        return HttpResponseRedirect(places[0].url)
    return render(request, "accounts/home.html")


@require_GET
@for_action(Action.HOME_VIEW)
def stay(_request: HttpRequest) -> HttpResponse:
    """204: the person is still there. Passing the idle middleware is what counts."""
    return HttpResponse(status=204)


@require_GET
@public
def icon(_request: HttpRequest) -> HttpResponse:
    """Where browsers look for an icon by themselves, such as beside a letter's PDF."""
    return HttpResponseRedirect(static("img/mark.svg"))
