"""Where a page may send a browser back to: a path of ours, signed, so that no address from outside is ever followed."""

from __future__ import annotations

from functools import lru_cache

from flask import current_app, request
from itsdangerous import BadSignature, URLSafeSerializer


def place(path: str = "") -> str:
    """This page's own address, or that ``path`` of ours, signed. It is the same each time, so it can be kept."""
    query = request.query_string.decode(errors="replace")
    here = path or (f"{request.path}?{query}" if query else request.path)
    return _signed(str(current_app.secret_key), here)


def path_of(signed: str) -> str:
    """The path that was signed; the front page for anything else."""
    try:
        path = str(_signer(str(current_app.secret_key)).loads(signed))
    except BadSignature:
        return "/"
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"


@lru_cache(maxsize=2048)
def _signed(key: str, path: str) -> str:
    return str(_signer(key).dumps(path))


@lru_cache(maxsize=4)
def _signer(key: str) -> URLSafeSerializer:
    return URLSafeSerializer(key, salt="place")
