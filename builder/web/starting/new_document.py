"""A new service from a document, sent as a file or pasted: read as strictly as any, refused with every problem."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from builder.beginning import NOT_IDS, called
from builder.packs import PackRefused, opened
from builder.packs.opening import MOST_BYTES
from builder.references.ids import kebab
from builder.web.painting import paint
from builder.web.starting.begun import begun, free_id, taken
from builder.web.starting.new_page import mistakes
from builder.writing import rewritten
from definitions.problems import InvalidDefinition, Problem
from definitions.read import check
from definitions.reading.parse import parse_document
from definitions.reading.shape import faults
from runtime import releases
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in

pages = Blueprint("build_new_document", __name__, url_prefix="/build/new")

LONGEST_SHOWN = 400_000
"""Characters of a document that can be sent from the box of a form, with what else is in it."""
NONE = "Choose a file, or paste the document"


@pages.get("/document")
@access("author")
def show() -> ResponseReturnValue:
    return _page("")


@pages.post("/document", endpoint="begin")
@access("author", takes_files=True)
def begin() -> ResponseReturnValue:
    """Begin a draft of a document that has the right shape. Whose it is, is never in it: there is no such property."""
    sent = _sent()
    if sent[:2] == b"PK":
        return _of_pack(sent)
    shown = sent.decode("utf-8", "replace")
    if not sent.strip():
        return _page(shown, mistakes(NONE, "file"), 422)
    try:
        document = parse_document(sent).document
        problems = check(sent) if faults(document) else ()
    except InvalidDefinition as bad:
        problems = bad.problems
    if problems:
        return _refused(shown, problems)
    return _begun(sent.decode(), document)


def _of_pack(sent: bytes) -> ResponseReturnValue:
    """Begin with what is in a pack. It is remembered, so that a newer one can be put together with what is changed."""
    try:
        pack = opened(sent)
    except PackRefused as refused:
        return _page("", mistakes(str(refused), "file"), 422)
    except InvalidDefinition as bad:
        return _refused("", bad.problems)
    whole = pack.text if not pack.beside else json.dumps(pack.document, ensure_ascii=False, indent=2) + "\n"
    answer = _begun(whole, pack.document)
    if getattr(answer, "status_code", 0) == 303:
        viewer = signed_in.viewer()
        with current_site().database.begin() as session:
            ours, by = viewer.organisation_id, viewer.person_id
            releases.brought(session, pack.document, pack.hash, by=by, at=now(), organisation_id=ours)
    return answer


def _begun(text: str, document: dict[str, Any]) -> ResponseReturnValue:
    own, asked = str(document["id"]), request.form.get("id", "").strip()
    used = taken() | NOT_IDS
    if own in used and not asked:
        words = f"You have a service called {own} already. Give this one another short name"
        return _page(text, mistakes(words, "id"), 409, id=free_id(own))
    id = asked if own in used else own
    if problem := _unfit_id(id, used):
        return _page(text, mistakes(problem, "id"), 422, id=id)
    new = text if id == own else rewritten(text, document, called(document, id))
    errors = sum(one.severity == "error" for one in check(new))
    left = f" {errors} thing{' is' if errors == 1 else 's are'} to be put right before it can be published."
    words = "The document is read, and the service yours to change."
    return begun(id, new, words + (left if errors else "")) or _begun(text, document)


def _sent() -> bytes:
    """The file, or else what was pasted. One byte more than it may have shows that it is too large."""
    held = b""
    if file := request.files.get("file"):
        with file.stream as stream:
            held = stream.read(MOST_BYTES + 1)
    return held or request.form.get("text", "").replace("\r\n", "\n").encode("utf-8", "surrogatepass")


def _unfit_id(id: str, used: frozenset[str]) -> str:
    if not id or kebab(id) != id or len(id) > 64:
        return "Write it in small letters, with hyphens between words"
    return f"You have a service called {id} already. Choose another short name" if id in used else ""


def _refused(text: str, problems: tuple[Problem, ...]) -> ResponseReturnValue:
    wrong = [one for one in problems if one.severity == "error"]
    found = [{"href": "#text", "text": _said(one)} for one in wrong]
    return _page(text, found, 422)


def _said(one: Problem) -> str:
    words = one.message[:1].upper() + one.message[1:]
    return f"Line {one.line}, column {one.column}: {words}" if one.line else words


def _page(text: str, wrong: list[dict[str, str]] | None = None, status: int = 200, id: str = "") -> ResponseReturnValue:
    return paint(
        "build/new-document.html",
        status=status,
        text=text if len(text) < LONGEST_SHOWN else "",
        mistakes=wrong or [],
        id=id,
    )
