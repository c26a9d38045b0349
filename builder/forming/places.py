"""Where a part of a form can be moved to: every place in every list that holds such parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from builder.edits import Move
from builder.forming.nodes import Node
from builder.references.addresses import address, value_at


@dataclass(frozen=True, slots=True)
class Place:
    """``group`` is what the list belongs to; ``key`` names the place in a form."""

    group: str
    words: str
    into: str
    before: str | None = None

    @property
    def key(self) -> str:
        return f"{self.into} {self.before or ''}".strip()


def places(document: Mapping[str, Any], nodes: Sequence[Node], what: Node) -> list[Place]:
    """Where a part can go, besides where it is."""
    name = str(what.path[-2])
    found = [one for holder, part, path in _holders(document, nodes, name) if not _within(path, what)
             for one in _of(document, holder, part, path, name)]  # fmt: skip
    return [one for one in found if not _here(document, one, what)]


def _holders(
    document: Mapping[str, Any], nodes: Sequence[Node], name: str
) -> Iterator[tuple[str, Any, tuple[str | int, ...]]]:
    """What has a list of that name: the form and its sections hold pages and sections, pages hold questions."""
    if name != "questions":
        yield "The form itself", document["form"], ("form",)
    kind = {"questions": "page", "pages": "section", "sections": "section"}[name]
    for node in (inner for one in nodes for inner in one.walk()):
        part = value_at(document, node.path)
        fits = name != "sections" or "repeat" in part
        if node.kind == kind and fits and part.get("kind") != "stop":
            yield node.label, part, node.path


def _of(document: Mapping[str, Any], holder: str, part: Any, path: tuple[str | int, ...], name: str) -> Iterator[Place]:
    into = address(document, (*path, name))
    for n, one in enumerate(part.get(name, ())):
        said = one.get("title") or one.get("label") or one.get("use") or ""
        before = address(document, (*path, name, n))
        yield Place(holder, f"Before: {said if isinstance(said, str) else said[-1]['text']}", into, before)
    yield Place(holder, "At the end" if part.get(name) else "In it", into)


def _within(path: tuple[str | int, ...], what: Node) -> bool:
    return path[: len(what.path)] == what.path


def _here(document: Mapping[str, Any], place: Place, what: Node) -> bool:
    """Whether a part is in that place already."""
    if place.into != what.into:
        return False
    siblings = value_at(document, what.path[:-1])
    n = int(what.path[-1])
    following = address(document, (*what.path[:-1], n + 1)) if n + 1 < len(siblings) else None
    return place.before in (what.address, following)


def step(document: Mapping[str, Any], what: Node, down: bool) -> Move | None:
    """One place up or down in its list; None at its end."""
    above, n = what.path[:-1], int(what.path[-1])
    count = len(value_at(document, above))
    if n + 1 >= count if down else n == 0:
        return None
    target = n + 2 if down else n - 1
    before = address(document, (*above, target)) if target < count else None
    return Move(what.address, what.into, before)
