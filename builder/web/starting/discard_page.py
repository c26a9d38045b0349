"""Discarding a draft: what it is of is said first, and it is not done if somebody has changed it since."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, url_for
from flask.typing import ResponseReturnValue

from builder import drafting
from builder.web.drafts.drafted import opened, sent_revision
from builder.web.painting import paint
from builder.web.painting.moments import when
from builder.web.painting.work import Work
from runtime import drafts
from runtime.web.access_rules import access
from runtime.web.site import current_site, now

pages = Blueprint("build_discard", __name__, url_prefix="/build/<service_id>")

SHOWN = 10


@pages.get("/discard")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _page(opened(service_id))


@pages.post("/discard")
@access("author")
def discard(service_id: str) -> ResponseReturnValue:
    """Put the draft back to what is published, which can be undone; or throw it away where nothing is."""
    work = opened(service_id)
    if not _discardable(work):
        return _nothing()
    ours, by = work.viewer.organisation_id, work.viewer.person_id
    with current_site().database.begin() as session:
        done = drafting.discard(session, ours, service_id, seen=sent_revision(), by=by, at=now())
    if not done:
        return _page(opened(service_id), moved=True)
    if work.live is None:
        flash(f"“{work.title}” is discarded.", "done")
        return redirect(url_for("build_services.show"), 303)
    flash("The draft is as it is published again. Undo brings back what it was.", "done")
    return redirect(url_for("build_services.open", service_id=service_id), 303)


def _discardable(work: Work) -> bool:
    return work.opened.draft is not None and work.changed


def _nothing() -> ResponseReturnValue:
    flash("There is nothing to discard: it is as it is published.")
    return redirect(url_for("build_services.show"), 303)


def _page(work: Work, moved: bool = False) -> ResponseReturnValue:
    draft = work.opened.draft
    if draft is None or not _discardable(work):
        return _nothing()
    with current_site().database.read() as session:
        made = drafts.changes(session, draft, many=SHOWN)
    lines = [(one.words, one.by, when(one.at, work.at)) for one in made if one.kind != "undo"]
    status = 409 if moved else 200
    return paint("build/discard.html", work=work, status=status, lines=lines, count=draft.revision - 1, moved=moved)
