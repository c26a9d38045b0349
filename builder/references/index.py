"""Every use of every element of a document: where it stands, to the character."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple

from builder.references.elements import OUTSIDE, Element
from builder.references.names import Names
from builder.references.remembered import Places, found, remembered
from builder.references.shapes import Path, Site, element_of
from builder.references.spoken import Span, in_cell, in_dotted, in_expression, in_text, loops
from definitions.problems import pointer

Document = Mapping[str, Any]
_PROBLEMS = ("question", "list", "page", "section")
"""What an example may expect a problem with, in the order in which a name is taken for one."""


class Use(NamedTuple):
    """A place where an element is named: ``start`` to ``end`` of the string at ``path``, or of its last key."""

    element: Element
    path: Path
    start: int
    end: int
    key: bool = False

    @property
    def pointer(self) -> str:
        return pointer(*self.path)


def named_after(one: Element) -> Element:
    """The role that somebody of an example is called by: whoever acts for a role without a name has its name."""
    return Element("role", one.id if one.kind == "colleague" else "")


class Index:
    """``defined``: where each element of the document as it is written gets its id. What a block holds is not there.
    ``names`` are the document's own, or those by which it is looked at."""

    def __init__(self, document: Document, names: Names | None = None, places: Places | None = None) -> None:
        """``places``: those of the document, where they are known."""
        self.document = document
        self.names = names or Names(document, places)
        self.defined: dict[Element, Use] = {}
        self._places = places or found(document)
        for one, path, key in self._places.defined():
            self.defined.setdefault(one, Use(one, path, 0, len(one.id), key))

    @cached_property
    def uses(self) -> dict[Element, list[Use]]:
        """Every place where an element is named."""
        uses: dict[Element, list[Use]] = {}
        for site in self._places:
            if site.sort == "defines":
                one = element_of(site)
                if one.kind == "colleague" and (role := named_after(one)) in self.names.elements:
                    uses.setdefault(role, []).append(self.defined[one]._replace(element=role))
            elif site.sort != "text" or "{" in site.value:
                for path, span, key in self._spans(site):
                    uses.setdefault(span.element, []).append(Use(span.element, path, span.start, span.end, key))
        return uses

    @cached_property
    def loops(self) -> frozenset[str]:
        """What an item is called in the loops of its expressions."""
        expressions = (site.value for site in self._places if site.sort == "expression")
        return frozenset(name for source in expressions for name in loops(source))

    def of(self, element: Element) -> list[Use]:
        return self.uses.get(element, [])

    def inner(self, element: Element) -> list[Element]:
        """The elements that are named only within this one: its choices, columns, results."""
        whole = f"{element.of}.{element.id}" if element.of else element.id
        holds = ("question", "decision", "lookup", "part")
        return [one for one in self.names.elements if element.kind in holds and one.of == whole]

    def _spans(self, site: Site) -> Iterator[tuple[Path, Span, bool]]:
        if site.what == "answer":
            yield from self._answer(site.path, str(site.path[-1]), site.value)
            return
        found: Iterator[Span]
        if site.sort == "expression":
            found = iter(self._expressed(site.value, site.task))
        elif site.sort == "text":
            found = in_text(site.value, self.names.within(site.task))
        elif site.what == "cell":
            found = self._cell(site)
        else:
            found = self._named(site, str(site.name))
        yield from ((site.path, span, site.key) for span in found)

    def _expressed(self, source: str, task: str) -> tuple[Span, ...]:
        found = self.names.spoken.get((source, task))
        if found is None:
            found = self.names.spoken[source, task] = tuple(in_expression(source, self.names.within(task)))
        return found

    def _cell(self, site: Site) -> Iterator[Span]:
        decision: Any = self.document
        for step in site.path[:-4]:
            decision = decision[step]
        inputs, n = decision.get("inputs", ()), site.path[-1]
        if isinstance(n, int) and n < len(inputs) and isinstance(site.value, str):
            yield from in_cell(site.value, inputs[n]["value"], self.names)

    def _named(self, site: Site, name: str) -> Iterator[Span]:
        """The elements in a name, by what the schema says is named there."""
        match site.what:
            case "fact":
                yield from in_dotted(name, self.names.within(site.task))
            case "actor" | "assignee":
                yield from self._actor(site, name)
            case "page" | "problem":
                yield from self._place(site.what, name)
            case "option" | "part":
                yield from self._found(Element(site.what, name, site.of))
            case "choice":
                yield from self._found(Element("choice", name, self._task(site.path[:-1])))
            case "subject":
                yield from self._found(self.names.first(name, ("task", "clock", "role")))
            case "task":
                yield from self._found(Element("task", name.partition(".")[0]))
            case what if what not in OUTSIDE:
                yield from self._found(Element(what, name))

    def _found(self, element: Element | None, start: int = 0) -> Iterator[Span]:
        if element in self.names.elements and element is not None:
            yield Span(start, start + len(element.id), element)

    def _actor(self, site: Site, name: str) -> Iterator[Span]:
        """``officer``, ``officer:anna`` or ``role:officer``."""
        first, _, second = name.partition(":")
        if site.what == "assignee" and first == "role":
            yield from self._found(Element("role", second), len("role:"))
            return
        yield from self._found(Element("role", first))
        if second and len(site.path) > 1:
            yield from self._found(Element("colleague", second, str(site.path[1])), len(first) + 1)

    def _place(self, what: str, name: str) -> Iterator[Span]:
        """``children.2.first_name``: lists and numbers by turns, then a page, or whatever else has answers."""
        *above, last = name.split(".")
        at = 0
        for n, part in enumerate(above):
            if n % 2 == 0:
                yield from self._found(Element("list", part), at)
            at += len(part) + 1
        kinds = ("page",) if what == "page" else _PROBLEMS
        yield from self._found(self.names.first(last, kinds), at)

    def _answer(self, path: Path, name: str, value: Any) -> Iterator[tuple[Path, Span, bool]]:
        """An answer under its name, which may be dotted, and the elements inside: choices, rows, items."""
        names = self.names.within(self._task(path[:-2]))
        yield from ((path, span, True) for span in in_dotted(name, names))
        meant = names.meant(name)
        if meant is not None:
            yield from self._within(path, meant, value)

    def _task(self, path: Path) -> str:
        """The task that an example's step is about."""
        step: Any = self.document
        for one in path:
            step = step[one]
        return str(step.get("task", "")).partition(".")[0]

    def _within(self, path: Path, whole: Element, value: Any) -> Iterator[tuple[Path, Span, bool]]:
        if isinstance(value, str):
            yield from ((path, span, False) for span in self._found(self.names.literal(whole, value)))
        elif isinstance(value, list):
            for n, one in enumerate(value):
                yield from self._within((*path, n), self.names.item(whole), one)
        elif isinstance(value, dict):
            for key, one in value.items():
                member = self.names.member(whole, key)
                if member is not None:
                    yield from (((*path, key), span, True) for span in self._found(member))
                    yield from self._within((*path, key), member, one)


_lately: list[Index] = []
KEPT = 8


def known(document: Document) -> Index | None:
    """The index of a document that was looked at lately."""
    return next((one for one in tuple(_lately) if one.document is document), None)


def indexed(document: Document) -> Index:
    """The index of a document, remembered for the few looked at last. A document that was indexed is not changed."""
    index = known(document)
    if index is None:
        places = remembered(document)
        names = Names(document, places)
        alike = next((one.names for one in tuple(_lately) if one.names.alike(names)), None)
        names.spoken = alike.spoken if alike is not None else names.spoken
        index = Index(document, names, places)
        _lately.insert(0, index)
        del _lately[KEPT:]
    return index
