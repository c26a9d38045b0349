"""An element one place up or down in its list: states, actions, clocks, queues and emails."""

from __future__ import annotations

from flask import Blueprint, abort, request
from flask.typing import ResponseReturnValue

from builder.edits import Move
from builder.references.addresses import address, resolve, value_at
from builder.web.drafts.drafted import done, opened
from builder.web.painting.places import place
from runtime.web.access_rules import access

pages = Blueprint("build_order", __name__, url_prefix="/build/<service_id>")


@pages.post("/order")
@access("author")
def move(service_id: str) -> ResponseReturnValue:
    work, at = opened(service_id), request.form.get("at", "")
    path = resolve(work.document, at)
    if not path or not isinstance(path[-1], int):
        abort(404)
    here, into = path[-1], address(work.document, path[:-1])
    listed = value_at(work.document, path[:-1])
    back = place(work.id, at, "#element")
    if request.form.get("to") == "up":
        before: int | None = here - 1
    else:
        before = here + 2 if here + 2 < len(listed) else None
    if (before is not None and before < 0) or (before is None and here + 1 >= len(listed)):
        return done(work, None, back=back)
    place_before = None if before is None else address(work.document, (*path[:-1], before))
    return done(work, Move(at, into, place_before), back=back)
