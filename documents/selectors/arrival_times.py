"""When papers came, as far as is known by now."""

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Least

from documents.models import Receipt


def receipts_dated() -> QuerySet[Receipt]:
    """Every arrival with came_at: its time, or an earlier one that a late slip says."""
    slip = Coalesce(F("late_slip__received_at"), F("received_at"))
    return Receipt.objects.select_related("late_slip").annotate(
        came_at=Least(F("received_at"), slip)
    )
