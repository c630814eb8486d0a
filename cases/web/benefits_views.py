"""Contracts that the plan has to find: the list, and settling one for its case."""

from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from accounts.domain.permissions import Action
from accounts.web.access import for_action, request_actor
from cases.domain.benefits import BenefitsFinding
from cases.domain.moments import due_words, local_words
from cases.errors import CasesError
from cases.selectors.benefits import BenefitsRow, benefits_of, benefits_page
from cases.services.benefits import BY_PERSON, benefits_settle
from cases.web.case_frame import case_opened, case_page, plan_page
from cases.web.desk_forms import whole
from operations.selectors.plan import plan_settings_on
from operations.services.access import access_record

UNPROCESSABLE = 422
SETTLED = (
    "Recorded: {finding}. The gate about contract and mandates is still a reviewer's to settle."
)

OTHER_TASK = (
    "This task is no longer the case's own: another contract is looked for by now. Nothing was "
    "recorded. Reload the page."
)


class BenefitsForm(forms.Form):
    """What was found, and where. Nothing is chosen beforehand."""

    task = forms.IntegerField(widget=forms.HiddenInput)
    finding = forms.ChoiceField(
        label="What you found",
        choices=[(finding.value, finding.label) for finding in BY_PERSON],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose what you found."},
    )
    note = forms.CharField(
        label="Where you looked, and what stands there",
        help_text="Name the contract or mandate and its section. Write nothing about the member.",
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=2000,
        error_messages={"required": "Say in a note where you looked and what stands there."},
    )


@dataclass(frozen=True)
class BenefitsLine:
    """A row with its due times in words and in the plan's zone."""

    row: BenefitsRow
    due: str
    due_local: str
    case_due: str


@require_GET
@for_action(Action.BENEFITS_SETTLE)
def benefits_list(request: HttpRequest) -> HttpResponse:
    """Every contract still to be found, the earliest due first."""
    actor, now = request_actor(request), timezone.now()
    zone = plan_settings_on(now.date()).time_zone
    after_id = whole(request.GET.get("after"))
    page = benefits_page(now=now, after_id=after_id)
    access_record(actor=actor.key, subject="benefits", purpose="benefits.view", now=now)
    context = {
        "lines": [
            BenefitsLine(
                row=row,
                due=due_words(row.due_at, now),
                due_local=local_words(row.due_at, zone),
                case_due=due_words(row.case_due_at, now),
            )
            for row in page.rows
        ],
        "total": page.total,
        "first_url": reverse("cases:benefits") if after_id else "",
        "next_url": f"?after={page.after}" if page.after else "",
        "as_of": now,
    }
    return plan_page(request, "cases/benefits.html", context, time_zone=zone)


@require_http_methods(["GET", "POST"])
@for_action(Action.BENEFITS_SETTLE)
def benefits_task(request: HttpRequest, number: str) -> HttpResponse:
    """The benefits task of a case; posting settles it and touches no gate."""
    opened = case_opened(request, number, purpose="benefits.settle")
    shown = benefits_of(opened.case, now=opened.now)
    form = BenefitsForm(request.POST or None, initial={"task": shown.id if shown else None})
    status = 200
    if request.method == "POST":
        refusal = _settle(request, form, expected=shown.id if shown else None)
        if not refusal and form.is_valid():
            return HttpResponseRedirect(reverse("cases:desk", args=[number]))
        if refusal:
            form.add_error(None, refusal)
        status = UNPROCESSABLE
        shown = benefits_of(opened.case, now=timezone.now())
    context = {"task": shown, "form": form}
    return case_page(request, "cases/benefits_task.html", opened, context, status=status)


def _settle(request: HttpRequest, form: BenefitsForm, *, expected: int | None) -> str:
    """Settles the task as filled in; the sentence of a refusal, empty when there is none."""
    if not form.is_valid():
        return ""
    given = form.cleaned_data
    if given["task"] != expected:
        return OTHER_TASK
    try:
        benefits_settle(
            given["task"],
            finding=given["finding"],
            note=given["note"],
            actor=request_actor(request),
            now=timezone.now(),
        )
    except CasesError as error:
        return str(error)
    found = BenefitsFinding(given["finding"]).label
    messages.success(request, SETTLED.format(finding=found[0].lower() + found[1:]))
    return ""
