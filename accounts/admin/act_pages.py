"""The pages on which an act is asked once more, and then done."""

from functools import partial, update_wrapper
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone

from accounts.admin.acts import Act, OfferedAct
from accounts.admin.rules import ADMIN_ACTION, acting_person, admin_actor
from accounts.errors import NotPermittedError


class ActPages:
    """Gives a record a page for each of its acts."""

    acts: tuple[Act, ...] = ()
    model: Any
    admin_site: Any
    refusals: tuple[type[Exception], ...]

    def act_urls(self) -> list[URLPattern]:
        """One route for each act, marked with the act's own action."""
        return [self._act_url(act) for act in self.acts]

    def offered_acts(self, request: HttpRequest, row: Any) -> list[OfferedAct]:
        """The acts that the person's role allows, each with why not where it is off."""
        actor = admin_actor(request)
        return [
            OfferedAct(
                act.label,
                reverse(f"admin:{self._act_route(act)}", args=[row.pk]),
                act.refused_because(row, actor),
            )
            for act in self.acts
            if actor is not None and actor.may(act.action)
        ]

    def act_view(self, request: HttpRequest, object_id: int, *, act: Act) -> HttpResponse:
        """GET asks once more; POST does it and goes back to the record."""
        row = self.get_object(request, str(object_id))  # type: ignore[attr-defined]  # a ModelAdmin's
        if row is None:
            raise Http404("There is no such record.")
        actor = acting_person(request)
        record = reverse(f"admin:{self._route('change')}", args=[row.pk])
        form = act.form(request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                act.perform(row.pk, form.cleaned_data, actor, timezone.now())
            except NotPermittedError:
                raise
            except self.refusals as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, act.done)
                return HttpResponseRedirect(record)
        off = act.refused_because(row, actor) if request.method != "POST" else ""
        request.current_app = self.admin_site.name  # Django's way
        context = {
            **self.admin_site.each_context(request),
            "act": act,
            "form": form,
            "off": off,
            "record_url": record,
            "title": act.label,
            "opts": self.model._meta,
            "original": row,
            "list_title": self.page_title(),  # type: ignore[attr-defined]  # a RecordAdmin's
        }
        return TemplateResponse(request, "admin/act.html", context)

    def _act_url(self, act: Act) -> URLPattern:
        view = update_wrapper(partial(self.act_view, act=act), self.act_view)

        def guarded(request: HttpRequest, object_id: int) -> HttpResponse:
            answer: HttpResponse = self.admin_site.admin_view(view)(request, object_id)
            return answer

        vars(guarded)[ADMIN_ACTION] = act.action
        return path(f"<int:object_id>/{act.name}/", guarded, name=self._act_route(act))

    def _act_route(self, act: Act) -> str:
        return self._route(act.name.replace("-", "_"))

    def _route(self, name: str) -> str:
        return f"{self.model._meta.app_label}_{self.model._meta.model_name}_{name}"
