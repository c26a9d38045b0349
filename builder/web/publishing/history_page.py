"""The history of a service: every release and version, any two compared, and the way back in one step."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from builder.publishing import compared
from builder.web.drafts.drafted import opened
from builder.web.painting import paint
from builder.web.painting.work import Work
from builder.web.publishing.releasing import asker, spoken
from definitions.problems import InvalidDefinition
from runtime import releases
from runtime.errors import Refused
from runtime.web.access_rules import access
from runtime.web.site import current_site, now

pages = Blueprint("build_history", __name__, url_prefix="/build/<service_id>/history")

DRAFT = "draft"


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _page(opened(service_id))


@pages.get("/compare")
@access("author")
def compare(service_id: str) -> ResponseReturnValue:
    """What one version has otherwise than another; the draft may be one of the two."""
    work = opened(service_id)
    ours, one, two = work.viewer.organisation_id, request.args.get("from", ""), request.args.get("to", DRAFT)
    with current_site().database.read() as session:
        before, after = (_document(session, work, name, ours) for name in (one, two))
        known = releases.versions_of(session, service_id, ours)
    shown: dict[str, Any] = {"one": one, "two": two, "versions": known, "found": compared(before, after)}
    return paint("build/compare.html", work=work, tab="publish", **shown)


@pages.post("/return")
@access("author")
def go_back(service_id: str) -> ResponseReturnValue:
    """Make an earlier version live again."""
    work, sent = opened(service_id), request.form.get("version", "")
    if not sent.isdecimal() or len(sent) > 9:
        abort(400)
    try:
        with current_site().database.begin() as session:
            to: dict[str, Any] = {"why": request.form.get("why", ""), "organisation_id": work.viewer.organisation_id}
            releases.return_to(session, service_id, int(sent), by=asker(), at=now(), **to)
    except Refused as refused:
        return _page(work, problem=refused.message, chosen=int(sent), status=refused.status)
    except InvalidDefinition:
        words = "That version can no longer be read, so it cannot go live again."
        return _page(work, problem=words, chosen=int(sent), status=422)
    flash(f"Version {sent} is live again. The draft is as it was.", "done")
    return redirect(url_for("build_history.show", service_id=service_id), 303)


def _document(session: Session, work: Work, name: str, ours: UUID) -> Mapping[str, Any]:
    if name == DRAFT:
        return work.document
    if not name.isdecimal() or len(name) > 9:
        abort(404)
    return releases.document_of(session, work.id, int(name), ours)


def _page(work: Work, *, problem: str = "", chosen: int | None = None, status: int = 200) -> ResponseReturnValue:
    ours = work.viewer.organisation_id
    with current_site().database.read() as session:
        told = releases.history(session, work.id, ours)
        known = releases.versions_of(session, work.id, ours)
        standing = releases.standing(session, work.id, ours)
    shown: dict[str, Any] = {"releases": told, "versions": known, "cases": dict(standing.open_cases)}
    shown |= {"problem": problem, "chosen": chosen, "typed": request.form.get("why", "")}
    return paint(
        "build/history.html", work=work, tab="publish", status=status, spoken=lambda at: spoken(at, work), **shown
    )
