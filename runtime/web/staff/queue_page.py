"""A queue: what is asked of it, its cases page by page, and the next one to take."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.questions.kind import in_language
from definitions.text import Text
from runtime import cases, queues
from runtime.access import Viewer, may_hold
from runtime.errors import StaleCase
from runtime.queues import PAGE, Filters
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import rows, signed_in, sought
from runtime.web.staff.painting import paint_part

pages = Blueprint("queue", __name__, url_prefix="/staff")

_TRIES = 5


@pages.get("/queues/<service_id>/<queue_id>")
@access("staff")
def show(service_id: str, queue_id: str) -> ResponseReturnValue:
    viewer, at, asked = signed_in.viewer(), now(), filters_of(request.args)
    place = request.args.get("after", "")
    after = sought.opened(place, viewer.person_id) or place
    with current_site().database.read() as session:
        page = queues.page(session, viewer, service_id, queue_id, filters=asked, after=after, at=at)
    service, shown = page.service, _Address(service_id, queue_id, _asked(request.args))
    return paint_part(
        "staff/queue.html",
        block="queue",
        queue={
            "label": in_language(page.queue.label, service.languages[0]),
            "service": in_language(service.title, service.languages[0]),
            "url": shown.plain,
            "next_url": url_for("queue.next_case", service_id=service_id, queue_id=queue_id),
            "description": _said(page, page.queue.description),
            "empty": _said(page, page.queue.empty),
        },
        bulk={"service": service_id, "queue": queue_id, "asked": shown.asked},
        filters=_filter_links(page, shown),
        filtered=bool(shown.asked),
        headings=rows.headings(service, page.queue),
        states=len(rows.states_in(service, page.queue)) > 1,
        cases=rows.in_queue(page.rows, service, page.queue, viewer, Moment(at, service.calendar)),
        following=shown.with_(after=_sealed(page)) if page.after else "",
        first=shown.with_() if place else "",
        most=PAGE,
    )


@pages.post("/next/<service_id>/<queue_id>")
@access("staff")
def next_case(service_id: str, queue_id: str) -> ResponseReturnValue:
    """Take the most urgent case that nobody has. Two who ask at once get two cases."""
    viewer, at = signed_in.viewer(), now()
    skip = _uuid(request.form.get("skip", ""))
    for _ in range(_TRIES):
        try:
            with current_site().database.begin() as session:
                reference = _take_next(session, viewer, service_id, queue_id, skip, at)
        except StaleCase:
            continue
        if reference:
            return redirect(url_for("case_page.show", reference=reference), 303)
        break
    flash("Nothing is waiting here that nobody has.")
    return redirect(url_for("queue.show", service_id=service_id, queue_id=queue_id), 303)


def _said(page: queues.Page, text: Text | None) -> str:
    return in_language(text, page.service.languages[0]) if text else ""


def _sealed(page: queues.Page) -> str:
    """Where the next page starts, for an address: one that goes by an answer would show it there."""
    place = page.after or ""
    return sought.sealed(place, signed_in.viewer().person_id) if page.order == "column" else place


def _take_next(
    session: Session, viewer: Viewer, service_id: str, queue_id: str, skip: UUID | None, at: datetime
) -> str | None:
    row = queues.next_case(session, viewer, service_id, queue_id, skip=skip)
    if row is None:
        return None
    loaded = cases.load(session, row.id)
    if loaded.case.assignee != row.assignee or loaded.case.state != row.state:
        raise StaleCase("Somebody else was quicker.")
    actor = viewer.actor(service_id)
    if row.assignee != viewer.assignee and may_hold(actor.roles, loaded.service, row.state):
        cases.take(session, row.id, actor, revision=loaded.revision, at=at)
    return row.reference


class _Address:
    """A queue's address with what is asked of it."""

    def __init__(self, service_id: str, queue_id: str, asked: Mapping[str, str]) -> None:
        self.plain, self.asked = url_for("queue.show", service_id=service_id, queue_id=queue_id), asked

    def with_(self, **changes: str | None) -> str:
        asked = {name: value for name, value in {**self.asked, **changes}.items() if value}
        return f"{self.plain}?{urlencode(asked)}" if asked else self.plain


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given[name] for name in ("state", "with", "overdue", "urgent") if given.get(name)}


def filters_of(given: Mapping[str, str]) -> Filters:
    holder = given.get("with")
    return Filters(
        state=given.get("state") or None,
        assignee="me" if holder == "me" else "nobody" if holder == "nobody" else None,
        overdue=given.get("overdue") == "1",
        urgent=given.get("urgent") == "1",
    )


def _filter_links(page: queues.Page, shown: _Address) -> list[dict[str, Any]]:
    """Links that each change one thing, and say which is on: they work without scripting, and can be kept."""
    language = page.service.languages[0]
    states = rows.states_in(page.service, page.queue)
    groups: list[tuple[str, str, list[tuple[str, str]]]] = [
        ("With", "with", [("", "Anyone"), ("nobody", "Nobody"), ("me", "Me")]),
    ]
    if len(states) > 1:
        labels = [(state.id, in_language(state.label, language)) for state in states]
        groups.append(("State", "state", [("", "Any"), *labels]))
    groups.append(("", "overdue", [("1", "Overdue")]))
    groups.append(("", "urgent", [("1", "Urgent")]))
    return [{"label": label, "links": [_link(shown, name, *each) for each in links]} for label, name, links in groups]


def _link(shown: _Address, name: str, value: str, label: str) -> dict[str, Any]:
    on = shown.asked.get(name, "") == value
    off = on and name in ("overdue", "urgent")
    return {"label": label, "on": on, "url": shown.with_(**{name: "" if off else value})}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
