"""The outline of a form: its pages, sections and questions in order, each with its address and what marks it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from builder.references.addresses import address
from builder.references.fresh import labelled
from definitions.problems import Problem, pointer

Document = Mapping[str, Any]
At = tuple[str | int, ...]
LISTS = ("pages", "sections", "questions")
NAMES = {"pages": "page", "sections": "section", "questions": "question"}


@dataclass(slots=True)
class Node:
    """A part of the form. ``kind`` is page, section, question or block; ``sort`` a question's own kind, or stop.
    ``into`` is the list that it stands in. ``problems`` counts those at it and in it."""

    address: str
    path: At
    kind: str
    label: str
    into: str
    sort: str = ""
    conditional: bool = False
    repeats: bool = False
    problems: int = 0
    inside: list[Node] = field(default_factory=list)

    @property
    def pointer(self) -> str:
        return pointer(*self.path)

    def walk(self) -> Iterator[Node]:
        yield self
        for one in self.inside:
            yield from one.walk()


def outline(document: Document, problems: Iterable[Problem] = ()) -> list[Node]:
    """What stands at the top of the form: pages first, then sections."""
    found = list(_inside(document, document["form"], ("form",)))
    wrong = [one.pointer for one in problems]
    for node in (inner for one in found for inner in one.walk()):
        node.problems = sum(at == node.pointer or at.startswith(f"{node.pointer}/") for at in wrong)
    return found


def node_at(nodes: Sequence[Node], at: str) -> Node | None:
    """The part with an address."""
    return next((inner for one in nodes for inner in one.walk() if inner.address == at), None)


def _inside(document: Document, part: Mapping[str, Any], at: At) -> Iterator[Node]:
    for name in LISTS:
        for n, one in enumerate(part.get(name, ())):
            yield _node(document, one, (*at, name, n))
    for n, option in enumerate(part["options"] if isinstance(part.get("options"), list) else ()):
        for m, one in enumerate(option.get("questions", ())):
            yield _node(document, one, (*at, "options", n, "questions", m))


def _node(document: Document, part: Mapping[str, Any], at: At) -> Node:
    kind = "block" if "use" in part else NAMES[str(at[-2])]
    label = f"Block: {part['use']}" if kind == "block" else labelled(part) or str(part["id"])
    return Node(
        address=address(document, at),
        path=at,
        kind=kind,
        label=label,
        into=address(document, at[:-1]),
        sort=str(part.get("type", "stop" if part.get("kind") == "stop" else "")),
        conditional="when" in part,
        repeats="repeat" in part,
        inside=list(_inside(document, part, at)) if kind != "block" else [],
    )
