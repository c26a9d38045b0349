"""A person's name, in one box or (``parts`` first-last) in two. Any script, any length of name that people have."""

from __future__ import annotations

from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import AnswerProblem, BadAnswer, Filled, Posted, bad, described, has_parts, problem
from definitions.text import Context
from definitions.types import TEXT, Type, object_of

MOST = 200


class NameKind:
    name = "name"

    def type(self, question: Question) -> Type:
        return object_of(**dict.fromkeys(_parts(question), TEXT))

    def inputs(self, question: Question) -> tuple[str, ...]:
        parts = _parts(question)
        return (question.id,) if parts == ("full",) else tuple(f"{question.id}-{part}" for part in parts)

    def parse(self, question: Question, posted: Posted, context: Context) -> dict[str, str] | None:
        given = {}
        for part, name in zip(_parts(question), self.inputs(question), strict=True):
            if text := typed.line(question, typed.only(question, posted, context, name), context, name):
                given[part] = text
        if not given:
            return None
        self.check(question, given, context)
        return given

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not has_parts(value, _parts(question)):
            raise bad(question, context, "answer.type", input=self.inputs(question)[0])
        if problems := self._problems(question, value, context):
            raise BadAnswer(problems)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return BadAnswer(self._problems(question, {}, context))

    def show(self, question: Question, value: Any, language: str) -> str:
        if not isinstance(value, dict):
            return str(value)
        return " ".join(str(value[part]) for part in ("full", "first", "last") if value.get(part))

    def fill(self, question: Question, value: Any) -> Filled:
        named = zip(_parts(question), self.inputs(question), strict=True)
        return {name: value.get(part, "") for part, name in named}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        parts = _parts(question)
        properties = {part: {"type": "string", "minLength": 1, "maxLength": MOST} for part in parts}
        schema = {"type": "object", "properties": properties, "required": [*parts], "additionalProperties": False}
        return described(question, schema, language)

    def _problems(self, question: Question, value: dict[str, str], context: Context) -> list[AnswerProblem]:
        found = []
        for part, name in zip(_parts(question), self.inputs(question), strict=True):
            text = value.get(part, "")
            if len(text) > MOST:
                found.append(problem(question, context, "text.max", input=name, n=MOST))
            elif typed.blank(text):
                found.append(problem(question, context, "enter" if part == "full" else f"name.{part}", input=name))
            elif not typed.printable(text):
                found.append(problem(question, context, "answer.characters", input=name))
        return found


def _parts(question: Question) -> tuple[str, ...]:
    return ("first", "last") if question.settings.get("parts", "full") == "first-last" else ("full",)
