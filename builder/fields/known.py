"""What an input that names something can name: the elements of the document, by the schema's marks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.conditions.vocabulary import vocabulary
from builder.fields.inputs import Choice
from builder.references import Element, indexed
from builder.references.addresses import value_at
from builder.references.fresh import labelled

Document = Mapping[str, Any]

ACTORS = {
    "applicant": "The applicant",
    "assignee": "Whoever has the case",
    "system": "The system, by itself",
    "timer": "A timer",
    "partner": "An organisation outside",
}
_GROUPS = frozenset(("case", "clock", "task", "actor", "item"))
_PARTS = {"address": ("postcode", "uprn", "town"), "name": ("full", "last")}
_CASE = {"case.reference": "Reference of the case", "case.submitted": "When it was sent", "case.state": "State",
         "case.priority": "Priority"}  # fmt: skip


class Known:
    """The names of one document, found when they are first asked for."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._index = indexed(document)
        self._found: dict[tuple[str, str], list[Choice]] = {}

    def choices(self, what: str, of: str) -> list[Choice]:
        """The choices for a name of one kind; ``of`` is the element around it, for what is named only within that."""
        if (what, of) not in self._found:
            self._found[what, of] = self._choices(what, of)
        return list(self._found[what, of])

    def _choices(self, what: str, of: str) -> list[Choice]:
        match what:
            case "actor":
                return [*self._elements("role", ""), *(Choice(name, words) for name, words in ACTORS.items())]
            case "fact":
                return list(self._facts())
            case "subject":
                return [one for kind in ("task", "clock", "role") for one in self._elements(kind, "")]
            case "outcome" | "skill":
                return [Choice(one, one) for one in sorted(set(_said(self.document, what)))]
            case "option" | "part" | "choice" | "input":
                return self._elements(what, of)
            case "block":
                return [Choice(one, one) for one in self.document.get("blocks", {})]
        return self._elements(what, "")

    def _elements(self, kind: str, of: str) -> list[Choice]:
        found = [one for one in self._index.names.elements if one.kind == kind and one.of == of]
        return [Choice(one.id, self.label(one), one.id) for one in found]

    def label(self, one: Element) -> str:
        """What an element of the document, or of its blocks, says of itself."""
        at = self._index.defined.get(one)
        part = value_at(self.document, at.path[:-1]) if at and not at.key else None
        return (labelled(part) if isinstance(part, dict) else "") or one.id

    def _facts(self) -> Iterator[Choice]:
        known = vocabulary(self.document)
        for name in known:
            named = known.get(name)
            if named is None or name in _GROUPS:
                continue
            yield Choice(name, named.label)
            for part in _PARTS.get(named.kind, ()):
                yield Choice(f"{name}.{part}", f"{named.label}: {part}")
        yield from (Choice(f"clock.{one.value}", f"{one.words}: due") for one in self._elements("clock", ""))
        yield from (Choice(name, words) for name, words in _CASE.items())


def _said(document: Document, what: str) -> Iterator[str]:
    """Words for reports, and skills: defined by being used."""
    if what == "outcome":
        yield from (state["outcome"] for state in document["workflow"]["states"] if "outcome" in state)
        return
    for queue in document.get("queues", ()):
        for one in queue.get("assign", {}).get("skills", ()):
            yield one if isinstance(one, str) else one["skill"]
