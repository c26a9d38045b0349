"""A date of which perhaps only the year is known, or the month: kept as the first and the last day it can be."""

from __future__ import annotations

import datetime
from typing import Any

from definitions.form import Question
from definitions.questions import date_boxes
from definitions.questions.date import BOXES
from definitions.questions.days import iso_day, month_span
from definitions.questions.kind import BadAnswer, Filled, Posted, bad, described
from definitions.text import Context
from definitions.types import TIMESTAMP, Type, object_of
from definitions.words import words
from definitions.words.dates import day_in_words, month_in_words

Span = tuple[datetime.date, datetime.date]
ENDS = ("earliest", "latest")


class ApproximateDateKind:
    name = "approximate-date"

    def type(self, question: Question) -> Type:
        return object_of(**dict.fromkeys(ENDS, TIMESTAMP))

    def inputs(self, question: Question) -> tuple[str, ...]:
        return date_boxes.inputs(question, BOXES)

    def parse(self, question: Question, posted: Posted, context: Context) -> dict[str, str] | None:
        given = date_boxes.typed_in(question, posted, context, BOXES)
        if not any(given.values()):
            return None
        needed = ("month", "year") if given["day"] else ("year",)
        if missing := [box for box in needed if not given[box]]:
            raise date_boxes.left_out(question, context, missing)
        earliest, latest = _meant(question, given, context)
        value = dict(zip(ENDS, (earliest.isoformat(), latest.isoformat()), strict=True))
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        span = _span(value)
        if span is None:
            raise bad(question, context, "answer.type", **date_boxes.whole(question, BOXES))
        date_boxes.within(question, context, BOXES, span, day_in_words)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return bad(question, context, "enter", **date_boxes.whole(question, BOXES))

    def show(self, question: Question, value: Any, language: str) -> str:
        span = _span(value)
        if span is None:
            return str(value)
        earliest, latest = span
        if earliest == latest:
            return day_in_words(earliest, language)
        about = str(earliest.year) if earliest.month != latest.month else month_in_words(earliest, language)
        return words(language)("date.about", date=about)

    def fill(self, question: Question, value: Any) -> Filled:
        earliest, latest = _span(value) or (datetime.date.min, datetime.date.max)
        day = str(earliest.day) if earliest == latest else ""
        month = str(earliest.month) if earliest.month == latest.month else ""
        return dict(zip(self.inputs(question), (day, month, str(earliest.year)), strict=True))

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        properties = {name: {"type": "string", "format": "date"} for name in ENDS}
        schema = {"type": "object", "properties": properties, "required": [*ENDS], "additionalProperties": False}
        return described(question, schema, language)


def _meant(question: Question, given: dict[str, str], context: Context) -> Span:
    if given["day"]:
        day = date_boxes.day_of(question, given, context)
        return day, day
    if given["month"]:
        month = date_boxes.month_of(question, given["month"], context)
        return month_span(date_boxes.year_of(question, given["year"], context), month)
    year = date_boxes.year_of(question, given["year"], context)
    return datetime.date(year, 1, 1), datetime.date(year, 12, 31)


def _span(value: Any) -> Span | None:
    """The days of a stored answer: one day, or a whole month, or a whole year; None for anything else."""
    if not isinstance(value, dict) or set(value) != set(ENDS):
        return None
    earliest, latest = (iso_day(value[end]) if isinstance(value[end], str) else None for end in ENDS)
    if earliest is None or latest is None:
        return None
    year = datetime.date(earliest.year, 1, 1), datetime.date(earliest.year, 12, 31)
    known = (earliest, earliest), month_span(earliest.year, earliest.month), year
    return (earliest, latest) if (earliest, latest) in known else None
