"""Whose request this is, on the pages of staff: the cookie that opens a session, and the way back after signing in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from flask import current_app, g, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from flask_wtf.csrf import validate_csrf
from itsdangerous import BadData, URLSafeTimedSerializer
from werkzeug.routing import BuildError

from runtime import sessions
from runtime.access import Viewer
from runtime.sessions import SignedIn
from runtime.web.htmx import page
from runtime.web.site import current_site, now

_KEPT = timedelta(hours=8)
_MOST_KEPT = 100_000
_UNKEPT = ("csrf_token", "password")

_WHOLE = {"HX-Retarget": "#page", "HX-Reselect": "#page", "HX-Reswap": "outerHTML show:window:top"}
"""Has a page take the place of all, whatever piece of it was asked for."""

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class WayBack:
    """Where somebody was going: one of our own routes, and the form they were sending when their session ended."""

    endpoint: str = "staff.home"
    arguments: dict[str, str] = field(default_factory=dict)
    query: Pairs = ()
    form: Pairs = ()

    @property
    def url(self) -> str:
        """An address of this site. What was asked of the route is put in as text: it can name no other host."""
        try:
            path = url_for(self.endpoint, **dict[str, Any](self.arguments))
        except BuildError:
            return url_for("staff.home")
        return f"{path}?{urlencode(self.query)}" if self.query else path


BY_ITSELF = "Townclerk-By-Itself"
"""A header that pages send when they ask how far something is. Whoever sends it only has their session end sooner."""


def require() -> ResponseReturnValue | None:
    """Let a request through that carries the key of an open session; ask anybody else to sign in, keeping their way."""
    key = request.cookies.get(cookie_name(), "")
    g.signed_in = _session(key) if key else None
    if g.signed_in is not None:
        return None
    back, by_htmx = _way_back(), request.headers.get("HX-Request") == "true"
    if by_htmx and not back.form:
        return "", 401, {"HX-Redirect": url_for("sign_in.show")}
    ended = bool(key)
    body = page("staff/sign-in.html", way=_sign(back), kept=bool(back.form), ended=ended, email="", problem=None)
    return body, 401, _WHOLE if by_htmx else {}


def _session(key: str) -> SignedIn | None:
    """The session that the key opens. What a page asks for by itself is no sign of life: a view that is only ever asked
    so, or one whose page says that nobody pressed anything."""
    database, view = current_site().database, current_app.view_functions[request.endpoint or ""]
    if not getattr(view, "by_itself", False) and BY_ITSELF not in request.headers:
        return sessions.visit(database, key, at=now())
    with database.read() as session:
        return sessions.resolve(session, key, at=now())


def current() -> SignedIn:
    """The session that the request's cookie opened; only a view for staff may ask."""
    signed_in: SignedIn = g.signed_in
    return signed_in


def viewer() -> Viewer:
    """Who is asking, as far as access goes."""
    return current().viewer


def key() -> str:
    return request.cookies.get(cookie_name(), "")


def give(response: Response, token: str) -> Response:
    """Put the key of a session in the browser, out of reach of scripts and of other sites. It ends with the browser."""
    secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
    response.set_cookie(cookie_name(), token, path="/", secure=secure, httponly=True, samesite="Lax")
    return response


def take_away(response: Response) -> Response:
    secure: bool = current_app.config["SESSION_COOKIE_SECURE"]
    response.delete_cookie(cookie_name(), path="/", secure=secure, httponly=True, samesite="Lax")
    return response


def cookie_name() -> str:
    return "__Host-townclerk-staff" if current_app.config["SESSION_COOKIE_SECURE"] else "townclerk-staff"


def follow(signed: str) -> WayBack:
    """Read a way back that we signed; anything else leads home. It names a route of ours, never an address."""
    try:
        endpoint, arguments, query, form = _signer().loads(signed, max_age=int(_KEPT.total_seconds()))
    except (BadData, ValueError):
        return WayBack()
    return WayBack(endpoint, arguments, tuple(map(tuple, query)), tuple(map(tuple, form)))


def _sign(back: WayBack) -> str:
    return str(_signer().dumps([back.endpoint, back.arguments, back.query, back.form]))


def _way_back() -> WayBack:
    arguments = {name: str(value) for name, value in (request.view_args or {}).items()}
    endpoint = request.endpoint or "staff.home"
    if request.method in ("GET", "HEAD"):
        return WayBack(endpoint, arguments, tuple(request.args.items(multi=True)))
    form = tuple((name, value) for name, value in request.form.items(multi=True) if not name.startswith(_UNKEPT))
    if sum(len(name) + len(value) for name, value in form) > _MOST_KEPT or not _sent_by_our_page():
        return WayBack()
    return WayBack(endpoint, arguments, form=form)


def _sent_by_our_page() -> bool:
    """A form is kept only if it was ours, or another site could have us offer what it wrote for sending again."""
    try:
        validate_csrf(request.form.get("csrf_token"))
    except ValueError:
        return False
    return True


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(current_site().settings.secret_key, salt="townclerk.way-back")
