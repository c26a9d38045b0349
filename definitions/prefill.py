"""Answers that an address brings along: text taken as an answer where it can be one, and left out where it cannot."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from definitions.calendars import Moment
from definitions.form import Question
from definitions.questions import KINDS, BadAnswer
from definitions.scope import Scope
from definitions.service import Service

FILLED = frozenset(
    ("text", "integer", "decimal", "money", "percentage", "date", "month", "time", "email", "phone", "name", "postcode")
) | {"radios", "checkboxes", "select", "yes-no", "vehicle-registration", "organisation-number"}
"""Kinds whose answer can be written as one text."""

PERSONAL = frozenset(("email", "phone", "name", "national-insurance-number", "vehicle-registration"))
"""Kinds whose answer tells who somebody is, so that it has no place in an address."""

LONGEST = 500
"""Characters of a value in an address."""


def fillable(service: Service) -> Iterator[Question]:
    """The questions that an address may bring an answer to."""
    form = service.form
    return (question for question in form.questions if question.prefill and question.id not in form.lists)


def from_query(service: Service, query: Mapping[str, str], moment: Moment) -> dict[str, Any]:
    """The answers that an address's parameters bring, by question id."""
    asked = {one: query[one.prefill.query] for one in fillable(service) if one.prefill and one.prefill.query in query}
    return _answers(service, asked, moment)


def from_link(service: Service, texts: Mapping[str, str], moment: Moment) -> dict[str, Any]:
    """The answers that a sealed link brings, by question id."""
    asked = {one: texts[one.id] for one in fillable(service) if one.prefill and one.prefill.link and one.id in texts}
    return _answers(service, asked, moment)


def is_kept(service: Service, question_id: str, value: Any, moment: Moment) -> bool:
    """Whether an answer that a link brought must stay as it is in this version of the service."""
    question = service.questions.get(question_id)
    readonly = question is not None and question.prefill is not None and question.prefill.readonly
    return readonly and question is not None and still_fits(service, question, value, moment)


def still_fits(service: Service, question: Question, value: Any, moment: Moment) -> bool:
    """Whether ``value`` can be the question's answer, before any other is given."""
    try:
        KINDS[question.kind].check(question, value, Scope(service, {}, moment))
    except BadAnswer:
        return False
    return True


def _answers(service: Service, asked: Mapping[Question, str], moment: Moment) -> dict[str, Any]:
    found = {question.id: _answer(service, question, text, moment) for question, text in asked.items()}
    return {name: value for name, value in found.items() if value is not None}


def _answer(service: Service, question: Question, text: str, moment: Moment) -> Any | None:
    kind, scope = KINDS[question.kind], Scope(service, {}, moment)
    if len(text) > LONGEST or question.kind not in FILLED:
        return None
    inputs = kind.inputs(question)
    given = [part.strip() for part in text.split(",")] if question.kind == "checkboxes" else [text]
    try:
        if len(inputs) == 1:
            return kind.parse(question, {inputs[0]: given}, scope)
        kind.check(question, text, scope)
    except BadAnswer:
        return None
    return text
