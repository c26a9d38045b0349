"""A postal address: of the UK with its postcode, or (``scope`` international) of any country.

With ``lookup`` it is found by its postcode and chosen from a list; whoever asks the gazetteer puts what was chosen into
the same inputs as what is typed. ``how`` says which it was: find, choose, type, or kept as it was given before.
"""

from __future__ import annotations

from typing import Any

from definitions.form import Question
from definitions.questions import typed
from definitions.questions.kind import AnswerProblem, BadAnswer, Filled, Posted, bad, described, has_parts, problem
from definitions.questions.postcode import uk_postcode
from definitions.text import Context
from definitions.types import TEXT, Type, object_of

PARTS = ("line_1", "line_2", "town", "county", "postcode", "country", "uprn")
ASIDE = ("how", "building", "pick")
"""Inputs of a search, which are no part of the answer."""

MOST = 100


class AddressKind:
    """``uprn`` is the property's number in the national gazetteer; a search gives it, nobody types it."""

    name = "address"

    def type(self, question: Question) -> Type:
        return object_of(**dict.fromkeys(PARTS, TEXT))

    def inputs(self, question: Question) -> tuple[str, ...]:
        if not finds(question):
            return address_inputs(question)
        first = f"{question.id}-postcode"
        others = (name for name in address_inputs(question) if name != first)
        return (first, *others, *(f"{question.id}-{part}" for part in ASIDE))

    def parse(self, question: Question, posted: Posted, context: Context) -> dict[str, str] | None:
        how = typed.only(question, posted, context, f"{question.id}-how") if finds(question) else ""
        given = {}
        for name in address_inputs(question):
            if text := typed.line(question, typed.only(question, posted, context, name), context, name):
                given[name.removeprefix(f"{question.id}-")] = text
        if how not in ("", "choose", "kept"):
            given.pop("uprn", None)
        if how in ("find", "choose") and "line_1" not in given:
            _refuse_unfound(question, how, given, context)
            return None
        if not given.keys() - {"uprn"}:
            if how == "type" and question.required is True:
                raise _incomplete(question, context)
            return None
        if not international(question) and "postcode" in given:
            given["postcode"] = uk_postcode(given["postcode"]) or given["postcode"]
        self.check(question, given, context)
        return given

    def check(self, question: Question, value: Any, context: Context) -> None:
        if not has_parts(value, PARTS):
            raise bad(question, context, "answer.type", input=self.inputs(question)[0])
        if problems := [found for name in address_inputs(question) if (found := _part(question, name, value, context))]:
            raise BadAnswer(problems)

    def missing(self, question: Question, context: Context) -> BadAnswer:
        if finds(question):
            return bad(question, context, "address.find", input=f"{question.id}-postcode")
        return _incomplete(question, context)

    def show(self, question: Question, value: Any, language: str) -> str:
        if not isinstance(value, dict):
            return str(value)
        return "\n".join(str(value[part]) for part in PARTS if part != "uprn" and value.get(part))

    def fill(self, question: Question, value: Any) -> Filled:
        filled: Filled = {name: value.get(name.removeprefix(f"{question.id}-"), "") for name in self.inputs(question)}
        return filled | ({f"{question.id}-how": "" if "uprn" in value else "type"} if finds(question) else {})

    def json_schema(self, question: Question, language: str) -> dict[str, Any]:
        properties = {part: {"type": "string", "minLength": 1, "maxLength": MOST} for part in PARTS}
        required = ["line_1", "town", "country" if international(question) else "postcode"]
        schema = {"type": "object", "properties": properties, "required": required, "additionalProperties": False}
        return described(question, schema, language)


def international(question: Question) -> bool:
    return bool(question.settings.get("scope") == "international")


def finds(question: Question) -> bool:
    """Whether it is found by its postcode. Only addresses of the UK are."""
    return bool(question.settings.get("lookup")) and not international(question)


def address_inputs(question: Question) -> tuple[str, ...]:
    """The inputs that hold the parts of the answer, in the order of an address."""
    asked = PARTS if international(question) else tuple(part for part in PARTS if part != "country")
    return tuple(f"{question.id}-{part}" for part in asked)


def _refuse_unfound(question: Question, how: str, given: dict[str, str], context: Context) -> None:
    """Nothing was chosen: that may be, where nothing was looked for.

    Raises:
        BadAnswer: there was a list to choose from, or a postcode to look for.
    """
    if how == "choose":
        raise bad(question, context, "address.choose", input=f"{question.id}-pick")
    if "postcode" in given:
        code = "address.find" if uk_postcode(given["postcode"]) else "address.uk-postcode"
        raise bad(question, context, code, input=f"{question.id}-postcode")


def _incomplete(question: Question, context: Context) -> BadAnswer:
    found = (_part(question, name, {}, context) for name in address_inputs(question))
    return BadAnswer([each for each in found if each])


def _part(question: Question, name: str, value: dict[str, str], context: Context) -> AnswerProblem | None:
    part = name.removeprefix(f"{question.id}-")
    text = value.get(part, "")
    needed = ("line_1", "town", "country") if international(question) else ("line_1", "town", "postcode")
    if len(text) > MOST:
        return problem(question, context, "text.max", input=name, n=MOST)
    if typed.blank(text):
        return problem(question, context, f"address.{part}", input=name) if part in needed else None
    if not typed.printable(text):
        return problem(question, context, "answer.characters", input=name)
    if part == "postcode" and not international(question) and uk_postcode(text) != text:
        return problem(question, context, "address.uk-postcode", input=name)
    if part == "uprn" and not (text.isascii() and text.isdigit() and len(text) <= 12):
        return problem(question, context, "answer.type", input=name)
    return None
