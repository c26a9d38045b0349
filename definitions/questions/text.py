"""Text of one line, or of several (``lines``); ``min`` and ``max`` characters; a ``pattern`` for the whole of it."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import re2

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import OneInput, Posted, bad, described, worded
from definitions.text import Context
from definitions.types import TEXT, Type

_DASHES = "-‐‑‒–—−"


class TextKind(OneInput):
    name = "text"

    def type(self, question: Question) -> Type:
        return TEXT

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        raw = typed.only(question, posted, context)
        value = (typed.lines if several_lines(question) else typed.line)(question, raw, context)
        if not value:
            return None
        value = _as_wanted(question, value)
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, str):
            raise bad(question, context, "answer.type")
        least, most = question.settings.get("min", 0), most_characters(question)
        if len(value) > most:
            raise bad(question, context, "text.max", n=most)
        if typed.blank(value):
            raise self.missing(question, context)
        if not typed.printable(value, several_lines=several_lines(question)):
            raise bad(question, context, "answer.characters")
        if len(value) < least:
            raise bad(question, context, "text.min", n=least)
        pattern = question.settings.get("pattern")
        if pattern and not compiled(pattern).fullmatch(value):
            message = worded(question.settings.get("pattern_message"), context)
            raise bad(question, context, "text.pattern", message=message)

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        settings = question.settings
        bounds = {"minLength": max(settings.get("min", 1), 1), "maxLength": most_characters(question)}
        pattern = {"pattern": f"^(?:{settings['pattern']})$"} if "pattern" in settings else {}
        return described(question, {"type": "string"} | bounds | pattern, language)


def _as_wanted(question: Question, value: str) -> str:
    """Without the spaces and dashes that people put into numbers, where the pattern takes it only so."""
    pattern = question.settings.get("pattern")
    if not pattern or compiled(pattern).fullmatch(value):
        return value
    plain = "".join(character for character in value if not (character.isspace() or character in _DASHES))
    return plain if compiled(pattern).fullmatch(plain) else value


def several_lines(question: Question) -> bool:
    return int(question.settings.get("lines", 1)) > 1


def most_characters(question: Question) -> int:
    return min(int(question.settings.get("max", typed.MOST)), typed.MOST)


@lru_cache(maxsize=1024)
def compiled(pattern: str) -> Any:
    """An author's pattern, by RE2: linear in time whatever it says, with 8 MB at most.

    Raises:
        re2.error: RE2 refuses it.
    """
    options = re2.Options()
    options.max_mem = 8 << 20
    options.log_errors = False
    return re2.compile(pattern, options)
