"""A page of a form that was published anew while the page was open: nothing typed is lost, and nothing is taken for an
answer to what it did not ask."""

from __future__ import annotations

from flask import redirect, request, session
from flask.typing import ResponseReturnValue

from runtime.web.held import Held
from runtime.web.posted import VERSION, typed_form, version_mark
from runtime.web.public import form_pages
from runtime.web.public.form_pages import Sending
from runtime.web.public.ways import way_on
from runtime.web.spots import find
from runtime.web.words import say


def is_stale(of: Held) -> bool:
    """Whether what was sent answers another version than the one that now asks."""
    mine = version_mark(of.service)
    return request.form.get(VERSION, mine) != mine


def again(of: Held, address: str) -> ResponseReturnValue:
    """The page as it is asked now, with what was typed there; or the way on, where there is no such page any more."""
    spot, journey = find(of.service.form, address), of.journey()
    if spot and spot.page and spot.page.kind != "stop" and journey.visit(spot.page, spot.path):
        banner = " ".join([of.changes, say(of.language, "republished-banner")]).strip()
        return form_pages.show(of, spot, journey, Sending(typed_form(), banner=banner), 409)
    session["banner"] = say(of.language, "republished-gone-banner")
    return redirect(way_on(of, journey), 303)
