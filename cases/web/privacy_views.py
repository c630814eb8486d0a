"""Misdirected pages: the privacy officer alone looks at them and says what was done."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.errors import CaseNotFoundError, IntakeRefusedError
from cases.selectors.privacy import step_kinds, stray_arrivals, stray_file
from cases.services.privacy import privacy_note_add
from cases.web.case_frame import kept_page
from cases.web.desk_forms import whole
from cases.web.stray_views import ReopenForm
from operations.services.access import access_record

PAGE_LENGTH = 40
VIEWS = (("open", "To be settled"), ("all", "All"))
UNPROCESSABLE = 422


class StepForm(forms.Form):
    """One step about the misdirected pages of an arrival."""

    kind = forms.ChoiceField(
        label="What was done",
        widget=forms.RadioSelect(),
        error_messages={"required": "Choose what was done."},
    )
    note = forms.CharField(
        label="Note",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="With whom, how, and what was answered. It is added to the record and stays.",
    )

    def __init__(self, data: object = None) -> None:
        super().__init__(data)  # type: ignore[arg-type]  # a QueryDict or None
        kind = self.fields["kind"]
        if isinstance(kind, forms.ChoiceField):
            kind.choices = step_kinds()


@require_GET
@for_action(Action.PRIVACY_REVIEW)
def privacy_page(request: HttpRequest) -> HttpResponse:
    """Arrivals with misdirected pages, newest first."""
    asked = request.GET.get("view", "")
    view = asked if asked in dict(VIEWS) else "open"
    before_id = whole(request.GET.get("before"))
    found = stray_arrivals(view=view, before_id=before_id, limit=PAGE_LENGTH + 1)
    shown = found[:PAGE_LENGTH]
    access_record(
        actor=request_actor(request).key,
        subject="privacy:arrivals",
        purpose="privacy.list",
        now=timezone.now(),
    )
    context = {
        "rows": shown,
        "views": [(key, label, key == view) for key, label in VIEWS],
        "view": view,
        "older_id": shown[-1].id if len(found) > PAGE_LENGTH else None,
        "is_first": before_id is None,
    }
    return kept_page(request, "cases/privacy.html", context)


@require_http_methods(["GET", "POST"])
@for_action(Action.PRIVACY_REVIEW)
def privacy_file(request: HttpRequest, receipt_id: int) -> HttpResponse:
    """One arrival: its misdirected pages, what was done, and the next step."""
    actor, now = request_actor(request), timezone.now()
    try:
        file = stray_file(actor, receipt_id)
    except CaseNotFoundError as error:
        raise Http404 from error
    access_record(
        actor=actor.key, subject=f"receipt:{receipt_id}", purpose="privacy.review", now=now
    )
    form = StepForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            privacy_note_add(receipt_id, **form.cleaned_data, actor=actor, now=now)
        except IntakeRefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Added to the record of this arrival.")
            return HttpResponseRedirect(reverse("cases:privacy_file", args=[receipt_id]))
    asked = request.GET.get("page", "")
    current = next((p for p in file.pages if str(p.number) == asked), file.pages[0])
    context = {
        "file": file,
        "receipt": file.receipt,
        "document": file.receipt.document,
        "pages": file.pages,
        "total": file.receipt.document.page_count,
        "current": current,
        "form": form,
        "reopen": ReopenForm(initial={"page_number": current.number}),
    }
    status = UNPROCESSABLE if form.errors else 200
    return kept_page(request, "cases/privacy_file.html", context, status=status)
