"""What is asked of a person: the list of their open tasks, and of all that is open of each of their roles."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment, calendar
from definitions.questions.kind import in_language
from definitions.service import Service
from runtime import documents
from runtime.access import Viewer
from runtime.queues.asked import Asked, Role, asked, counted
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in, spoken
from runtime.web.staff.answers_shown import named
from runtime.web.staff.painting import paint

pages = Blueprint("tasks_page", __name__, url_prefix="/staff/tasks")

FIRST = 5
"""Rows on the first page of the day."""


@pages.get("")
@access("staff")
def show() -> ResponseReturnValue:
    viewer, at, after = signed_in.viewer(), now(), request.args.get("after")
    role = _role(request.args.get("role", ""))
    with current_site().database.read() as session:
        services = _services(session, viewer)
        page = asked(session, viewer, role=role, after=after)
        counts = counted(session, viewer)
    here = request.args.get("role") if role else None
    return paint(
        "staff/tasks.html",
        heading="Asked of you" if role is None else _label(services, role),
        tasks=[_line(row, services, viewer, at) for row in page.rows],
        filters=list(_filters(services, counts, role)),
        mine=role is None,
        following=url_for("tasks_page.show", role=here, after=page.after) if page.after else "",
        first=url_for("tasks_page.show", role=here) if after else "",
    )


def for_home(session: Session, viewer: Viewer, at: datetime) -> dict[str, Any]:
    """The first few of what is asked of this person, and how much there is; no rows when there is nothing."""
    page = asked(session, viewer, limit=FIRST)
    if not page.rows:
        return {"tasks": [], "all": ""}
    services = _services(session, viewer)
    count = counted(session, viewer).get(None, 0) if page.after else len(page.rows)
    lines = [_line(row, services, viewer, at) for row in page.rows]
    return {"tasks": lines, "all": f"All {spoken.bounded(count)} asked of you" if page.after else ""}


def _services(session: Session, viewer: Viewer) -> dict[str, Service]:
    return {one.service.id: one.service for one in documents.catalogue(session, viewer.organisation_id)}


def _line(row: Asked, services: Mapping[str, Service], viewer: Viewer, at: datetime) -> dict[str, Any]:
    service = services.get(row.service_id)
    mine = row.holder == viewer.assignee
    return {
        "label": row.label,
        "url": url_for("task_page.show", reference=row.reference, key=row.key),
        "reference": row.reference,
        "service": in_language(service.title, service.languages[0]) if service else named(row.service_id),
        "role": _label(services, (row.service_id, row.role)),
        "due": spoken.due(row.due_at, Moment(at, service.calendar if service else calendar())),
        "with": "You" if mine else row.holder_name or ("You have voted" if row.voted else "Anyone"),
        "mine": mine,
    }


def _filters(services: Mapping[str, Service], counts: Mapping[Role | None, int], now_: Role | None) -> Iterator[Any]:
    """Links to what is asked of oneself, and to all of each role; with one role only, and nothing more in it, none."""
    roles = [role for role in counts if role is not None]
    if not roles:
        return
    mine = spoken.bounded(counts.get(None, 0))
    yield {"label": f"Asked of you ({mine})", "on": now_ is None, "url": url_for(".show")}
    for role in roles:
        url = url_for(".show", role="/".join(role))
        label = f"All of {_label(services, role)} ({spoken.bounded(counts[role])})"
        yield {"label": label, "on": role == now_, "url": url}


def _label(services: Mapping[str, Service], role: Role) -> str:
    service = services.get(role[0])
    found = next((one.label for one in service.roles if one.id == role[1]), None) if service else None
    return in_language(found, service.languages[0]) if service and found else named(role[1])


def _role(text: str) -> Role | None:
    service_id, _, role = text.partition("/")
    return (service_id, role) if service_id and role and "\x00" not in text else None
