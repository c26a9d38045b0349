"""Yes or no, with words of the service's own if it has any (``yes``, ``no``)."""

from __future__ import annotations

from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import Filled, OneInput, Posted, bad, described, in_language
from definitions.text import Context
from definitions.types import BOOLEAN, Type
from definitions.words.values import yes_or_no

VALUES = {"yes": True, "no": False}


class YesNoKind(OneInput):
    name = "yes-no"
    verb = "select"

    def type(self, question: Question) -> Type:
        return BOOLEAN

    def parse(self, question: Question, posted: Posted, context: Context) -> bool | None:
        given = typed.only(question, posted, context)
        if given and given not in VALUES:
            raise bad(question, context, "choice.unknown")
        return VALUES.get(given)

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, bool):
            raise bad(question, context, "answer.type")

    def show(self, question: Question, value: Any, language: str) -> str:
        own = question.settings.get("yes" if value else "no")
        return in_language(own, language) if own else yes_or_no(value, language)

    def fill(self, question: Question, value: Any) -> Filled:
        return {question.id: "yes" if value else "no"}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, {"type": "boolean"}, language)
