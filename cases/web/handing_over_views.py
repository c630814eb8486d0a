"""A manager confirms what happens to somebody else's claim."""

from django import forms
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from accounts.domain.permissions import Action
from accounts.web.access import for_action
from cases.domain.lifecycle import Status
from cases.selectors.reviewers import reviewers_free
from cases.services.handing_over import case_reassign, case_release_for
from cases.web.case_frame import case_opened
from cases.web.decision_forms import VersionForm
from cases.web.decision_views import Refusal, at_version, decided, decision_page

RELEASE = "release"


class HandOverForm(VersionForm):
    """Back to the queue, or to one of the reviewers."""

    to = forms.ChoiceField(
        label="What happens to the claim",
        error_messages={"required": "Choose what happens to the claim."},
    )

    def __init__(self, *args: object, owner_id: int | None, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # a form's own arguments
        to = self.fields["to"]
        if isinstance(to, forms.ChoiceField):
            to.choices = [
                ("", "Choose"),
                (RELEASE, "Back to the queue, for anybody"),
                *(
                    (str(one.id), f"To {one.name}")
                    for one in reviewers_free()
                    if one.id != owner_id
                ),
            ]


@require_http_methods(["GET", "POST"])
@for_action(Action.CASE_REASSIGN)
def hand_over(request: HttpRequest, number: str) -> HttpResponse:
    """Shows who has the case and what will change, and does it once confirmed."""
    opened = case_opened(request, number, purpose="case.reassign")
    owner_id = opened.case.owner_id
    form = HandOverForm(
        request.POST or None, owner_id=owner_id, initial={"version": opened.case.version}
    )
    refusal: Refusal | None = None
    if request.method == "POST" and form.is_valid():
        to, version = form.cleaned_data["to"], form.cleaned_data["version"]
        key, actor = opened.case.pk, opened.actor

        def act() -> object:
            now = timezone.now()
            if to == RELEASE:
                return case_release_for(key, version=version, actor=actor, now=now)
            return case_reassign(key, owner_id=int(to), version=version, actor=actor, now=now)

        answer, refusal = decided(
            request,
            opened,
            act,
            sentence="Done. Every answer on the case was kept.",
            then="cases:desk",
        )
        if answer is not None:
            return answer
        opened = case_opened(request, number, purpose="case.review")
    context = {
        "form": at_version(form, opened.case.version),
        "may": opened.case.state is Status.IN_REVIEW,
    }
    return decision_page(request, "cases/hand_over.html", opened, context, refusal=refusal)
