"""The HTML inputs of a question that people type into: what each is called, how wide, what a keyboard should offer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from definitions.form import Question
from definitions.questions.address import address_inputs, international
from definitions.questions.bank_details import BankDetailsKind, parts
from definitions.questions.date import BOXES
from definitions.questions.map_point import MapPointKind
from definitions.questions.month import BOXES as MONTH_BOXES
from definitions.questions.name import NameKind
from definitions.questions.ranking import RankingKind
from definitions.questions.table import TableKind
from definitions.words import words

_BIRTH = ("date_of_birth", "birth_date", "dob")
_WIDTHS = (2, 3, 4, 5, 10, 20)


@dataclass(frozen=True, slots=True)
class Box:
    """One input. ``width`` counts characters (0: as wide as there is room). ``hidden`` ones are not for people."""

    input: str
    label: str = ""
    width: int = 0
    type: str = "text"
    mode: str = ""
    autocomplete: str = ""
    prefix: str = ""
    suffix: str = ""
    hint: str = ""
    spellcheck: bool = False
    hidden: bool = False


_ADDRESS = {
    "line_1": ("address-line1", 0),
    "line_2": ("address-line2", 0),
    "town": ("address-level2", 20),
    "county": ("", 20),
    "postcode": ("postal-code", 10),
    "country": ("country-name", 20),
}
_ABROAD = {"county": "region", "postcode": "postal-code"}
_NAMES = {"full": "name", "first": "given-name", "last": "family-name"}


def boxes_of(question: Question, language: str) -> tuple[Box, ...]:
    """In the order of the kind's inputs; one for a kind that is not typed (its choices share it)."""
    match question.kind:
        case "date" | "approximate-date":
            return _date(question, BOXES, language)
        case "month":
            return _date(question, MONTH_BOXES, language)
        case "bank-details":
            return _bank(question, language)
        case "address":
            return _address(question, language)
        case "name":
            return _name(question, language)
        case "map-point":
            return _place(question, language)
        case "ranking":
            return tuple(map(Box, RankingKind().inputs(question)))
        case "table":
            return tuple(map(Box, TableKind().inputs(question)))
        case kind:
            return (_LINES.get(kind, _choice)(question),)


def _date(question: Question, boxes: tuple[str, ...], language: str) -> tuple[Box, ...]:
    birth = question.kind == "date" and question.id in _BIRTH
    return tuple(
        Box(
            f"{question.id}-{box}",
            words(language)(f"box.{box}"),
            4 if box == "year" else 2,
            mode="numeric",
            autocomplete=f"bday-{box}" if birth else "",
        )
        for box in boxes
    )


def _bank(question: Question, language: str) -> tuple[Box, ...]:
    say, boxes = words(language), []
    for part, name in zip(parts(question), BankDetailsKind().inputs(question), strict=True):
        if part == "name":
            boxes.append(Box(name, say("box.name"), 20, autocomplete="name"))
        else:
            mode = "" if part == "roll_number" else "numeric"
            hint = say(f"box.{part}.hint")
            boxes.append(Box(name, say(f"box.{part}"), 5 if part == "sort_code" else 10, mode=mode, hint=hint))
    return tuple(boxes)


def _address(question: Question, language: str) -> tuple[Box, ...]:
    boxes = []
    for name in address_inputs(question):
        part = name.removeprefix(f"{question.id}-")
        if part == "uprn":
            boxes.append(Box(name, hidden=True))
            continue
        autocomplete, width = _ADDRESS[part]
        label = f"box.{_ABROAD.get(part, part) if international(question) else part}"
        boxes.append(Box(name, words(language)(label), width, autocomplete=autocomplete))
    return tuple(boxes)


def _place(question: Question, language: str) -> tuple[Box, ...]:
    say, (description, point) = words(language), MapPointKind().inputs(question)
    said, hint = say("map-point.box"), say("map-point.box-hint")
    return Box(description, say("map-point.description")), Box(point, said, 20, hint=hint)


def _name(question: Question, language: str) -> tuple[Box, ...]:
    boxes = []
    for name in NameKind().inputs(question):
        part = "full" if name == question.id else name.removeprefix(f"{question.id}-")
        boxes.append(Box(name, words(language)(f"box.{part}"), 20, autocomplete=_NAMES[part]))
    return tuple(boxes)


def _text(question: Question) -> Box:
    most = question.settings.get("max", 0)
    width = next((width for width in _WIDTHS if most <= width), 0) if most else 0
    return Box(question.id, width=width, spellcheck=not question.settings.get("pattern"))


def _choice(question: Question) -> Box:
    return Box(question.id)


_LINES: dict[str, Callable[[Question], Box]] = {
    "text": _text,
    "integer": lambda question: Box(question.id, width=10, mode="numeric"),
    "decimal": lambda question: Box(question.id, width=10, mode="decimal"),
    "money": lambda question: Box(question.id, width=10, mode="decimal", prefix="£"),
    "percentage": lambda question: Box(question.id, width=5, mode="decimal", suffix="%"),
    "postcode": lambda question: Box(question.id, width=10, autocomplete="postal-code"),
    "national-insurance-number": lambda question: Box(question.id, width=10),
    "vehicle-registration": lambda question: Box(question.id, width=10),
    "organisation-number": lambda question: Box(question.id, width=10),
    "signature": lambda question: Box(question.id, width=20, autocomplete="name"),
    "time": lambda question: Box(question.id, width=10),
    "email": lambda question: Box(question.id, type="email", autocomplete="email"),
    "phone": lambda question: Box(question.id, width=20, type="tel", autocomplete="tel"),
}
