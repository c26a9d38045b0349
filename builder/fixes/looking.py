"""What a maker of fixes looks at: a document, where in it something is wrong, and what is there to choose from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from builder.edits import Delete, Edit, Set
from builder.edits.removing import smallest
from builder.references import Element, Index, indexed
from builder.references.addresses import address, located, owner, resolve, steps, value_at
from builder.references.fresh import labelled
from builder.references.shapes import Path
from definitions.nearest import closest
from definitions.problems import Problem, pointer

Document = Mapping[str, Any]
Found = Iterator[tuple[str, Edit]]
Maker = Callable[["Look"], Found]

MAKERS: dict[str, Maker] = {}
MOST = 4
"""The most that one thing is offered to choose from: more is a page of buttons."""


@dataclass(frozen=True, slots=True)
class Fix:
    """What a button says, and the edit that it does."""

    words: str
    edit: Edit


class Look:
    """A document of the right shape and one problem of it."""

    def __init__(self, document: Document, problem: Problem) -> None:
        self.document, self.problem = document, problem
        self.path: Path = steps(problem.pointer, document)

    @cached_property
    def index(self) -> Index:
        return indexed(self.document)

    @property
    def value(self) -> Any:
        return self.up(0)

    @property
    def last(self) -> str | int:
        return self.path[-1]

    def up(self, count: int) -> Any:
        """What stands so many steps above the problem."""
        return value_at(self.document, self.path[: len(self.path) - count])

    def at(self, *below: str | int, up: int = 0) -> str:
        """The address of what stands so many steps above the problem, or of something in it."""
        return self.addressed((*self.path[: len(self.path) - up], *below))

    def addressed(self, path: Path) -> str:
        """The address of a place. Where two are called the same, an address by name would mean the first of them."""
        found = address(self.document, path)
        return found if resolve(self.document, found) == path else pointer(*path)

    def owner(self) -> Element | None:
        return owner(self.document, self.path)

    def owning(self, kind: str) -> tuple[str, Any]:
        """The address of the nearest element of a kind at or above the problem, and what it is."""
        for n in range(len(self.path), 0, -1):
            one = owner(self.document, self.path[:n])
            if one and one.kind == kind and (found := located(self.document, one)):
                return str(one), value_at(self.document, found)
        return "", {}

    def listed(self, name: str) -> list[Any]:
        """The parts of a list at the top of the document, or of its workflow."""
        flow = ("states", "transitions", "clocks", "tasks")
        found = self.document["workflow"].get(name) if name in flow else self.document.get(name)
        return list(found or ())

    def ids(self, kind: str, of: str = "") -> list[str]:
        """The ids of a kind of elements, in the order of the document."""
        return [one.id for one in self.index.names.elements if one.kind == kind and one.of == of]

    def questions(self, *types: str) -> list[str]:
        """The questions of the form that are of one of these types."""
        found = ((one, self.part(Element("question", one))) for one in self.ids("question"))
        return [one for one, part in found if part.get("type") in types]

    def part(self, one: Element) -> Any:
        found = located(self.document, one)
        return value_at(self.document, found) if found is not None else {}

    def part_named(self, dotted: str) -> Any:
        """The question that a dotted name begins with, of the form or of an action."""
        one = self.index.names.roots.get(dotted.partition(".")[0])
        return self.part(one) if one else {}

    def called(self, kind: str, id: str, of: str = "") -> str:
        """What an element is called, between quotation marks."""
        part = self.part(Element(kind, id, of))
        words = labelled(part) if isinstance(part, dict) else ""
        return f"“{words.rstrip('?.:') or id}”"

    def near(self, name: str, known: Iterable[str]) -> list[str]:
        """The names that may have been meant, the likeliest first."""
        every = list(dict.fromkeys(known))
        likely = closest(name, every)
        rest = [one for one in every if one != likely]
        return ([likely] if likely else []) + rest[: MOST - bool(likely)]


def fix(*codes: str) -> Callable[[Maker], Maker]:
    """Put what makes fixes for these problems into the registry."""

    def register(maker: Maker) -> Maker:
        for code in codes:
            if code in MAKERS:
                raise ValueError(f"two makers for {code}")
            MAKERS[code] = maker
        return maker

    return register


def taken_out(look: Look, words: str = "Take it out", *, up: int = 0) -> Found:
    """Without what stands there, and as little of what is around it as the schema lets go."""
    wanted = look.path[: len(look.path) - up]
    path = smallest(look.document, wanted)
    if len(path) < len(wanted) and isinstance(value_at(look.document, path), dict):
        whole = owner(look.document, path)
        words = f"Take {look.called(*whole)} out" if whole and located(look.document, whole) == path else words
    if path and path != ("form",):
        yield words, Delete(look.addressed(path), clear=True)


def writes_to_applicant(look: Look) -> bool:
    return bool(look.listed("replies")) or any(one["to"] == "applicant" for one in look.listed("messages"))


def of_applicant(look: Look, what: str, question: str) -> Edit:
    """Says which question asks for something of the applicant's."""
    if "applicant" in look.document:
        return Set(f"/applicant/{what}", question)
    return Set("/applicant", {what: question})


def chosen(
    look: Look, kind: str, ids: Iterable[str], words: str = "Use {}", value: Callable[[str], Any] = str
) -> Found:
    """Another of these in its place."""
    for one in ids:
        yield words.format(look.called(kind, one)), Set(look.at(), value(one))
