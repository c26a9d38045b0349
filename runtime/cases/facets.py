"""Answers by which a queue can be narrowed: marks of them among a case's words, and what finds these again.

A mark is a word of the search column that no text can hold, so that one index serves both, and its statistics tell the
database whether few or many cases have it. A range is looked for by the beginnings of numbers that lie in it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Literal

from definitions.facts import Case
from definitions.form import Question
from definitions.items import every_answer
from definitions.questions import KINDS
from definitions.service import Service
from runtime.cases.folding import fold_words
from runtime.cases.sorting import DIGITS, digits

Sort = Literal["choice", "yes-no", "date", "number", "words"]
Wanted = Mapping[str, str]
"""What is asked of one answer: {"is": ...}, {"from": ..., "to": ...} with either, or {"words": ...}."""

MOST_WORDS = 10
_SORTS: Mapping[str, Sort] = {
    "radios": "choice", "select": "choice", "checkboxes": "choice", "yes-no": "yes-no", "date": "date", "month": "date",
    "integer": "number", "decimal": "number", "money": "number", "percentage": "number", "text": "words",
    "email": "words", "phone": "words", "address": "words", "postcode": "words", "name": "words",
    "organisation-number": "words", "vehicle-registration": "words",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Facet:
    """A question that staff may narrow a queue by, and how."""

    question: Question
    sort: Sort

    @property
    def id(self) -> str:
        return self.question.id


@lru_cache(maxsize=256)
def facets(service: Service) -> tuple[Facet, ...]:
    """In the order in which they are asked. Nothing sensitive is one."""
    asked = (q for q in service.questions.values() if q.searchable and not q.sensitive)
    return tuple(Facet(question, _SORTS[question.kind]) for question in asked if question.kind in _SORTS)


def marks(service: Service, case: Case) -> Iterator[str]:
    """The marks of a case's answers, those inside items too."""
    known = {facet.id: facet for facet in facets(service)}
    if not known:
        return
    for _, name, value in every_answer(service.form, {**case.answers, **case.asked}):
        facet = known.get(name)
        if facet is not None and value is not None:
            yield from (_mark(service, facet, word) for word in _words(facet, value))


def query(service: Service, name: str, wanted: Wanted) -> str | None:
    """What finds the cases with such an answer, as the text of a tsquery; None where nothing that can be is asked."""
    facet = next((facet for facet in facets(service) if facet.id == name), None)
    if facet is None:
        return None
    if facet.sort == "words":
        words = fold_words(wanted.get("words", ""))[:MOST_WORDS]
        return " & ".join(f"{quoted(_mark(service, facet, word))}:*" for word in words) or None
    if facet.sort in ("choice", "yes-no"):
        return quoted(_mark(service, facet, wanted["is"])) if wanted.get("is") else None
    return _between(service, facet, wanted.get("from", ""), wanted.get("to", ""))


def covering(low: str, high: str) -> Iterator[str]:
    """The fewest beginnings such that the texts of digits from ``low`` to ``high`` are just those that have one."""
    if low > high:
        return
    if set(low) <= {"0"} and set(high) <= {"9"}:
        yield ""
    elif low[0] == high[0]:
        yield from (low[0] + rest for rest in covering(low[1:], high[1:]))
    else:
        yield from (low[0] + rest for rest in covering(low[1:], "9" * (len(low) - 1)))
        yield from map(str, range(int(low[0]) + 1, int(high[0])))
        yield from (high[0] + rest for rest in covering("0" * (len(high) - 1), high[1:]))


def quoted(word: str) -> str:
    """A word as tsvector and tsquery take it as it is."""
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _mark(service: Service, facet: Facet, word: str) -> str:
    return f"={service.id}/{facet.id}={word[:60]}"


def _words(facet: Facet, value: Any) -> Iterable[str]:
    match facet.sort:
        case "choice":
            return [str(one) for one in value] if isinstance(value, list) else [str(value)]
        case "yes-no":
            return ["yes" if value else "no"]
        case "date" | "number":
            found = _digits(facet, str(value))
            return [found] if found else []
        case _:
            return fold_words(KINDS[facet.question.kind].show(facet.question, value, "en"))[:50]


def _between(service: Service, facet: Facet, low: str, high: str) -> str | None:
    first = _digits(facet, low) if low else None
    last = _digits(facet, high, end=True) if high else None
    if (low and first is None) or (high and last is None) or not (first or last):
        return None
    length = len(first or last or "")
    found = [_mark(service, facet, start) for start in covering(first or "0" * length, last or "9" * length)]
    # From after to: asked is what cannot be, and found is nothing.
    return " | ".join(f"{quoted(mark)}:*" for mark in found) or quoted(_mark(service, facet, "none"))


def _digits(facet: Facet, text: str, *, end: bool = False) -> str | None:
    """The answer as digits in its order. A month is its first day, or its last where it ends what is asked for."""
    if facet.sort == "number":
        try:
            return digits(Decimal(text)) if len(text) <= DIGITS * 2 else None
        except InvalidOperation:
            return None
    try:
        day = date.fromisoformat(f"{text}-01" if len(text) == 7 else text)
    except ValueError:
        return None
    return f"{day:%Y%m}31" if end and len(text) == 7 else f"{day.year:04}{day:%m%d}"
