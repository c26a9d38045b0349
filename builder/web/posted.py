"""The form of an element, posted: read against what its author saw, and done; or shown again with what is wrong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import abort, request
from flask.typing import ResponseReturnValue

from builder.drafting import parsed
from builder.fields import Field, read
from builder.references import Refused
from builder.web.drafted import done, sent_revision
from builder.web.work import Work
from runtime import drafts
from runtime.web.site import current_site

Again = Callable[[list[Field], list[tuple[str, str]]], ResponseReturnValue]


def saved(work: Work, address: str, back: str, again: Again) -> ResponseReturnValue:
    """Do what the posted form of an element says, and lead ``back``. ``again`` paints the form as it was typed."""
    try:
        reading = read(seen(work), address, request.form)
    except Refused:
        abort(404)
    if reading.problems or reading.again:
        return again(reading.fields, reading.problems)
    return done(work, reading.edit, back=back)


def seen(work: Work) -> Mapping[str, Any]:
    """The document that the form was made of."""
    base, draft = sent_revision(), work.opened.draft
    if draft is None or base is None or not 0 < base < draft.revision:
        return work.document
    with current_site().database.read() as session:
        return parsed(drafts.at_revision(session, draft, base))


def field_of(name: str) -> str:
    """What was typed into an input, without the space around it."""
    return " ".join(request.form.get(name, "").split())
