"""When papers came, as far as is known by now."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.db.models.functions import Coalesce, Least

from documents.models import Receipt


def receipts_before(moment: datetime) -> QuerySet[Receipt]:
    """Arrivals that came before the moment by their time or by a late slip's, the first one first."""
    slip = Coalesce(F("late_slip__received_at"), F("received_at"))
    dated = Receipt.objects.annotate(came_at=Least(F("received_at"), slip))
    return dated.filter(came_at__lt=moment).select_related("late_slip").order_by("came_at", "pk")
