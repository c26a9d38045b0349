"""A date in three boxes; ``min`` and ``max`` are ISO dates or counted from today ("today - 16 years")."""

from __future__ import annotations

import datetime
from typing import Any

from definitions.calendars import Moment
from definitions.durations import Duration, parse_duration
from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import AnswerProblem, BadAnswer, Filled, Posted, bad, described, problem
from definitions.text import Context
from definitions.types import TIMESTAMP, Type
from definitions.words import words
from definitions.words.dates import day_in_words, month_named

BOXES = ("day", "month", "year")
FIRST_YEAR = 1000


class DateKind:
    name = "date"

    def type(self, question: Question) -> Type:
        return TIMESTAMP

    def inputs(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{question.id}-{box}" for box in BOXES)

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        inputs = self.inputs(question)
        given = tuple(
            typed.token(question, typed.only(question, posted, context, name), context, name) for name in inputs
        )
        if not any(given):
            return None
        if missing := [n for n, box in enumerate(given) if not box]:
            raise BadAnswer([self._missing(question, context, missing)])
        value = self._day(question, given, context).isoformat()
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        first, *others = self.inputs(question)
        whole: dict[str, Any] = {"input": first, "also": tuple(others)}
        day = iso_day(value) if isinstance(value, str) else None
        if not isinstance(value, str):
            raise bad(question, context, "answer.type", **whole)
        if day is None:
            raise bad(question, context, "date.real", **whole)
        least, most = question.settings.get("min"), question.settings.get("max")
        if least and day < (bound := day_of(least, context.moment)):
            code = _relative(least, {"today": "date.today-or-future", "today + 1 day": "date.future"}, "date.min")
            raise bad(question, context, code, least=day_in_words(bound, context.language), **whole)
        if most and day > (bound := day_of(most, context.moment)):
            code = _relative(most, {"today": "date.today-or-past", "today - 1 day": "date.past"}, "date.max")
            raise bad(question, context, code, most=day_in_words(bound, context.language), **whole)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        first, *others = self.inputs(question)
        return bad(question, context, "enter", input=first, also=tuple(others))

    def show(self, question: Question, value: Any, language: str) -> str:
        day = iso_day(str(value))
        return day_in_words(day, language) if day else str(value)

    def fill(self, question: Question, value: Any) -> Filled:
        day = datetime.date.fromisoformat(value)
        return dict(zip(self.inputs(question), map(str, (day.day, day.month, day.year)), strict=True))

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, {"type": "string", "format": "date"}, language)

    def _missing(self, question: Question, context: Context, missing: list[int]) -> AnswerProblem:
        inputs = self.inputs(question)
        parts = words(context.language)("date.parts." + "-".join(BOXES[n] for n in missing))
        also = tuple(inputs[n] for n in missing[1:])
        return problem(question, context, "date.missing", input=inputs[missing[0]], also=also, parts=parts)

    def _day(self, question: Question, given: tuple[str, ...], context: Context) -> datetime.date:
        day_input, month_input, year_input = self.inputs(question)
        day, month, year = _number(given[0]), _number(given[1]) or month_named(given[1]), _number(given[2])
        if day is None or not 1 <= day <= 31:
            raise bad(question, context, "date.real", input=day_input)
        if month is None or not 1 <= month <= 12:
            raise bad(question, context, "date.real", input=month_input)
        if year is None:
            raise bad(question, context, "date.real", input=year_input)
        if len(given[2]) != 4 or year < FIRST_YEAR:
            raise bad(question, context, "date.year", input=year_input)
        try:
            return datetime.date(year, month, day)
        except ValueError:
            raise bad(question, context, "date.real", input=day_input, also=(month_input, year_input)) from None


def day_of(text: str, moment: Moment) -> datetime.date:
    """The day that a bound names: "2026-03-27", "today", "today + 28 days", "today - 5 working days".

    Raises:
        ValueError: it names none, with words for the author.
    """
    if text.strip() == "today":
        return moment.today
    for sign, mark in ((1, "+"), (-1, "-")):
        today, found, length = text.partition(mark)
        if found and today.strip() == "today":
            duration = parse_duration(length)
            return moment.calendar.add_to_day(moment.today, Duration(sign * duration.count, duration.unit))
    day = iso_day(text)
    if day is None:
        raise ValueError(f'"{text}" is not a day: write a date such as 2026-03-27, or "today + 28 days"')
    return day


def iso_day(text: str) -> datetime.date | None:
    """A date written YYYY-MM-DD and nothing else, of a year with four digits."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text and day.year >= FIRST_YEAR else None


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 4 else None


def _relative(bound: str, codes: dict[str, str], otherwise: str) -> str:
    return codes.get(" ".join(bound.split()), otherwise)
