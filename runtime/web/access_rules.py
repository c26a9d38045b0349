"""Who may use each view. Every view says so; one that does not is refused, whatever it would have done."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, TypeVar
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, request
from flask.typing import ResponseReturnValue
from werkzeug.routing import Rule

Who = Literal["public", "applicant", "staff", "author"]
View = TypeVar("View", bound=Callable[..., ResponseReturnValue])
Enforcer = Callable[[], ResponseReturnValue | None]

MOST_WITH_FILES = 54_000_000
"""As many files as one application may have, 50 MB, and the form around them."""

_KEY = "townclerk.access"
_OWN_ORIGIN = (None, "same-origin", "none")


class UndeclaredAccess(RuntimeError):
    """A view does not say who may use it, so nobody may."""


def access(who: Who, *, takes_files: bool = False, by_itself: bool = False) -> Callable[[View], View]:
    """Declare who may use a view, and whether files may be sent to it: others are refused more than a form's worth.

    ``public`` shows nothing personal; ``applicant`` shows only what this browser's own session opens, and names no
    object in its address; ``staff`` needs somebody signed in, and the view itself asks what they may see; ``author``
    somebody who builds services. What a page asks for ``by_itself``, with nobody at it, keeps no session open.
    """

    def declare(view: View) -> View:
        view.access = who  # type: ignore[attr-defined]
        view.takes_files = takes_files  # type: ignore[attr-defined]
        view.by_itself = by_itself  # type: ignore[attr-defined]
        return view

    return declare


def install(app: Flask) -> None:
    app.extensions[_KEY] = {}
    app.before_request(_guard)


def enforce(app: Flask, who: Who, enforcer: Enforcer) -> None:
    """Have ``enforcer`` decide, before each view for ``who``: it answers None to let the request through."""
    app.extensions[_KEY][who] = enforcer


def declared(app: Flask) -> tuple[tuple[Rule, Who | None], ...]:
    """Every route, with who may use it: None where a view does not say."""
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return tuple((rule, getattr(app.view_functions[rule.endpoint], "access", None)) for rule in rules)


def refuse_undeclared(app: Flask) -> None:
    """Raises:
    UndeclaredAccess: naming every route whose view does not say who may use it.
    """
    silent = [f"{rule.endpoint} ({rule.rule})" for rule, who in declared(app) if who is None]
    if silent:
        raise UndeclaredAccess(f"these views do not say who may use them: {', '.join(silent)}")


def _guard() -> ResponseReturnValue | None:
    endpoint = request.endpoint
    if endpoint is None or endpoint == "static":
        return None  # a 404 or 405 of the router's, or a file that everyone may have
    if not request.path.isprintable():
        abort(404)  # no name of ours holds such characters, and the database refuses some of them
    view = current_app.view_functions[endpoint]
    who = getattr(view, "access", None)
    if who is None:
        raise UndeclaredAccess(endpoint)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        # Only a form of parts can hold a file; any other that long would be millions of fields.
        if getattr(view, "takes_files", False) and request.mimetype == "multipart/form-data":
            request.max_content_length = MOST_WITH_FILES
        if not _from_our_own_pages():
            abort(403)
    enforcer: Enforcer | None = current_app.extensions[_KEY].get(who)
    return enforcer() if enforcer else None


def _from_our_own_pages() -> bool:
    """Whether the browser says that one of our pages sent this. One that says nothing is left to the CSRF token."""
    if request.headers.get("Sec-Fetch-Site") not in _OWN_ORIGIN:
        return False
    origin = request.headers.get("Origin")
    return origin in (None, "null") or urlsplit(origin).netloc == request.host
