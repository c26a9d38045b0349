"""Narrowing a queue by answers: the boxes for it, what was typed in them, and what is asked now, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from typing import Any

from definitions.form import Question
from definitions.questions import KINDS
from definitions.questions.kind import in_language
from definitions.questions.numbers import canonical
from definitions.service import Service
from definitions.words.dates import day_in_words
from runtime.cases.facets import Facet, Wanted, facets
from runtime.web.staff.asked import Asked

_LONGEST = 100
_YES_NO = (("yes", "Yes"), ("no", "No"))


@dataclass(frozen=True, slots=True)
class Chip:
    """One thing that is asked, and where it is not."""

    words: str
    url: str


@dataclass(frozen=True, slots=True)
class Typed:
    """What was typed, as far as it can be asked; ``wrong`` says by input what cannot."""

    answers: Mapping[str, Wanted]
    wrong: Mapping[str, str]


def chips(service: Service, asked: Asked) -> list[Chip]:
    found = ((facet, asked.answers.get(facet.id)) for facet in facets(service))
    return [Chip(f"{_label(facet)}: {_said(facet, wanted)}", asked.without(facet.id).url()) for facet, wanted in found
            if wanted]  # fmt: skip


def fields(service: Service, asked: Asked, posted: Mapping[str, str] | None) -> list[dict[str, Any]]:
    """The boxes, filled with what was typed, or else with what is asked."""
    return [_field(facet, asked.answers.get(facet.id, {}), posted) for facet in facets(service)]


def typed(service: Service, posted: Mapping[str, str]) -> Typed:
    answers: dict[str, Wanted] = {}
    wrong: dict[str, str] = {}
    for facet in facets(service):
        wanted: dict[str, str] = {}
        for part in _parts(facet):
            name = f"{facet.id}-{part}"
            text = posted.get(name, "").strip()[:_LONGEST]
            value = _value(facet, text) if text else ""
            if value is None:
                wrong[name] = f"{_label(facet)}: {_LIKE[facet.sort]}"
            elif value:
                wanted[part] = value
        if wanted:
            answers[facet.id] = wanted
    return Typed(answers, wrong)


_LIKE = {
    "date": "enter a date like 27/3/2026",
    "number": "enter a number",
    "choice": "choose one of the list",
    "yes-no": "choose yes or no",
}


def _parts(facet: Facet) -> tuple[str, ...]:
    return ("words",) if facet.sort == "words" else ("from", "to") if facet.sort in ("date", "number") else ("is",)


def _value(facet: Facet, text: str) -> str | None:
    """What is asked as it is kept; None when the text is no such thing."""
    match facet.sort:
        case "words":
            return text
        case "date":
            return _day(text)
        case "number":
            return _number(facet.question, text)
        case _:
            return text if text in dict(_options(facet)) else None


def _day(text: str) -> str | None:
    parts = text.replace("/", " ").replace(".", " ").replace("-", " ").split()
    if len(parts) == 3 and all(part.isdecimal() for part in parts):
        year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
        try:
            return date(int(year), int(month), int(day)).isoformat()
        except ValueError:
            return None
    return None


def _number(question: Question, text: str) -> str | None:
    try:
        number = Decimal(canonical(text.replace("£", "").replace(",", "").replace("%", "").strip()))
    except InvalidOperation:
        return None
    if not number.is_finite() or abs(number) >= 10**13:
        return None
    return str(int(number * 100)) if question.kind == "money" else f"{number:f}"


def _field(facet: Facet, wanted: Wanted, posted: Mapping[str, str] | None) -> dict[str, Any]:
    inputs = [
        {
            "name": f"{facet.id}-{part}",
            "label": {"from": "From", "to": "To"}.get(part, _label(facet)),
            "value": posted.get(f"{facet.id}-{part}", "")
            if posted is not None
            else _shown(facet, wanted.get(part, "")),
        }
        for part in _parts(facet)
    ]
    return {"label": _label(facet), "sort": facet.sort, "inputs": inputs, "options": list(_options(facet)),
            "money": facet.question.kind == "money"}  # fmt: skip


def _shown(facet: Facet, value: str) -> str:
    """A value as its box shows it."""
    if value and facet.question.kind == "money":
        return f"{Decimal(value) / 100:.2f}".removesuffix(".00")
    if value and facet.sort == "date":
        day = date.fromisoformat(value)
        return f"{day.day}/{day.month}/{day.year}"
    return value


def _said(facet: Facet, wanted: Wanted) -> str:
    if "words" in wanted:
        return f"“{wanted['words']}”"
    if "is" in wanted:
        return dict(_options(facet)).get(wanted["is"], wanted["is"])
    return " ".join(f"{part} {_exactly(facet, wanted[part])}" for part in ("from", "to") if wanted.get(part))


def _exactly(facet: Facet, value: str) -> str:
    if facet.sort == "date":
        return day_in_words(date.fromisoformat(value), "en")
    money = facet.question.kind == "money"
    return KINDS[facet.question.kind].show(facet.question, int(value) if money else value, "en")


def _options(facet: Facet) -> Iterator[tuple[str, str]]:
    if facet.sort == "yes-no":
        yield from _YES_NO
    for option in facet.question.options:
        yield option.value, in_language(option.label, "en")


def _label(facet: Facet) -> str:
    return in_language(facet.question.label, "en")
