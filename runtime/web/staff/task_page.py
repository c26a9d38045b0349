"""One task on one page: what is asked, what one may see of the case, and the form; taking it and handing it on."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from sqlalchemy.orm import Session

from definitions.scope import result_in_words
from runtime import cases
from runtime.errors import ActionRefused, AssignmentRefused, BadInputs
from runtime.failpoints import reach
from runtime.web import uploads
from runtime.web.access_rules import access
from runtime.web.asking import mistakes
from runtime.web.posted import Posted, sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import answers_shown, ask_form, rows, signed_in, spoken, tasks_shown
from runtime.web.staff.actions import overtaken, sent_revision
from runtime.web.staff.answers_shown import Row
from runtime.web.staff.files_shown import Files
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint
from runtime.web.staff.task_form import TaskForm, task_form

pages = Blueprint("task_page", __name__, url_prefix="/staff/cases/<reference>/tasks/<key>")


@pages.get("")
@access("staff")
def show(reference: str, key: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        form = task_form(of, key)
        of.looked(session, of.in_sight)
        return _page(session, form, key=str(uuid4()))


@pages.post("")
@access("staff", takes_files=True)
def do(reference: str, key: str) -> ResponseReturnValue:
    typed, sent, at = request.form.to_dict(flat=False), sent_key(), now()
    database = current_site().database
    with database.read() as session:
        of = opened(session, reference, signed_in.viewer(), at)
    form = task_form(of, key)
    posted = ask_form.read_ask(form.of, form, typed)
    if uploads.stays(form.ask) and not posted.problems:
        return _again(form, posted, {}, (), status=200)
    if posted.problems:
        return _again(form, posted, posted.problems, mistakes(posted.problems), status=posted.status)
    choice, inputs = form.said(posted.answers)
    try:
        with database.begin() as session:
            cases.do_task(session, of.loaded.id, key, inputs, of.actor, choice=choice, key=sent, at=at)
    except BadInputs as bad:
        problems, told = ask_form.problems_of(of, bad.refusal.reasons, form.questions)
        return _again(form, posted, problems, told)
    except ActionRefused as refused:
        kept, reasons = ask_form.typed_words(form.of, form, posted), [each.staff for each in refused.refusal.reasons]
        return overtaken(of, sent_revision(), url=form.url, button=form.label, kept=kept, reasons=reasons)
    reach("act.after_commit")
    flash(f"{'Your vote on' if choice else 'Your answer to'} “{form.label}” has been recorded on {reference}.")
    return redirect(url_for("tasks_page.show"), 303)


@pages.post("/take")
@access("staff")
def take(reference: str, key: str) -> ResponseReturnValue:
    at = now()
    try:
        with current_site().database.begin() as session:
            of = opened(session, reference, signed_in.viewer(), at)
            form = task_form(of, key)
            holder = None if request.form.get("give") else of.viewer.assignee
            cases.give_task(session, of.loaded.id, key, holder, of.actor, key=sent_key(), at=at)
    except AssignmentRefused as refused:
        flash(refused.message)
    return redirect(form.url, 303)


def _page(
    session: Session, form: TaskForm, *, key: str, html: Any = None, told: Any = (), status: int = 200
) -> Response:
    of, reasons = form.of, [each.staff for each in form.asked.reasons]
    files = Files.of(session, of.case, f"{of.url}/files")
    about = form.task.about.render(of.scope).strip() if form.task.about else ""
    facts = {
        "label": form.label,
        "service": of.service.title.render(of.scope),
        "url": form.url,
        "who": tasks_shown.who_in_words(of, form.task, form.errand),
        "due": spoken.due(form.errand.due, of.moment),
        "open": form.errand.open,
        "state": tasks_shown.state_in_words(of, form.task, form.errand),
        "about": about.split("\n\n") if about else (),
        "mine": form.errand.holder == of.viewer.assignee,
        "takes": not reasons and not form.task.votes,
        "voted": _voted(form),
        "votes": form.task.votes is not None,
        "button": "Vote" if form.task.votes else "Send your answer" if form.ask else "Mark it done",
        "said": _said(form, files),
        "multipart": any(question.kind == "file" for question in form.ask),
    }
    questions = "" if reasons else html if html is not None else ask_form.blank_form(of, form)
    whole = () if form.task.shows else answers_shown.sections(of.service, of.case, of.scope, files)
    return paint(
        "staff/task.html", status=status, case=of, task=facts, questions=questions, reasons=reasons, mistakes=told,
        shown=[_row(of, name, files) for name in form.task.shows], sections=whole, facts=(), masks={}, corrections={},
        revision=of.loaded.revision, key=key,
    )  # fmt: skip


def _again(form: TaskForm, posted: Posted, problems: Any, told: Any, *, status: int = 422) -> ResponseReturnValue:
    """The form with what was typed and what is wrong with it; its key is still good, for nothing was done."""
    html = ask_form.filled_form(form.of, form, posted, problems)
    with current_site().database.begin() as session:
        form.of.looked(session, form.of.in_sight)
        return uploads.told(_page(session, form, key=sent_key(), html=html, told=told, status=status))


def _row(of: Opened, name: str, files: Files) -> Row:
    """One of the facts that the task shows whoever does it."""
    question = of.service.questions.get(name)
    if question:
        return answers_shown.row(question, of.scope.names.get(name), of.scope, files, "")
    text = of.scope.shown(name)
    return Row(rows.heading(of.service, name), text or answers_shown.BLANK, blank=not text)


def _voted(form: TaskForm) -> str:
    """How this person has voted, while they can still vote otherwise."""
    vote = form.errand.votes.get(str(form.of.viewer.person_id))
    if vote is None or not form.errand.open:
        return ""
    return result_in_words(form.task, vote.choice, form.of.scope.language)


def _said(form: TaskForm, files: Files) -> tuple[Row, ...]:
    """What came of a task that is done."""
    of, task, errand = form.of, form.task, form.errand
    if errand.state != "done":
        return ()
    if task.votes:
        return tasks_shown.votes_of(of, task, errand, files)
    return tasks_shown.answers_of(of, task, errand.answers, files)
