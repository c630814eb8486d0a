"""Searching a list without what was typed ever standing in an address.

What is searched for may be a name or a member number. It is posted, kept in the session,
and the address says only that something is being looked for.
"""

from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponseRedirect
from unfold.views import ChangeList

FOUND = "found"
SEARCH_FIELD = "q"
LONGEST_SEARCH = 100
MOST_COUNTED = 10_000


class CountedPages(Paginator):  # type: ignore[type-arg]  # not subscriptable at run time
    """Pages of a list whose count stops at MOST_COUNTED, so that a count costs little."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, MOST_COUNTED when there are more."""
        rows: Any = self.object_list
        return int(rows.order_by()[:MOST_COUNTED].count())


class SearchedList(ChangeList):  # type: ignore[misc]  # unfold ships no types
    """A list that takes its search words from the session."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        self.kept_words = words_kept(request) if FOUND in request.GET else ""
        super().__init__(request, *args, **kwargs)

    def get_filters_params(self, params: Any = None) -> dict[str, Any]:
        """The filters in the address; that something is looked for is none."""
        found: dict[str, Any] = super().get_filters_params(params)
        found.pop(FOUND, None)
        return found

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> Any:
        """The rows found by the words kept, whatever the address says."""
        self.query = self.kept_words
        return super().get_queryset(request, exclude_parameters)

    def get_results(self, request: HttpRequest) -> None:
        """The rows of the page, with what their columns need fetched once for all."""
        super().get_results(request)
        rows: list[Any] = list(vars(self)["result_list"])
        self.model_admin.prepare_rows(rows)
        self.result_list = rows


def words_kept(request: HttpRequest) -> str:
    """What this person looks for on this list; empty when nothing."""
    return str(request.session.get(_key(request), ""))


def search_kept(request: HttpRequest) -> HttpResponseRedirect:
    """Keeps what was typed and goes back to the list, filters as they were."""
    words = request.POST.get(SEARCH_FIELD, "").replace("\x00", "").strip()[:LONGEST_SEARCH]
    address = request.GET.copy()
    for name in (FOUND, SEARCH_FIELD, "p"):
        address.pop(name, None)
    if words:
        request.session[_key(request)] = words
        address[FOUND] = "1"
    else:
        request.session.pop(_key(request), None)
    query = address.urlencode()
    return HttpResponseRedirect(f"{request.path}?{query}" if query else request.path)


def _key(request: HttpRequest) -> str:
    return f"admin_search:{request.path}"
