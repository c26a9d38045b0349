"""Undo and redo, without limit; and an author's side of a conflict, once they have seen both."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder import drafting
from builder.drafting import Changed
from builder.edits import Edit, Restore, from_json
from builder.web.drafts.drafted import done, opened
from runtime.errors import NothingToUndo
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in

pages = Blueprint("build_steps", __name__, url_prefix="/build/<service_id>")

MOVED = "Somebody has changed the draft since: look at it first."


@pages.post("/undo")
@access("author")
def undo(service_id: str) -> ResponseReturnValue:
    return _step(service_id, drafting.undo, "Undone: {}.")


@pages.post("/redo")
@access("author")
def redo(service_id: str) -> ResponseReturnValue:
    return _step(service_id, drafting.redo, "Done again: {}.")


@pages.post("/settle")
@access("author")
def settle(service_id: str) -> ResponseReturnValue:
    """Do as an author wants it where it conflicts with what others did: they have seen both sides now."""
    work = opened(service_id)
    edit, back = edit_in(request.form.get("edit", "")), local(request.form.get("back", ""), service_id)
    return done(work, edit, back=back, words="Settled what two had changed" if isinstance(edit, Restore) else "")


def edit_in(sent: str) -> Edit:
    """The edit in a form's input; what is none is a bad request."""
    try:
        return from_json(json.loads(sent))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        abort(400)


def local(url: str, service_id: str) -> str:
    """An address within the builder of this service, or its first page: a form can lead nowhere else."""
    own = f"/build/{service_id}"
    fits = url == own or url.startswith((f"{own}/", f"{own}?"))
    return (
        url if fits and url.isprintable() and "\\" not in url else url_for("build_services.open", service_id=service_id)
    )


def _step(service_id: str, step: Callable[..., Changed | None], words: str) -> ResponseReturnValue:
    viewer, sent = signed_in.viewer(), request.form.get("of", "")
    given: dict[str, Any] = {"of": int(sent) if sent.isdecimal() and len(sent) < 10 else None, "by": viewer.person_id}
    back = local(request.form.get("back", ""), service_id)
    try:
        with current_site().database.begin() as session:
            made = step(session, viewer.organisation_id, service_id, at=now(), **given)
    except NothingToUndo as nothing:
        flash(nothing.message)
        return redirect(back, 303)
    flash(words.format(made.words) if made else MOVED, "done" if made else "message")
    return redirect(back, 303)
