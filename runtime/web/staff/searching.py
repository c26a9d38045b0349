"""Finding a case by its reference or by words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from definitions.calendars import Moment, calendar
from definitions.questions.kind import in_language, lower_first
from runtime import queues, references
from runtime.cases.rows import Row
from runtime.queues import Among, Found
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import answers_shown, emergencies, rows, signed_in, sought, spoken
from runtime.web.staff.painting import paint

pages = Blueprint("searching", __name__, url_prefix="/staff/search")


@pages.post("")
@access("staff")
def look_for() -> ResponseReturnValue:
    """What is looked for is sent, not written in an address: names would stand in logs and histories."""
    text = request.form.get("q", "")
    if references.parse(text) and (reference := _exactly(text)):
        return redirect(url_for("case_page.show", reference=reference), 303)
    sealed = sought.sealed(text, signed_in.viewer().person_id) if text.strip() else None
    return redirect(url_for("searching.show", q=sealed), 303)


@pages.get("")
@access("staff")
def show() -> ResponseReturnValue:
    viewer, args = signed_in.viewer(), request.args
    text, among = sought.opened(args.get("q", ""), viewer.person_id), _among(args)
    with current_site().database.read() as session:
        found = queues.find(session, viewer, text, among, after=args.get("after"))
    moment = Moment(now(), calendar())
    return paint(
        "staff/search.html",
        found_by=text,
        cases=[_found(row, found, moment) for row in found.rows],
        count=f"{spoken.bounded(found.count)} case{'' if found.count == 1 else 's'}",
        filters=_filters(found, among) if text else [],
        narrowed=among != Among(),
        following=_address(after=found.after) if found.after else "",
        first=_address() if args.get("after") else "",
        everywhere=url_for("searching.show", q=args.get("q")),
        emergency=bool(text) and not found.rows and emergencies.is_possible(viewer),
    )


def _among(given: Mapping[str, str]) -> Among:
    ended = {"open": True, "closed": False}.get(given.get("only", ""))
    service = given.get("service") or None
    return Among(service, given.get("state") or None if service else None, ended)


def _filters(found: Found, among: Among) -> list[dict[str, Any]]:
    """Links that each change one thing, and say which is on."""
    groups = [("only", "", [("", "Open and closed"), ("open", "Open"), ("closed", "Closed")])]
    if len(found.services) > 1:
        titles = sorted((in_language(s.title, s.languages[0]), s.id) for s in found.services.values())
        groups.append(("service", "Service", [("", "Any"), *((id, title) for title, id in titles)]))
    one = found.services.get(among.service or "")
    if one:
        states = [(state.id, in_language(state.label, one.languages[0])) for state in one.workflow.states]
        groups.append(("state", "State", [("", "Any"), *states]))
    return [{"label": label, "links": [_link(name, *each) for each in links]} for name, label, links in groups]


def _link(name: str, value: str, label: str) -> dict[str, Any]:
    others = {"service": {"state": ""}}.get(name, {})
    on = request.args.get(name, "") == value
    return {"label": label, "on": on, "url": _address(**{**others, name: value})}


def _address(**changes: str | None) -> str:
    kept = {name: request.args.get(name, "") for name in ("q", "only", "service", "state")}
    asked = {name: value for name, value in {**kept, **changes}.items() if value}
    return f"{url_for('searching.show')}?{urlencode(asked)}"


def _exactly(text: str) -> str | None:
    """The reference of the one case that a whole reference names, as pages address it."""
    with current_site().database.read() as session:
        found = queues.search(session, signed_in.viewer(), text, now())
    return found[0].reference if len(found) == 1 else None


def _found(row: Row, found: Found, moment: Moment) -> dict[str, Any]:
    service = found.services.get(row.service_id)
    title = in_language(service.title, service.languages[0]) if service else answers_shown.named(row.service_id)
    return {
        "line": rows.line(row, signed_in.viewer(), moment, (), service),
        "service": title,
        "sent": lower_first(spoken.when(row.submitted_at, moment)),
        "why": found.why.get(row.id, ()),
    }
