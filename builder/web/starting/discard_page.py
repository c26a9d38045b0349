"""Throwing a draft away: what is lost is said first, and it is not lost if somebody has changed it since."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from builder.web.drafted import opened, sent_revision
from builder.web.moments import when
from builder.web.painting import paint
from builder.web.work import Work
from runtime import drafts
from runtime.drafts import comments
from runtime.web.access_rules import access
from runtime.web.site import current_site

pages = Blueprint("build_discard", __name__, url_prefix="/build/<service_id>")

SHOWN = 10


@pages.get("/discard")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _page(opened(service_id))


@pages.post("/discard")
@access("author")
def discard(service_id: str) -> ResponseReturnValue:
    """Throw the draft away as its author saw it. What is published stays, and so do its cases."""
    work = opened(service_id)
    with current_site().database.begin() as session:
        draft = drafts.find(session, work.viewer.organisation_id, service_id)
        held = drafts.hold(session, work.viewer.organisation_id, service_id) if draft else None
        stale = held is not None and held.revision != sent_revision()
        if held is not None and not stale:
            drafts.discard(session, held)
            if work.live is None:
                comments.forget(session, work.viewer.organisation_id, service_id)
    if stale:
        return _page(opened(service_id), moved=True)
    words = "is as it is published again" if work.live else "is discarded"
    flash(f"“{work.title}” {words}.", "done")
    return redirect(url_for("build_services.show"), 303)


def _page(work: Work, moved: bool = False) -> ResponseReturnValue:
    draft = work.opened.draft
    if draft is None:
        flash("There is nothing to discard: it is as it is published.")
        return redirect(url_for("build_services.show"), 303)
    with current_site().database.read() as session:
        made = drafts.changes(session, draft, many=SHOWN)
    lines = [(one.words, one.by, when(one.at, work.at)) for one in made if one.kind != "undo"]
    status = 409 if moved else 200
    return paint("build/discard.html", work=work, status=status, lines=lines, count=draft.revision - 1, moved=moved)
