"""Text to rows, by the tokens and trees of the expression language. What rows cannot say stays as it was written."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from builder.conditions.rows import Condition, Group, Raw, Row, Subject, Value, group
from definitions.expressions import InvalidExpression
from definitions.expressions.known import path_of
from definitions.expressions.parse import parse
from definitions.expressions.scan import Token, scan
from definitions.expressions.tree import Node

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
METHODS = frozenset(("contains", "startsWith", "endsWith"))
_MOVES: dict[str, Literal["day", "month", "working day"]] = {
    "add_days": "day",
    "add_months": "month",
    "add_working_days": "working day",
}
_JOINS: tuple[tuple[str, Literal["all", "any"]], ...] = (("||", "any"), ("&&", "all"))


@dataclass(frozen=True, slots=True)
class Piece:
    """A condition and where its text stands, with the brackets around it. ``parts`` are those of a group."""

    condition: Condition
    start: int
    end: int
    parts: tuple[Piece, ...] = ()
    bracketed: bool = False

    def walk(self) -> Iterator[Piece]:
        yield self
        for part in self.parts:
            yield from part.walk()


def read(source: str) -> Condition:
    """The condition that a text says: a ``Raw`` of all of it where it cannot be read at all."""
    return pieces(source).condition


def pieces(source: str) -> Piece:
    """The same with the place of each of its parts."""
    try:
        parse(source)
        return _piece(source, scan(source))
    except InvalidExpression:
        return Piece(Raw(source), 0, len(source))


def _piece(source: str, tokens: Sequence[Token]) -> Piece:
    start, end = tokens[0].start, tokens[-1].end
    while _bracketed(tokens):
        tokens = tokens[1:-1]
    outer = list(_outer(tokens))
    if not any(token.text == "?" and token.kind == "sign" for token in outer):
        for sign, join in _JOINS:
            if any(token.text == sign for token in outer):
                parts = _flat(join, [_piece(source, part) for part in _divided(tokens, sign)])
                return Piece(group(join, [one.condition for one in parts]), start, end, parts, start < tokens[0].start)
    text = source[tokens[0].start : tokens[-1].end]
    return Piece(_row(parse(text)) or Raw(text), start, end, bracketed=start < tokens[0].start)


def _flat(join: Literal["all", "any"], found: Sequence[Piece]) -> tuple[Piece, ...]:
    """The pieces of a group; those of a group of the same join among them are its own."""
    flat: list[Piece] = []
    for one in found:
        same = isinstance(one.condition, Group) and one.condition.join == join
        flat += one.parts if same else (one,)
    return tuple(flat)


def _bracketed(tokens: Sequence[Token]) -> bool:
    """Whether one pair of brackets holds all."""
    if len(tokens) < 3 or tokens[0].text != "(":
        return False
    depth = 0
    for n, token in enumerate(tokens):
        depth += _step(token)
        if depth == 0:
            return n == len(tokens) - 1
    return False


def _step(token: Token) -> int:
    return (token.text in "([") - (token.text in ")]") if token.kind == "sign" else 0


def _outer(tokens: Sequence[Token]) -> Sequence[Token]:
    """The tokens that stand in no brackets."""
    depth, found = 0, []
    for token in tokens:
        depth += _step(token)
        if depth == 0:
            found.append(token)
    return found


def _divided(tokens: Sequence[Token], sign: str) -> list[Sequence[Token]]:
    found: list[list[Token]] = [[]]
    depth = 0
    for token in tokens:
        depth += _step(token)
        if depth == 0 and token.kind == "sign" and token.text == sign:
            found.append([])
        else:
            found[-1].append(token)
    return list(found)


def _row(node: Node) -> Row | None:
    if looked := subject(node):
        return Row(looked, "yes") if not looked.measure else None
    match node.kind:
        case "unary" if node.value == "!":
            return _denied(node.parts[0])
        case "call":
            return _called(node)
        case "binary" if node.value == "in":
            return _among(node)
        case "binary" if node.value in FLIPPED:
            left, right = node.parts
            return _compared(left, node.value, right) or _compared(right, FLIPPED[node.value], left)
    return None


def _denied(node: Node) -> Row | None:
    row = _row(node)
    opposite = {"yes": "no", "answered": "unanswered", "one-of": "none-of", "includes": "excludes"}
    if row is None or row.comparison not in opposite:
        return None
    return Row(row.subject, opposite[row.comparison], row.values)


def _called(node: Node) -> Row | None:
    if node.value == "answered" and not node.method and len(node.parts) == 1 and (path := path_of(node.parts[0])):
        return Row(Subject(".".join(path)), "answered")
    if node.value in METHODS and node.method and len(node.parts) == 2:
        looked, value = subject(node.parts[0]), _value(node.parts[1])
        return Row(looked, node.value, (value,)) if looked and value else None
    return None


def _among(node: Node) -> Row | None:
    left, right = node.parts
    if right.kind == "list":
        looked, values = subject(left), [_value(part) for part in right.parts]
        known = tuple(value for value in values if value)
        return Row(looked, "one-of", known) if looked and known and len(known) == len(values) else None
    value, path = _value(left), path_of(right)
    return Row(Subject(".".join(path)), "includes", (value,)) if value and path else None


def _compared(left: Node, sign: str, right: Node) -> Row | None:
    looked = subject(left)
    if looked and right.kind == "literal" and isinstance(right.value, bool):
        means = {("==", True): "yes", ("==", False): "no", ("!=", False): "yes", ("!=", True): "no"}
        found = means.get((sign, right.value))
        return Row(looked, found) if found and not looked.measure else None
    value = _value(right)
    return Row(looked, sign, (value,)) if looked and value else None


def subject(node: Node) -> Subject | None:
    """What a row looks at, if a part of an expression is that."""
    if path := path_of(node):
        return Subject(".".join(path))
    if node.kind == "call" and node.value in ("age", "size") and len(node.parts) == 1:
        path = path_of(node.parts[0])
        return Subject(".".join(path), node.value) if path else None
    return None


def _value(node: Node) -> Value | None:
    if node.kind == "literal":
        if isinstance(node.value, str):
            return Value("text", node.value)
        return Value("number", node.value) if type(node.value) in (int, float) else None
    if path := path_of(node):
        return Value("name", ".".join(path))
    if node.kind != "call" or node.method:
        return None
    if node.value == "today" and not node.parts:
        return Value("today")
    if node.value == "date" and len(node.parts) == 1 and isinstance(node.parts[0].value, str):
        return Value("day", node.parts[0].value) if node.parts[0].kind == "literal" else None
    if node.value in _MOVES and len(node.parts) == 2:
        base, count = _value(node.parts[0]), node.parts[1]
        plain = base and not base.unit and base.kind in ("today", "name", "day")
        if base and plain and count.kind == "literal" and type(count.value) is int:
            return Value(base.kind, base.value, count.value, _MOVES[node.value])
    return None
