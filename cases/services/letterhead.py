"""The plan's letterhead settings as the letters need them."""

from collections.abc import Mapping
from typing import Any

from cases.letters.context import LanguageHelp, Letterhead, Party


def letterhead_from(settings: Mapping[str, Any]) -> Letterhead:
    """The letterhead of the plan settings.

    What is not set stays empty and is reported as missing when a letter needs it.
    """
    appeals = settings.get("appeals") or {}
    return Letterhead(
        plan_name=settings.get("plan_name", ""),
        address=tuple(settings.get("address", ())),
        phone=settings.get("phone", ""),
        hours=settings.get("hours", ""),
        tty=settings.get("tty", ""),
        website=settings.get("website", ""),
        department=settings.get("department", "Utilization Management"),
        appeals=Party(
            name=appeals.get("name", ""),
            address=tuple(appeals.get("address", ())),
            phone=appeals.get("phone", ""),
            fax=appeals.get("fax", ""),
        ),
        records_fax=settings.get("records_fax", ""),
        records_address=tuple(settings.get("records_address", ())),
        peer_to_peer_phone=settings.get("peer_to_peer_phone", ""),
        peer_to_peer_days=int(settings.get("peer_to_peer_days", 14)),
        language_help=tuple(
            LanguageHelp(language=item["language"], text=item["text"])
            for item in settings.get("language_help", ())
        ),
    )
