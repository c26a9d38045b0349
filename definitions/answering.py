"""Which of the given answers are on the route, and what is wrong with them: for a page, and for what an action asks."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from definitions.expressions import Expression
from definitions.form import Question, Rule
from definitions.known import Known
from definitions.questions import KINDS
from definitions.questions.kind import AnswerProblem, BadAnswer
from definitions.scope import Scope

Problems = Mapping[str, tuple[AnswerProblem, ...]]


@dataclass(slots=True)
class Answered:
    """``answers`` only to questions and options that are shown. ``missing`` are required and have none; ``unasked``
    were neither answered nor left blank. ``waiting`` are on the page too, each under a choice that is not made."""

    shown: list[Question] = field(default_factory=list)
    waiting: list[Question] = field(default_factory=list)
    answers: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, tuple[AnswerProblem, ...]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)
    unasked: list[str] = field(default_factory=list)

    @property
    def complete(self) -> bool:
        return not self.problems and not self.missing


def answer(questions: Sequence[Question], given: Mapping[str, Any], known: Known, scope: Scope) -> Answered:
    """Take the answers in the order of the questions, so that each sees only those before it.

    ``given`` holds None for what was asked and left blank. Every answer taken is added to ``known``.
    """
    found = Answered()
    for question in questions:
        if not known.holds(question.when):
            continue
        offered = {option.value for option in question.offered(known.holds, known.worth)} if question.options else None
        if question.where and not offered:
            continue
        if question.under and not question.under.chosen(found.answers):
            found.waiting.append(question)
            continue
        found.shown.append(question)
        value = _still_offered(given.get(question.id), offered)
        if value is None:
            if question.required is True:
                found.missing.append(question.id)
            if given.get(question.id, ...) is not None:
                found.unasked.append(question.id)
            continue
        found.answers[question.id] = value
        known.add(question.id, value)
        if problems := _problems(question, value, known, scope):
            found.problems[question.id] = problems
    return found


def judge_page(page_id: str, rules: Sequence[Rule], found: Answered, known: Known, scope: Scope) -> None:
    """Try the rules of a whole page, and put what fails under the page's id."""
    if rules and (failed := failed_rules(page_id, rules, found.shown, known, scope)):
        found.problems[page_id] = failed


def failed_rules(
    id: str, rules: Sequence[Rule], shown: Sequence[Question], known: Known, scope: Scope
) -> tuple[AnswerProblem, ...]:
    """What fails of the rules of the page or section ``id``."""
    return tuple(
        AnswerProblem(_culprit(id, rule.require, shown), "rule", rule.message.render(scope))
        for rule in rules
        if not known.passes(rule.require)
    )


def is_blank(value: Any) -> bool:
    """Whether this is no answer: nothing, no text, nothing ticked."""
    return value is None or value == "" or value == []


def _still_offered(value: Any, offered: Container[str] | None) -> Any:
    """``value`` without the options that are not shown; None when nothing is left of it."""
    if is_blank(value):
        return None
    if offered is None:
        return value
    if isinstance(value, list):
        return [item for item in value if isinstance(item, str) and item in offered] or None
    return value if isinstance(value, str) and value in offered else None


def _problems(question: Question, value: Any, known: Known, scope: Scope) -> tuple[AnswerProblem, ...]:
    try:
        KINDS[question.kind].check(question, value, scope)
    except BadAnswer as bad:
        return bad.problems
    return tuple(
        AnswerProblem(_first_input(question), "rule", rule.message.render(scope))
        for rule in question.rules
        if not known.passes(rule.require)
    )


def _culprit(page_id: str, require: Expression, shown: Sequence[Question]) -> str:
    """The input to go to: that of the last question on the page that the rule names."""
    used = {name.partition(".")[0] for name in require.names}
    named = [question for question in shown if question.id in used] or shown[:1]
    return _first_input(named[-1]) if named else page_id


def _first_input(question: Question) -> str:
    return KINDS[question.kind].inputs(question)[0]
