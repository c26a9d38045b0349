"""One thing done to many cases: choose them, say what, see what would come of it, confirm, and watch it being done."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from runtime import bulk
from runtime.bulk import Chosen, Deed, Run
from runtime.errors import NothingChosen, OtherDeed, RunNotFound
from runtime.web.access_rules import access
from runtime.web.htmx import wants_piece
from runtime.web.posted import typed_form, whole_number
from runtime.web.site import current_site, now
from runtime.web.staff import bulk_asking, bulk_shown, signed_in
from runtime.web.staff.asked import Asked
from runtime.web.staff.painting import paint, paint_part

pages = Blueprint("bulk", __name__, url_prefix="/staff/bulk")

LISTED = 200
"""References on one page of a list of cases."""


@pages.post("")
@access("staff")
def begin() -> ResponseReturnValue:
    """The cases of a queue's page that were ticked, all that it shows, or all that match what was asked of it."""
    form, which = request.form, request.form.get("which")
    named = form.getlist("case") if which == "ticked" else form.get("shown", "").split()
    service_id, queue_id = form.get("service", ""), form.get("queue", "")
    asked = Asked.of(service_id, queue_id, form, signed_in.viewer().person_id)
    if which == "every" and asked.lost:
        raise BadRequest("What was asked of the answers cannot be read, and all that match without it are others.")
    chosen = Chosen(service_id, queue_id, named, asked.filters if which == "every" else None)
    try:
        with current_site().database.begin() as session:
            bulk_id = bulk.begin(session, signed_in.viewer(), chosen, at=now())
    except NothingChosen:
        flash("Tick the cases you mean first: nothing was chosen.")
        return redirect(url_for("queue.show", service_id=service_id, queue_id=queue_id), 303)
    return _to(bulk_id)


@pages.get("/<uuid:bulk_id>")
@access("staff")
def show(bulk_id: UUID) -> ResponseReturnValue:
    return _page(bulk_id)


def _page(bulk_id: UUID, refused: OtherDeed | None = None) -> ResponseReturnValue:
    """The run as it is now, with why what was confirmed was not begun."""
    viewer = signed_in.viewer()
    with current_site().database.read() as session:
        run = bulk.load(session, bulk_id, viewer)
        tally = bulk.tally(session, bulk_id)
        if run.state == "choosing":
            ways = bulk.open_actions(session, run, viewer, now()) if run.is_of(viewer) else ()
            asked = bulk_asking.options(run, ways)
            return paint("staff/bulk-choose.html", run=bulk_shown.shown(run, tally, viewer, now()), options=asked)
        groups = bulk.groups(session, bulk_id) if run.state not in ("checking", "running") else ()
        mark = bulk.mark(session, run) if run.state == "checked" and run.is_of(viewer) else ""
    shown = bulk_shown.shown(run, tally, viewer, now(), mark)
    said = request.args.get("said", type=whole_number())
    return paint_part(
        "staff/bulk.html",
        block="run",
        status=refused.status if refused else 200,
        refused=refused.message if refused else "",
        run=shown,
        groups=bulk_shown.grouped(run, groups),
        say_it=wants_piece() and said != shown.tenth,
    )


@pages.post("/<uuid:bulk_id>/choose")
@access("staff")
def choose(bulk_id: UUID) -> ResponseReturnValue:
    """What to do, which is tried at once if nothing needs to be answered first."""
    run, what = _mine(bulk_id), request.form.get("what", "")
    if not what:
        flash("Choose what to do first.")
        return _to(bulk_id)
    asking = bulk_asking.asking(run, what, signed_in.viewer(), now())
    if asking.asks:
        return redirect(url_for("bulk.ask", bulk_id=bulk_id, what=what), 303)
    return _tried(run, asking.deed)


@pages.get("/<uuid:bulk_id>/ask/<what>")
@access("staff")
def ask(bulk_id: UUID, what: str) -> ResponseReturnValue:
    run = _mine(bulk_id)
    asking = bulk_asking.asking(run, what, signed_in.viewer(), now())
    return paint("staff/bulk-ask.html", run=_shown(run), asking=asking)


@pages.post("/<uuid:bulk_id>/ask/<what>")
@access("staff")
def answer(bulk_id: UUID, what: str) -> ResponseReturnValue:
    run = _mine(bulk_id)
    asking = bulk_asking.answered(run, what, typed_form(), signed_in.viewer(), now())
    if asking.mistakes:
        return paint("staff/bulk-ask.html", status=422, run=_shown(run), asking=asking)
    return _tried(run, asking.deed)


