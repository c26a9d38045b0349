"""What there is to do: a person's own work, their queues, and finding a case."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.calendars import Moment, calendar
from definitions.questions.kind import in_language
from runtime import cases, queues, references
from runtime.access import Viewer, may_hold
from runtime.cases.rows import Row
from runtime.errors import StaleCase
from runtime.queues import PAGE, Count, Filters, Home
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import answers_shown, emergencies, rows, signed_in, sought, spoken
from runtime.web.staff.painting import paint, paint_part

pages = Blueprint("staff", __name__, url_prefix="/staff")

_TRIES = 5


@pages.get("")
@access("staff")
def home() -> ResponseReturnValue:
    viewer, at = signed_in.viewer(), now()
    with current_site().database.read() as session:
        found = queues.home(session, viewer, at)
    titles = {count.service.id: in_language(count.service.title, count.service.languages[0]) for count in found.queues}
    moment = Moment(at, calendar())
    listed = [rows.line(row, viewer, moment, [titles.get(row.service_id, row.service_id)]) for row in found.mine]
    waiting = [rows.line(row, viewer, moment, [titles.get(row.service_id, "")]) for row in found.for_my_roles]
    return paint(
        "staff/home.html", here="home", services=_services(found), counts=_counts(found, at), cases=listed,
        waiting=waiting, has_roles=any(viewer.roles.values()),
    )  # fmt: skip


@pages.get("/queues/<service_id>/<queue_id>")
@access("staff")
def queue(service_id: str, queue_id: str) -> ResponseReturnValue:
    viewer, at, asked = signed_in.viewer(), now(), _filters(request.args)
    after = request.args.get("after")
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
            "next_url": url_for("staff.next_case", service_id=service_id, queue_id=queue_id),
        },
        filters=_filter_links(page, shown),
        filtered=bool(shown.asked),
        headings=rows.headings(service, page.queue),
        states=len(rows.states_in(service, page.queue)) > 1,
        cases=rows.in_queue(page.rows, service, page.queue, viewer, Moment(at, service.calendar)),
        following=shown.with_(after=page.after) if page.after else "",
        first=shown.with_() if after else "",
        most=PAGE,
    )


@pages.post("/search")
@access("staff")
def look_for() -> ResponseReturnValue:
    """What is looked for is sent, not written in an address: names would stand in logs and histories."""
    text = request.form.get("q", "")
    if references.parse(text) and (reference := _exactly(text)):
        return redirect(url_for("case_page.show", reference=reference), 303)
    sealed = sought.sealed(text, signed_in.viewer().person_id) if text.strip() else None
    return redirect(url_for("staff.search", q=sealed), 303)


@pages.get("/search")
@access("staff")
def search() -> ResponseReturnValue:
    viewer, at = signed_in.viewer(), now()
    text = sought.opened(request.args.get("q", ""), viewer.person_id)
    with current_site().database.read() as session:
        found = queues.search(session, viewer, text, at) if text else ()
    moment = Moment(at, calendar())
    listed = [_found(row, viewer, moment) for row in found]
    emergency = bool(text) and not found and emergencies.is_possible(viewer)
    return paint("staff/search.html", found_by=text, cases=listed, more=len(found) == PAGE, emergency=emergency)


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
    return redirect(url_for("staff.queue", service_id=service_id, queue_id=queue_id), 303)


def _exactly(text: str) -> str | None:
    """The reference of the one case that a whole reference names, as pages address it."""
    with current_site().database.read() as session:
        found = queues.search(session, signed_in.viewer(), text, now())
    return found[0].reference if len(found) == 1 else None


def _found(row: Row, viewer: Viewer, moment: Moment) -> rows.Line:
    return rows.line(row, viewer, moment, [row.applicant or "", answers_shown.named(row.service_id)])


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
        self.plain, self.asked = url_for("staff.queue", service_id=service_id, queue_id=queue_id), asked

    def with_(self, **changes: str | None) -> str:
        asked = {name: value for name, value in {**self.asked, **changes}.items() if value}
        return f"{self.plain}?{urlencode(asked)}" if asked else self.plain


def _asked(given: Mapping[str, str]) -> dict[str, str]:
    return {name: given[name] for name in ("state", "with", "overdue", "urgent") if given.get(name)}


def _filters(given: Mapping[str, str]) -> Filters:
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


def _services(found: Home) -> list[dict[str, Any]]:
    grouped: dict[str, dict[str, Any]] = {}
    for count in found.queues:
        title = in_language(count.service.title, count.service.languages[0])
        grouped.setdefault(count.service.id, {"title": title, "queues": []})["queues"].append(_queue(count))
    return sorted(grouped.values(), key=lambda each: str(each["title"]))


def _queue(count: Count) -> dict[str, Any]:
    service_id, queue_id = count.service.id, count.queue.id
    return {
        "label": in_language(count.queue.label, count.service.languages[0]),
        "url": url_for("staff.queue", service_id=service_id, queue_id=queue_id),
        "next_url": url_for("staff.next_case", service_id=service_id, queue_id=queue_id),
        "waiting": spoken.bounded(count.open),
        "overdue": count.overdue and spoken.bounded(count.overdue),
        "today": count.today and spoken.bounded(count.today),
        "free": f"{spoken.bounded(count.unassigned)} that nobody has" if count.unassigned else "",
        "empty": not count.open,
        "takes": bool(count.open),
    }


def _counts(found: Home, at: datetime) -> list[dict[str, Any]]:
    """Three numbers over the page: mine, and of all my queues those overdue and due today."""
    overdue, today = (sum(getattr(count, name) for count in found.queues) for name in ("overdue", "today"))
    return [
        {"number": len(found.mine), "words": "with you", "tone": "mine"},
        {"number": spoken.bounded(overdue), "words": "overdue", "tone": "overdue" if overdue else "none"},
        {"number": spoken.bounded(today), "words": "due today", "tone": "today" if today else "none"},
    ]


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
