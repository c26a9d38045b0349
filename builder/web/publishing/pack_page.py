"""A service as one file: downloaded, and a newer one taken in over what was changed here, conflicts settled first."""

from __future__ import annotations

from collections.abc import Mapping
from io import BytesIO
from typing import Any

from flask import Blueprint, abort, flash, redirect, request, send_file, url_for
from flask.typing import ResponseReturnValue

from builder.edits import Restore
from builder.edits.patch import difference
from builder.packs import MOST_GROWN, Onto, Pack, PackRefused, base_of, can_take, gathered, onto, packed, settled
from builder.packs import opened as unpacked
from builder.packs.opening import MOST_BYTES, MOST_NOTES
from builder.publishing import compared
from builder.references import Refused
from builder.web.drafts.drafted import done, opened, sent_revision
from builder.web.drafts.refusals import side
from builder.web.painting import paint
from builder.web.painting.work import Work
from definitions.problems import InvalidDefinition
from definitions.reading.beside import nothing, taken_in
from definitions.reading.shape import faults
from runtime import releases
from runtime.web.access_rules import access
from runtime.web.site import current_site, now

pages = Blueprint("build_pack", __name__, url_prefix="/build/<service_id>/pack")

NONE = "Choose a file"
MOVED = "The draft has changed since you opened this page. Look at it again, then press once more."
CHOOSE = "Choose for each which of the two shall stand"


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    return _page(opened(service_id))


@pages.post("/download")
@access("author")
def download(service_id: str) -> ResponseReturnValue:
    """The draft as a pack. What is handed on is remembered here: it may come back changed."""
    work, notes = opened(service_id), request.form.get("notes", "").replace("\r\n", "\n").strip()
    if len(notes) > MOST_NOTES:
        return _page(work, problem=f"Keep the notes to {MOST_NOTES:,} characters", about="notes", status=422)
    made = Pack(work.text, gathered(work.text, nothing), f"{notes}\n" if notes else "")
    ours, by = work.viewer.organisation_id, work.viewer.person_id
    with current_site().database.begin() as session:
        grown = [one for one in releases.known(session, work.id, ours) if one != made.hash][:MOST_GROWN]
        releases.handed_on(session, made.document, made.hash, by=by, at=now(), organisation_id=ours)
    content = packed(Pack(made.text, made.beside, made.notes, tuple(grown)))
    return send_file(
        BytesIO(content), mimetype="application/zip", as_attachment=True, download_name=f"{work.id}.pack.zip"
    )


@pages.post("/upload")
@access("author", takes_files=True)
def upload(service_id: str) -> ResponseReturnValue:
    """Look at a pack, or a document, before it is taken in."""
    work = opened(service_id)
    try:
        brought = _brought()
    except PackRefused as refused:
        return _page(work, problem=str(refused), about="file", status=422)
    except InvalidDefinition as bad:
        return _page(work, problem="This is not a document of a service", about="file", found=bad, status=422)
    if brought.service_id != work.id:
        words = f"This is another service, {brought.service_id}. Start a new service with it, or open that one"
        return _page(work, problem=words, about="file", status=422)
    ours = work.viewer.organisation_id
    with current_site().database.begin() as session:
        base = base_of(brought, releases.known(session, work.id, ours), taken_in(work.document))
        content = brought.document
        releases.hold(session, content, brought.hash, by=work.viewer.person_id, at=now(), organisation_id=ours)
    return redirect(url_for("build_pack.look", service_id=service_id, hash=brought.hash, base=base or ""), 303)


@pages.get("/take")
@access("author")
def look(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    return _look(work, request.args.get("hash", ""), request.args.get("base", ""))


@pages.post("/take")
@access("author")
def take(service_id: str) -> ResponseReturnValue:
    """Take a pack in, as one edit of the draft that can be undone."""
    work, hash, base = opened(service_id), request.form.get("hash", ""), request.form.get("base", "")
    if sent_revision() != work.revision:
        return _look(work, hash, base, problem=MOVED, status=409)
    theirs, made = _made(work, hash, base)
    chosen = {n: request.form.get(f"choose-{n}") for n, one in enumerate(made.conflicts) if can_take(one)}
    if any(choice not in ("ours", "theirs") for choice in chosen.values()):
        return _look(work, hash, base, problem=CHOOSE, status=422)
    try:
        final = settled(made, theirs, [n for n, choice in chosen.items() if choice == "theirs"])
    except Refused as refused:
        return _look(work, hash, base, problem=str(refused), status=422)
    edit = Restore(difference(work.document, final))
    answer = done(work, edit, back=url_for("build_publish.show", service_id=work.id), words="Took in a pack")
    if getattr(answer, "status_code", 0) == 303:
        ours, by = work.viewer.organisation_id, work.viewer.person_id
        with current_site().database.begin() as session:
            releases.brought(session, theirs, hash, by=by, at=now(), organisation_id=ours)
    return answer


def _brought() -> Pack:
    """What was sent: a pack, or the plain document.

    Raises:
        PackRefused: nothing was sent, or it is no pack that can be opened.
        InvalidDefinition: it is no document of the right shape.
    """
    content, file = b"", request.files.get("file")
    if file is not None:
        with file.stream as stream:
            content = stream.read(MOST_BYTES + 1)
    if not content:
        raise PackRefused(NONE)
    if content[:2] == b"PK":
        return unpacked(content)
    try:
        brought = Pack(content.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        raise PackRefused("This file is neither a pack nor the document of a service") from error
    if wrong := faults(brought.document):
        raise InvalidDefinition(fault.problem for fault in wrong)
    return brought


def _made(work: Work, hash: str, base: str) -> tuple[Mapping[str, Any], Onto]:
    """What somebody brought, and what it and the draft make of what both grew from."""
    ours = work.viewer.organisation_id
    with current_site().database.read() as session:
        theirs = releases.held(session, work.id, hash, ours)
        grew_from = releases.content(session, work.id, base, ours) if base else None
    if theirs is None:
        abort(404)
    here = taken_in(work.document)
    return theirs, onto(theirs, here, grew_from)


def _look(work: Work, hash: str, base: str, *, problem: str = "", status: int = 200) -> ResponseReturnValue:
    _, made = _made(work, hash, base)
    if made.same:
        flash("There is nothing new in it: the draft has it all.")
        return redirect(url_for("build_pack.show", service_id=work.id), 303)
    sides = [side(work, one) | {"n": n, "can": can_take(one)} for n, one in enumerate(made.conflicts)]
    shown: dict[str, Any] = {"hash": hash, "base": base, "sides": sides, "problem": problem, "known": made.known}
    shown |= {"found": compared(work.document, made.document), "typed": request.form}
    return paint("build/pack-take.html", work=work, tab="publish", status=status, **shown)


def _page(
    work: Work, *, problem: str = "", about: str = "", found: InvalidDefinition | None = None, status: int = 200
) -> ResponseReturnValue:
    wrong = [one for one in (found.problems if found else ()) if one.severity == "error"]
    shown: dict[str, Any] = {"problem": problem, "about": about, "wrong": wrong}
    return paint(
        "build/pack.html", work=work, tab="publish", status=status, notes=request.form.get("notes", ""), **shown
    )
