"""What a kind of question is, and what it says of an answer that is not good."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from definitions.form import Option, Question
from definitions.questions.written import written
from definitions.text import Context, Text
from definitions.types import Type
from definitions.words import both, words

Posted = Mapping[str, Sequence[str]]
Filled = dict[str, str | list[str]]


@dataclass(frozen=True, slots=True)
class AnswerProblem:
    """``input`` names the HTML input to go to; ``also`` those that are wrong with it (the other boxes of a date)."""

    input: str
    code: str
    message: str
    also: tuple[str, ...] = ()


class BadAnswer(Exception):
    """What was given cannot be this question's answer; ``problems`` are in the order of the inputs."""

    def __init__(self, problems: Iterable[AnswerProblem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(p.message for p in self.problems))

    @property
    def marks(self) -> dict[str, str]:
        """The message by input, for a template; "" for an input that is wrong together with another."""
        marks: dict[str, str] = {}
        for each in self.problems:
            marks[each.input] = marks.get(each.input) or each.message
            marks |= {name: "" for name in each.also if name not in marks}
        return marks


class Kind(Protocol):
    """A kind of question. Pure: one object serves every question of its kind."""

    name: str

    def type(self, question: Question) -> Type:
        """The type that expressions see."""
        ...

    def inputs(self, question: Question) -> tuple[str, ...]:
        """Names of its HTML inputs; the first is the one to go to when nothing was given."""
        ...

    def parse(self, question: Question, posted: Posted, context: Context) -> Any | None:
        """The typed answer, or None when nothing was given.

        Raises:
            BadAnswer: something was given that cannot be the answer.
        """
        ...

    def check(self, question: Question, value: Any, context: Context) -> None:
        """The same bounds, for a typed value that did not come from our form.

        Raises:
            BadAnswer: it cannot be the answer, or has another type (code answer.type).
        """
        ...

    def missing(self, question: Question, context: Context) -> BadAnswer:
        """What to say when nothing was given and something must be."""
        ...

    def show(self, question: Question, value: Any, language: str) -> str:
        """Plain text for people, lines joined by a line feed. Never fails: what is no answer is shown as it is."""
        ...

    def fill(self, question: Question, value: Any) -> Filled:
        """What the inputs hold to give ``value`` again."""
        ...

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        """JSON Schema 2020-12 of the typed answer."""
        ...


class OneInput:
    """What most kinds share: one input, named as the question is, that holds the answer as text."""

    verb = "enter"

    def inputs(self, question: Question) -> tuple[str, ...]:
        return (question.id,)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        return bad(question, context, self.verb)

    def show(self, question: Question, value: Any, language: str) -> str:
        return str(value)

    def fill(self, question: Question, value: Any) -> Filled:
        return {question.id: str(value)}


def problem(
    question: Question,
    context: Context,
    code: str,
    *,
    input: str | None = None,
    also: tuple[str, ...] = (),
    message: str = "",
    **facts: object,
) -> AnswerProblem:
    """One problem worded in the context's language, with the question's label; ``input`` defaults to its first."""
    label = question.label.render(context).strip()
    key = f"error.{code}"
    if is_sentence(label) and code in ("enter", "select", "upload", "choices.exclusive"):
        key += ".question"
    if code == "answer.type":
        facts["written"] = json.dumps(written(question), ensure_ascii=False)
    subject = f"“{label}”" if is_sentence(label) and context.language != "cy" and not _quotes(key) else label
    said = message or words(context.language)(key, Label=subject, label=lower_first(label), **facts)
    return AnswerProblem(input or question.id, code, said, also)


def _quotes(key: str) -> bool:
    """Whether the words under ``key`` put the label in quotation marks themselves."""
    return "“{Label}”" in both(key)[0]


def bad(question: Question, context: Context, code: str, **facts: Any) -> BadAnswer:
    """:func:`problem`, ready to raise."""
    return BadAnswer([problem(question, context, code, **facts)])


def has_parts(value: Any, parts: Collection[str]) -> bool:
    """Whether an answer is some of these parts, with words in each."""
    return isinstance(value, dict) and all(
        part in parts and isinstance(text, str) and text for part, text in value.items()
    )


def is_sentence(label: str) -> bool:
    """Whether a label is a question or a sentence, which cannot stand as the subject of another."""
    return label.endswith(("?", ".", "!"))


def lower_first(label: str) -> str:
    """The label inside a sentence: small first letter, but "UK address", "GP" and "I agree" stay."""
    first = label.split(" ", 1)[0]
    return label if first == "I" or (not first[1:].islower() and len(first) > 1) else label[:1].lower() + label[1:]


def shown_options(question: Question, context: Context) -> tuple[Option, ...]:
    """The options that these answers let the applicant choose from."""
    names, moment = context.names, context.moment
    return question.offered(lambda when: when.holds(names, moment), lambda by: by.evaluate(names, moment))


def worded(text: Text | str | None, context: Context) -> str:
    """A setting's words, whether the compiler made them a Text or left them as the document says."""
    return text.render(context) if isinstance(text, Text) else text or ""


def described(question: Question, schema: dict[str, Any], language: str) -> dict[str, Any]:
    """``schema`` with the title and description that a reader of the JSON Schema needs."""
    said: dict[str, Any] = {"title": in_language(question.label, language)}
    if question.hint:
        said["description"] = in_language(question.hint, language)
    if "pattern" not in question.settings:
        said["examples"] = [written(question)]
    return said | schema


def in_language(text: Text | str, language: str) -> str:
    """The words of a text before anybody has answered: its last variant, with names left in braces."""
    if isinstance(text, str):
        return text
    variants = text.variants.get(language) or next(iter(text.variants.values()), ())
    parts = variants[-1].parts if variants else ("",)
    return "".join(f"{{{part}}}" if odd % 2 else part for odd, part in enumerate(parts))
