"""Starting again from what was sent before, on a device that sent it or that holds the link to it."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, redirect, session
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.again import taken_over
from runtime import cases
from runtime.cases.loading import Loaded
from runtime.errors import CaseNotFound
from runtime.web import held, limits
from runtime.web.access_rules import access
from runtime.web.public import items, tracking
from runtime.web.public.ways import way_on
from runtime.web.site import current_site, now
from runtime.web.words import say

again = Blueprint("again", __name__)


@again.post("/apply/<service_id>/again")
@access("applicant")
def begin_again(service_id: str) -> ResponseReturnValue:
    """Begin with the answers of the case that this browser has before it, as the live version takes them.

    Answers that are half-given here already are not touched: the start page says what to do about them.
    """
    start = redirect(f"/apply/{service_id}", 303)
    with current_site().database.read() as reading:
        loaded = _mine(reading, service_id)
    of = held.held(service_id)
    if loaded is None or (of.application and not of.reference):
        return start
    if of.begun or of.ended:
        held.forget(service_id)
        of = held.held(service_id)
    answers = taken_over(loaded.service, of.service, loaded.case.answers, of.moment, items.new_key)
    if not answers:
        return start
    limits.spend_if_possible(limits.BEGUN, f"begun:{limits.address()}")
    of = held.begin_with(of, answers)
    session["banner"] = say(of.language, "again-banner")
    return redirect(way_on(of, of.journey()), 303)


def is_offered(loaded: Loaded) -> bool:
    """Whether the pages about a case offer to begin again: its service allows it, and this browser may know it all."""
    return loaded.service.unsent.again is not None and tracking.knows_all(loaded.id, now())


def _mine(reading: Session, service_id: str) -> Loaded | None:
    """The case of this service that this browser may know all of: the one it looks at, or else the one it sent."""
    at = now()
    sent = session.get("sent", {}).get(service_id)
    looked_at = tracking.opened(reading, at)
    if looked_at and looked_at.service_id == service_id and tracking.knows_all(looked_at.id, at):
        return looked_at
    if not sent or sent["until"] <= at.timestamp():
        return None
    try:
        return cases.load(reading, UUID(sent["case"]))
    except CaseNotFound:
        return None
