"""Notes on a case: written, with colleagues told of them; corrected for a while; pinned; kept half-written."""

from __future__ import annotations

from uuid import uuid4

from flask import Blueprint, Response, abort, redirect, request, url_for
from flask.typing import ResponseReturnValue

from definitions.notes import notes
from runtime import cases, jottings
from runtime.errors import NoteRefused
from runtime.web.access_rules import access
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.actions import said_done
from runtime.web.staff.case_page import case_shown
from runtime.web.staff.mentioning import mentioned
from runtime.web.staff.notes_shown import Note
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint

pages = Blueprint("notes_page", __name__, url_prefix="/staff/cases/<reference>")


@pages.post("/notes")
@access("staff")
def note(reference: str) -> ResponseReturnValue:
    text, mention, key, at = request.form.get("note", ""), request.form.get("mention", ""), sent_key(), now()
    try:
        with current_site().database.begin() as session:
            of = opened(session, reference, signed_in.viewer(), at)
            told = mentioned(session, of, text, mention)
            acted = cases.note(session, of.loaded.id, text, of.actor, mentions=told, key=key, at=at)
            jottings.forget(session, of.viewer.person_id, of.loaded.id, "note")
    except NoteRefused as refused:
        with current_site().database.begin() as session:
            of.looked(session, of.in_sight)
            wrong = Note(text, refused.message.rstrip("."), key, mention)
            return case_shown(session, of, wrong, status=422)
    return said_done(reference, acted)


@pages.get("/notes/<int:number>")
@access("staff")
def show(reference: str, number: int) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        of.looked(session)
    found = notes(of.case.events).get(number)
    if found is None:
        abort(404)
    if not found.may_reword(of.actor, of.moment.at):
        return redirect(of.url, 303)
    return _form(of, number, found.text, str(uuid4()))


@pages.post("/notes/<int:number>")
@access("staff")
def reword(reference: str, number: int) -> ResponseReturnValue:
    text, key, at = request.form.get("note", ""), sent_key(), now()
    try:
        with current_site().database.begin() as session:
            of = opened(session, reference, signed_in.viewer(), at)
            if number not in notes(of.case.events):
                abort(404)
            acted = cases.reword(session, of.loaded.id, number, text, of.actor, key=key, at=at)
    except NoteRefused as refused:
        return _form(of, number, text, key, refused.message.rstrip("."))
    return said_done(reference, acted)


@pages.post("/notes/<int:number>/pin")
@access("staff")
def pin(reference: str, number: int) -> ResponseReturnValue:
    on, at = request.form.get("on") == "1", now()
    try:
        with current_site().database.begin() as session:
            of = opened(session, reference, signed_in.viewer(), at)
            if number not in notes(of.case.events):
                abort(404)
            acted = cases.pin(session, of.loaded.id, number, of.actor, on=on, at=at)
    except NoteRefused as refused:
        with current_site().database.begin() as session:
            of.looked(session, of.in_sight)
            return case_shown(session, of, Note(problem=refused.message.rstrip("."), key=str(uuid4())), status=422)
    return said_done(reference, acted)


@pages.post("/draft")
@access("staff")
def keep(reference: str) -> ResponseReturnValue:
    """Keep what is being written, as often as the browser likes. It is no look at the case, and changes none."""
    form, at = request.form, now()
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), at)
        letter = form.get("kind") == "letter"
        names = ("reply", "subject", "body") if letter else ("note", "mention")
        texts = {name: form.get(name, "") for name in names}
        words = texts if any(texts[name].strip() for name in names[letter : letter + 2]) else {}
        jottings.keep(session, of.viewer.person_id, of.loaded.id, "letter" if letter else "note", words, at)
    if form.get("do") == "keep":
        return redirect(url_for("case_page.show", reference=reference), 303)
    return Response(status=204, mimetype="text/plain")


def _form(of: Opened, number: int, text: str, key: str, problem: str = "") -> ResponseReturnValue:
    status = 422 if problem else 200
    return paint("staff/note-correct.html", status=status, case=of, number=number, text=text, key=key, problem=problem)
