"""The sources of faxes: an arrival is noted under them, and it is told whether any is silent."""

from datetime import UTC, datetime

from documents.domain.silence import REMEMBERED
from documents.models import SourceHour
from documents.selectors.sources import sources_standing
from operations.errors import NoPlanSettingsError
from operations.selectors.plan import plan_settings_on

WELL, NOT_WATCHED = "ok", "not watched"


def source_heard(kind: str, name: str, *, at: datetime) -> None:
    """Note that something came from the source at the time; part of the arrival's transaction.

    Two queries, three in the first of an hour.
    """
    hour_at = at.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    source = SourceHour.objects.filter(kind=kind, name=name)
    _, is_new = source.get_or_create(
        hour_at=hour_at, defaults={"kind": kind, "name": name, "last_at": at}
    )
    if is_new:
        source.filter(hour_at__lt=hour_at - 2 * REMEMBERED).delete()
    else:
        source.filter(hour_at=hour_at, last_at__lt=at).update(last_at=at)


def sources_word(now: datetime) -> str:
    """How it stands with the sources, in a word for /readyz: no line, no folder is named."""
    try:
        plan = plan_settings_on(now.date())
    except NoPlanSettingsError:
        return NOT_WATCHED
    if plan.fax_silence is None:
        return NOT_WATCHED
    silent = len(sources_standing(plan, now=now).silent)
    return f"{silent} silent" if silent else WELL
