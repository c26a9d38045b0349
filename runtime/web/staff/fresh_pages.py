"""What pages ask for by themselves to keep up with what colleagues do: the rows of a queue, and the counts of home."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, jsonify, request
from flask.typing import ResponseReturnValue

from definitions.calendars import Moment
from runtime import queues
from runtime.queues import PAGE
from runtime.web import htmx
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import arranging, rows, signed_in, spoken
from runtime.web.staff.asked import Asked
from runtime.web.staff.queue_page import opened_place

pages = Blueprint("fresh", __name__, url_prefix="/staff")


@pages.get("/queues/<service_id>/<queue_id>/fresh")
@access("staff", by_itself=True)
def queue(service_id: str, queue_id: str) -> ResponseReturnValue:
    """The rows that a page of the queue would have now, between where it begins and where it ended; nothing at all
    while they are as they were."""
    viewer, at = signed_in.viewer(), now()
    asked = Asked.of(service_id, queue_id, request.args, viewer.person_id)
    after, until = (opened_place(request.args.get(name, "")) for name in ("after", "until"))
    with current_site().database.read() as session:
        page = queues.page(
            session, viewer, service_id, queue_id, filters=asked.filters, order=asked.plain.get("order"),
            after=after, until=until, limit=2 * PAGE, at=at,
        )  # fmt: skip
    service, shown = page.service, replace(page.queue, columns=arranging.columns(page.service, page.queue, asked))
    lines = rows.in_queue(page.rows, service, shown, viewer, Moment(at, service.calendar))
    return _unless_known(
        rows.mark(lines),
        lambda: Response(htmx.page("staff/fresh.html", cases=lines, headings=rows.headings(service, shown),
                                   states=len(rows.states_in(service, page.queue)) > 1)),
    )  # fmt: skip


@pages.get("/counts")
@access("staff", by_itself=True)
def counts() -> ResponseReturnValue:
    """How much there is, by the names under which home shows it."""
    with current_site().database.read() as session:
        lists, of_queues = queues.counted(session, signed_in.viewer(), now())
    found = {str(name): spoken.bounded(count) for name, count in lists.items()}
    found |= {f"{one.service.id}/{one.queue.id}": spoken.bounded(one.open) for one in of_queues}
    return _unless_known(rows.mark(found.items()), lambda: jsonify(found))


def _unless_known(mark: str, made: Callable[[], Response]) -> Response:
    response = Response(status=304) if request.if_none_match.contains(mark) else made()
    response.set_etag(mark)
    response.headers["Cache-Control"] = "no-store"
    return response
