"""Lengths of time in words."""

from datetime import timedelta


def span_words(span: timedelta) -> str:
    """A length of time in its largest unit or two, rounded down: "12 s", "3 min", "2 h 5 min"."""
    seconds = max(int(span.total_seconds()), 0)
    if seconds < 60:
        return f"{seconds} s"
    minutes, hours, days = seconds // 60, seconds // 3600, seconds // 86400
    if minutes < 60:
        return f"{minutes} min"
    if hours < 24:
        return f"{hours} h {minutes % 60} min" if minutes % 60 else f"{hours} h"
    return "1 day" if days == 1 else f"{days} days"
