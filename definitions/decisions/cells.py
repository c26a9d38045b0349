"""Unary tests, as a cell of a decision table holds them, read into parts and written as expressions.

A cell says what its input must be: ``'a'`` or ``5`` or ``true``, several such with commas between, ``< 5``, ``>= 10``,
``10..20`` (both ends in), ``not('a', 'b')`` or ``not 'a'``. An empty cell, or ``-``, is anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import pairwise

from definitions.expressions import Expression, ExpressionProblem, InvalidExpression, compile_expression
from definitions.expressions.scan import Token, scan
from definitions.types import BOOLEAN, Type

ORDERS = ("<=", ">=", "<", ">", "==", "!=")


@dataclass(frozen=True, slots=True)
class Part:
    """One alternative: ``kind`` is an order, "range" (two ``values``), "is" (one), or "not" (then ``inner``).

    ``values`` are expressions as the author wrote them, ``starts`` where they stand in the cell.
    """

    kind: str
    values: tuple[str, ...]
    starts: tuple[int, ...]
    inner: tuple[Part, ...] = ()


def compile_cell(source: str, input_source: str, names: Mapping[str, Type]) -> Expression | None:
    """The condition that a cell puts on its input; None when anything will do.

    Raises:
        InvalidExpression: offsets count into the cell.
    """
    parts = read_cell(source)
    if not parts:
        return None
    subject = input_source if input_source.replace(".", "").isidentifier() else f"({input_source})"
    pieces = list(_any(parts, subject))
    try:
        return compile_expression("".join(text for text, _ in pieces), names, BOOLEAN)
    except InvalidExpression as error:
        raise InvalidExpression(_placed(problem, pieces) for problem in error.problems) from None


def read_cell(source: str) -> tuple[Part, ...]:
    """The alternatives of a cell: none of them when anything will do.

    Raises:
        InvalidExpression: it is not a list of tests.
    """
    if source.strip() in ("", "-"):
        return ()
    return tuple(_part(source, tokens) for tokens in _divided(list(scan(source)), source))


def _divided(tokens: list[Token], source: str) -> Iterator[list[Token]]:
    """The tokens between commas that are not inside brackets."""
    depth, current = 0, list[Token]()
    for token in tokens:
        depth += (token.text in "([") - (token.text in ")]") if token.kind == "sign" else 0
        if token.text == "," and depth == 0:
            yield _some(current, token.start)
            current = []
        else:
            current.append(token)
    yield _some(current, len(source))


def _some(tokens: list[Token], at: int) -> list[Token]:
    if not tokens:
        raise _refused("A value is missing here", at)
    return tokens


def _part(source: str, tokens: list[Token]) -> Part:
    first = tokens[0]
    if first.text == "not" and first.kind == "name":
        rest = _some(tokens[1:], first.end)
        if rest[0].text == "(" and _closes(rest) == len(rest) - 1:
            rest = _some(rest[1:-1], rest[0].end)
        return Part("not", (), (), tuple(_part(source, alternative) for alternative in _divided(rest, source)))
    if first.kind == "sign" and first.text in ORDERS:
        return _of(first.text, source, _some(tokens[1:], first.end))
    for place, (one, two) in enumerate(pairwise(tokens)):
        if one.text == two.text == "." and one.end == two.start:
            return _of("range", source, _some(tokens[:place], first.start), _some(tokens[place + 2 :], two.end))
    return _of("is", source, tokens)


def _of(kind: str, source: str, *values: list[Token]) -> Part:
    texts = tuple(source[value[0].start : value[-1].end] for value in values)
    return Part(kind, texts, tuple(value[0].start for value in values))


def _closes(tokens: list[Token]) -> int:
    """Where the bracket that comes first is closed."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")") if token.kind == "sign" else 0
        if depth == 0:
            return place
    return -1


def _grouped(parts: tuple[Part, ...]) -> Iterator[tuple[Part, ...]]:
    """Plain values that follow each other, together: one ``in`` takes fewer steps than many ``==``."""
    group: list[Part] = []
    for part in parts:
        if part.kind != "is":
            if group:
                yield tuple(group)
            yield (part,)
            group = []
        else:
            group.append(part)
    if group:
        yield tuple(group)


Piece = tuple[str, int | None]
"""Text of the expression that is made, and where it stands in the cell if the author wrote it there."""


def _any(parts: tuple[Part, ...], subject: str) -> Iterator[Piece]:
    for place, group in enumerate(_grouped(parts)):
        if place:
            yield " || ", None
        yield from _written(group, subject)


def _written(group: tuple[Part, ...], subject: str) -> Iterator[Piece]:
    first = group[0]
    if first.kind == "is" and len(group) > 1:
        yield f"{subject} in [", None
        for part in group:
            yield part.values[0], part.starts[0]
            yield ", " if part is not group[-1] else "]", None
    elif first.kind == "not":
        yield "!(", None
        yield from _any(first.inner, subject)
        yield ")", None
    else:
        orders = (">=", "<=") if first.kind == "range" else ("==" if first.kind == "is" else first.kind,)
        for order, value, start in zip(orders, first.values, first.starts, strict=True):
            bracketed = not (len(scan(value)) == 1 or value.startswith(("-", "date(")))
            yield f"{' && ' if start is not first.starts[0] else ''}{subject} {order} {'(' if bracketed else ''}", None
            yield value, start
            yield ")" if bracketed else "", None


def _placed(problem: ExpressionProblem, pieces: list[Piece]) -> ExpressionProblem:
    """The problem where the author wrote what it is about: at the value it stands in, or the next one after it."""
    at = 0
    for text, start in pieces:
        at += len(text)
        if start is not None and problem.offset < at:
            return replace(problem, offset=start + max(0, problem.offset - (at - len(text))))
    return replace(problem, offset=0)


def _refused(message: str, at: int) -> InvalidExpression:
    return InvalidExpression([ExpressionProblem("expression.syntax", message, at)])
