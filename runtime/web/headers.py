"""The headers of every reply, whoever makes it: pages, files, refusals and faults alike.

Put on as the reply leaves, beneath Flask: one list added to another, where a response object would check each again.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Iterable
from functools import partial
from typing import TYPE_CHECKING, Any

from flask import request

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

ALWAYS = (
    ("X-Content-Type-Options", "nosniff"),
    ("X-Frame-Options", "DENY"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Permissions-Policy", "camera=(), geolocation=(), microphone=(), payment=()"),
)
HSTS = ("Strict-Transport-Security", "max-age=31536000")
POLICY = (
    "default-src 'none'; script-src {script}; style-src 'self'; font-src 'self'; img-src 'self' data:{pictures}; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_NONCE = "townclerk.nonce"
_FILES = "/static/"
_HOLDS, _HELD = "townclerk.holds", "townclerk.held"


def nonce() -> str:
    """This reply's own mark: only a script that carries it runs."""
    environ = request.environ
    mark: str | None = environ.get(_NONCE)
    if mark is None:
        mark = environ[_NONCE] = secrets.token_urlsafe(16)
    return mark


def may_frame() -> None:
    """This reply may hold other pages of ours in a frame."""
    request.environ[_HOLDS] = True


def may_be_framed() -> None:
    """This reply may be held in a frame by a page of ours, and by nobody else's. No script runs in it."""
    request.environ[_HELD] = True


class Guarded:
    """A WSGI application whose every reply carries our headers. What a view says of the same, it means."""

    def __init__(self, app: WSGIApplication, *, https_only: bool, pictures: str = "") -> None:
        """``pictures`` is the one other origin that pages may show pictures from."""
        self._app = app
        self._policy = partial(POLICY.format, pictures=f" {pictures}" if pictures else "")
        self._no_script = self._policy(script="'none'")
        self._always = [*ALWAYS, HSTS] if https_only else list(ALWAYS)

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
            holds, held = environ.get(_HOLDS), environ.get(_HELD)
            headers += self._always
            said = {name.lower() for name, _ in headers}
            if "content-security-policy" not in said:
                mark = environ.get(_NONCE)
                policy = self._policy(script=f"'nonce-{mark}'") if mark and not held else self._no_script
                headers.append(("Content-Security-Policy", f"{policy}; frame-src 'self'" if holds else policy))
            if held:
                headers[:] = [(n, _held(n, v)) for n, v in headers]
            if "cache-control" not in said:
                headers.append(("Cache-Control", "no-store"))
            elif environ["PATH_INFO"].startswith(_FILES):
                headers[:] = [(n, f"{v}, immutable" if n.lower() == "cache-control" else v) for n, v in headers]
            return start_response(status, headers, exc_info)

        return self._app(environ, start)


def _held(name: str, value: str) -> str:
    """A header of a page that pages of ours may hold."""
    if name == "X-Frame-Options":
        return "SAMEORIGIN"
    return value.replace("frame-ancestors 'none'", "frame-ancestors 'self'")
