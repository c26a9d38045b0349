"""Logs: one JSON object a line, with ids and no personal data. Of an error its kind and place, never its words."""

from __future__ import annotations

import logging
import sys
import traceback
from types import TracebackType
from typing import Any

import structlog
from structlog.typing import EventDict, WrappedLogger

FRAMES = 12

_ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


def configure(level: str) -> None:
    """Send our logs and those of libraries to standard error. ``level`` is debug, info, warning or error."""
    when = structlog.processors.TimeStamper(fmt="iso", utc=True)
    shared: list[Any] = [structlog.processors.add_log_level, when]
    number = logging.getLevelNamesMapping()[level.upper()]
    structlog.configure(
        processors=[*shared, _place, structlog.processors.JSONRenderer(default=str)],
        wrapper_class=structlog.make_filtering_bound_logger(number),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[_named, _place, structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                        structlog.processors.JSONRenderer(default=str)],
            foreign_pre_chain=shared,
        )
    )  # fmt: skip
    logging.basicConfig(level=max(number, logging.WARNING), handlers=[handler], force=True)


def _named(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """A library's own words can hold what it was given, so only where they were said is kept."""
    record: logging.LogRecord = event["_record"]
    event["event"] = f"{record.name}.{record.funcName}"
    return event


def _place(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """An error's kind, those it came from, and the lines it passed; its message may quote what somebody typed."""
    given = event.pop("exc_info", None)
    info: _ExcInfo | tuple[None, None, None] = sys.exc_info() if given is True else given or (None, None, None)
    if isinstance(given, BaseException):
        info = (type(given), given, given.__traceback__)
    error = info[1]
    if error is None:
        return event
    event["error"] = [type(one).__name__ for one in _causes(error)]
    frames = traceback.extract_tb(info[2])[-FRAMES:]
    event["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return event


def _causes(error: BaseException) -> list[BaseException]:
    found, one = [], error
    while one is not None and one not in found:
        found.append(one)
        one = one.__cause__ or one.__context__  # type: ignore[assignment]
    return found
