"""Whoever has the case before them: what they see, which buttons and why, and what comes of pressing one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from flask import abort, redirect
from flask.typing import ResponseReturnValue

from builder import rehearsal
from builder.rehearsal import Desk
from builder.web.painting import paint
from builder.web.rehearsing.behind import behind
from builder.web.rehearsing.blueprint import pages
from builder.web.rehearsing.in_hand import InHand, held, loaded, shown
from builder.web.rehearsing.pretended import with_files
from builder.web.rehearsing.steps import Step, lead, taken
from definitions.errands.doing import CHOICE
from definitions.form import Question
from definitions.questions.kind import AnswerProblem
from definitions.scope import Scope
from definitions.standing import Standing, staff_language
from definitions.tasks.named import item_names
from runtime.web import asking
from runtime.web.access_rules import access
from runtime.web.fragments import safe
from runtime.web.posted import Posted, read_asked, typed_form
from runtime.web.public import acting, form_pages
from runtime.web.public.check import answers_of
from runtime.web.public.progress import Progress
from runtime.web.staff.task_form import choice_of

CITIZEN = "applicant"


def stage(step: Step, seat: str) -> ResponseReturnValue:
    """The case as one of them sees it."""
    desk = rehearsal.desk(step.played, seat) or rehearsal.desk(step.played, CITIZEN)
    assert desk is not None
    facts = behind(step) | {"seats": rehearsal.seats(step.played), "desk": desk, "spoken": step.story.language}
    if desk.seat.label == CITIZEN:
        made = shown(step, lambda: _progress(step), acts=f"{step.url}/act/{CITIZEN}/")
        facts["page"] = made.html if isinstance(made, InHand) else ""
    else:
        facts["answers"] = answers_of(loaded(step))
    return paint("build/try-desk.html", work=step.work, tab="try", **facts)


@dataclass(frozen=True, slots=True)
class Form:
    """What an action or a task asks of somebody. ``scope`` knows all that its questions may name."""

    label: str
    url: str
    open: bool
    why: tuple[str, ...]
    questions: tuple[Question, ...]
    scope: Scope


@pages.get("/<uuid:step_id>/act/<seat>/<action>")
@access("author")
def ask(service_id: str, step_id: UUID, seat: str, action: str) -> ResponseReturnValue:
    step, desk = _taken(service_id, step_id, seat)
    return _form_page(step, desk, _action(step, desk, action))


@pages.post("/<uuid:step_id>/act/<seat>/<action>")
@access("author", takes_files=True)
def act(service_id: str, step_id: UUID, seat: str, action: str) -> ResponseReturnValue:
    """Press a button: also one that is not there, to see it refused."""
    step, desk = _taken(service_id, step_id, seat)
    return _pressed(
        step, desk, _action(step, desk, action), lambda who, given: {"do": action, "as": who, "inputs": given}
    )


@pages.get("/<uuid:step_id>/task/<seat>/<key>")
@access("author")
def ask_task(service_id: str, step_id: UUID, seat: str, key: str) -> ResponseReturnValue:
    step, desk = _taken(service_id, step_id, seat)
    return _form_page(step, desk, _task(step, desk, key))


@pages.post("/<uuid:step_id>/task/<seat>/<key>")
@access("author", takes_files=True)
def do_task(service_id: str, step_id: UUID, seat: str, key: str) -> ResponseReturnValue:
    step, desk = _taken(service_id, step_id, seat)
    return _pressed(
        step, desk, _task(step, desk, key),
        lambda who, given: {"task": key, "as": who, "vote": given.pop(CHOICE, None), "answers": given},
    )  # fmt: skip


@pages.post("/<uuid:step_id>/undo/<seat>")
@access("author")
def undo(service_id: str, step_id: UUID, seat: str) -> ResponseReturnValue:
    step, desk = _taken(service_id, step_id, seat)
    return lead(step.after({"undo": True, "as": desk.seat.label}), seat=seat)


def _taken(service_id: str, step_id: UUID, seat: str) -> tuple[Step, Desk]:
    """The step, and who has its case before them. Raises a redirect to where the step is, if there is no case."""
    step = taken(service_id, step_id)
    if step.played.case is None:
        abort(redirect(step.url, 303))
    return step, rehearsal.desk(step.played, seat) or abort(404)


def _pressed(
    step: Step, desk: Desk, form: Form, deed: Callable[[str, dict[str, Any]], Mapping[str, Any]]
) -> ResponseReturnValue:
    """The step after it, of who does it and what they answer; or the form again, if it is open and they answer
    badly."""
    posted, who = _read(form), desk.seat.label
    if posted.problems and form.open:
        return _form_page(step, desk, form, posted)
    done = {name: part for name, part in deed(who, _given(posted)).items() if part}
    return lead(step.after(done), seat=who)


def _action(step: Step, desk: Desk, action: str) -> Form:
    button = next((one for one in desk.buttons if one.transition.id == action), None)
    if button is None:
        abort(404)
    url, scope = f"{step.url}/act/{desk.seat.label}/{action}", _scope(step, desk)
    return _asking(step, Form(button.words, url, button.open, button.why, button.transition.ask, scope))


def _task(step: Step, desk: Desk, key: str) -> Form:
    errand = next((one for one in desk.tasks if one.key == key), None)
    if errand is None:
        abort(404)
    scope, url = _scope(step, desk), f"{step.url}/task/{desk.seat.label}/{key}"
    names = {**scope.names, **item_names(errand.task, key, scope.names)}
    inside = replace(scope, names=names)
    choice = (choice_of(errand.task),) if errand.task.votes else ()
    return _asking(step, Form(errand.words, url, errand.open, errand.why, (*choice, *errand.task.ask), inside))


def _asking(step: Step, form: Form) -> Form:
    """With the questions that are asked as things stand, which know no earlier answers to themselves."""
    asked = {question.id for question in form.questions}
    names = {name: value for name, value in form.scope.names.items() if name not in asked}
    scope = Scope(step.service, names, form.scope.moment, form.scope.language)
    return replace(form, questions=tuple(filter(scope.asks, form.questions)), scope=scope)


def _scope(step: Step, desk: Desk) -> Scope:
    case, story = step.played.case, step.played.story
    assert case is not None
    actor = story.people.actor(desk.seat.label, case)
    language = step.story.language if desk.seat.label == CITIZEN else staff_language(step.service)
    return Standing(step.service, case, story.moment, actor).scope(language)


def _read(form: Form) -> Posted:
    return read_asked(form.questions, with_files(form.questions, typed_form(), {}), form.scope)


def _given(posted: Posted) -> dict[str, Any]:
    return {name: value for name, value in posted.answers.items() if value is not None}


def _form_page(step: Step, desk: Desk, form: Form, posted: Posted | None = None) -> ResponseReturnValue:
    problems: Mapping[str, tuple[AnswerProblem, ...]] = posted.problems if posted else {}
    if posted:
        html = asking.questions_again(form.scope, form.questions, posted.typed, problems, {})
    else:
        html = asking.questions_html(form.scope, form.questions, {})
    facts = behind(step) | {"desk": desk, "form": form, "questions": safe(html), "mistakes": asking.mistakes(problems)}
    facts |= {"multipart": any(q.kind == "file" for q in form.questions)}
    return paint("build/try-ask.html", work=step.work, tab="try", status=422 if problems else 200, **facts)


def _progress(step: Step) -> ResponseReturnValue:
    progress = Progress(loaded(step), step.played.story.moment.at, held(step).language)
    around = acting.surroundings(progress, back=None)
    facts: dict[str, Any] = {"joined": None, "done": False, "seen": None, "again": None, "progress": progress}
    return form_pages.reply("public/progress.html", None, 200, **around, **facts)
