"""What there is to do: what is late, what is due today, what one has, what waits on others, and one's queues."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort, request, url_for
from flask.typing import ResponseReturnValue

from definitions.calendars import Moment, calendar
from definitions.questions.kind import in_language
from definitions.service import Service
from runtime import incidents, queues
from runtime.cases.rows import Row
from runtime.queues import LISTS, Count, Home, List
from runtime.queues.mentions import Mention
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import bulk_shown, rows, signed_in, spoken, tasks_page
from runtime.web.staff.colleagues import colleagues
from runtime.web.staff.painting import paint
from runtime.web.staff.views_page import address_of

pages = Blueprint("staff", __name__, url_prefix="/staff")

NAMED: Mapping[List, str] = {
    "overdue": "Overdue",
    "today": "Due today",
    "mine": "With you",
    "covered": "For colleagues who are away",
    "team": "Handed to your team",
    "waiting": "Waiting on others",
}
WHAT: Mapping[List, str] = {
    "overdue": "Cases you have, your team has, or nobody has in your queues, and that should be done by now.",
    "today": "Cases you have, your team has, or nobody has in your queues, and that must be done today.",
    "mine": "Cases you have and can go on with.",
    "covered": "Cases of colleagues for whom you stand in. What you do is recorded as done for them.",
    "team": "Cases that a role of yours has, and no one person. Take one to work on it.",
    "waiting": "Cases you have that somebody else must see to first: an applicant, another team, a partner.",
}
NONE: Mapping[List, str] = {
    "overdue": "Nothing is late.",
    "today": "Nothing more is due today.",
    "mine": "You have no cases. Take the next one from a queue: the most urgent comes first.",
    "covered": "You stand in for nobody who has a case.",
    "team": "Nothing has been handed to your team.",
    "waiting": "Nothing you have waits on anybody else.",
}
_ALWAYS: tuple[List, ...] = ("overdue", "today", "mine", "waiting")
_TONES: Mapping[List, str] = {"overdue": "overdue", "today": "today", "mine": "mine"}


@pages.get("")
@access("staff")
def home() -> ResponseReturnValue:
    viewer, at = signed_in.viewer(), now()
    with current_site().database.read() as session:
        found = queues.home(session, viewer, at)
        runs = bulk_shown.under_way(session, viewer, at)
        named = queues.mentioned(session, viewer, at)
        to_answer = tasks_page.for_home(session, viewer, at)
        failed = spoken.bounded(number) if (number := incidents.count(session, viewer)) else ""
        beside = colleagues(session, viewer, Moment(at, calendar()))
    return paint(
        "staff/home.html",
        colleagues=beside,
        here="home",
        asked=to_answer,
        incidents=failed,
        has_roles=any(viewer.roles.values()),
        tiles=[_tile(name, found.counted.get(name, 0)) for name in _ALWAYS],
        lists=[_list(name, found) for name in LISTS if found.firsts.get(name)],
        headings=_headings(found.services),
        nothing=NONE["mine"] if found.queues else "Cases come to you when somebody hands you one.",
        has_mine=bool(found.counted.get("mine")),
        services=_services(found),
        views=[
            {"name": view.name, "count": spoken.bounded(many), "url": address_of(view, viewer.person_id)}
            for view, many in found.views
        ],
        runs=runs,
        mentions=[_mention(one, Moment(at, calendar())) for one in named],
    )


def _mention(one: Mention, moment: Moment) -> dict[str, Any]:
    url = url_for("case_page.show", reference=one.row.reference, _anchor=f"event-{one.number}")
    words = f"{one.by} mentioned you" + (f" ({one.row.applicant})" if one.row.applicant else "")
    when = spoken.when(one.at, moment)
    return {"reference": one.row.reference, "url": url, "words": words, "when": when, "read": one.read}


@pages.get("/work")
@access("staff")
def work() -> ResponseReturnValue:
    """All of one of the lists, by what is due."""
    name = next((one for one in LISTS if one == request.args.get("list", "mine")), None)
    if name is None:
        abort(404)
    viewer, at, after = signed_in.viewer(), now(), request.args.get("after")
    with current_site().database.read() as session:
        found = queues.work(session, viewer, name, after=after, at=at)
    return paint(
        "staff/work.html",
        heading=NAMED[name],
        what=WHAT[name],
        none=NONE[name],
        cases=_lines(found.rows, found.services),
        headings=_headings(found.services),
        following=url_for("staff.work", list=name, after=found.after) if found.after else "",
        first=url_for("staff.work", list=name) if after else "",
    )


def _headings(services: Mapping[str, Service]) -> list[str]:
    """Where there is one service only, no row need name it."""
    return ["Applicant", "Service"] if len(services) > 1 else ["Applicant"]


def _tile(name: List, count: int) -> dict[str, Any]:
    return {
        "name": name,
        "number": spoken.bounded(count),
        "words": NAMED[name],
        "tone": _TONES.get(name, "none") if count else "none",
        "url": url_for("staff.work", list=name),
    }


def _list(name: List, found: Home) -> dict[str, Any]:
    shown, count = found.firsts[name], found.counted[name]
    return {
        "heading": NAMED[name],
        "cases": _lines(shown, found.services),
        "all": f"All {spoken.bounded(count)} {NAMED[name].lower()}" if count > len(shown) else "",
        "url": url_for("staff.work", list=name),
    }


def _lines(found: tuple[Row, ...], services: Mapping[str, Service]) -> list[rows.Line]:
    viewer, moment = signed_in.viewer(), Moment(now(), calendar())
    return [
        rows.line(
            row, viewer, moment, [row.applicant or "", *([_title(service)] if len(services) > 1 else [])], service
        )
        for row in found
        for service in [services[row.service_id]]
    ]


def _services(found: Home) -> list[dict[str, Any]]:
    grouped: dict[str, dict[str, Any]] = {}
    for count in found.queues:
        title = _title(count.service)
        grouped.setdefault(count.service.id, {"title": title, "queues": []})["queues"].append(_queue(count))
    return sorted(grouped.values(), key=lambda each: str(each["title"]))


def _title(service: Service) -> str:
    return in_language(service.title, service.languages[0])


def _queue(count: Count) -> dict[str, Any]:
    service_id, queue_id = count.service.id, count.queue.id
    return {
        "name": f"{service_id}/{queue_id}",
        "label": in_language(count.queue.label, count.service.languages[0]),
        "url": url_for("queue.show", service_id=service_id, queue_id=queue_id),
        "next_url": url_for("queue.next_case", service_id=service_id, queue_id=queue_id),
        "waiting": spoken.bounded(count.open),
        "overdue": count.overdue and spoken.bounded(count.overdue),
        "today": count.today and spoken.bounded(count.today),
        "free": f"{spoken.bounded(count.unassigned)} with nobody" if count.unassigned else "",
        "empty": not count.open,
        "takes": bool(count.open),
    }
