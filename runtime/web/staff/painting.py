"""Pages for whoever is signed in, with what surrounds each of them."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, make_response

from runtime.access import may_build, may_keep_calendar
from runtime.web import htmx
from runtime.web.staff import signed_in
from runtime.web.words import say


def paint(template: str, *, here: str = "", status: int = 200, **context: object) -> Response:
    """A page of the office. Staff are spoken to in English, whatever the browser chose as a citizen."""
    return make_response(htmx.page(template, **_around(here), **context), status)


def paint_part(template: str, *, block: str, here: str = "", status: int = 200, **context: Any) -> Response:
    """The page, or only that block of it when htmx swaps it."""
    return htmx.render(template, block=block, status=status, **_around(here), **context)


def _around(here: str) -> dict[str, Any]:
    me = signed_in.viewer()
    around = {"me": me, "here": here, "language": "en", "say": partial(say, "en")}
    return around | {"keeps_calendar": may_keep_calendar(me), "builds": may_build(me)}
