"""The small form on an action: which of its questions are asked, and what was answered."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

from markupsafe import Markup

from definitions.facts import Reason
from definitions.form import Question
from definitions.questions import KINDS
from definitions.questions.kind import AnswerProblem
from runtime.web import uploads
from runtime.web.asking import Mistake, mistakes, questions_again, questions_html
from runtime.web.fragments import safe
from runtime.web.posted import Posted, Typed, read_in_turn
from runtime.web.staff.opened import Opened, asking


class Asking(Protocol):
    """Whatever asks something of one of the staff: an action, a task."""

    @property
    def ask(self) -> tuple[Question, ...]: ...


Problems = Mapping[str, Sequence[AnswerProblem]]


def read_ask(of: Opened, form: Asking, typed: Typed) -> Posted:
    """Read the questions in order, each asked or not by the answers before it. Whatever else was sent is dropped.

    A file is kept for the case as soon as it is good; what a form says of a file that we did not take is not believed.
    """
    scope = asking(of, _names(of, form))
    before = uploads.carried(form.ask, of.loaded.id)
    taken = uploads.take(form.ask, typed, before, scope, lambda: of.loaded.id)
    uploads.forget(taken, of.loaded.id)
    posted = Posted(taken.typed)
    if uploads.stays(form.ask):
        uploads.merge(posted, taken)
        return posted
    read_in_turn(form.ask, scope, posted)
    uploads.merge(posted, taken)
    return posted


def blank_form(of: Opened, form: Asking) -> Markup:
    """The questions as HTML, before anything is answered."""
    scope = asking(of, _names(of, form))
    return safe(questions_html(scope, list(filter(scope.asks, form.ask)), {}))


def filled_form(of: Opened, form: Asking, posted: Posted, problems: Problems) -> Markup:
    """The questions as HTML with what was typed, and what is wrong with it."""
    scope = asking(of, _names(of, form) | _given(posted))
    asked = list(filter(scope.asks, form.ask))
    files = uploads.carrying(posted.files, of.loaded.id)
    return safe(questions_again(scope, asked, posted.typed, problems, files))


def problems_of(
    of: Opened, reasons: Sequence[Reason], asked: Mapping[str, Question] | None = None
) -> tuple[dict[str, list[AnswerProblem]], tuple[Mistake, ...]]:
    """Reasons of the engine's as problems of the questions they are about, and as the lines of an error summary.
    ``asked`` are the questions by their names, those of the service unless it says otherwise."""
    found: dict[str, list[AnswerProblem]] = {}
    others = []
    for reason in reasons:
        question = (of.service.questions if asked is None else asked).get(reason.question or "")
        if question is None:
            others.append(Mistake("#action", reason.staff))
            continue
        first = KINDS[question.kind].inputs(question)[0]
        found.setdefault(question.id, []).append(AnswerProblem(first, reason.code, reason.staff))
    return found, (*mistakes(found), *others)


def typed_words(of: Opened, form: Asking, posted: Posted) -> tuple[tuple[str, str], ...]:
    """What somebody typed, as pairs of label and text, for a form that can be sent no more."""
    scope = asking(of, _names(of, form) | _given(posted))
    kept = []
    for question in form.ask:
        value = posted.answers.get(question.id)
        names = KINDS[question.kind].inputs(question)
        raw = " ".join(text for name in names for text in posted.typed.get(name, ()) if text)
        raw, value = ("", posted.files.get(question.id)) if question.kind == "file" else (raw, value)
        text = raw if value is None else KINDS[question.kind].show(question, value, scope.language)
        if text:
            kept.append((question.label.render(scope), text))
    return tuple(kept)


def _names(of: Opened, form: Asking) -> dict[str, Any]:
    asked = {question.id for question in form.ask}
    return {name: value for name, value in of.scope.names.items() if name not in asked}


def _given(posted: Posted) -> dict[str, Any]:
    return {name: value for name, value in posted.answers.items() if value is not None}
