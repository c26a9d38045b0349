"""What to say of an edit that is not made: what it is about and where that stands, as authors know it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from builder.edits.where import said, spot
from builder.references import Element, Refused, Use
from builder.references.addresses import located, value_at
from builder.references.fresh import labelled
from definitions.reading.shape import Fault

Document = Mapping[str, Any]
FEW = 3
"""The most places that a sentence names."""
GONE = "what this is about is not there any more: somebody may have taken it out"
_QUOTED = re.compile(r'"([^"]*)"')
_NEEDED = re.compile(r'"(\w+)" is missing')
_PLAIN = frozenset((
    "shape.too-few", "shape.too-many", "shape.too-long", "shape.empty", "shape.number", "shape.repeated",
    "shape.duration", "shape.date", "shape.link", "shape.name", "shape.ending",
))  # fmt: skip
"""What is said of a shape in words that an author knows; the others are of types and properties."""


def called(document: Document, one: Element) -> str:
    """What an author knows an element by: what it says, or else its short name."""
    at = located(document, one)
    part = value_at(document, at) if at is not None else None
    words = labelled(part).rstrip("?.:") if isinstance(part, dict) else ""
    return f"“{words or one.id.replace('_', ' ')}”"


def in_use(before: Document, after: Document, uses: Sequence[Use], how: str = "is still used in") -> Refused:
    """That something cannot go, which ``before`` still has: because of these, which stand in ``after``."""
    places = list(dict.fromkeys(said(after, use) for use in uses))
    return Refused("used", f"{called(before, uses[0].element)} {how} {few(places)}", uses, places)


def few(places: Sequence[str]) -> str:
    """A few places by name; of the others how many."""
    named, more = list(places[:FEW]), len(places) - FEW
    if more > 0:
        named.append(f"{more} more")
    return " and ".join(filter(None, (", ".join(named[:-1]), named[-1])))


def misshapen(document: Document, fault: Fault) -> Refused:
    """That a document would not be whole."""
    problem, needed = fault.problem, _NEEDED.match(fault.problem.message)
    if problem.code == "shape.missing" and needed:
        return Refused(
            "shape", f"{spot(document, fault.path[:-1])} cannot be without its {needed[1].replace('_', ' ')}"
        )
    words = problem.message if problem.code in _PLAIN else "this cannot stand here"
    words = _QUOTED.sub(r"“\1”", words.removesuffix(": write something or take the property away"))
    return Refused("shape", f"{spot(document, fault.path)}: {words}")
