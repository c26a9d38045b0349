"""Any number of choices, in the order of the options; ``exclusive`` names the one that rules out the others."""

from __future__ import annotations

from typing import Any

from definitions.form import Question
from definitions.questions.kind import BadAnswer, Filled, OneInput, Posted, bad, described, shown_options
from definitions.questions.radios import one_of, option_label
from definitions.text import Context
from definitions.types import Type, list_of


class CheckboxesKind(OneInput):
    name = "checkboxes"
    verb = "select"

    def type(self, question: Question) -> Type:
        item = Type("text", options=frozenset(option.value for option in question.options))
        return list_of(item, most=max(1, len(question.options)))

    def parse(self, question: Question, posted: Posted, context: Context) -> list[str] | None:
        given = {value for value in posted.get(question.id, ()) if value}
        if not given:
            return None
        known = [option.value for option in question.options]
        if not given <= set(known):
            raise bad(question, context, "choice.unknown")
        value = [option for option in known if option in given]
        self.check(question, value, context)
        return value

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise bad(question, context, "answer.type")
        if not set(value) <= {option.value for option in shown_options(question, context)}:
            raise bad(question, context, "choice.unknown")
        if len(set(value)) != len(value):
            raise bad(question, context, "answer.repeated")
        alone = question.settings.get("exclusive")
        if alone in value:
            if len(value) > 1:
                label = option_label(question, alone, context.language)
                raise bad(question, context, "choices.exclusive", alone=label)
            return
        least, most = question.settings.get("min", 0), question.settings.get("max", len(question.options))
        if len(value) < least:
            raise bad(question, context, "choices.min", n=least)
        if len(value) > most:
            raise bad(question, context, "choices.max", n=most)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        least = question.settings.get("min", 0)
        return bad(question, context, "choices.min", n=least) if least > 1 else super().missing(question, context)

    def show(self, question: Question, value: Any, language: str) -> str:
        chosen = value if isinstance(value, list) else [value]
        return "\n".join(option_label(question, item, language) for item in chosen)

    def fill(self, question: Question, value: Any) -> Filled:
        return {question.id: list(value)}

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        most = question.settings.get("max", len(question.options))
        items = one_of(question, language)
        schema = {"type": "array", "items": items, "uniqueItems": True, "minItems": 1, "maxItems": max(most, 1)}
        return described(question, schema, language)
