"""The typed answers of a service, for programs: their JSON Schema, and what is wrong with answers sent by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from definitions.calendars import Moment
from definitions.form import Question
from definitions.nearest import did_you_mean
from definitions.problems import Problem, pointer
from definitions.questions import KINDS, BadAnswer
from definitions.questions.kind import in_language
from definitions.scope import Scope
from definitions.service import Service


def answers_schema(service: Service, language: str | None = None) -> dict[str, Any]:
    """JSON Schema 2020-12 of one submission's answers. Required is only what every applicant is asked and must answer.

    Which other questions an applicant must answer follows from the answers, and is checked when they are sent.
    """
    language = language or service.languages[0]
    questions = tuple(asked_in_form(service))
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": in_language(service.title, language),
        "description": f"Answers to {service.id}, version {service.hash[:12]}.",
        "type": "object",
        "properties": {q.id: KINDS[q.kind].json_schema(q, language) for q in questions},
        "required": [q.id for q in questions if q.id in _always(service)],
        "additionalProperties": False,
    }


def check_answers(
    service: Service, answers: Mapping[str, Any], moment: Moment, language: str = "en"
) -> tuple[Problem, ...]:
    """Everything wrong with the answers themselves, by JSON pointer; types are strict ("1" is no integer).

    Whether enough was answered, and whether it was asked at all, is for ``walk``.
    """
    questions = {question.id: question for question in asked_in_form(service)}
    scope = Scope(service, answers, moment, language)
    problems: list[Problem] = []
    for name, value in answers.items():
        if name not in questions:
            message = f'This service asks nothing called "{name[:64]}"{did_you_mean(name, questions)}'
            problems.append(Problem(pointer(name), "answer.unknown", message))
        elif value is not None:
            problems += _wrong(questions[name], value, scope)
    return tuple(problems)


def asked_in_form(service: Service) -> Iterator[Question]:
    """The questions of the form's pages, in order: not those that an action asks."""
    return (question for page in service.form.pages for question in page.questions)


def _wrong(question: Question, value: Any, scope: Scope) -> Iterator[Problem]:
    kind = KINDS[question.kind]
    try:
        kind.check(question, value, scope)
    except BadAnswer as bad:
        for each in bad.problems:
            part = each.input.removeprefix(question.id).lstrip("-")
            inside = isinstance(value, Mapping) and part
            yield Problem(pointer(question.id, part) if inside else pointer(question.id), each.code, each.message)


def _always(service: Service) -> frozenset[str]:
    """Questions that no condition, of their own or of their page, can leave out."""
    return frozenset(
        question.id
        for page in service.form.pages
        for question in page.questions
        if page.when is None and question.when is None and question.under is None and question.required is True
    )
