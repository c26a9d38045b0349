"""The citizen's session: Flask's signed cookie and Flask-WTF's token, made as cheaply as they can be."""

from __future__ import annotations

import hmac
import json
import re
import time
from functools import lru_cache

from flask import Flask, Request, Response, current_app, g, request, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import CSRFProtect, generate_csrf
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import want_bytes

MOST_KNOWN = 1024
"""Cookies whose text is remembered."""

LONGEST = 31 * 86_400
"""Seconds for which a cookie is taken, if a browser keeps it that long: it is meant to go when the browser closes."""


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, of plain JSON, with its signer made once and its key derived once. Each cookie is verified
    once a day, and one that we signed ourselves not at all.

    What is remembered of a cookie is its text: each request has a session of its own.
    """

    def __init__(self, app: Flask) -> None:
        flasks = super().get_signing_serializer(app)
        if flasks is None:
            raise RuntimeError("sessions need a secret key")
        self._signer = URLSafeTimedSerializer(
            flasks.secret_keys,
            salt=self.salt,
            serializer=PlainText,
            signer=DerivedOnce,
            signer_kwargs=flasks.signer_kwargs,
        )
        self._texts: dict[tuple[str, int], str] = {}
        name = re.escape(app.config["SESSION_COOKIE_NAME"])
        self._in_header = re.compile(f"(?:^|; ?){name}=([^; ]+)")

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession:
        found = self._in_header.search(request.environ.get("HTTP_COOKIE", ""))
        text = self._verified(found[1]) if found else None
        return self.session_class(json.loads(text)) if text else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified and session:
            response.set_cookie(
                self.get_cookie_name(app),
                self._signed(json.dumps(dict(session), separators=(",", ":"))),
                httponly=self.get_cookie_httponly(app),
                path=self.get_cookie_path(app),
                secure=self.get_cookie_secure(app),
                samesite=self.get_cookie_samesite(app),
            )
            response.headers.add("Vary", "Cookie")
        elif session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")

    def _signed(self, text: str) -> str:
        cookie = str(self._signer.dumps(text))
        self._remember(cookie, text)
        return cookie

    def _verified(self, cookie: str) -> str | None:
        """The text in a cookie that we signed not too long ago; None in any other."""
        text = self._texts.get((cookie, _today()))
        if text is None:
            try:
                text = str(self._signer.loads(cookie, max_age=LONGEST))
            except BadSignature:
                return None
            self._remember(cookie, text)
        return text

    def _remember(self, cookie: str, text: str) -> None:
        if len(self._texts) >= MOST_KNOWN:
            self._texts.clear()
        self._texts[cookie, _today()] = text


def _today() -> int:
    return int(time.time()) // 86_400


class PlainText:
    """A serializer that leaves text as it is."""

    @staticmethod
    def loads(text: str | bytes) -> str:
        return text if isinstance(text, str) else text.decode()

    @staticmethod
    def dumps(value: object) -> str:
        return str(value)


class Csrf(CSRFProtect):  # type: ignore[misc]
    """Flask-WTF's check of every form. The token that this process itself gave this session needs no second look."""

    def protect(self, apply_exemptions: bool = False) -> None:
        if request.method in ("GET", "HEAD", "OPTIONS"):
            return
        if request.method == "POST" and request.endpoint and "csrf_token" in session:
            given, ours = request.form.get("csrf_token", ""), csrf_token()
            if hmac.compare_digest(given.encode(), ours.encode()):
                g.csrf_valid = True
                return
        super().protect(apply_exemptions)


class DerivedOnce(TimestampSigner):
    """A signer that remembers its key: deriving it costs more than the signature."""

    def derive_key(self, secret_key: str | bytes | None = None) -> bytes:
        secret = self.secret_keys[-1] if secret_key is None else want_bytes(secret_key)
        return _derived(secret, self.salt)


def csrf_token() -> str:
    """Flask-WTF's token of this session, made once for each session rather than once for each reply."""
    if "csrf_token" not in session:
        return str(generate_csrf())
    return _csrf_token(str(current_app.secret_key), session["csrf_token"])


@lru_cache(maxsize=16)
def _derived(secret: bytes, salt: bytes) -> bytes:
    return TimestampSigner(secret, salt=salt, key_derivation="hmac").derive_key()


@lru_cache(maxsize=4096)
def _csrf_token(secret: str, of_session: str) -> str:
    return str(URLSafeTimedSerializer(secret, salt="wtf-csrf-token").dumps(of_session))
