"""What every record of the admin has: rules from the one table, services that write, no deleting.

Django's own permissions (is_staff, is_superuser, groups) are asked nowhere here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NoReturn

from django.contrib.admin import ShowFacets
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from simple_history.admin import SimpleHistoryAdmin
from unfold.admin import ModelAdmin

from accounts.admin.act_pages import ActPages
from accounts.admin.forms import REASON, ReasonedForm, RefusableForm
from accounts.admin.rules import ADMIN_ACTION, AdminRules, acting_person, request_may
from accounts.admin.search import SEARCH_FIELD, CountedPages, SearchedList, search_kept
from accounts.domain.actor import Actor
from accounts.domain.permissions import Action
from accounts.errors import AccountsError, NotPermittedError
from accounts.selectors.names import names_of
from operations.errors import OperationsError
from operations.services.access import access_record

_REFUSAL = "precert_admin_refusal"
_NOTED = "precert_admin_noted"
_NAMES = "precert_admin_names"


@dataclass(frozen=True)
class Writing:
    """What a person asks to be written: values by field, and why; row_id None adds a row."""

    values: Mapping[str, Any]
    reason: str
    row_id: int | None


class RecordAdmin(ActPages, ModelAdmin):  # type: ignore[misc]  # unfold ships no types
    """A record shown by the rules of its class. Read-only unless it has a write()."""

    rules: AdminRules
    section = "Cases"
    icon = "description"
    about = ""
    list_title = ""
    reads_member_data = False
    has_field_history = False
    actor_fields: tuple[str, ...] = ()
    refusals: tuple[type[Exception], ...] = (AccountsError, OperationsError)

    form = RefusableForm
    fields: tuple[str, ...] = ()
    actions = None
    view_on_site = False
    preserve_filters = False
    show_full_result_count = False
    list_per_page = 50
    paginator = CountedPages
    change_form_template = "admin/record.html"
    change_list_template = "admin/record_list.html"
    show_facets = ShowFacets.NEVER

    # --- Who may -----------------------------------------------------------------------
    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether the list stands in this person's navigation."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may see the list, or this record."""
        action = (self.rules.list or self.rules.view) if obj is None else self.rules.view
        return request_may(request, Action.ADMIN_VIEW) and request_may(request, action)

    def has_add_permission(self, request: HttpRequest, _obj: Model | None = None) -> bool:
        """Whether the person may add one."""
        return self.has_view_permission(request) and request_may(request, self.rules.add)

    def has_change_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Whether the person may change one."""
        return self.has_view_permission(request, obj) and request_may(request, self.rules.change)

    def has_delete_permission(self, _request: HttpRequest, _obj: Model | None = None) -> bool:
        """Never: what was on file stays on file."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """The routes of the record, each marked with the action it is for; none deletes."""
        actions = self._route_actions()
        kept = [pattern for pattern in super().get_urls() if actions.get(pattern.name)]
        for pattern in kept:
            vars(pattern.callback)[ADMIN_ACTION] = actions[pattern.name]
        return [*self.act_urls(), *kept]

    def _route_actions(self) -> dict[str, Action | None]:
        """The action of each route by its name; a route without one is left out."""
        rules, prefix = self.rules, f"{self.model._meta.app_label}_{self.model._meta.model_name}"
        return {
            f"{prefix}_changelist": rules.list or rules.view,
            f"{prefix}_add": rules.add,
            f"{prefix}_change": rules.view,
            f"{prefix}_history": rules.view if self.has_field_history else None,
        }

    # --- What is read ------------------------------------------------------------------
    def access_keys(self, _row: Any) -> tuple[str, str]:
        """Whom a record is about and of which case, as the access log names them."""
        raise NotImplementedError(f"{type(self).__name__} shows member data and must name whose.")

    def note_read(self, request: HttpRequest, row: Any, *, purpose: str) -> None:
        """One row in the access log for a record with member data, once per request."""
        if not self.reads_member_data or row is None or _NOTED in vars(request):
            return
        vars(request)[_NOTED] = True
        subject, case = self.access_keys(row)
        access_record(
            actor=acting_person(request).key,
            subject=subject,
            purpose=purpose,
            case=case,
            now=timezone.now(),
        )

    def note_list(self, request: HttpRequest) -> None:
        """One row in the access log that names the list, where it shows member data."""
        if self.reads_member_data:
            access_record(
                actor=acting_person(request).key,
                subject=f"admin:{self.model._meta.model_name}",
                purpose="admin.list",
                case=self.case_of_list(request),
                now=timezone.now(),
            )

    def case_of_list(self, _request: HttpRequest) -> str:
        """The case that the list is narrowed to, as the access log names it; empty for none."""
        return ""

    def get_object(self, request: HttpRequest, object_id: str, from_field: Any = None) -> Any:
        """The record, its reading noted."""
        row = super().get_object(request, object_id, from_field)
        self.note_read(request, row, purpose="admin.record")
        return row

    def _get_obj_does_not_exist_redirect(self, *_args: Any) -> NoReturn:
        """Nothing by that number: 404, as everywhere."""
        raise Http404("There is no such record.")

    def get_changelist(self, _request: HttpRequest, **_more: Any) -> type[SearchedList]:
        """Lists keep what is searched for out of the address."""
        return SearchedList

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        """The list; what is typed into its search is posted and kept in the session."""
        if not self.has_view_permission(request):
            raise NotPermittedError("You may not see this list.")
        if request.method == "POST" and SEARCH_FIELD in request.POST:
            return search_kept(request)
        self.note_list(request)
        answer: HttpResponse = super().changelist_view(
            request, {"title": self.page_title(), "about": self.about, **(extra_context or {})}
        )
        return answer

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """Whether the address may filter by this: the list's own filters and no other."""
        del value
        offered = {
            getattr(one, "parameter_name", None) or (one if isinstance(one, str) else one[0])
            for one in self.get_list_filter(request)
        }
        return any(lookup == name or lookup.startswith(f"{name}__") for name in offered)

    def prepare_rows(self, rows: Sequence[Any]) -> None:
        """Names those who acted on the rows of a page; one query where there are any."""
        keys = {key for row in rows for key in self.actor_keys_of(row) if key}
        names = names_of(keys) if keys else {}
        for row in rows:
            vars(row)[_NAMES] = names

    def actor_keys_of(self, row: Any) -> list[str]:
        """The keys of those who acted on the row ("user:12")."""
        return [getattr(row, name) for name in self.actor_fields]

    def actor_name(self, row: Any, key: str) -> str:
        """The name behind a key; a query of its own where the row was not prepared."""
        names = vars(row).get(_NAMES) or names_of([key])
        return names.get(key, key)

    def page_title(self) -> str:
        """What the list is called."""
        return self.list_title or str(self.model._meta.verbose_name_plural).capitalize()

    # --- What is written ---------------------------------------------------------------
    def write(self, _writing: Writing, *, actor: Actor, now: datetime) -> int:
        """Has a service write; returns the record's id.

        Raises:
            NotPermittedError: always here; records are read-only unless a class says how.
        """
        del actor, now
        raise NotPermittedError("This record is read-only.")

    def get_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        """The fields, and the reason where something can be changed."""
        may = self.has_change_permission(request, obj) if obj else self.has_add_permission(request)
        asks = may and issubclass(self.form, ReasonedForm)
        return [*self.shown_fields(obj), *([REASON] if asks else [])]

    def shown_fields(self, _obj: Any) -> tuple[str, ...]:
        """The fields of the page; of a new record when there is none yet."""
        return self.fields

    def formfield_for_dbfield(self, db_field: Any, request: HttpRequest, **more: Any) -> Any:
        """The field alone: another record is opened on its own page, not from here."""
        field = super().formfield_for_dbfield(db_field, request, **more)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget = field.widget.widget
        return field

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> list[Any]:
        """One block of fields."""
        return [(None, {"fields": self.get_fields(request, obj)})]

    def get_form(self, request: HttpRequest, obj: Any = None, **more: Any) -> Any:
        """The form, with what a service said against it in this request."""
        form = super().get_form(request, obj, **more)
        form.refusal = vars(request).get(_REFUSAL, "")
        return form

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: Any = None,
    ) -> HttpResponse:
        """The record's page; a service's refusal stands over the form as it was filled in.

        Raises:
            NotPermittedError: something was sent by somebody who may only read.
        """
        if request.method == "POST" and object_id and not self.has_change_permission(request):
            raise NotPermittedError("You may read this record, not change it.")
        try:
            return self._page(request, object_id, form_url, extra_context)
        except NotPermittedError:
            raise
        except self.refusals as error:
            vars(request)[_REFUSAL] = str(error)
            return self._page(request, object_id, form_url, extra_context)

    def _page(self, request: HttpRequest, *where: Any) -> HttpResponse:
        answer: HttpResponse = super().changeform_view(request, *where)
        return answer

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *more: Any, obj: Any = None, **kw: Any
    ) -> HttpResponse:
        """The page with what else can be done to the record."""
        context |= {
            "acts": self.offered_acts(request, obj) if obj else [],
            "has_field_history": self.has_field_history,
            "list_title": self.page_title(),
            "about": self.about,
        }
        answer: HttpResponse = super().render_change_form(request, context, *more, obj=obj, **kw)
        return answer

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:  # noqa: FBT001 - Django's
        """Hands what was changed to the service."""
        asked = {
            name: value
            for name, value in form.cleaned_data.items()
            if name != REASON and (not change or name in form.changed_data)
        }
        if change and not asked:
            return
        writing = Writing(
            values=asked,
            reason=form.cleaned_data.get(REASON, ""),
            row_id=obj.pk if change else None,
        )
        obj.pk = self.write(writing, actor=acting_person(request), now=timezone.now())
        obj.refresh_from_db()

    def save_related(self, *_args: Any) -> None:
        """Nothing: no record here has rows of its own to save."""

    def log_addition(self, *_args: Any) -> None:
        """Nothing: services keep the audit record."""

    def log_change(self, *_args: Any) -> None:
        """Nothing: services keep the audit record."""


class HistoryAdmin(SimpleHistoryAdmin, RecordAdmin):  # type: ignore[misc]  # ships no types
    """A record with field history: what was, what is, who, when and why. Never reverted."""

    has_field_history = True
    object_history_template = "admin/field_history.html"
    history_list_per_page = 50

    def get_urls(self) -> list[URLPattern]:
        """The record's routes; the history is read on one page, and nothing is put back."""
        return [one for one in super().get_urls() if not str(one.name).endswith("simple_history")]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: Any = None
    ) -> HttpResponse:
        """Every change of the record, newest first."""
        row = self.get_queryset(request).filter(pk=_number(object_id)).first()
        if row is None:
            raise Http404("There is no such record.")
        self.note_read(request, row, purpose="admin.history")
        answer: HttpResponse = super().history_view(
            request,
            object_id,
            {"original": row, "list_title": self.page_title(), **(extra_context or {})},
        )
        return answer

    def history_view_title(self, _request: HttpRequest, _obj: Any) -> str:
        """The page's title."""
        return "Field history"


def _number(object_id: str) -> int:
    return int(object_id) if object_id.isdecimal() else 0
