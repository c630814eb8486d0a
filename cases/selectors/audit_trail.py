"""Keys of the audit record and the access log in the words of people who look into them."""

import re
from collections.abc import Iterable

from accounts.domain.actor import Actor
from cases.models import Case
from cases.selectors.access import case_for, page_subject
from operations.selectors.audit import ReadScope

_CASE_KEY = re.compile(r"^case:(\d+)$")


def case_key(actor: Actor, number: str) -> str:
    """The key and the stream of a case.

    Raises:
        CaseNotFoundError: there is none, or the actor may not see it.
    """
    return f"case:{case_for(actor, number).pk}"


def read_scope_of(actor: Actor, number: str) -> ReadScope:
    """What counts as a look at this case: the case, its member, its arrivals and their pages.

    Reads from the member's other cases count too. Four queries.

    Raises:
        CaseNotFoundError: there is no such case, or the actor may not see it.
    """
    case = case_for(actor, number)
    cases = Case.objects.filter(member=case.member_id).values_list("pk", flat=True)
    links = list(case.documents.values_list("receipt_id", "document_id", "document__page_count"))
    letters = case.letters.values_list("pk", flat=True)
    return ReadScope(
        cases=tuple(f"case:{pk}" for pk in cases),
        subjects=(
            f"member:{case.member_id}",
            *(f"case:{pk}" for pk in cases),
            *(f"receipt:{receipt_id}" for receipt_id, _, _ in links),
            *(f"letter:{pk}" for pk in letters),
            *(
                page_subject(document_id, number)
                for _, document_id, count in links
                for number in range(1, (count or 0) + 1)
            ),
        ),
    )


def case_numbers(keys: Iterable[str]) -> dict[str, str]:
    """The case number of each key that is a case's; other keys are left out. One query."""
    ids = {int(found[1]): key for key in keys if (found := _CASE_KEY.match(key))}
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "number") if ids else ()
    return {ids[pk]: number for pk, number in rows}
