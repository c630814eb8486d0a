"""The made-up packet as the finder itself reads it, its laboratory page whole or with lost rows."""

from cases.models import Case, Evidence
from cases.services.facts import find_in_pages
from cases.services.preparing import case_prepare
from documents.domain.damage import Damage
from documents.models import Page
from tests.cases.factories import House
from tests.cases.paper import HEIGHT, LABORATORY, box_of


def read_case(house: House, *, damage: Damage | None = None) -> Case:
    """A claimed case whose facts the finder read; damage is of its laboratory page, the seventh."""
    case = house.case(prepared="no")
    if damage:
        link = case.documents.get()
        seventh = Page.objects.get(document_id=link.document_id, number=7)
        seventh.damage = damage.as_dict()
        seventh.save(update_fields=["damage"])
    case_prepare(case.pk, find_in_pages(case), now=house.now)
    return house.claimed(house.fresh(case))


def hiv(case: Case) -> Evidence:
    first = case.facts.get(name="hiv_result").evidence.order_by("id").first()
    assert first is not None
    return first


def rows_of(quote: str) -> Damage:
    """Damage of the rows on which the words of the laboratory page stand."""
    _, top, _, bottom = box_of(LABORATORY, quote)
    return Damage(HEIGHT, 12, ((top / HEIGHT, bottom / HEIGHT),))
