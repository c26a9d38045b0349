"""A signature: the full name of whoever signs, typed, under the statement they sign; kept with the day it was typed.

What was signed is not kept a second time: the case holds the version of the service that says it, and the answers.
"""

from __future__ import annotations

import datetime
from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.days import iso_day
from definitions.questions.kind import BadAnswer, Filled, OneInput, Posted, bad, described
from definitions.text import Context
from definitions.types import TEXT, TIMESTAMP, Type, object_of
from definitions.words import words
from definitions.words.dates import day_in_words

MOST = 200


class SignatureKind(OneInput):
    name = "signature"

    def type(self, question: Question) -> Type:
        return object_of(name=TEXT, on=TIMESTAMP)

    def parse(self, question: Question, posted: Posted, context: Context) -> dict[str, str] | None:
        name = typed.line(question, typed.only(question, posted, context), context)
        if not name:
            return None
        signed = {"name": name, "on": context.moment.today.isoformat()}
        self.check(question, signed, context)
        return signed

    def check(self, question: Question, value: Any, context: Context) -> None:
        day = _day(value)
        if day is None or set(value) != {"name", "on"} or not isinstance(value["name"], str):
            raise bad(question, context, "answer.type")
        if len(value["name"]) > MOST:
            raise bad(question, context, "text.max", n=MOST)
        if not typed.printable(value["name"]):
            raise bad(question, context, "answer.characters")
        if not any(map(str.isalpha, value["name"])):
            raise self.missing(question, context)
        if day > context.moment.today:
            raise bad(question, context, "signature.future")

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return bad(question, context, "signature.name")

    def show(self, question: Question, value: Any, language: str) -> str:
        day = _day(value)
        if day is None:
            return str(value)
        return words(language)("signature.shown", name=value.get("name", ""), day=day_in_words(day, language))

    def fill(self, question: Question, value: Any) -> Filled:
        return {question.id: value["name"]}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        properties = {
            "name": {"type": "string", "minLength": 1, "maxLength": MOST},
            "on": {"type": "string", "format": "date"},
        }
        schema = {"type": "object", "properties": properties, "required": ["name", "on"], "additionalProperties": False}
        return described(question, schema, language)


def _day(value: Any) -> datetime.date | None:
    on = value.get("on") if isinstance(value, dict) else None
    return iso_day(on) if isinstance(on, str) else None
