"""What surrounds every page: its headers, cookies, limits on what may be sent, and what each template may use."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, g, session
from jinja2 import PackageLoader, PrefixLoader
from jinja2.loaders import ChoiceLoader
from werkzeug.middleware.proxy_fix import ProxyFix

from definitions.words import direction
from runtime import frontend, tiles
from runtime.config import Settings
from runtime.web import access_rules, brand
from runtime.web.cookies import Csrf, SessionCookie
from runtime.web.headers import Guarded, nonce
from runtime.web.undefined import Forgotten
from runtime.web.words import LANGUAGES, say

MOST_BYTES = 500_000
"""The largest request without files, however its length is told: fields without end would fill the memory."""

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
    Csrf(app)
    app.wsgi_app = Guarded(  # type: ignore[method-assign]
        app.wsgi_app, https_only=not settings.demo, pictures=tiles.origin(settings.tiles)
    )


def loader() -> ChoiceLoader:
    """Our templates first, then those of the GOV.UK components under the name they import each other by."""
    components = PrefixLoader({"govuk_frontend_jinja": PackageLoader("govuk_frontend_jinja")})
    return ChoiceLoader([PackageLoader("templates", ""), components])


def language() -> str:
    """The language of the page in hand, where something says it (``g.language``); else the one this browser chose,
    English until it does."""
    chosen: str = g.get("language") or session.get("language", "en")
    return chosen if chosen in LANGUAGES else "en"


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
        "MAX_FORM_MEMORY_SIZE": MOST_BYTES,
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
        "direction": direction,
        "demo": settings.demo,
        "htmx_config": HTMX,
        "tiles": tiles.for_browsers(settings.tiles, settings.tiles_attribution, settings.map_view),
        "finds_addresses": settings.addresses != "none",
        "language_names": LANGUAGES,
        **brand.names(settings),
    }


def _context() -> dict[str, Any]:
    spoken = language()
    return {"language": spoken, "nonce": nonce, "say": partial(say, spoken)}