@pages.post("/<uuid:bulk_id>/confirm")
@access("staff")
def confirm(bulk_id: UUID) -> ResponseReturnValue:
    run = _mine(bulk_id)
    try:
        with current_site().database.begin() as session:
            bulk.confirm(session, run, request.form.get("deed", ""), at=now())
    except OtherDeed as refused:
        return _page(bulk_id, refused)
    return _to(bulk_id)


@pages.post("/<uuid:bulk_id>/stop")
@access("staff")
def stop(bulk_id: UUID) -> ResponseReturnValue:
    """For those who look after who began it, too."""
    with current_site().database.begin() as session:
        bulk.stop(session, bulk.load(session, bulk_id, signed_in.viewer()), at=now())
    return _to(bulk_id)


@pages.post("/<uuid:bulk_id>/go-on")
@access("staff")
def go_on(bulk_id: UUID) -> ResponseReturnValue:
    run = _mine(bulk_id)
    with current_site().database.begin() as session:
        bulk.go_on(session, run)
    return _to(bulk_id)


@pages.post("/<uuid:bulk_id>/cancel")
@access("staff")
def cancel(bulk_id: UUID) -> ResponseReturnValue:
    run = _mine(bulk_id)
    with current_site().database.begin() as session:
        if not bulk.cancel(session, run):
            return _to(bulk_id)
    flash("Nothing was done.", "done")
    return redirect(url_for("queue.show", service_id=run.service.id, queue_id=run.queue_id), 303)


@pages.post("/<uuid:bulk_id>/again")
@access("staff")
def again(bulk_id: UUID) -> ResponseReturnValue:
    run = _mine(bulk_id)
    try:
        with current_site().database.begin() as session:
            other = bulk.try_again(session, run, at=now())
    except NothingChosen:
        return _to(bulk_id)
    bulk.try_at_once(current_site().database, other)
    return _to(other)


@pages.post("/<uuid:bulk_id>/undo")
@access("staff")
def undo(bulk_id: UUID) -> ResponseReturnValue:
    run = _mine(bulk_id)
    try:
        with current_site().database.begin() as session:
            other = bulk.undo_all(session, run, at=now())
    except NothingChosen:
        return _to(bulk_id)
    return _to(other)


@pages.get("/<uuid:bulk_id>/cases/<int(max=999999):first>")
@access("staff")
def listed(bulk_id: UUID, first: int) -> ResponseReturnValue:
    """Every case of one group."""
    after = request.args.get("after", -1, type=whole_number())
    with current_site().database.read() as session:
        run = bulk.load(session, bulk_id, signed_in.viewer())
        found = bulk.of_group(session, bulk_id, first, after=after, limit=LISTED + 1)
    if not found:
        raise RunNotFound("There is no such list.")
    more = url_for("bulk.listed", bulk_id=bulk_id, first=first, after=found[:LISTED][-1].position)
    return paint(
        "staff/bulk-cases.html", run=_shown(run), group=bulk_shown.group_words(run, found[0].state, found[0].why or ""),
        cases=bulk_shown.linked(found[:LISTED]), more=more if len(found) > LISTED else "",
    )  # fmt: skip


def _mine(bulk_id: UUID) -> Run:
    """The run, for whoever began it alone: nobody else says what is done in their name."""
    viewer = signed_in.viewer()
    with current_site().database.read() as session:
        run = bulk.load(session, bulk_id, viewer)
    if not run.is_of(viewer):
        raise RunNotFound("There is no such run.")
    return run


def _shown(run: Run) -> bulk_shown.Shown:
    with current_site().database.read() as session:
        return bulk_shown.shown(run, bulk.tally(session, run.id), signed_in.viewer(), now())


def _tried(run: Run, deed: Deed | None) -> ResponseReturnValue:
    """Few cases are tried while one waits; many are the worker's."""
    if deed is None:
        raise BadRequest
    database = current_site().database
    with database.begin() as session:
        bulk.choose(session, run, deed)
    bulk.try_at_once(database, run.id)
    return _to(run.id)


def _to(bulk_id: UUID) -> ResponseReturnValue:
    return redirect(url_for("bulk.show", bulk_id=bulk_id), 303)
