"""The citizen's session: Flask's signed cookie and Flask-WTF's token, made as cheaply as they can be."""

from __future__ import annotations

import time
from functools import lru_cache

from flask import Flask, Request, Response, current_app, session
from flask.sessions import SecureCookieSession, SecureCookieSessionInterface, SessionMixin
from flask_wtf.csrf import generate_csrf
from itsdangerous import BadSignature, TimestampSigner, URLSafeTimedSerializer
from itsdangerous.encoding import want_bytes

LONGEST = 31 * 86_400
"""Seconds for which a cookie is taken, if a browser keeps it that long: it is meant to go when the browser closes."""


class SessionCookie(SecureCookieSessionInterface):
    """Flask's signed cookie, with its signer made once, its key derived once, and each cookie verified once a day.

    What is remembered of a cookie is its text: each request has a session of its own.
    """

    def __init__(self, app: Flask) -> None:
        self._signer = super().get_signing_serializer(app)
        if self._signer is not None:
            self._signer.signer = DerivedOnce
            self._texts = URLSafeTimedSerializer(
                self._signer.secret_keys,
                salt=self.salt,
                serializer=PlainText,
                signer=DerivedOnce,
                signer_kwargs=self._signer.signer_kwargs,
            )
        self._verified = lru_cache(maxsize=1024)(self._verify)

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        return self._signer

    def open_session(self, app: Flask, request: Request) -> SecureCookieSession | None:
        cookie = request.cookies.get(app.config["SESSION_COOKIE_NAME"])
        text = self._verified(cookie, int(time.time()) // 86_400) if cookie else None
        return self.session_class(self.serializer.loads(text)) if text else self.session_class()

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if session.modified:
            super().save_session(app, session, response)
        elif session.accessed:
            response.headers.add("Vary", "Cookie")

    def _verify(self, cookie: str, today: int) -> str | None:
        try:
            return str(self._texts.loads(cookie, max_age=LONGEST))
        except BadSignature:
            return None


class PlainText:
    """A serializer that leaves text as it is."""

    @staticmethod
    def loads(text: str | bytes) -> str:
        return text if isinstance(text, str) else text.decode()

    @staticmethod
    def dumps(value: object) -> str:
        return str(value)


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
