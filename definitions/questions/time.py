"""A time of day, kept as HH:MM of 24 hours; "9:30am", "2.15 pm", "1415" and "midday" are read too."""

from __future__ import annotations

import datetime
from typing import Any

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import OneInput, Posted, bad, described
from definitions.text import Context
from definitions.types import TEXT, Type
from definitions.words import both
from definitions.words.dates import time_in_words

_TYPED = re2.compile(r"([0-9]{1,2})(?:[:.h ]?([0-9]{2}))?(am|pm|a|p|yb|yp|yh|)")
_NAMED = {name: at for key, at in (("midday", "12:00"), ("midnight", "00:00")) for name in both(f"time.{key}")}
_NAMED["noon"] = "12:00"


class TimeKind(OneInput):
    name = "time"

    def type(self, question: Question) -> Type:
        return TEXT

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        text = typed.token(question, typed.only(question, posted, context), context).lower()
        if not text:
            return None
        value = _NAMED.get(text) or clock_time(text)
        if value is None:
            raise bad(question, context, "time.real")
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, str):
            raise bad(question, context, "answer.type")
        if clock_time(value) != value:
            raise bad(question, context, "time.real")

    def show(self, question: Question, value: Any, language: str) -> str:
        good = isinstance(value, str) and clock_time(value) == value
        return time_in_words(datetime.time.fromisoformat(value), language) if good else str(value)

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, {"type": "string", "pattern": "^([01][0-9]|2[0-3]):[0-5][0-9]$"}, language)


def clock_time(text: str) -> str | None:
    """HH:MM of what somebody typed, or None when it is no time. A bare hour needs am or pm to be sure of it."""
    plain = text.replace(" ", "").replace(".m", "m").removesuffix(".")
    if not typed.matches(_TYPED, plain):
        return None
    found = _TYPED.fullmatch(plain)
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            return None
        hour = hour % 12 + (12 if half in ("pm", "p", "yp", "yh") else 0)
    elif not found[2]:
        return None
    return f"{hour:02}:{minute:02}" if hour < 24 and minute < 60 else None
