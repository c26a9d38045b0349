"""The outline of a form: its pages, sections and questions in order, each with its address and what marks it."""

from __future__ import annotations

from collections import Counter
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

    @property
    def single(self) -> bool:
        """Whether it is a page with one question, which are shown as one."""
        return self.kind == "page" and len(self.inside) == 1

    def walk(self) -> Iterator[Node]:
        yield self
        for one in self.inside:
            yield from one.walk()


def outline(document: Document, problems: Iterable[Problem] = ()) -> list[Node]:
    """What stands at the top of the form: pages first, then sections."""
    found = list(_inside(document, document["form"], ("form",)))
    wrong = Counter(above for one in problems for above in _above(one.pointer))
    for node in (inner for one in found for inner in one.walk()):
        node.problems = wrong[node.pointer]
    return found


def _above(place: str) -> Iterator[str]:
    """A place and all that it is in."""
    while place:
        yield place
        place = place.rpartition("/")[0]


def node_at(nodes: Sequence[Node], at: str) -> Node | None:
    """The part with an address."""
    return next((inner for one in nodes for inner in one.walk() if inner.address == at), None)


def _inside(document: Document, part: Mapping[str, Any], at: At, own: str = "/form") -> Iterator[Node]:
    """What is in a part with the address ``own``."""
    for name in LISTS:
        for n, one in enumerate(part.get(name, ())):
            yield _node(document, one, (*at, name, n), f"{own}/{name}")
    for n, option in enumerate(part["options"] if isinstance(part.get("options"), list) else ()):
        for m, one in enumerate(option.get("questions", ())):
            below: At = (*at, "options", n, "questions")
            yield _node(document, one, (*below, m), address(document, below))


def _node(document: Document, part: Mapping[str, Any], at: At, into: str) -> Node:
    kind = "block" if "use" in part else NAMES[str(at[-2])]
    label = f"Block: {part['use']}" if kind == "block" else labelled(part) or str(part["id"])
    own = address(document, at) if kind == "block" else f"{kind}:{part['id']}"
    return Node(
        address=own,
        path=at,
        kind=kind,
        label=label,
        into=into,
        sort=str(part.get("type", "stop" if part.get("kind") == "stop" else "")),
        conditional="when" in part,
        repeats="repeat" in part,
        inside=list(_inside(document, part, at, own)) if kind != "block" else [],
    )
