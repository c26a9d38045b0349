"""A month of a year, kept as YYYY-MM. In expressions it is the first day of that month."""

from __future__ import annotations

import datetime
from typing import Any

from definitions.form import Question
from definitions.questions import date_boxes
from definitions.questions.days import iso_day, month_span
from definitions.questions.kind import BadAnswer, Filled, Posted, bad, described
from definitions.text import Context
from definitions.types import TIMESTAMP, Type
from definitions.words.dates import month_in_words

BOXES = ("month", "year")


class MonthKind:
    name = "month"

    def type(self, question: Question) -> Type:
        return TIMESTAMP

    def inputs(self, question: Question) -> tuple[str, ...]:
        return date_boxes.inputs(question, BOXES)

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        given = date_boxes.filled(question, posted, context, BOXES)
        if given is None:
            return None
        month = date_boxes.month_of(question, given["month"], context, "month.real")
        value = f"{date_boxes.year_of(question, given['year'], context, 'month.real')}-{month:02}"
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        whole = date_boxes.whole(question, BOXES)
        if not isinstance(value, str):
            raise bad(question, context, "answer.type", **whole)
        first = _first(value)
        if first is None:
            raise bad(question, context, "month.real", **whole)
        date_boxes.within(question, context, BOXES, month_span(first.year, first.month), month_in_words)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return bad(question, context, "enter", **date_boxes.whole(question, BOXES))

    def show(self, question: Question, value: Any, language: str) -> str:
        first = _first(value)
        return month_in_words(first, language) if first else str(value)

    def fill(self, question: Question, value: Any) -> Filled:
        year, _, month = value.partition("-")
        return dict(zip(self.inputs(question), (str(int(month)), year), strict=True))

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, {"type": "string", "pattern": "^[0-9]{4}-(0[1-9]|1[0-2])$"}, language)


def _first(value: Any) -> datetime.date | None:
    return iso_day(f"{value}-01") if isinstance(value, str) and len(value) == 7 else None
