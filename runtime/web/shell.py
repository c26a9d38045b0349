"""What surrounds every page: its headers, cookies, limits on what may be sent, and what each template may use."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, g, request, session
from flask.sessions import SecureCookieSessionInterface
from flask_wtf.csrf import CSRFProtect
from itsdangerous import URLSafeTimedSerializer
from jinja2 import PackageLoader, PrefixLoader
from jinja2.loaders import ChoiceLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from runtime import frontend
from runtime.config import Settings
from runtime.web import access_rules, brand
from runtime.web.undefined import Forgotten
from runtime.web.words import LANGUAGES, say

MOST_BYTES = 1_000_000
"""The largest request to a view that takes no files."""

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
}
POLICY = (
    "default-src 'none'; script-src 'nonce-{nonce}'; style-src 'self'; img-src 'self' data:; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
HTMX = {
    "allowEval": False,
    "allowScriptTags": False,
    "selfRequestsOnly": True,
    "includeIndicatorStyles": False,
    "historyCacheSize": 0,  # a page with answers on it must not stay in the browser's storage
    "refreshOnHistoryMiss": True,
    "scrollIntoViewOnBoost": False,
    "attributesToSettle": ["class"],  # settling a style would break our own policy
    "responseHandling": [{"code": "204", "swap": False}, {"code": "[2345]..", "swap": True}],
}
"""htmx 2 swaps no 4xx unless told to, and a page with errors is a 422."""


def install(app: Flask, settings: Settings) -> None:
    """Give an application its shell. Call it before any view is registered."""
    app.config.update(_config(settings))
    app.session_interface = SessionCookie(app)
    if settings.proxies:
        app.wsgi_app = ProxyFix(app.wsgi_app, settings.proxies, settings.proxies, 0, 0)  # type: ignore[method-assign]
    app.jinja_env.undefined = Forgotten
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.jinja_env.globals |= _globals(settings)
    app.context_processor(_context)
    access_rules.install(app)
    CSRFProtect(app)
    app.after_request(partial(_headers, {} if settings.demo else {"Strict-Transport-Security": "max-age=31536000"}))


def loader() -> ChoiceLoader:
    """Our templates first, then those of the GOV.UK components under the name they import each other by."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return ChoiceLoader([PackageLoader("templates", ""), components])


def language() -> str:
    """The language this browser chose, English until it does."""
    chosen: str = session.get("language", "en")
    return chosen if chosen in LANGUAGES else "en"


def nonce() -> str:
    """This reply's own mark: only a script or style that carries it runs."""
    if "nonce" not in g:
        g.nonce = secrets.token_urlsafe(16)
    mark: str = g.nonce
    return mark


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, with its signer made once: deriving the key costs more than the signature."""

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer


def _config(settings: Settings) -> dict[str, Any]:
    secure = urlsplit(settings.base_url).scheme == "https"
    hosts = [*settings.trusted_hosts, urlsplit(settings.base_url).hostname or ""]
    return {
        "SECRET_KEY": settings.secret_key,
        "TRUSTED_HOSTS": [*hosts, "127.0.0.1", "localhost", "[::1]"] if settings.demo else hosts,
        "SESSION_COOKIE_NAME": "__Host-townclerk" if secure else "townclerk",
        "SESSION_COOKIE_SECURE": secure,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_PATH": "/",
        "MAX_CONTENT_LENGTH": MOST_BYTES,
        "MAX_FORM_MEMORY_SIZE": 500_000,
        "MAX_FORM_PARTS": 1000,
        "SEND_FILE_MAX_AGE_DEFAULT": 31_536_000,  # static files are named by their content
        "WTF_CSRF_TIME_LIMIT": None,  # as long as the session: a form may be left open over lunch
        "WTF_CSRF_SSL_STRICT": False,  # we send no referrer; access_rules asks the browser where a post comes from
    }


def _globals(settings: Settings) -> dict[str, Any]:
    files: Mapping[str, Mapping[str, str]] = frontend.manifest().get("files", {})  # type: ignore[assignment]
    return {
        "asset": lambda name: f"/static/vendor/{files[name]['file']}",
        "integrity": lambda name: files[name]["integrity"],
        "council": settings.council,
        "demo": settings.demo,
        "htmx_config": HTMX,
        "language_names": LANGUAGES,
        **brand.names(settings),
    }


def _context() -> dict[str, Any]:
    spoken = language()
    return {"language": spoken, "nonce": nonce, "say": partial(say, spoken)}


def _headers(more: Mapping[str, str], response: Response) -> Response:
    headers = response.headers
    headers.extend(HEADERS)
    headers.extend(more)
    if "Content-Security-Policy" not in headers:
        headers["Content-Security-Policy"] = POLICY.format(nonce=nonce())
    if request.endpoint == "static" and response.status_code < 400:
        headers["Cache-Control"] = "public, max-age=31536000, immutable"
    elif "Cache-Control" not in headers:
        headers["Cache-Control"] = "no-store"
    return response
