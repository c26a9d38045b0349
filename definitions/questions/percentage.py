"""A percentage, kept as a decimal without its sign: from 0 to 100 unless ``min`` and ``max`` say otherwise."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import Posted, bad
from definitions.questions.numbers import DecimalKind, decimal
from definitions.text import Context

_BOUNDS = {"min": 0, "max": 100, "places": 2}
_SIGN = re2.compile(r"(?i)\s*(?:%|per ?cent|y ?cant)$")


class PercentageKind(DecimalKind):
    name = "percentage"

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        text = typed.token(question, typed.only(question, posted, context), context)
        plain = _SIGN.sub("", text) if text.isascii() else text
        if not text:
            return None
        value = decimal(plain)
        if value is None:
            raise bad(question, context, "percentage.number")
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        super().check(_bounded(question), value, context)

    def show(self, question: Question, value: Any, language: str) -> str:
        return f"{value}%" if isinstance(value, str) else str(value)

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return super().json_schema(_bounded(question), language)


def _bounded(question: Question) -> Question:
    return replace(question, settings={**_BOUNDS, **question.settings})
