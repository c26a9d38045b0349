"""Undo on the page of a case: a button for whoever did the last thing, and the words that say how long it is there."""

from __future__ import annotations

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from definitions.facts import Refusal
from definitions.undo import undo
from runtime import cases
from runtime.errors import ActionRefused, StaleCase
from runtime.web.access_rules import access
from runtime.web.htmx import wants_piece
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.actions import overtaken, said_done, sent_revision
from runtime.web.staff.opened import opened
from runtime.web.staff.undoable import OVER, undoable

pages = Blueprint("undoing", __name__, url_prefix="/staff/cases/<reference>")


@pages.get("/undo")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    """How long there is left, for the words on the page to keep up with the clock."""
    with current_site().database.read() as session:
        found = undoable(opened(session, reference, signed_in.viewer(), now()))
    if not wants_piece():
        return redirect(url_for("case_page.show", reference=reference), 303)
    return found.left if found else OVER


@pages.post("/undo")
@access("staff")
def do(reference: str) -> ResponseReturnValue:
    revision, key, at = sent_revision(), sent_key(), now()
    with current_site().database.read() as session:
        of = opened(session, reference, signed_in.viewer(), at)
    try:
        with current_site().database.begin() as session:
            acted = cases.undo(session, of.loaded.id, of.actor, revision=revision, key=key, at=at)
    except StaleCase:
        with current_site().database.read() as session:
            fresh = opened(session, reference, signed_in.viewer(), at)
        answer = undo(fresh.service, fresh.case, fresh.actor, fresh.moment)
        reasons = [reason.staff for reason in answer.reasons] if isinstance(answer, Refusal) else []
        return overtaken(of, revision, url=f"{of.url}/undo", button="Undo", reasons=reasons)
    except ActionRefused as refused:
        reasons = [reason.staff for reason in refused.refusal.reasons]
        return overtaken(of, revision, url=f"{of.url}/undo", button="Undo", reasons=reasons)
    return said_done(reference, acted)
