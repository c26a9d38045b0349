"""A queue: what is asked of it, its cases page by page, and the next one to take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.questions.kind import in_language
from definitions.text import Text
from runtime import cases, queues
from runtime.access import Viewer, may_hold
from runtime.cases import untakeable
from runtime.errors import StaleCase
from runtime.queues import PAGE, Page, views
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import arranging, narrowing, rows, signed_in, sought, spoken, views_page
from runtime.web.staff.asked import Asked
from runtime.web.staff.painting import paint_part

pages = Blueprint("queue", __name__, url_prefix="/staff")

_TRIES = 5
_MOST_PASSED = 20
"""Cases of a queue, from its first, that are looked at for one that somebody may take."""


@pages.get("/queues/<service_id>/<queue_id>")
@access("staff")
def show(service_id: str, queue_id: str) -> ResponseReturnValue:
    """A bare address opens the view that is to be shown first, if there is one."""
    if not request.query_string:
        viewer = signed_in.viewer()
        with current_site().database.read() as session:
            kept = views.of(session, viewer, queue=(service_id, queue_id))
        if first := next((view for view in kept if view.opens_first), None):
            return redirect(views_page.address_of(first, viewer.person_id), 302)
    return _page(asked_of(service_id, queue_id))


@pages.post("/queues/<service_id>/<queue_id>/narrow")
@access("staff")
def narrow(service_id: str, queue_id: str) -> ResponseReturnValue:
    """Ask for answers. They are sent, not written in an address, and then sealed in one that can be kept."""
    asked = asked_of(service_id, queue_id)
    with current_site().database.read() as session:
        service = queues.seen(session, signed_in.viewer(), service_id, queue_id)[0]
    typed = narrowing.typed(service, request.form)
    if typed.wrong:
        return _page(asked, request.form, typed.wrong)
    return redirect(asked.answering(typed.answers).url(), 303)


@pages.post("/queues/<service_id>/<queue_id>/arrange")
@access("staff")
def arrange(service_id: str, queue_id: str) -> ResponseReturnValue:
    """Choose the order and the columns."""
    asked = asked_of(service_id, queue_id)
    with current_site().database.read() as session:
        service, queue = queues.seen(session, signed_in.viewer(), service_id, queue_id)
    return redirect(arranging.arranged(service, queue, asked, request.form).url(), 303)


def asked_of(service_id: str, queue_id: str) -> Asked:
    """What the address of this request asks of a queue."""
    return Asked.of(service_id, queue_id, request.args, signed_in.viewer().person_id)


def _page(
    asked: Asked, posted: Mapping[str, str] | None = None, wrong: Mapping[str, str] | None = None
) -> ResponseReturnValue:
    viewer, at = signed_in.viewer(), now()
    place = request.args.get("after", "")
    with current_site().database.read() as session:
        page = queues.page(
            session, viewer, asked.service_id, asked.queue_id,
            filters=asked.filters, order=asked.plain.get("order"), after=opened_place(place), at=at,
        )  # fmt: skip
        kept = views.of(session, viewer, queue=(asked.service_id, asked.queue_id))
    service, shown = page.service, replace(page.queue, columns=arranging.columns(page.service, page.queue, asked))
    lines = rows.in_queue(page.rows, service, shown, viewer, Moment(at, service.calendar))
    mistakes = [{"href": f"#{name}", "text": words} for name, words in (wrong or {}).items()]
    return paint_part(
        "staff/queue.html",
        block="queue",
        status=422 if wrong else 200,
        queue=_head(page, asked),
        bulk={"service": asked.service_id, "queue": asked.queue_id, "asked": asked.query},
        filters=_filter_links(page, asked),
        views=views_page.shown(kept, asked),
        narrowed=asked.narrowed,
        lost=asked.lost,
        chips=narrowing.chips(service, asked),
        narrowing=narrowing.fields(service, asked, posted),
        mistakes=mistakes,
        arranging=arranging.fields(page, asked),
        headings=rows.headings(service, shown),
        states=len(rows.states_in(service, page.queue)) > 1,
        cases=lines,
        fresh=_fresh(page, asked, place, lines),
        following=asked.url(after=_sealed(page)) if page.after else "",
        first=asked.url() if place else "",
        most=PAGE,
    )


def opened_place(place: str) -> str:
    """Where a page starts or ends, as its address says it."""
    return sought.opened(place, signed_in.viewer().person_id) or place


def _fresh(page: Page, asked: Asked, place: str, lines: list[rows.Line]) -> dict[str, str]:
    """From where the page keeps up with its rows, and the mark of those it shows."""
    ends = {"after": place, "until": _sealed(page) if page.after else ""}
    here = {"after": place} if place else {}
    return {
        "url": asked.url("fresh.queue", **{name: at for name, at in ends.items() if at}),
        "mark": rows.mark(lines),
        "here": asked.url(**here),
        "at": spoken.clock(page.service.calendar.local(now()).time()),
    }


def _head(page: Page, asked: Asked) -> dict[str, Any]:
    service = page.service
    return {
        "label": in_language(page.queue.label, service.languages[0]),
        "service": in_language(service.title, service.languages[0]),
        "url": Asked(asked.service_id, asked.queue_id, asked.by, {"view": "whole"}).url(),
        "next_url": url_for("queue.next_case", service_id=asked.service_id, queue_id=asked.queue_id),
        "narrow_url": asked.url("queue.narrow"),
        "arrange_url": asked.url("queue.arrange"),
        "export_url": asked.url("export.show"),
        "description": _said(page, page.queue.description),
        "empty": _said(page, page.queue.empty),
    }


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


def _said(page: Page, text: Text | None) -> str:
    return in_language(text, page.service.languages[0]) if text else ""


def _sealed(page: Page) -> str:
    """Where the next page starts, for an address: one that goes by an answer would show it there."""
    place = page.after or ""
    return sought.sealed(place, signed_in.viewer().person_id) if page.order == "column" else place


def _take_next(
    session: Session, viewer: Viewer, service_id: str, queue_id: str, skip: UUID | None, at: datetime
) -> str | None:
    """The next case that the viewer has or may take; one that its queue's rules keep from them is passed over."""
    passed, actor = {skip} if skip else set(), viewer.actor(service_id)
    for _ in range(_MOST_PASSED):
        row = queues.next_case(session, viewer, service_id, queue_id, skip=passed)
        if row is None or row.assignee == viewer.assignee:
            return row.reference if row else None
        loaded = cases.load(session, row.id)
        if loaded.case.assignee != row.assignee or loaded.case.state != row.state:
            raise StaleCase("Somebody else was quicker.")
        if not untakeable(session, loaded, actor, Moment(at, loaded.service.calendar), in_turn=True):
            if may_hold(actor.roles, loaded.service, row.state):
                cases.take(session, row.id, actor, revision=loaded.revision, at=at)
            return row.reference
        passed.add(row.id)
    return None


def _filter_links(page: Page, asked: Asked) -> list[dict[str, Any]]:
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
    return [{"label": label, "links": [_link(asked, name, *each) for each in links]} for label, name, links in groups]


def _link(asked: Asked, name: str, value: str, label: str) -> dict[str, Any]:
    on = asked.plain.get(name, "") == value
    off = on and name in ("overdue", "urgent")
    return {"label": label, "on": on, "url": asked.but(**{name: "" if off else value}).url()}


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
