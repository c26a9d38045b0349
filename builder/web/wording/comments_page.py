"""What authors say to each other about a service, element by element: asked, answered, settled, and opened again."""

from __future__ import annotations

from uuid import UUID

from flask import Blueprint, abort, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from builder.web.drafts.drafted import opened
from builder.web.drafts.steps_page import local
from builder.web.painting import paint
from builder.web.painting.comments_shown import called, threads
from builder.web.painting.work import Work
from runtime.drafts import comments
from runtime.drafts.comments import LONGEST
from runtime.web.access_rules import access
from runtime.web.site import current_site

pages = Blueprint("build_comments", __name__, url_prefix="/build/<service_id>/comments")


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    work, about = opened(service_id), request.args.get("about", "").partition("/")[0]
    return _page(work, about=about if called(work, about) else "")


@pages.post("")
@access("author")
def say(service_id: str) -> ResponseReturnValue:
    """Say something of an element, or of the service; with ``answers``, answer what somebody said."""
    work, words = opened(service_id), request.form.get("words", "").replace("\r\n", "\n").strip()
    address, answers = request.form.get("about", "").partition("/")[0], _id(request.form.get("answers", ""))
    if problem := _unfit(words):
        return _page(work, words, address, answers, problem)
    if answers is None and not called(work, address):
        abort(404)
    by, here = work.viewer.person_id, work.viewer.organisation_id
    with current_site().database.begin() as session:
        if answers is None:
            comments.say(session, here, work.id, address, words, by=by, at=work.at)
        elif not comments.answer(session, here, work.id, answers, words, by=by, at=work.at):
            abort(404)
    flash("Your comment is there for everybody who builds." if answers is None else "Your answer is there.", "done")
    return _back(work)


@pages.post("/<uuid:id>/settle")
@access("author")
def settle(service_id: str, id: UUID) -> ResponseReturnValue:
    work = opened(service_id)
    with current_site().database.begin() as session:
        here, by = work.viewer.organisation_id, work.viewer.person_id
        done = comments.settle(session, here, work.id, id, by=by, at=work.at)
    flash("Settled." if done else "It is settled already.", "done")
    return _back(work)


@pages.post("/<uuid:id>/reopen")
@access("author")
def reopen(service_id: str, id: UUID) -> ResponseReturnValue:
    work = opened(service_id)
    with current_site().database.begin() as session:
        if not comments.reopen(session, work.viewer.organisation_id, work.id, id):
            abort(404)
    flash("Open again.", "done")
    return _back(work)


def _unfit(words: str) -> str:
    if not words:
        return "Write what you want to say"
    if not words.replace("\n", "").replace("\t", "").isprintable():
        return "Write it without special control characters"
    return f"Say it in {LONGEST:,} characters or fewer" if len(words) > LONGEST else ""


def _id(written: str) -> UUID | None:
    try:
        return UUID(written) if written else None
    except ValueError:
        abort(404)


def _back(work: Work) -> ResponseReturnValue:
    sent = request.form.get("back", "")
    return redirect(local(sent, work.id) if sent else url_for(".show", service_id=work.id), 303)


def _page(
    work: Work, words: str = "", about: str = "", answers: UUID | None = None, problem: str = ""
) -> ResponseReturnValue:
    all, settled = threads(work), request.args.get("settled") == "yes"
    shown = [one for one in all if bool(one.settled) == settled or one.id == answers]
    shown = [one for one in shown if one.address == about or not about] if answers is None else shown
    counts = (sum(not one.settled for one in all), sum(bool(one.settled) for one in all))
    sent = request.values.get("back", "")
    back = local(sent, work.id) if sent else ""
    return paint(
        "build/comments.html", work=work, tab="comments", status=422 if problem else 200, threads=shown,
        counts=counts, settled=settled, words=words, about=about, of=called(work, about), answers=answers,
        problem=problem, back=back,
    )  # fmt: skip
