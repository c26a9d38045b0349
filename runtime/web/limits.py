"""How often a browser may try a thing. Guessing is stopped for certain; sending a form is never stopped by a fault.

We use ``limits``, the engine of Flask-Limiter, by itself: the extension hooks into every request, and few are limited.
"""

from __future__ import annotations

import structlog
from flask import Flask, current_app, request
from limits import RateLimitItem, parse
from limits.strategies import FixedWindowRateLimiter
from sqlalchemy.exc import SQLAlchemyError

from runtime.db import Database
from runtime.rates import DatabaseStorage

log = structlog.get_logger(__name__)

GUESSES = parse("5 per 15 minutes")
BEGUN = parse("120 per hour")
SENT = parse("60 per hour")
UPLOADED = parse("500 per day")
UPLOADED_KB = parse("2000000 per day")
"""Files, and kilobytes of them, from one address: a library's or an office's, with many people behind it."""
RETURNED = parse("60 per hour")
MAILED = parse("10 per hour")

SOUGHT = parse("300 per hour")
"""Searches for an address: enough for a library's computers, too few to copy a town's gazetteer."""

_KEY = "townclerk.limits"


class TooOften(Exception):
    """Tried too often. ``wait`` is in seconds, until a try is worth making again."""

    def __init__(self, wait: int) -> None:
        self.wait = wait
        super().__init__(f"wait {wait} seconds")


def install(app: Flask, database: Database) -> None:
    app.extensions[_KEY] = FixedWindowRateLimiter(DatabaseStorage(database=database))


def spend(item: RateLimitItem, *whom: str, cost: int = 1) -> None:
    """Count one try of each of ``whom``, or as many as it ``cost``.

    Raises:
        TooOften: one of them has none left.
    """
    limiter: FixedWindowRateLimiter = current_app.extensions[_KEY]
    refused = [one for one in whom if not limiter.hit(item, one, cost=cost)]
    if refused:
        raise TooOften(item.get_expiry())


def spend_if_possible(item: RateLimitItem, *whom: str, cost: int = 1) -> None:
    """As :func:`spend`, but a fault of the counter lets the try through.

    Raises:
        TooOften: one of them has none left.
    """
    try:
        spend(item, *whom, cost=cost)
    except SQLAlchemyError as error:
        log.warning("limits-unavailable", error=type(error).__name__)


def forgive(item: RateLimitItem, *whom: str) -> None:
    """Give one try back: it turned out to be no guess. Those before it still count, or whoever holds one case of their
    own could guess at others for ever."""
    limiter: FixedWindowRateLimiter = current_app.extensions[_KEY]
    for one in whom:
        limiter.hit(item, one, cost=-1)


def address() -> str:
    """The network address that asks; a proxy's word for it counts only for as many proxies as the operator has set."""
    return f"address:{request.remote_addr or ''}"
