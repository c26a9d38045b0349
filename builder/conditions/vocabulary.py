"""What conditions of a document can speak of: every name with its type, kind, label and choices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.references.fresh import labelled
from builder.references.index import known
from builder.references.names import whole
from definitions.reading import layout
from definitions.reading.asked import bare, choices
from definitions.reading.compile_names import form_names, question_type, workflow_names
from definitions.reading.memory import Memory
from definitions.types import Type

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Named:
    """``kind`` is a question's, or a fact's type as documents write it; "" where neither. ``choices`` label its
    options."""

    type: Type
    label: str
    kind: str = ""
    choices: Mapping[str, str] | None = None


class Vocabulary:
    """The names of a document of the right shape, those of items of lists too."""

    def __init__(self, document: Document) -> None:
        index = known(document)
        self.document = whole(document) if index is None else index.names.document
        self._named: dict[str, Named] = {}
        for question in _questions(self.document):
            self._named[question["id"]] = _read.of("named", question, _asked)
        names = workflow_names(self.document, form_names(self.document, _read))
        for name, of in names.items():
            self._named.setdefault(name, Named(of, _plain(name)))
        for kind, typed in (("values", "type"), ("lookups", "gives"), ("decisions", "outputs")):
            for part in self.document.get(kind, ()):
                self._facts(part["id"], part[typed])
        states = self.document["workflow"]["states"]
        self._state = Named(names["case"].member("state") or names["case"], "State", "",
                            {state["id"]: labelled(state) for state in states})  # fmt: skip
        self._clocks = {clock["id"]: labelled(clock) for clock in self.document["workflow"].get("clocks", ())}

    def _facts(self, id: str, kinds: str | Mapping[str, str]) -> None:
        known = self._named[id]
        if isinstance(kinds, str):
            self._named[id] = Named(known.type, known.label, kinds)
            return
        for name, kind in kinds.items():
            of = known.type.member(name) or (known.type.of.member(name) if known.type.of else None)
            if of is not None:
                self._named[f"{id}.{name}"] = Named(of, f"{known.label}: {_plain(name).lower()}", kind)

    def get(self, dotted: str) -> Named | None:
        """What a dotted name stands for; None when there is no such name."""
        if dotted == "case.state":
            return self._state
        if dotted in self._named:
            return self._named[dotted]
        above, _, part = dotted.rpartition(".")
        outer = self.get(above) if above else None
        of = outer.type.member(part) if outer else None
        if outer is None or of is None:
            return None
        label = self._clocks.get(part, "") if above == "clock" else ""
        kind = "date" if of.name == "timestamp" else ""
        return Named(of, label or f"{outer.label}: {_plain(part).lower()}", kind)

    def __iter__(self) -> Iterator[str]:
        return iter(self._named)


def _asked(question: Document) -> Named:
    options = {o["value"]: labelled(o) for o in choices(question)} if "options" in question else None
    return Named(question_type(question), labelled(question), question["type"], options)


_read = Memory()
"""Of the documents looked at last: of these nothing is changed, so that a part of one says what it said."""
_lately: list[tuple[Document, Vocabulary]] = []
KEPT = 8


def vocabulary(document: Document) -> Vocabulary:
    """The vocabulary of a document, remembered for the few looked at last. Such a document is not changed."""
    found = next((words for one, words in tuple(_lately) if one is document), None)
    if found is None:
        found = Vocabulary(document)
        _lately.insert(0, (document, found))
        del _lately[KEPT:]
    return found


def _questions(document: Document) -> Iterator[Document]:
    for seat in layout.pages(document):
        yield from bare(seat.part.get("questions", ()))
    for way in document["workflow"]["transitions"]:
        yield from bare(way.get("ask", ()))


def _plain(name: str) -> str:
    return name.replace("_", " ").capitalize()
