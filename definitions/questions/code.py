"""What kinds share whose answer is one code with one right spelling: a postcode, a number that an office gave out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import Filled, OneInput, Posted, bad, described
from definitions.text import Context
from definitions.types import TEXT, Type


class CodeKind(OneInput, ABC):
    """A kind says how a code is spelled and what to say of anything else; it may show it in groups."""

    def type(self, question: Question) -> Type:
        return TEXT

    @abstractmethod
    def spelled(self, question: Question, text: str) -> str | None:
        """The code as it is kept, whatever the case, spaces and dashes of ``text``; None when it cannot be one."""

    @abstractmethod
    def wrong(self, question: Question) -> str:
        """The code of what to say when it cannot be one."""

    @abstractmethod
    def pattern(self, question: Question) -> str:
        """A regular expression for the JSON Schema: at least as wide as what is kept."""

    def grouped(self, question: Question, code: str) -> str:
        """The code as people write it, with its spaces."""
        return code

    def parse(self, question: Question, posted: Posted, context: Context) -> str | None:
        text = typed.token(question, typed.only(question, posted, context), context)
        if not text:
            return None
        code = self.spelled(question, text)
        if code is None:
            raise bad(question, context, self.wrong(question))
        return code

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, str):
            raise bad(question, context, "answer.type")
        if self.spelled(question, value) != value:
            raise bad(question, context, self.wrong(question))

    def show(self, question: Question, value: Any, language: str) -> str:
        good = isinstance(value, str) and self.spelled(question, value) == value
        return self.grouped(question, value) if good else str(value)

    def fill(self, question: Question, value: Any) -> Filled:
        return {question.id: self.show(question, value, "")}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        return described(question, {"type": "string", "pattern": self.pattern(question)}, language)


def plain(text: str) -> str:
    """What is left of a code without its spaces, dashes, dots and slashes, in capitals."""
    return "".join(c for c in typed.ascii_forms(text).upper() if c.isalnum())
