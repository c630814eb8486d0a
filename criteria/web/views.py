"""The policies of the plan, open to everybody who is signed in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from accounts.domain.permissions import Action
from accounts.selectors.names import names_of
from accounts.web.access import for_action, request_actor
from criteria.domain.diff import policy_diff
from criteria.domain.library import Standing, review_due
from criteria.domain.policy import Policy
from criteria.errors import NothingToAttestError, PolicyNotFoundError
from criteria.letters.attestation import attestation_form, future_intents, render_attestation
from criteria.selectors.library import library_page, plan_text_of, standings_of
from criteria.selectors.policies import PolicyRevisionRef, policy_get, revision_list, revision_ref
from criteria.web.library_words import LibraryView, clean_words, library_views, publish_offer
from criteria.web.policy_words import policy_words
from operations.errors import NoPlanSettingsError
from operations.selectors.plan import plan_settings_on

_MOST_DIGITS = 18


@dataclass(frozen=True)
class _Asked:
    """What the list was asked for."""

    words: str
    standing: Standing | None
    after: int | None

    @property
    def query(self) -> str:
        """The words and the standing as a query; empty for neither."""
        pairs = {"q": self.words, "standing": self.standing.value if self.standing else ""}
        return urlencode({key: value for key, value in pairs.items() if value})


@require_safe
@for_action(Action.POLICY_VIEW)
def policy_list(request: HttpRequest) -> HttpResponse:
    """Every revision by policy, newest first; by words, by standing, a page at a time."""
    asked = _asked(request)
    page = library_page(
        today=plan_today(), words=asked.words, standing=asked.standing, after=asked.after
    )
    more = f"?{urlencode({'after': page.next_after})}" if page.next_after else ""
    views: tuple[LibraryView, ...] = library_views(page.counts, asked.words, asked.standing)
    context = {
        "page": page,
        "words": asked.words,
        "standing": asked.standing,
        "views": views,
        "first_url": f"?{asked.query}" if asked.after else "",
        "next_url": f"{more}&{asked.query}" if more and asked.query else more,
        "may_import": request_actor(request).may(Action.POLICY_IMPORT),
    }
    return render(request, "criteria/policy_list.html", context)


@require_safe
@for_action(Action.POLICY_VIEW)
def policy_page(request: HttpRequest, revision_id: int) -> HttpResponse:
    """One revision in words, beside the plan's own text where one is attached."""
    ref, policy = found_or_404(revision_id)
    of_policy = [other for other in revision_list() if other.slug == ref.slug]
    stands = standings_of(of_policy, today=plan_today())
    in_force = (o for o in of_policy if stands[o.id].standing is Standing.IN_FORCE)
    plan_text = plan_text_of(ref)
    actor = request_actor(request)
    context = {
        "ref": ref,
        "policy": policy,
        "words": policy_words(policy, plan_text.passages if plan_text else None),
        "stands": stands[ref.id],
        "review": review_due(policy.source, effective_from=policy.effective_from),
        "today": plan_today(),
        "others": [(other, stands[other.id]) for other in of_policy if other.id != revision_id],
        "in_force": next((other for other in in_force if other.id != revision_id), None),
        "names": _names(ref, plan_text.attached_by if plan_text else ""),
        "plan_text": plan_text,
        "publishing": publish_offer(ref, actor),
        "may_attach": actor.may(Action.POLICY_DOCUMENT_ATTACH),
        "has_statement": bool(future_intents(policy)),
        "cases_url": _cases_url(request, revision_id),
        "replay_url": _replay_url(request, revision_id),
    }
    return render(request, "criteria/policy_page.html", context)


@require_safe
@for_action(Action.POLICY_VIEW)
def checklist(request: HttpRequest, revision_id: int) -> HttpResponse:
    """One revision as a checklist to read or print; nothing on it is filled in or sent."""
    ref, policy = found_or_404(revision_id)
    context = {"ref": ref, "policy": policy, "words": policy_words(policy)}
    return render(request, "criteria/checklist.html", context)


@require_safe
@for_action(Action.POLICY_VIEW)
def attestation(_request: HttpRequest, revision_id: int) -> HttpResponse:
    """The prescriber's statement as a PDF to print; it names nobody."""
    ref, policy = found_or_404(revision_id)
    try:
        form = attestation_form(policy, _letterhead())
    except NothingToAttestError as error:
        raise Http404(str(error)) from error
    name = f"{ref.slug}-{ref.version:%Y-%m-%d}-statement.pdf"
    return HttpResponse(
        render_attestation(form, is_draft=not ref.is_published),
        content_type="application/pdf",
        headers={
            "Content-Disposition": f'inline; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
            "Cross-Origin-Resource-Policy": "same-origin",
        },
    )


@require_safe
@for_action(Action.POLICY_VIEW)
def compare(request: HttpRequest, old_id: int, new_id: int) -> HttpResponse:
    """What changed from one revision of a policy to another; two policies are not compared."""
    (old_ref, old), (new_ref, new) = found_or_404(old_id), found_or_404(new_id)
    if old_ref.slug != new_ref.slug:
        raise Http404("These are revisions of two policies.")
    context = {
        "old": old_ref,
        "new": new_ref,
        "sections": policy_diff(old, new),
        "replay_url": _replay_url(request, new_id),
    }
    return render(request, "criteria/compare.html", context)


def found_or_404(revision_id: int) -> tuple[PolicyRevisionRef, Policy]:
    """The revision and its policy; Http404 when there is none."""
    try:
        return revision_ref(revision_id), policy_get(revision_id)
    except PolicyNotFoundError as error:
        raise Http404 from error


def plan_today() -> date:
    """Today in the plan's time zone; in the product's own where no plan settings are in force."""
    now = timezone.now()
    try:
        return timezone.localdate(now, ZoneInfo(plan_settings_on(now.date()).time_zone))
    except NoPlanSettingsError:
        return timezone.localdate(now)


def _letterhead() -> Mapping[str, Any]:
    """The plan's letterhead settings; none where no plan settings are in force."""
    try:
        return plan_settings_on(timezone.now().date()).letterhead
    except NoPlanSettingsError:
        return {}


def _asked(request: HttpRequest) -> _Asked:
    after = request.GET.get("after", "")
    standing = request.GET.get("standing", "")
    return _Asked(
        words=clean_words(request.GET.get("q", "")),
        standing=Standing(standing) if standing in list(Standing) else None,
        after=int(after) if after.isdecimal() and len(after) <= _MOST_DIGITS else None,
    )


def _names(ref: PolicyRevisionRef, attached_by: str) -> dict[str, str]:
    """Who imported and published the revision, and who attached the text, by name."""
    keys = {
        "imported": ref.imported_by,
        "published": ref.published_by,
        "attached": attached_by,
    }
    names = names_of(key for key in keys.values() if key)
    return {act: names.get(key, "") for act, key in keys.items()}


def _cases_url(request: HttpRequest, revision_id: int) -> str:
    """Where the cases under this revision are listed; empty for whoever may not see cases."""
    if not request_actor(request).may(Action.CASE_VIEW):
        return ""
    return reverse(settings.POLICY_CASES_ROUTE, args=[revision_id])


def _replay_url(request: HttpRequest, revision_id: int) -> str:
    """Where this revision is tried over stored cases; empty for whoever may not."""
    if not request_actor(request).may(Action.POLICY_REPLAY):
        return ""
    return reverse(settings.POLICY_REPLAY_ROUTE, args=[revision_id])
