"""Pages of the builder, with what surrounds each: the service in hand, its tabs, and who else is there."""

from __future__ import annotations

from functools import partial
from typing import Any

from flask import Response, current_app, make_response, url_for

from builder.web.painting import comments_shown, problems_shown
from runtime.access import may_keep_calendar
from runtime.web import htmx
from runtime.web.headers import may_frame
from runtime.web.staff import signed_in
from runtime.web.words import say


def paint(template: str, *, work: Any = None, tab: str = "", status: int = 200, **context: Any) -> Response:
    """A page of the builder. Authors are spoken to in English."""
    # Every page, since what one of them may hold lasts as long as pages are swapped in it.
    may_frame()
    me = signed_in.viewer()
    around = {"me": me, "here": "build", "language": "en", "say": partial(say, "en")}
    around |= {"work": work, "tab": tab, "tabs": _tabs(work) if work else []}
    around |= {"keeps_calendar": may_keep_calendar(me), "builds": True}
    if work is not None:
        around |= problems_shown.around(work)
        around["comments_about"] = comments_shown.asked(work)
    return make_response(htmx.page(template, **(around | context)), status)


def _tabs(work: Any) -> list[tuple[str, str, str]]:
    known = current_app.view_functions
    return [
        (one.name, url_for(one.endpoint, service_id=work.id), one.words)
        for one in current_app.extensions["townclerk.tabs"]
        if one.endpoint in known
    ]
