"""One choice of a few, each with its label: radio buttons."""

from __future__ import annotations

from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import OneInput, Posted, bad, described, in_language, shown_options
from definitions.text import Context, plain
from definitions.types import Type


class RadiosKind(OneInput):
    name = "radios"
    verb = "select"

    def type(self, question: Question) -> Type:
        return Type("text", options=frozenset(option.value for option in question.options))

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        value = typed.only(question, posted, context)
        if not value:
            return None
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, str):
            raise bad(question, context, "answer.type")
        if value not in {option.value for option in shown_options(question, context)}:
            raise bad(question, context, "choice.unknown")

    def show(self, question: Question, value: Any, language: str) -> str:
        return option_label(question, value, language)

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, one_of(question, language), language)


class SelectKind(RadiosKind):
    """The same choice from a longer list."""

    name = "select"


def option_label(question: Question, value: Any, language: str) -> str:
    """The label of an option, or the value itself where the question has no such option."""
    found = next((option.label for option in question.options if option.value == value), plain(str(value)))
    return in_language(found, language)


def one_of(question: Question, language: str) -> dict[str, Any]:
    """JSON Schema of one choice, its labels as titles."""
    options = question.options
    if question.table:
        return {"type": "string", "enum": [option.value for option in options]}
    return {"type": "string", "oneOf": [{"const": o.value, "title": in_language(o.label, language)} for o in options]}
