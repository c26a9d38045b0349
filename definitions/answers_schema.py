"""The typed answers of a service, for programs: their JSON Schema, and what is wrong with answers sent by one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from definitions.calendars import Moment
from definitions.form import Page, Question, Repeat, Section
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
    form = service.form
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": in_language(service.title, language),
        "description": f"Answers to {service.id}, version {service.hash[:12]}.",
    } | _object(form.pages, form.sections, language)


def _object(pages: Sequence[Page], sections: Sequence[Section], language: str) -> dict[str, Any]:
    """The answers to these pages and sections; a list for each section that repeats."""
    lists = [(section, section.repeat) for section in sections if section.repeat]
    plain = [section for section in sections if section.repeat is None]
    asked = [(None, page) for page in pages] + [(section.when, page) for section in plain for page in section.pages]
    properties = {q.id: KINDS[q.kind].json_schema(q, language) for _, page in asked for q in page.questions}
    properties |= {repeat.id: _array(section, repeat, language) for section, repeat in lists}
    required = [
        question.id
        for when, page in asked
        for question in page.questions
        if not (when or page.when or question.when or question.under) and question.required is True
    ]
    required += [repeat.id for section, repeat in lists if section.when is None and repeat.min]
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _array(section: Section, repeat: Repeat, language: str) -> dict[str, Any]:
    least = {"minItems": repeat.min} if section.when is None and repeat.min else {}
    items = {"title": in_language(repeat.label, language)} | _object(section.pages, section.sections, language)
    title = in_language(section.title, language)
    return {"title": title, "type": "array", **least, "maxItems": repeat.max, "items": items}


def check_answers(
    service: Service, answers: Mapping[str, Any], moment: Moment, language: str = "en"
) -> tuple[Problem, ...]:
    """Everything wrong with the answers themselves, by JSON pointer; types are strict ("1" is no integer).

    Whether enough was answered, and whether it was asked at all, is for ``walk``.
    """
    scope = Scope(service, answers, moment, language)
    return tuple(_checked(answers, service.form.pages, service.form.sections, scope, ()))


def _checked(
    answers: Mapping[str, Any], pages: Sequence[Page], sections: Sequence[Section], scope: Scope, at: tuple[str, ...]
) -> Iterator[Problem]:
    lists = {section.repeat.id: section for section in sections if section.repeat}
    plain = [page for section in sections if section.repeat is None for page in section.pages]
    questions = {question.id: question for page in (*pages, *plain) for question in page.questions}
    for name, value in answers.items():
        place = (*at, name)
        if name in lists:
            yield from _items(lists[name], value, scope, place)
        elif name not in questions:
            where = "This service asks nothing" if not at else "Nothing in this list is"
            message = f'{where} called "{name[:64]}"{did_you_mean(name, [*questions, *lists])}'
            yield Problem(pointer(*place), "answer.unknown", message)
        elif value is not None:
            yield from _wrong(questions[name], value, scope, place)


def _items(section: Section, value: Any, scope: Scope, at: tuple[str, ...]) -> Iterator[Problem]:
    """What is wrong with the items of a list. Too few of them is for ``walk``, as whatever was not answered."""
    most = section.repeat.max if section.repeat else 0
    if value is None:
        return
    if not isinstance(value, list):
        yield Problem(pointer(*at), "answer.type", "This must be a list, of an object for each item")
        return
    if len(value) > most:
        yield Problem(pointer(*at), "list.most", f"There can be at most {most} items here, and these are {len(value)}")
    for n, item in enumerate(value[:most]):
        if isinstance(item, Mapping):
            inside = replace(scope, names={**scope.names, **item})
            yield from _checked(item, section.pages, section.sections, inside, (*at, str(n)))
        else:
            yield Problem(pointer(*at, str(n)), "answer.type", "An item must be an object of its answers")


def _wrong(question: Question, value: Any, scope: Scope, at: tuple[str, ...]) -> Iterator[Problem]:
    kind = KINDS[question.kind]
    try:
        kind.check(question, value, scope)
    except BadAnswer as bad:
        for each in bad.problems:
            part = each.input.removeprefix(question.id).lstrip("-")
            inside = isinstance(value, Mapping) and part
            yield Problem(pointer(*at, part) if inside else pointer(*at), each.code, each.message)
