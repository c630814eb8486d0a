"""Policies with the cases that are reviewed under them, which policies cannot know themselves."""

from typing import Any

from django.urls import reverse
from django.utils.html import format_html

from cases.selectors.policy_use import MOST_COUNTED, cases_under
from criteria.admin.policies import PolicyAdmin
from criteria.models import PolicyRevision


class PolicyWithCasesAdmin(PolicyAdmin):
    """A policy's page with the way to its cases."""

    fields = (*PolicyAdmin.fields[:-1], "cases", PolicyAdmin.fields[-1])

    def cases(self, row: Any) -> str:
        """How many cases name this revision, and the way to them."""
        return policy_use_link(row)

    cases.short_description = "cases under this revision"  # type: ignore[attr-defined]


def policy_use_link(row: PolicyRevision) -> str:
    """The number of cases as a link to their list; a word where there is none."""
    count = cases_under(row.pk)
    if not count:
        return "None"
    address = f"{reverse('admin:cases_case_changelist')}?policy={row.pk}&standing=all"
    shown = f"{MOST_COUNTED} or more" if count >= MOST_COUNTED else str(count)
    noun = "case" if count == 1 else "cases"
    return format_html('<a href="{}">{} {}</a>', address, shown, noun)
