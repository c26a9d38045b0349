"""A statement to agree to. Its answer is true or nothing: nobody can declare the opposite."""

from __future__ import annotations

from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import BadAnswer, Filled, OneInput, Posted, bad, described
from definitions.text import Context
from definitions.types import BOOLEAN, Type
from definitions.words import words


class DeclarationKind(OneInput):
    name = "declaration"

    def type(self, question: Question) -> Type:
        return BOOLEAN

    def parse(self, question: Question, posted: Posted, context: Context) -> bool | None:
        given = typed.only(question, posted, context)
        if given and given != "yes":
            raise bad(question, context, "choice.unknown")
        return True if given else None

    def check(self, question: Question, value: Any, context: Context) -> None:
        if value is False:
            raise self.missing(question, context)
        if value is not True:
            raise bad(question, context, "answer.type")

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return bad(question, context, "declaration.tick")

    def show(self, question: Question, value: Any, language: str) -> str:
        return words(language)("answer.confirmed" if value else "answer.none")

    def fill(self, question: Question, value: Any) -> Filled:
        return {question.id: "yes" if value else ""}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, {"const": True}, language)
