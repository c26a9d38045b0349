"""A date in three boxes; ``min`` and ``max`` are ISO dates or counted from today ("today - 16 years")."""

from __future__ import annotations

import datetime
from typing import Any

from definitions.form import Question
from definitions.questions import date_boxes
from definitions.questions.days import iso_day
from definitions.questions.kind import BadAnswer, Filled, Posted, bad, described
from definitions.text import Context
from definitions.types import TIMESTAMP, Type
from definitions.words.dates import day_in_words

BOXES = ("day", "month", "year")


class DateKind:
    name = "date"

    def type(self, question: Question) -> Type:
        return TIMESTAMP

    def inputs(self, question: Question) -> tuple[str, ...]:
        return date_boxes.inputs(question, BOXES)

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        given = date_boxes.filled(question, posted, context, BOXES)
        if given is None:
            return None
        value = date_boxes.day_of(question, given, context).isoformat()
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        whole = date_boxes.whole(question, BOXES)
        day = iso_day(value) if isinstance(value, str) else None
        if not isinstance(value, str):
            raise bad(question, context, "answer.type", **whole)
        if day is None:
            raise bad(question, context, "date.real", **whole)
        date_boxes.within(question, context, BOXES, (day, day), day_in_words)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return bad(question, context, "enter", **date_boxes.whole(question, BOXES))

    def show(self, question: Question, value: Any, language: str) -> str:
        day = iso_day(str(value))
        return day_in_words(day, language) if day else str(value)

    def fill(self, question: Question, value: Any) -> Filled:
        day = datetime.date.fromisoformat(value)
        return dict(zip(self.inputs(question), map(str, (day.day, day.month, day.year)), strict=True))

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, {"type": "string", "format": "date"}, language)
