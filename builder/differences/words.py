"""Words for the parts of a document: labels for ids, sentences for conditions, few words for all else."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from builder.conditions import Condition, Row, Vocabulary, read
from builder.conditions.spoken import said
from builder.merging.flat import STORIES, Flat, Mark
from builder.references.elements import SPECIAL, element
from builder.references.fresh import labelled
from builder.references.shapes import Own, branch
from definitions.nearest import listed
from definitions.reading.rename import LONGEST_TEXT

Document = Mapping[str, Any]
LONGEST = 80
KINDS = {"list": "list", "option": "choice", "transition": "action", "message": "email", "part": "column"}
"""What authors call elements whose kind is not the word for them."""


def kind_word(address: str) -> str:
    kind = "example" if address.startswith(STORIES) else element(address).kind
    return KINDS.get(kind, kind)


class Words:
    """One version of a document, and how its parts are spoken of."""

    def __init__(self, document: Document, flat: Flat) -> None:
        self.flat = flat
        self.vocabulary = Vocabulary(document)

    def label(self, address: str) -> str:
        """What an element is called."""
        part = self.flat.get(address)
        if not address or not isinstance(part, dict):
            return "the service" if not address else address.partition(":")[2]
        return labelled(part).rstrip("?.:") or str(part.get("id", address.partition(":")[2]))

    def condition(self, source: str) -> str:
        return said(read(source), self.vocabulary)

    def people(self, source: str) -> str:
        """Of whom or when something is asked: "of people who choose Taxi", "when Cost is more than £5.00"."""
        condition = read(source)
        chosen = self._chosen(condition)
        return f"of people who choose {chosen}" if chosen else f"when {said(condition, self.vocabulary)}"

    def _chosen(self, condition: Condition) -> str:
        if not isinstance(condition, Row) or condition.comparison not in ("==", "one-of", "includes"):
            return ""
        named = self.vocabulary.get(condition.subject.name)
        choices = (named.choices if named else None) or {}
        found = [choices.get(str(value.value), "") for value in condition.values]
        return listed(found) if all(found) else ""

    def fact(self, dotted: str) -> str:
        """What is known under a dotted name."""
        named = self.vocabulary.get(dotted)
        return named.label.rstrip("?.:") if named else dotted

    def value(self, part: Any, own: Own | None) -> str:
        """A value in few words, ids by the labels of what they name."""
        shape = branch(part, own) if own is not None else None
        if isinstance(part, Mark):
            return self.label(part)
        if isinstance(part, bool):
            return "yes" if part else "no"
        if isinstance(part, str):
            return self._text(part, shape)
        if isinstance(part, list):
            items = shape.items if shape else None
            return listed([self.value(one, items) for one in part], "and") if part else "nothing"
        if isinstance(part, dict):
            return self._object(part, shape)
        return _short(json.dumps(part))

    def _text(self, part: str, shape: Any) -> str:
        if shape is None:
            return f"“{_short(part)}”"
        if shape.sort == "expression":
            return self.condition(part)
        if shape.sort == "names" and shape.what not in SPECIAL and f"{shape.what}:{part}" in self.flat:
            return self.label(f"{shape.what}:{part}")
        if shape.what == "actor" and f"role:{part}" in self.flat:
            return self.label(f"role:{part}")
        if shape.what in ("question", "fact"):
            return self.fact(part)
        free = shape.sort == "text" or shape.own.get("maxLength", 0) >= LONGEST_TEXT
        return f"“{_short(part)}”" if free else _short(part)

    def _object(self, part: Mapping[str, Any], shape: Any) -> str:
        told = []
        for name, one in part.items():
            own = (shape.properties.get(name) or shape.others) if shape else None
            told.append(f"{plain(name)} {self.value(one, own)}")
        return _short(", ".join(told), 200) or "nothing"


def plain(name: str) -> str:
    return name.replace("_", " ").replace("-", " ")


def _short(text: str, longest: int = LONGEST) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= longest else f"{flat[: longest - 1].rstrip()}…"


def joined(parts: Iterable[str]) -> str:
    return listed(list(parts), "and")
