"""Tests of items, written so that an answer an item lacks is decided there, and not left to the engine.

The engine's own loops stop at the first absence. CEL folds ``exists`` with ``||`` and ``all`` with ``&&``, which
absorb. So three things can be written of a test: ``met`` is true where it is met, and false where the item lacks what
it needs; ``sure`` and ``never`` say whether ``met`` is surely true, or surely false, whatever outside the loop is
absent, and are never absent themselves.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

from definitions.expressions.known import path_of
from definitions.expressions.tree import Node

FOLDS = {"exists": "||", "all": "&&"}
LOOPS = frozenset(("exists", "all", "exists_one", "filter", "map"))

Written = tuple[str, int]
"""A text, and how tightly it binds: 2 for ||, 3 for &&, 8 for what needs no brackets."""

Way = Callable[[Node, bool], Written]


class Writing(Protocol):
    """What writes the parts of a test. ``scope`` names the items of the loops around it."""

    scope: list[str]

    def write(self, node: Node, level: int = 1) -> str: ...
    def present(self, path: tuple[str, ...]) -> str: ...


class Tests:
    """Each way takes a test and whether it is to be true or false."""

    def __init__(self, writer: Writing) -> None:
        self.writer = writer

    def written(self, node: Node, way: Way) -> str:
        return way(node, True)[0]

    def met(self, node: Node, truth: bool = True) -> Written:
        return self._split(node, truth, self.met, dual=False) or self._met(node, truth)

    def sure(self, node: Node, truth: bool = True) -> Written:
        found = self._split(node, truth, self.sure, dual=False) or self._fold(node, truth, sure=True)
        return found or _all(*self._outside(node), self._met(node, truth))

    def never(self, node: Node, truth: bool = True) -> Written:
        found = self._split(node, truth, self.never, dual=True) or self._fold(node, truth, sure=False)
        if found:
            return found
        outside, settled = self._outside(node), self._settled(node)
        unmet = (self._test(node, not truth), 7)
        if any(part.kind == "choice" for part in node.walk()):
            return _all(*outside, _any(_not(settled), unmet)) if settled[0] else _all(*outside, unmet)
        return _any(_not(settled), _all(*outside, unmet)) if settled[0] else _all(*outside, unmet)

    def settled(self, node: Node) -> str:
        """That the items lack nothing that this part needs."""
        return self._settled(node)[0] or "true"

    def _split(self, node: Node, truth: bool, way: Way, *, dual: bool) -> Written | None:
        """A junction, a negation or a choice, by its parts; None for what has none. ``dual`` for what is never so."""
        match node.kind:
            case "and" | "or":
                join = _all if ((node.kind == "and") is truth) is not dual else _any
                return join(*(way(part, truth) for part in _chain(node)))
            case "unary" if node.value == "!":
                return way(node.parts[0], not truth)
            case "choice" if all(part.kind != "choice" for part in node.parts[0].walk()):
                condition, one, two = node.parts
                inner, outer = (_any, _all) if dual else (_all, _any)
                return outer(
                    inner(way(condition, True), way(one, truth)), inner(way(condition, False), way(two, truth))
                )
        return None

    def _met(self, node: Node, truth: bool) -> Written:
        settled = self._settled(node)
        return _all(*([settled] if settled[0] else []), (self._test(node, truth), 7))

    def _test(self, node: Node, truth: bool) -> str:
        return self.writer.write(node, 4) if truth else f"!{self.writer.write(node, 8)}"

    def _fold(self, node: Node, truth: bool, *, sure: bool) -> Written | None:
        """``exists`` is surely met when an item surely is, surely not when each surely is not; ``all`` likewise."""
        if node.kind != "call" or not node.method or node.value not in FOLDS:
            return None
        target, variable, body = node.parts
        holds = truth is sure
        macro = "exists" if (node.value == "exists") is holds else "all"
        way = self.sure if holds else self.never
        outside, settled = self._outside(target), self._settled(target)
        within = self.writer.write(target, 8)
        self.writer.scope.append(variable.value)
        test = (f"{within}.{macro}({variable.value}, {self.written(body, way)})", 8)
        self.writer.scope.pop()
        if sure:
            return _all(*outside, *([settled] if settled[0] else []), test)
        return _any(*([_not(settled)] if settled[0] else []), _all(*outside, test))

    def _outside(self, node: Node) -> list[Written]:
        """That every answer from outside the loops is there."""
        paths = [path for path in reads(node) if path[0] not in self.writer.scope]
        return [(self.writer.present(path), 8) for path in paths]

    def _settled(self, node: Node) -> Written:
        """That the items of the loops lack nothing this part needs; "" when it needs nothing of them."""
        path = path_of(node)
        if path is not None:
            return (self.writer.present(path), 8) if path[0] in self.writer.scope and path[1:] else ("", 8)
        if node.kind == "call" and node.value in ("answered", "has"):
            return "", 8
        if node.kind == "call" and node.method and node.value in LOOPS:
            return self._settled(node.parts[0])
        if node.kind == "choice":
            return self._settled_choice(node)
        parts = dict.fromkeys(found for part in node.parts if (found := self._settled(part))[0])
        return _all(*parts) if parts else ("", 8)

    def _settled_choice(self, node: Node) -> Written:
        needs, yes, no = map(self._settled, node.parts)
        if not yes[0] and not no[0]:
            return needs
        choice = f"({self.writer.write(node.parts[0], 2)} ? {yes[0] or 'true'} : {no[0] or 'true'})"
        return _all(*([needs] if needs[0] else []), (choice, 8))


def _all(*parts: Written) -> Written:
    return _joined(parts, "&&", 3)


def _any(*parts: Written) -> Written:
    return _joined(parts, "||", 2)


def _joined(parts: tuple[Written, ...], sign: str, level: int) -> Written:
    if len(parts) == 1:
        return parts[0]
    return f" {sign} ".join(f"({text})" if own < level else text for text, own in parts), level


def _not(part: Written) -> Written:
    text, own = part
    return (f"!{text}" if own == 8 else f"!({text})"), 7


def _chain(node: Node) -> list[Node]:
    """The parts of ``a && b && c``, side by side rather than nested."""
    left, right = node.parts
    return [*(_chain(left) if left.kind == node.kind else (left,)), right]


def reads(node: Node) -> list[tuple[str, ...]]:
    """The dotted names that a part needs, but for those of loops inside it, each once."""
    return list(dict.fromkeys(_reads(node, frozenset())))


def _reads(node: Node, inner: frozenset[str]) -> list[tuple[str, ...]]:
    path = path_of(node)
    if path is not None:
        return [] if path[0] in inner else [path]
    if node.kind == "call" and node.value in ("answered", "has"):
        return []
    if node.kind == "call" and node.method and len(node.parts) == 3 and node.parts[1].kind == "name":
        target, variable, body = node.parts
        return _reads(target, inner) + _reads(body, inner | {variable.value})
    return [path for part in node.parts for path in _reads(part, inner)]
