"""Log lines as JSON fields from an allow-list; member data has no way in.

Three doors, each with its own lock:

- structlog calls: the event is a dotted word (`request.finished`), the fields are those
  listed in FIELDS, their values short and plain. Anything else is dropped and its field
  name, never its value, is listed under `dropped`.
- the standard library, from our own packages and the two servers: the message with numbers
  and code-like words filled in; any other argument becomes a dot.
- the standard library, from other packages: the message as written in their source, its
  arguments left out, since they may carry addresses, SQL or values.

Of an exception only its class and the line where it arose are kept: a message could quote
what a database or a parser was given.
"""

import logging
import re
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from types import TracebackType
from typing import Any

import structlog

SCREENED_PACKAGES = frozenset(
    {"operations", "accounts", "criteria", "documents", "cases", "config", "precert"}
    | {"celery", "gunicorn"}
)
FIELDS = frozenset(
    {
        *("event", "level", "logger", "timestamp", "dropped"),
        *("request_id", "method", "route", "status", "duration_ms", "queries"),
        *(
            "job",
            "kind",
            "attempts",
            "queue",
            "error_code",
            "task",
            "task_id",
            "worker",
            "runtime_s",
        ),
        *("exception", "where", "count", "seconds", "bytes", "pages", "version"),
    }
)
LONGEST_VALUE = 200
EVENT_NAME = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")
CODE_LIKE = re.compile(r"[A-Za-z0-9_.:@/#+-]{0,80}")
UNNAMED_EVENT = "event.unnamed"
# Celery passes its facts by name; these three are codes and numbers.
CELERY_NAMES = {"name": "task", "id": "task_id", "runtime": "runtime_s"}

ARGUMENTS = "precert_arguments"

EventDict = MutableMapping[str, Any]


def logging_config(*, level: str) -> dict[str, Any]:
    """Return the dictConfig for web, worker and beat, all to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"json": {"()": "config.logging.JsonFormatter"}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "json"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # One line per request is ours; Django's repeats it with the address.
            "django.request": {"level": "ERROR"},
            "django.server": {"level": "ERROR"},
        },
    }


class JsonFormatter(structlog.stdlib.ProcessorFormatter):
    """Turns every record, ours or not, into one JSON line."""

    def __init__(self) -> None:
        """Set up structlog too, so that its events come by here."""
        configure_structlog()
        super().__init__(
            foreign_pre_chain=[foreign_event, *_SHARED],
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                keep_allowed_fields,
                structlog.processors.JSONRenderer(sort_keys=True),
            ],
        )

    def format(self, record: logging.LogRecord) -> str:
        """Return the line; the arguments are set aside, since the parent fills them in at once."""
        copy = logging.makeLogRecord(record.__dict__)
        if not isinstance(copy.msg, dict):
            copy.__dict__[ARGUMENTS], copy.args = copy.args, ()
        return super().format(copy)


def configure_structlog() -> None:
    """Send structlog's events through the standard library, so that one formatter sees all."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.contextvars.merge_contextvars,
            named_event,
            *_SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def named_event(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Keep an event's name; a sentence in its place is not let through."""
    if not EVENT_NAME.fullmatch(str(event.get("event", ""))):
        event["event"] = UNNAMED_EVENT
    return event


def foreign_event(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Rewrite a standard library record: the message as its source has it, arguments screened."""
    record: logging.LogRecord = event["_record"]
    arguments = record.__dict__.get(ARGUMENTS)
    screened = record.name.partition(".")[0] in SCREENED_PACKAGES
    event["event"] = _screened(str(record.msg), arguments) if screened else str(record.msg)
    event.update(structlog.contextvars.get_contextvars())
    if isinstance(arguments, Mapping):
        known = {name: ours for name, ours in CELERY_NAMES.items() if name in arguments}
        event.update({ours: arguments[name] for name, ours in known.items()})
    return event


def _screened(message: str, arguments: object) -> str:
    """Return the message filled in with numbers and code-like words, a dot for anything else."""
    try:
        if isinstance(arguments, Mapping):
            return message % {name: _plain(value) for name, value in arguments.items()}
        return message % tuple(map(_plain, arguments)) if isinstance(arguments, tuple) else message
    except (TypeError, ValueError, KeyError):
        return message


def _plain(argument: object) -> object:
    if isinstance(argument, int | float):
        return argument
    text = str(argument) if isinstance(argument, str) else ""
    return text if text and CODE_LIKE.fullmatch(text) else "·"


def exception_class_and_place(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Replace an exception by its class and the line where it arose."""
    found = event.pop("exc_info", None)
    if not found:
        record = event.get("_record")
        found = record.exc_info if isinstance(record, logging.LogRecord) else None
    event.pop("stack_info", None)
    kind, trace = _kind_and_trace(found)
    if kind is not None:
        event["exception"] = kind.__name__
        event["where"] = _place(trace)
    return event


def _kind_and_trace(found: object) -> tuple[type[BaseException] | None, TracebackType | None]:
    if found is True:
        found = sys.exc_info()
    if isinstance(found, BaseException):
        return type(found), found.__traceback__
    if isinstance(found, tuple) and len(found) == 3:
        return found[0], found[2]
    return None, None


def _place(trace: TracebackType | None) -> str:
    frames = traceback.extract_tb(trace)
    own = [frame for frame in frames if "site-packages" not in frame.filename] or frames
    return f"{own[-1].filename.rpartition('/')[2]}:{own[-1].lineno}" if own else ""


def keep_allowed_fields(_logger: object, _method: str, event: EventDict) -> EventDict:
    """Drop every field that is not on the list or not a short plain value; list their names."""
    kept: EventDict = {}
    dropped: list[str] = []
    for name, value in event.items():
        if name in FIELDS and _is_plain(value):
            kept[name] = value[:LONGEST_VALUE] if isinstance(value, str) else value
        elif not name.startswith("_"):
            dropped.append(name[:40])
    if dropped:
        kept["dropped"] = ",".join(sorted(dropped))
    return kept


def _is_plain(value: object) -> bool:
    return value is None or isinstance(value, str | int | float | bool)


_SHARED: tuple[Any, ...] = (
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    exception_class_and_place,
)
