"""Taking a queue's list away as a table: why, with one's password where it was last given a while ago."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from datetime import timedelta

import structlog
from flask import Blueprint, Response, request
from flask.typing import ResponseReturnValue

from definitions.calendars import Moment
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.workflow import Queue
from runtime import people, queues, sessions
from runtime.cases.rows import Row
from runtime.errors import ExportRefused
from runtime.queues import exporting
from runtime.sign_in import SignInRefused, TooManyAttempts, prove
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import arranging, narrowing, rows, signed_in, spoken
from runtime.web.staff.asked import Asked
from runtime.web.staff.painting import paint
from runtime.web.staff.sign_in import attempt_of, too_often

pages = Blueprint("export", __name__, url_prefix="/staff/queues/<service_id>/<queue_id>/export")

PROVED_FOR = timedelta(minutes=10)
"""So long ago may a password have been given for a table to be taken without it."""
_LATEST = 5
_log = structlog.get_logger()


@pages.get("")
@access("staff")
def show(service_id: str, queue_id: str) -> ResponseReturnValue:
    return _page(service_id, queue_id)


@pages.post("")
@access("staff")
def take(service_id: str, queue_id: str) -> ResponseReturnValue:
    viewer, at = signed_in.viewer(), now()
    if problem := _unproved():
        words, status = problem
        return _page(service_id, queue_id, {"password": words}, status=status)
    try:
        with current_site().database.begin() as session:
            service, queue = queues.seen(session, viewer, service_id, queue_id)
            asked = _asked(service, queue)
            export = exporting.take(session, viewer, asked, request.form.get("reason", ""), at=at)
    except ExportRefused as refused:
        return _page(service_id, queue_id, {"reason": refused.message}, status=422)
    many = len(export.rows) > exporting.MANY
    (_log.warning if many else _log.info)("export", export=export.mark, rows=len(export.rows), service=service_id)
    return _file(service, queue, asked.columns, export)


def _unproved() -> tuple[str, int] | None:
    """What to say, and with which status, to whoever must give their password and has not."""
    me, at, typed = signed_in.current(), now(), request.form.get("password", "")
    if at - me.proved_at <= PROVED_FOR:
        return None
    database = current_site().database
    with database.read() as session:
        email = people.account(session, me.viewer.person_id).email
    try:
        if not typed:
            return "Enter your password", 401
        prove(database, attempt_of(email, typed), at=at)
    except SignInRefused:
        return "Password is not the one you sign in with", 401
    except TooManyAttempts as refused:
        return too_often(refused), 429
    with database.begin() as session:
        sessions.proved(session, me, at=at)
    return None


def _asked(service: Service, queue: Queue) -> exporting.Asked:
    asked = Asked.of(service.id, queue.id, request.args, signed_in.viewer().person_id)
    if asked.lost:
        raise ExportRefused("The answers asked for in this address were chosen by somebody else. Choose them anew.")
    said = {"plain": dict(asked.plain), "answers": dict(asked.answers)}
    columns = arranging.columns(service, queue, asked)
    return exporting.Asked(service.id, queue.id, asked.filters, asked.plain.get("order"), columns, said)


def _page(
    service_id: str, queue_id: str, wrong: dict[str, str] | None = None, *, status: int = 200
) -> ResponseReturnValue:
    viewer, at = signed_in.viewer(), now()
    asked = Asked.of(service_id, queue_id, request.args, viewer.person_id)
    with current_site().database.read() as session:
        service, queue = queues.seen(session, viewer, service_id, queue_id)
        count = queues.count(session, viewer, service_id, queue_id, asked.filters, most=exporting.MOST + 1, at=at)
        latest = exporting.taken(session, person_id=viewer.person_id, limit=_LATEST)
    moment = Moment(at, service.calendar)
    return paint(
        "staff/export.html",
        status=status,
        queue={"label": in_language(queue.label, service.languages[0]), "url": asked.url(),
               "export_url": asked.url("export.show")},
        count=spoken.counted(count, "case"),
        none=not count,
        over=f"{exporting.MOST:,}" if count > exporting.MOST else "",
        chips=[chip.words for chip in narrowing.chips(service, asked)],
        columns=_headings(service, arranging.columns(service, queue, asked)),
        password=at - signed_in.current().proved_at > PROVED_FOR,
        reason=request.form.get("reason", ""),
        wrong=wrong or {},
        latest=[{"mark": one.mark, "when": spoken.when(one.at, moment), "rows": spoken.counted(one.rows, "case"),
                 "reason": one.reason} for one in latest],
    )  # fmt: skip


def _headings(service: Service, columns: tuple[str, ...]) -> list[str]:
    named = [rows.heading(service, name) for name in columns]
    return ["Reference", "State", "Due", "Sent", "With", "Applicant", *named]


def _file(service: Service, queue: Queue, columns: tuple[str, ...], export: exporting.Export) -> Response:
    table = io.StringIO()
    lines = [list(_cells(row, service, columns)) for row in export.rows]
    csv.writer(table, quoting=csv.QUOTE_ALL).writerows(exporting.cells(_headings(service, columns), lines, export))
    response = Response(table.getvalue().encode("utf-8-sig"), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="{service.id}-{queue.id}-{export.mark}.csv"'
    response.headers["Cache-Control"] = "no-store"
    return response


def _cells(row: Row, service: Service, columns: tuple[str, ...]) -> Iterator[str]:
    local = service.calendar.local
    yield row.reference
    yield row.state_label
    yield f"{local(row.due_at):%Y-%m-%d %H:%M}" if row.due_at else ""
    yield f"{local(row.submitted_at):%Y-%m-%d %H:%M}"
    yield row.assignee_name or rows.role_of(service, row.assignee)
    yield row.applicant or ""
    yield from (row.columns.get(name, "") for name in columns)
