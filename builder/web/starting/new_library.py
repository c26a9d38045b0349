"""A new service that begins as one of the library, or as one of the organisation's own: cards, and a look."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, abort
from flask.typing import ResponseReturnValue

from builder import drafting
from builder.beginning import called
from builder.library import library, library_text
from builder.references.fresh import labelled
from builder.web.painting import paint
from builder.web.starting.begun import begun, free_id, taken
from builder.web.starting.new_page import mistakes, titled, unfit
from builder.writing import rewritten
from definitions.reading import layout
from runtime import documents, drafts
from runtime.web.access_rules import access
from runtime.web.site import current_site
from runtime.web.staff import signed_in

pages = Blueprint("build_new_library", __name__, url_prefix="/build/new")

LANGUAGES = {"en": "English", "cy": "Welsh"}


@pages.get("/library")
@access("author")
def show() -> ResponseReturnValue:
    cards = [card(id, drafting.parsed(library_text(id))) for id in library()]
    return paint("build/new-library.html", cards=sorted(cards, key=lambda one: str(one["title"])))


@pages.get("/library/<service_id>")
@access("author")
def look(service_id: str) -> ResponseReturnValue:
    return _look(service_id)


@pages.post("/library/<service_id>")
@access("author")
def begin(service_id: str) -> ResponseReturnValue:
    """With its own title it keeps its id, unless that is taken; with another title it gets one made of that."""
    text, title = _text(service_id), titled()
    document = drafting.parsed(text)
    if problem := unfit(title):
        return _look(service_id, title, problem)
    own = title == labelled(document)
    while True:
        id = service_id if own and service_id not in taken() else free_id(service_id if own else title)
        new = rewritten(text, document, called(document, id, None if own else title))
        if made := begun(id, new, "The service is yours to change. Nobody outside sees it until you publish it."):
            return made


@pages.get("/own")
@access("author")
def own() -> ResponseReturnValue:
    """The organisation's services, each with the way to a copy."""
    organisation_id = signed_in.viewer().organisation_id
    with current_site().database.read() as session:
        found = {one.service_id: one.service.document for one in documents.catalogue(session, organisation_id)}
        found |= {one.service_id: drafting.parsed(one.text) for one in drafts.listed(session, organisation_id)}
    cards = sorted((card(id, document) for id, document in found.items()), key=lambda one: str(one["title"]).lower())
    return paint("build/new-own.html", cards=cards)


def card(id: str, document: Mapping[str, Any]) -> dict[str, Any]:
    """What a service is about, and how large it is, at a glance."""
    seats = list(layout.pages(document))
    return {
        "id": id,
        "title": labelled(document) or id,
        "summary": labelled({"label": document.get("summary")}),
        "pages": len(seats),
        "questions": sum(len(seat.part.get("questions", ())) for seat in seats),
        "states": len(document["workflow"]["states"]),
        "emails": len(document.get("messages", ())),
        "languages": [LANGUAGES.get(one, one) for one in document["languages"]],
    }


def _look(service_id: str, title: str | None = None, problem: str = "") -> ResponseReturnValue:
    document = drafting.parsed(_text(service_id))
    about = card(service_id, document)
    return paint(
        "build/new-look.html",
        status=422 if problem else 200,
        about=about,
        title=about["title"] if title is None else title,
        mistakes=mistakes(problem),
        asked=[
            (labelled(seat.part), [labelled(one) for one in seat.part.get("questions", ()) if labelled(one)])
            for seat in layout.pages(document)
        ],
        states=[(labelled(one), _actions(document, one["id"])) for one in document["workflow"]["states"]],
        roles=[labelled(one) for one in document.get("roles", ())],
        emails=[labelled(one) for one in document.get("messages", ())],
    )


def _actions(document: Mapping[str, Any], state: str) -> list[str]:
    """What can be done in a state, by people and by itself."""
    return [labelled(one) for one in document["workflow"]["transitions"] if state in one["from"]]


def _text(service_id: str) -> str:
    if service_id not in library():
        abort(404)
    return library_text(service_id)
