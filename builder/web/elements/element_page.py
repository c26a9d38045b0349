"""A posted form of an element's fields, from any room: one edit, or the form again with what cannot be read of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, make_response, request
from flask.typing import ResponseReturnValue

from builder import fields
from builder.drafting import parsed
from builder.edits import Delete, apply
from builder.fields import Reading
from builder.references import Element, Refused, indexed
from builder.references.addresses import address as address_of
from builder.references.addresses import resolve, value_at
from builder.references.elements import element
from builder.references.fresh import labelled
from builder.references.kinds import kind_in_words
from builder.web.drafts import refusals
from builder.web.drafts.drafted import done, opened, sent_revision
from builder.web.drafts.steps_page import local
from builder.web.elements.deleting import deleted
from builder.web.painting import paint
from builder.web.painting.work import Work
from runtime import drafts
from runtime.web.access_rules import access
from runtime.web.htmx import wants_piece
from runtime.web.site import current_site

pages = Blueprint("build_element", __name__, url_prefix="/build/<service_id>")

Painter = Callable[..., Response]
AGAIN: dict[str, Painter] = {}
"""How a room shows its page with a form as it was typed, by the name of its tab. Any other room's form is shown by
itself."""


@pages.post("/element")
@access("author")
def save(service_id: str) -> ResponseReturnValue:
    """Do what the form says to the element ``at``, on top of the revision that the form was made of."""
    work = opened(service_id)
    address, back = request.form.get("element", ""), local(request.form.get("back", ""), service_id)
    seen = seen_document(work)
    try:
        reading = fields.read(seen, address, request.form)
    except Refused as refused:
        return refusals.refused(work, refused, back)
    if reading.again or reading.problems:
        return _again(work, address, reading, back)
    if isinstance(reading.edit, Delete):
        return _without(work, seen, reading.edit.what, back)
    answer = make_response(done(work, reading.edit, back=back))
    if reading.edit is None or not wants_piece():
        return answer
    if answer.status_code != 303:
        # A form that saves itself swaps pieces: why it could not be saved takes the place of all.
        answer.headers |= {"HX-Retarget": "#build", "HX-Reselect": "#build", "HX-Reswap": "outerHTML"}
    elif _overtaken(seen, address, reading, service_id):
        return Response(status=204, headers={"HX-Trigger": "overtaken"})
    return answer


def _without(work: Work, seen: Mapping[str, Any], what: str, back: str) -> ResponseReturnValue:
    """A row of a list taken out: by what it is called, where it has a name."""
    at = address_of(seen, resolve(seen, what) or ())
    called = label(seen, at) if "/" not in at else "A part of a list"
    return deleted(work, at, what=called, back=back, here=back, tab=request.form.get("tab", ""))


def seen_document(work: Work) -> dict[str, Any]:
    """The document as it was when the sent form was made."""
    base = sent_revision()
    if work.opened.draft is None or base is None or not 0 < base < work.revision:
        return work.document
    with current_site().database.read() as session:
        return parsed(drafts.at_revision(session, work.opened.draft, base))


def _overtaken(seen: Mapping[str, Any], address: str, reading: Reading, service_id: str) -> bool:
    """Whether others have changed the same element: then the form on the page no longer shows what is there."""
    if reading.edit is None:
        return False
    mine = apply(seen, reading.edit).document
    return bool(_at(mine, address) != _at(opened(service_id).document, address))


def _at(document: Mapping[str, Any], address: str) -> Any:
    path = resolve(document, address)
    return None if path is None else value_at(document, path)


def _again(work: Work, address: str, reading: Reading, back: str) -> Response:
    """The form as it was typed: 422 where something in it cannot be read."""
    tab = request.form.get("tab", "")
    given: dict[str, Any] = {
        "address": address, "fields": reading.fields, "problems": reading.problems, "back": back,
        "seen": sent_revision(),
        "element_label": label(work.document, address), "status": 422 if reading.problems else 200, "tab": tab,
    }  # fmt: skip
    painter, whole = AGAIN.get(tab), request.headers.get("HX-Target") == "build"
    if painter is None or (wants_piece() and not whole):
        return paint("build/element-again.html", work=work, **given)
    answer = painter(work, **given)
    if whole:
        # Whoever loads the page again is where the form stands, not where it was sent.
        answer.headers["HX-Push-Url"] = back.partition("#")[0]
    return answer


def label(document: Mapping[str, Any], address: str) -> str:
    """What an element is called, for a heading: Question: Which bin was missed?"""
    name, _, tail = address.partition("/")
    one = element(name) if name else Element("service", "")
    words = kind_in_words(one.kind).capitalize()
    path = resolve(document, address) or ()
    part = value_at(document, path)
    said = labelled(part) if isinstance(part, dict) else ""
    if not said and one in indexed(document).defined:
        said = one.id
    return f"{words}: {said}" if said and not tail else said or tail.rpartition("/")[2].replace("_", " ").capitalize()
