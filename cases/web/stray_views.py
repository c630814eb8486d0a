"""Closing a page that is not ours, and opening one again that was closed wrongly."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.errors import CaseNotFoundError, IntakeRefusedError
from cases.selectors.access import page_arrival, page_for, read_subject
from cases.selectors.privacy import stray_file
from cases.services.stray_pages import page_close, page_reopen
from cases.web.case_frame import kept_page
from operations.services.access import access_record

CLOSED = "Page {number} is closed. From now on only the privacy officer may open it."


class CloseForm(forms.Form):
    """Why a page is closed; it may be left empty."""

    reason = forms.CharField(
        label="What is wrong with it",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For the privacy officer. Name nobody: say that it is another person's page.",
    )


class ReopenForm(forms.Form):
    """Which page is opened again, and why."""

    page_number = forms.IntegerField(min_value=1, widget=forms.HiddenInput())
    reason = forms.CharField(
        label="Why it may be seen again",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": "Write why the page may be seen again."},
    )
    prefix = "reopen"


@require_http_methods(["GET", "POST"])
@for_action(Action.PAGE_CLOSE)
def close(request: HttpRequest, page_id: int) -> HttpResponse:
    """Asks once more, then closes the page to all but the privacy officer."""
    actor, now = request_actor(request), timezone.now()
    try:
        page, case = page_for(actor, page_id)
    except CaseNotFoundError as error:
        raise Http404 from error
    key = f"case:{case.pk}" if case else ""
    access_record(
        actor=actor.key, subject=read_subject(page), purpose="page.close", now=now, case=key
    )
    receipt_id = page_arrival(page, case)
    back = _back(request, case.number if case else "", receipt_id)
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            page_close(receipt_id, page.number, **form.cleaned_data, actor=actor, now=now)
        except IntakeRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, CLOSED.format(number=page.number))
            return HttpResponseRedirect(back)
    context = {
        "form": form,
        "page": page,
        "receipt_id": receipt_id,
        "case_number": case.number if case else "",
        "back": back,
    }
    return kept_page(request, "cases/page_close.html", context, status=422 if form.errors else 200)


@require_POST
@for_action(Action.PRIVACY_REVIEW)
def reopen(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """Opens one closed page again, with a reason."""
    actor, now = request_actor(request), timezone.now()
    try:
        stray_file(actor, receipt_id)
    except CaseNotFoundError as error:
        raise Http404 from error
    access_record(
        actor=actor.key, subject=f"receipt:{receipt_id}", purpose="privacy.reopen", now=now
    )
    form = ReopenForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Nothing was opened. Choose the page and write why.")
        return HttpResponseRedirect(reverse("cases:privacy_file", args=[receipt_id]))
    number = form.cleaned_data["page_number"]
    try:
        page_reopen(receipt_id, number, reason=form.cleaned_data["reason"], actor=actor, now=now)
    except IntakeRefusedError as error:
        messages.error(request, str(error))
        return HttpResponseRedirect(reverse("cases:privacy_file", args=[receipt_id]))
    messages.success(request, f"Page {number} is open again. It waits in the inbox for its place.")
    return HttpResponseRedirect(_after_reopening(request, receipt_id))


def _after_reopening(request: HttpRequest, receipt_id: int) -> str:
    """The arrival while more of its pages are closed, else the list."""
    try:
        stray_file(request_actor(request), receipt_id)
    except CaseNotFoundError:
        return reverse("cases:privacy")
    return reverse("cases:privacy_file", args=[receipt_id])


def _back(request: HttpRequest, case_number: str, receipt_id: int) -> str:
    if case_number:
        return reverse("cases:desk", args=[case_number])
    if request_actor(request).may(Action.DOCUMENT_INDEX):
        return reverse("cases:index", args=[receipt_id])
    return "/"
