"""The programs that come by token: who they are, a new token, an end to one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.permissions import Action
from accounts.domain.roles import Role
from accounts.errors import ApiClientRefusedError
from accounts.selectors.api_clients import api_clients
from accounts.services.api_clients import IssuedToken, api_client_admit, api_token_revoke
from accounts.web.access import for_action, request_actor
from accounts.web.api_client_forms import AdmitForm

UNPROCESSABLE = 422


@require_http_methods(["GET", "POST"])
@for_action(Action.API_CLIENTS_MANAGE)
def clients(request: HttpRequest) -> HttpResponse:
    """The list with the form; on POST the new token, which is shown this once.

    The answer to that POST is the page itself: a redirect would have to keep the token
    somewhere, and nothing keeps it.
    """
    form = AdmitForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        token = _admitted(request, form)
        if token is not None:
            return _never_kept(
                render(
                    request,
                    "accounts/api_token.html",
                    {"token": token, "username": form.cleaned_data["username"]},
                )
            )
    status = UNPROCESSABLE if form.errors else 200
    context = {"clients": api_clients(now=timezone.now()), "form": form}
    return _never_kept(render(request, "accounts/api_clients.html", context, status=status))


@require_POST
@for_action(Action.API_CLIENTS_MANAGE)
def revoke(request: HttpRequest, username: str, token: str) -> HttpResponse:
    """Ends one token; the next request that carries it is refused."""
    try:
        api_token_revoke(username, token=token, actor=request_actor(request), now=timezone.now())
    except ApiClientRefusedError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, f"Token {token} of {username} was revoked.")
    return HttpResponseRedirect(reverse("accounts_api_clients"))


def _admitted(request: HttpRequest, form: AdmitForm) -> IssuedToken | None:
    """The token; None when it was refused and the sentence is on the form."""
    given = form.cleaned_data
    try:
        return api_client_admit(
            given["username"],
            role=Role(given["role"]),
            name=given["name"],
            days=given["days"],
            actor=request_actor(request),
            now=timezone.now(),
        )
    except ApiClientRefusedError as error:
        form.add_error(None, str(error))
        return None


def _never_kept(answer: HttpResponse) -> HttpResponse:
    answer["Cache-Control"] = "private, no-store"
    return answer
