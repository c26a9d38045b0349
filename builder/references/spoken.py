"""Names inside what authors write: expressions by their tree, cells of decision tables, texts, and ids put together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from builder.references.elements import Element
from builder.references.names import UNNAMED, Names
from definitions.decisions.cells import Part, read_cell
from definitions.expressions import InvalidExpression
from definitions.expressions.calls import MACROS
from definitions.expressions.known import literals
from definitions.expressions.parse import parse
from definitions.expressions.scan import Token, scan
from definitions.expressions.tree import Node
from definitions.text import names_in


class Span(NamedTuple):
    """Where in a string an element is named. ``path``: all of the dotted names up to there."""

    start: int
    end: int
    element: Element


Loops = Mapping[str, Element]
_COMPARED = frozenset(("==", "!=", "in"))
_WORDS = frozenset(("name", "text", "number"))


def in_expression(source: str, names: Names) -> Iterator[Span]:
    """The elements that an expression names; none where it cannot be read."""
    try:
        tree = parse(source)
    except InvalidExpression:
        return
    yield from _Reading(names, _tokens(source, tree)).spans(tree, {})


@lru_cache(maxsize=4096)
def loops(source: str) -> frozenset[str]:
    """The names that an expression gives to items as it goes through lists."""
    try:
        tree = parse(source)
    except InvalidExpression:
        return frozenset()
    return frozenset(node.parts[1].value for node in tree.walk() if _loop(node))


def in_cell(cell: str, subject: str, names: Names) -> Iterator[Span]:
    """The same for a cell of a decision table, whose column looks at ``subject``."""
    try:
        parts, compared = read_cell(cell), _senses_of(subject, names)
    except InvalidExpression:
        return
    for value, start in _values(parts):
        for span in in_expression(value, names):
            yield Span(start + span.start, start + span.end, span.element)
        for span in _compared(value, compared, names):
            yield Span(start + span.start, start + span.end, span.element)


def in_text(text: str, names: Names) -> Iterator[Span]:
    """The elements that a text puts in."""
    for start, dotted in names_in(text):
        yield from in_dotted(dotted, names, start)


def in_dotted(dotted: str, names: Names, start: int = 0) -> Iterator[Span]:
    parts, at = dotted.split("."), []
    for part in parts:
        at.append(start)
        start += len(part) + 1
    for n, element in names.dotted(dotted):
        yield Span(at[n], at[n] + len(parts[n]), element)


def _values(parts: tuple[Part, ...]) -> Iterator[tuple[str, int]]:
    for part in parts:
        yield from zip(part.values, part.starts, strict=True)
        yield from _values(part.inner)


def _senses_of(source: str, names: Names) -> list[Element]:
    tree = parse(source)
    return _Reading(names, _tokens(source, tree)).senses(tree, {})


def _compared(value: str, compared: list[Element], names: Names) -> Iterator[Span]:
    try:
        tree = parse(value)
    except InvalidExpression:
        return
    yield from _Reading(names, _tokens(value, tree)).literals(tree, compared)


def _tokens(source: str, tree: Node) -> dict[int, Token]:
    """The token of each name, member, call and literal, by the identity of its node: both come in one order."""
    return dict(zip(_in_order(tree), (one for one in _scanned(source) if one.kind in _WORDS and one.text != "in"),
                    strict=True))  # fmt: skip


@lru_cache(maxsize=4096)
def _scanned(source: str) -> tuple[Token, ...]:
    return scan(source)


def _in_order(node: Node) -> Iterator[int]:
    before = node.parts[:1] if node.kind == "member" or (node.kind == "call" and node.method) else ()
    for part in before:
        yield from _in_order(part)
    if node.kind in ("name", "member", "call", "literal"):
        yield id(node)
    for part in node.parts[len(before) :]:
        yield from _in_order(part)


def _loop(node: Node) -> bool:
    return (
        node.kind == "call" and node.method and node.value in MACROS
        and len(node.parts) == 3 and node.parts[1].kind == "name"
    )  # fmt: skip


class _Reading:
    def __init__(self, names: Names, tokens: Mapping[int, Token]) -> None:
        self.names, self.tokens = names, tokens

    def spans(self, node: Node, env: Loops) -> Iterator[Span]:
        """Every element that is named at or below a node. ``env``: what the names of loops stand for."""
        if node.kind in ("name", "member"):
            found = [one for one in self.senses(node, env) if one.kind not in UNNAMED]
            if found and not (node.kind == "name" and node.value in env):
                token = self.tokens[id(node)]
                yield Span(token.start, token.end, found[0])
        if node.kind == "binary" and node.value in _COMPARED:
            left, right = node.parts
            yield from self.literals(left, self.senses(right, env))
            yield from self.literals(right, self.senses(left, env))
        if _loop(node):
            target, variable, body = node.parts
            yield from self.spans(target, env)
            yield from self.spans(body, self._inner(target, variable, env))
            return
        for part in node.parts:
            yield from self.spans(part, env)

    def _inner(self, target: Node, variable: Node, env: Loops) -> Loops:
        found = self.senses(target, env)
        return {**env, variable.value: self.names.item(found[0]) if found else Element("group", "")}

    def senses(self, node: Node, env: Loops) -> list[Element]:
        """What the value of a node is that of, where that is an element."""
        match node.kind:
            case "name":
                one = env.get(node.value) or self.names.root(node.value)
                return [one] if one else []
            case "member":
                members = (self.names.member(one, node.value) for one in self.senses(node.parts[0], env))
                return [one for one in members if one]
            case "index":
                return [self.names.item(one) for one in self.senses(node.parts[0], env)]
            case "choice":
                return [one for part in node.parts[1:] for one in self.senses(part, env)]
            case "list":
                return [one for part in node.parts for one in self.senses(part, env)]
            case "call" if _loop(node):
                if node.value == "filter":
                    return self.senses(node.parts[0], env)
                inner = self._inner(node.parts[0], node.parts[1], env)
                return self.senses(node.parts[2], inner) if node.value == "map" else []
        return []

    def literals(self, node: Node, compared: list[Element]) -> Iterator[Span]:
        """The texts written out at a node that are choices of what they are compared with."""
        for literal in literals(node):
            token = self.tokens[id(literal)]
            if isinstance(literal.value, str):
                found = next((one for c in compared if (one := self.names.literal(c, literal.value))), None)
                if found:
                    skip = 2 if token.text[0] in "rR" else 1
                    yield Span(token.start + skip, token.end - 1, found)
