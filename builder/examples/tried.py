"""What examples cover, kind by kind in numbers, and all that none of them tries, each with where it is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.conditions import Vocabulary, read, sentence
from builder.examples.running import Run
from builder.references.addresses import owner, resolve, steps, value_at
from builder.references.fresh import labelled
from builder.references.kinds import kind_in_words
from definitions.coverage import Covered

Document = Mapping[str, Any]
KINDS: Mapping[str, str] = {
    "page": "Pages",
    "when": "Branches",
    "require": "Rules",
    "rule": "Rows of decision tables",
    "option": "Choices",
    "transition": "Actions",
    "refusal": "Refusals",
    "task": "Tasks",
}
"""What coverage counts, as authors call it. A branch is a condition that must once hold, and once not."""


@dataclass(frozen=True, slots=True)
class Missed:
    """``address`` is of the element that it is in, ``where`` what that is called; ``what`` is "" where it is that."""

    what: str
    where: str
    address: str


@dataclass(frozen=True, slots=True)
class Tried:
    kind: str
    words: str
    of: int
    covered: int
    missed: tuple[Missed, ...]


def tried(document: Document, run: Run) -> tuple[Tried, ...]:
    """Only of kinds that the service has."""
    return tuple(_tried(document, run))


def _tried(document: Document, run: Run) -> Iterator[Tried]:
    vocabulary = Vocabulary(document)
    for kind, words in KINDS.items():
        items = [item for item in run.coverage if item.kind == kind]
        missed = tuple(_missed(document, item, vocabulary) for item in items if not item.covered)
        if items:
            yield Tried(kind, words, len(items), len(items) - len(missed), missed)


def _missed(document: Document, item: Covered, vocabulary: Vocabulary) -> Missed:
    path = steps(item.pointer, document)
    one = owner(document, path)
    if one is None:
        return Missed(item.what, "the service", "")
    at = resolve(document, str(one))
    part = value_at(document, at) if at is not None else None
    label = labelled(part).rstrip("?.:") if isinstance(part, dict) else one.id
    kind = kind_in_words(one.kind)
    return Missed(_said(item, value_at(document, path), vocabulary), f"the {kind} “{label or one.id}”", str(one))


def _said(item: Covered, source: Any, vocabulary: Vocabulary) -> str:
    """A condition as a sentence, where it can be put so."""
    if item.kind in ("page", "option", "transition"):
        return ""
    if item.kind not in ("when", "require") or not isinstance(source, str):
        return item.what
    said = sentence(read(source), vocabulary, "").strip()
    return f"{said}: {'always' if item.what.endswith('is false') else 'never'} so in the examples"
