"""One handler a family: what a person is told when the site says no, and what they can do about it."""

from __future__ import annotations

import math

import structlog
from flask import Flask, Response, make_response, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DBAPIError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from runtime.errors import Refused
from runtime.web import htmx
from runtime.web.limits import TooOften
from runtime.web.shell import language
from runtime.web.words import WORDS, say

log = structlog.get_logger(__name__)


def install(app: Flask) -> None:
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(Refused, _said_no)
    app.register_error_handler(CSRFError, _too_long_open)
    app.register_error_handler(TooOften, _too_often)
    for lost in (OperationalError, InterfaceError, PoolTimeout):
        app.register_error_handler(lost, unavailable)
    app.register_error_handler(Exception, _defect)


def answer(status: int, *, kind: str | None = None, more: tuple[str, ...] = (), **values: object) -> Response:
    """The page that says no with that status: ``kind`` names its words where the status alone does not."""
    key = kind or (f"error-{status}" if f"error-{status}" in WORDS else "error-400" if status < 500 else "error-500")
    spoken = language()
    title, words = say(spoken, f"{key}-title"), say(spoken, key, **values)
    return make_response(htmx.page("errors/page.html", title=title, words=words, more=more), status)


def is_unavailable(error: BaseException) -> bool:
    """Whether the database is what failed, rather than what was asked of it."""
    lost = isinstance(error, DBAPIError) and error.connection_invalidated
    return lost or isinstance(error, OperationalError | InterfaceError | PoolTimeout)


def refused(error: HTTPException) -> Response:
    """The page for an error of the web's own."""
    status = error.code or 500
    if status < 400 or error.response is not None:
        return make_response(error.get_response())
    response = answer(status)
    if status == 405:
        response.headers["Allow"] = ", ".join(sorted(getattr(error, "valid_methods", None) or ()))
    return response


def _said_no(error: Refused) -> Response:
    """A refusal of the domain's. What is not there is told in the same words as a wrong address."""
    kind = f"error-{error.code}" if f"error-{error.code}" in WORDS else None
    return answer(error.status, kind=kind, more=() if error.status == 404 else (error.message,))


def _too_long_open(error: CSRFError) -> Response:
    return answer(400, kind="error-csrf")


def _too_often(error: TooOften) -> Response:
    response = answer(429, minutes=math.ceil(error.wait / 60))
    response.headers["Retry-After"] = str(error.wait)
    return response


def unavailable(error: Exception, kind: str = "error-503") -> Response:
    """The database is what failed: nothing was saved, and it is worth trying again."""
    log.error("database-unavailable", endpoint=request.endpoint, error=type(error).__name__)
    response = answer(503, kind=kind)
    response.headers["Retry-After"] = "60"
    return response


def _defect(error: Exception) -> Response:
    """A bug: its kind and place go to the log, what people typed does not."""
    log.error("defect", endpoint=request.endpoint, error=type(error).__name__, at=_place(error))
    return answer(500)


def _place(error: BaseException) -> str:
    last = error.__traceback__
    while last and last.tb_next:
        last = last.tb_next
    return f"{last.tb_frame.f_code.co_filename}:{last.tb_lineno}" if last else ""
