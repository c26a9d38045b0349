"""Requests to publish, for the second person: what would go live, and yes or no. Nobody answers their own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from builder.publishing import compared
from builder.web.drafts.drafted import opened
from builder.web.painting import paint
from builder.web.painting.work import Work
from builder.web.publishing.releasing import asker, concerned, spoken
from definitions.problems import InvalidDefinition
from runtime import documents, releases
from runtime.errors import DraftNotFound, Refused, ServiceNotFound
from runtime.releases import Request
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in

pages = Blueprint("build_requests", __name__, url_prefix="/build")


@pages.get("/approvals/waiting")
@access("author")
def waiting() -> ResponseReturnValue:
    """Everything that waits for a second person, or for its day."""
    with current_site().database.read() as session:
        found = releases.open_requests(session, signed_in.viewer().organisation_id)
    return paint("build/waiting.html", requests=found, spoken=spoken)


@pages.get("/<service_id>/request/<uuid:request_id>")
@access("author")
def show(service_id: str, request_id: UUID) -> ResponseReturnValue:
    return _page(service_id, request_id)


@pages.post("/<service_id>/request/<uuid:request_id>/approve")
@access("author")
def approve(service_id: str, request_id: UUID) -> ResponseReturnValue:
    def agree(session: Session, ours: UUID) -> str:
        done = releases.approve(session, ours, request_id, by=asker(), at=now())
        return "It is live." if done.state == "live" else f"It goes live at {spoken(done.goes_live_at)}."

    return _answered(service_id, request_id, agree)


@pages.post("/<service_id>/request/<uuid:request_id>/refuse")
@access("author")
def refuse(service_id: str, request_id: UUID) -> ResponseReturnValue:
    def disagree(session: Session, ours: UUID) -> str:
        releases.refuse(session, ours, request_id, by=asker(), answer=request.form.get("answer", ""), at=now())
        return "Refused. Whoever asked sees why."

    return _answered(service_id, request_id, disagree)


def _answered(service_id: str, request_id: UUID, answer: Callable[[Session, UUID], str]) -> ResponseReturnValue:
    try:
        with current_site().database.begin() as session:
            said = answer(session, signed_in.viewer().organisation_id)
    except Refused as refused:
        return _page(service_id, request_id, problem=refused.message, status=refused.status)
    except InvalidDefinition:
        return _page(service_id, request_id, problem="It has errors by now, and cannot go live.", status=422)
    flash(said, "done")
    return redirect(url_for("build_requests.show", service_id=service_id, request_id=request_id), 303)


def _page(service_id: str, request_id: UUID, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    ours = signed_in.viewer().organisation_id
    with current_site().database.read() as session:
        asked = releases.request(session, ours, request_id)
        base = _live(session, asked)
        standing = releases.standing(session, asked.service_id, ours)
    shown: dict[str, Any] = {"asked": asked, "found": compared(base, asked.document), "has_base": base is not None}
    shown["moves"] = asked.document.get("applications", {}).get("republished") == "move"
    shown["concerned"] = concerned(standing, moves=shown["moves"])
    shown |= {"problem": problem, "own": asked.asker.is_same(asker()), "typed": request.form.get("answer", "")}
    return paint("build/request.html", work=_work(asked), tab="publish", status=status, spoken=spoken, **shown)


def _live(session: Session, asked: Request) -> Any:
    """What it is compared with: what is live now, or else what was when it was asked for."""
    if not asked.is_open and asked.base_version_id is None:
        return None
    try:
        if asked.is_open:
            return documents.published(session, asked.service_id, asked.organisation_id).service.document
        return documents.pinned(session, asked.base_version_id).document if asked.base_version_id else None
    except ServiceNotFound:
        return None


def _work(asked: Request) -> Work | None:
    """The draft, where there still is one."""
    try:
        return opened(asked.service_id)
    except DraftNotFound:
        return None
