"""Choices put in order, the best first: all of them, or (``max``) only so many."""

from __future__ import annotations

from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import BadAnswer, Filled, Posted, bad, described, shown_options
from definitions.questions.radios import one_of, option_label
from definitions.text import Context
from definitions.types import Type, list_of
from definitions.words import words


class RankingKind:
    """One list to choose from for each place."""

    name = "ranking"

    def type(self, question: Question) -> Type:
        item = Type("text", options=frozenset(option.value for option in question.options))
        return list_of(item, most=max(1, places(question)))

    def inputs(self, question: Question) -> tuple[str, ...]:
        return tuple(f"{question.id}-{n}" for n in range(1, max(1, places(question)) + 1))

    def parse(self, question: Question, posted: Posted, context: Context) -> list[str] | None:
        inputs = self.inputs(question)
        given = [typed.only(question, posted, context, name) for name in inputs]
        if not any(given):
            return None
        shown = min(places(question), len(shown_options(question, context)))
        given = given[: max(shown, len([text for text in given if text]))]
        for name, text in zip(inputs, given, strict=False):
            if not text:
                place = words(context.language)(f"ranking.{name.rpartition('-')[2]}")
                raise bad(question, context, "ranking.gap", input=name, place=place)
        self.check(question, given, context)
        return given

    def check(self, question: Question, value: Any, context: Context) -> None:
        inputs = self.inputs(question)
        if not isinstance(value, list) or not value or not all(isinstance(item, str) for item in value):
            raise bad(question, context, "answer.type", input=inputs[0])
        shown = [option.value for option in shown_options(question, context)]
        for n, item in enumerate(value):
            name = inputs[min(n, len(inputs) - 1)]
            if item not in shown:
                raise bad(question, context, "choice.unknown", input=name)
            if item in value[:n]:
                label = option_label(question, item, context.language)
                raise bad(question, context, "ranking.twice", input=name, choice=label)
        if len(value) != min(places(question), len(shown)):
            raise bad(question, context, "ranking.all", input=inputs[0], n=min(places(question), len(shown)))

    def missing(self, question: Question, context: Context) -> BadAnswer:
        shown = min(places(question), len(shown_options(question, context)))
        return bad(question, context, "ranking.all", input=self.inputs(question)[0], n=shown)

    def show(self, question: Question, value: Any, language: str) -> str:
        if not isinstance(value, list):
            return str(value)
        return "\n".join(f"{n}. {option_label(question, item, language)}" for n, item in enumerate(value, 1))

    def fill(self, question: Question, value: Any) -> Filled:
        given = [*value, *[""] * len(self.inputs(question))]
        return dict(zip(self.inputs(question), given, strict=False))

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        most = places(question)
        least = 1 if any(option.when for option in question.options) else most
        bounds = {"uniqueItems": True, "minItems": least, "maxItems": most}
        return described(question, {"type": "array", "items": one_of(question, language), **bounds}, language)


def places(question: Question) -> int:
    """How many places there are to fill, when every option is offered."""
    return min(int(question.settings.get("max", len(question.options))), len(question.options))
