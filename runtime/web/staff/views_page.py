"""Views of queues: kept under a name, opened, changed, put in order and deleted, which can be undone."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from uuid import UUID

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.questions.kind import in_language
from runtime import documents, queues
from runtime.errors import ViewNotFound, ViewRefused
from runtime.queues import View, views
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.asked import Asked
from runtime.web.staff.painting import paint

pages = Blueprint("views", __name__, url_prefix="/staff")


@pages.post("/queues/<service_id>/<queue_id>/views")
@access("staff")
def save(service_id: str, queue_id: str) -> ResponseReturnValue:
    """Keep what the address asks of the queue: under a new name, or under the one it was opened by."""
    viewer, form = signed_in.viewer(), request.form
    asked = Asked.of(service_id, queue_id, request.args, viewer.person_id)
    plain = {name: value for name, value in asked.plain.items() if name != "view"}
    view = views.new(service_id, queue_id, form.get("name", ""), plain, asked.answers)
    try:
        with current_site().database.begin() as session:
            queues.seen(session, viewer, service_id, queue_id)
            if form.get("do") == "keep":
                known = views.one(session, viewer, _uuid(asked.plain.get("view", "")))
                view = replace(view, id=known.id, name=known.name)
            views.save(session, viewer, view, at=now())
    except ViewRefused as refused:
        flash(refused.message)
        return redirect(asked.url(), 303)
    flash(f"“{view.name}” is kept. It is on your home page, with how many cases it has.", "done")
    return redirect(asked.but(view=str(view.id)).url(), 303)


@pages.get("/views")
@access("staff")
def every() -> ResponseReturnValue:
    viewer, gone = signed_in.viewer(), request.args.get("gone", "")
    with current_site().database.read() as session:
        kept, titles = views.of(session, viewer), _titles(session)
        deleted = _deleted(session, gone) if gone else None
    listed = [_listed(view, titles, n, len(kept)) for n, view in enumerate(kept)]
    return paint("staff/views.html", views=listed, deleted=deleted, longest=views.LONGEST)


@pages.post("/views/<uuid:view_id>")
@access("staff")
def change(view_id: UUID) -> ResponseReturnValue:
    """One change to a view, as the button says that was pressed."""
    do, viewer, at = request.form.get("do", ""), signed_in.viewer(), now()
    try:
        with current_site().database.begin() as session:
            match do:
                case "rename":
                    views.rename(session, viewer, view_id, request.form.get("name", ""))
                case "up" | "down":
                    views.move(session, viewer, view_id, up=do == "up")
                case "first" | "not-first":
                    views.open_first(session, viewer, view_id, on=do == "first")
                case "restore":
                    views.restore(session, viewer, view_id)
                case "delete":
                    views.delete(session, viewer, view_id, at=at)
                    return redirect(url_for("views.every", gone=view_id), 303)
                case _:
                    views.one(session, viewer, view_id)
    except ViewRefused as refused:
        flash(refused.message)
    return redirect(url_for("views.every"), 303)


def address_of(view: View, by: UUID) -> str:
    """The queue as the view shows it."""
    return Asked(view.service_id, view.queue_id, by, {**view.plain, "view": str(view.id)}, view.answers).url()


def shown(kept: tuple[View, ...], asked: Asked) -> dict[str, Any]:
    """The views of one queue over its page: which is shown, and whether something else is asked than it says."""
    current = next((view for view in kept if str(view.id) == asked.plain.get("view")), None)
    plain = {name: value for name, value in asked.plain.items() if name != "view"}
    changed = current is not None and (plain, asked.answers) != (current.plain, current.answers)
    links = [{"name": v.name, "url": address_of(v, asked.by), "on": v is current and not changed} for v in kept]
    whole = Asked(asked.service_id, asked.queue_id, asked.by, {"view": "whole"})
    if kept:
        links.insert(0, {"name": "Whole queue", "url": whole.url(), "on": current is None and not asked.narrowed})
    return {
        "links": links,
        "keep": current.name if current and changed else "",
        "url": asked.url("views.save"),
        "any": bool(plain) or bool(asked.answers),
    }


def _listed(view: View, titles: dict[tuple[str, str], tuple[str, str]], place: int, count: int) -> dict[str, Any]:
    service, queue = titles.get((view.service_id, view.queue_id), ("", ""))
    return {
        "id": str(view.id),
        "name": view.name,
        "url": address_of(view, signed_in.viewer().person_id),
        "change_url": url_for("views.change", view_id=view.id),
        "service": service,
        "queue": queue,
        "first": view.opens_first,
        "up": place > 0,
        "down": place < count - 1,
    }


def _titles(session: Session) -> dict[tuple[str, str], tuple[str, str]]:
    """What services and queues are called, by their ids."""
    live = [entry.service for entry in documents.catalogue(session, signed_in.viewer().organisation_id)]
    return {
        (service.id, queue.id): (in_language(service.title, service.languages[0]),
                                 in_language(queue.label, service.languages[0]))
        for service in live for queue in service.queues
    }  # fmt: skip


def _deleted(session: Session, view_id: str) -> dict[str, str] | None:
    """The one just deleted, to be had back."""
    try:
        view = views.one(session, signed_in.viewer(), _uuid(view_id), deleted=True)
    except ViewNotFound:
        return None
    return {"name": view.name, "change_url": url_for("views.change", view_id=view.id)}


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise ViewNotFound("There is no such view.") from None
