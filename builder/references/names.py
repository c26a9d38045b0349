"""What each name of a document means: whole names, parts of them, and the words they are compared with."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from copy import copy
from typing import Any

from builder.references.elements import Element
from builder.references.remembered import Places, found
from definitions.problems import InvalidDefinition
from definitions.reading.asked import bare
from definitions.reading.beside import taken_in
from definitions.reading.expand import expanded

Document = Mapping[str, Any]
Step = tuple[int, Element]
"""A part of a dotted name, by its place, and what it means."""

ROOTS = ("question", "list", "value", "decision", "lookup", "term")
"""Elements that stand in expressions and texts by themselves; any other that they can name comes after its kind."""

UNNAMED = frozenset(("group", "any", "item", "answers", "result"))
"""What a part of an expression can mean without being an element of the document."""


class Names:
    """Everything that has a name, of the document with its blocks and tables put in."""

    def __init__(self, document: Document, places: Places | None = None) -> None:
        """``places``: those of the document, where they are known."""
        self.document = document if places is not None and places.whole else whole(document)
        known = places if places is not None and self.document is document else found(self.document)
        self.elements = dict.fromkeys(one for one, _, _ in known.defined())
        self.roots = {one.id: one for one in reversed(self.elements) if one.kind in ROOTS and not one.of}
        self._inside: dict[str, dict[str, Element]] = {}
        self._tasks: dict[str, dict[str, Element]] = {}
        self._own: Mapping[str, Element] = {}
        self.spoken: dict[tuple[str, str], tuple[Any, ...]] = {}
        """What expressions name, by their source and the task that they stand in: found once for the same names."""
        for one in self.elements:
            if one.kind in ("question", "choice") and one.of:
                self._tasks.setdefault(one.of, {})[one.id] = one
        self._listed(self.document["form"], None)

    def _listed(self, part: Document, within: str | None) -> None:
        """What each item of a list has."""
        for page in part.get("pages", ()):
            for question in bare(page.get("questions", ())):
                if within is not None:
                    self._inside[within][question["id"]] = Element("question", question["id"])
        for section in part.get("sections", ()):
            repeat = section.get("repeat")
            if repeat and within is not None:
                self._inside[within][repeat["id"]] = Element("list", repeat["id"])
            if repeat:
                self._inside[repeat["id"]] = {}
            self._listed(section, repeat["id"] if repeat else within)

    def alike(self, other: Names) -> bool:
        """Whether each name means the same there."""
        mine, yours = (self.elements, self._inside, self._tasks), (other.elements, other._inside, other._tasks)
        return mine == yours and list(self.elements) == list(other.elements)

    def lists(self, question: str) -> tuple[str, ...]:
        """The lists in whose items a question is asked, the innermost first."""
        found = next((one for one, own in self._inside.items() if own.get(question, ("",))[0] == "question"), None)
        return () if found is None else (found, *self._above(found))

    def _above(self, repeat: str) -> tuple[str, ...]:
        outer = next((one for one, own in self._inside.items() if own.get(repeat, ("",))[0] == "list"), None)
        return () if outer is None else (outer, *self._above(outer))

    def root(self, name: str) -> Element | None:
        """What a name means by itself. A kind that comes before its elements, as in ``clock.promise``, is a group."""
        return self._own.get(name) or self.roots.get(name) or Element("group", name)

    def within(self, task: str) -> Names:
        """The names that are known where a task stands: those of its own questions too."""
        if task not in self._tasks:
            return self
        inner = copy(self)
        inner._own = {id: one for id, one in self._tasks[task].items() if one.kind == "question"}
        return inner

    def member(self, whole: Element, name: str) -> Element | None:
        """What ``name`` means after a dot."""
        match whole.kind:
            case "group":
                special = {("case", "state"): "state", ("actor", "roles"): "role"}.get((whole.id, name))
                found = Element("any", special) if special else Element(whole.id, name)
            case "item":
                return self._inside.get(whole.id, {}).get(name)
            case "task" if name in ("answers", "result"):
                return Element(name, whole.id)
            case "task" | "answers":
                return self._tasks.get(whole.id, {}).get(name)
            case _:
                found = Element("part", name, whole.id)
        return found if found.kind == "any" or found in self.elements else None

    def item(self, whole: Element) -> Element:
        """What a loop over ``whole`` goes through: an item's own answers, or a choice, a row, a result."""
        return Element("item", whole.id) if whole.kind == "list" else whole

    def literal(self, compared: Element, text: str) -> Element | None:
        """The element that a text means where it is compared with ``compared``."""
        if compared.kind == "any":
            found = Element(compared.id, text)
        elif compared.kind == "result":
            found = Element("choice", text, compared.id)
        else:
            of = f"{compared.of}.{compared.id}" if compared.of else compared.id
            found = Element("option", text, of)
        return found if found in self.elements else None

    def dotted(self, name: str) -> Iterator[Step]:
        """What the parts of a dotted name mean, as far as anything is known of them."""
        here: Element | None = None
        for n, part in enumerate(name.split(".")):
            if n and here is None:
                return
            here = self.member(here, part) if here else self.root(part)
            if here is not None and here.kind not in UNNAMED:
                yield n, here

    def meant(self, name: str) -> Element | None:
        """What a dotted name means as a whole."""
        here: Element | None = None
        for n, part in enumerate(name.split(".")):
            here = self.member(here, part) if n and here else None if n else self.root(part)
        return here

    def first(self, name: str, kinds: Iterable[str]) -> Element | None:
        """The element of that name, of the first kind that has one."""
        return next((one for kind in kinds if (one := Element(kind, name)) in self.elements), None)


def whole(document: Document) -> Document:
    """The document with the blocks and tables that it has, and those of our library, put in."""
    try:
        return expanded(taken_in(dict(document))).document
    except InvalidDefinition:
        return document
