"""Unary tests, as a cell of a decision table holds them, read into parts and written as expressions.

A cell says what its input must be: ``'a'`` or ``5`` or ``true``, several such with commas between, ``< 5``, ``>= 10``,
``10..20`` (both ends in), ``not('a', 'b')`` or ``not 'a'``. An empty cell, or ``-``, is anything.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from definitions.expressions import Expression, ExpressionProblem, InvalidExpression, compile_expression
from definitions.expressions.scan import Token, scan
from definitions.types import BOOLEAN, Type

ORDERS = ("<=", ">=", "<", ">", "==", "!=")


@dataclass(frozen=True, slots=True)
class Part:
    """One alternative: ``kind`` is an order, "range" (two ``values``), "is" (one), or "not" (then ``inner``).

    ``values`` are expressions as the author wrote them. ``start`` is where the first stands in the cell.
    """

    kind: str
    values: tuple[str, ...]
    start: int
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
    pieces = [_written(group, subject) for group in _grouped(parts)]
    try:
        return compile_expression(" || ".join(text for text, _ in pieces), names, BOOLEAN)
    except InvalidExpression as error:
        raise InvalidExpression(_placed(problem, pieces, parts) for problem in error.problems) from None


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
    first, start = tokens[0], tokens[0].start
    if first.text == "not" and first.kind == "name":
        rest = _some(tokens[1:], first.end)
        if rest[0].text == "(" and _closes(rest) == len(rest) - 1:
            rest = _some(rest[1:-1], rest[0].end)
        return Part("not", (), start, tuple(_part(source, alternative) for alternative in _divided(rest, source)))
    if first.kind == "sign" and first.text in ORDERS:
        return Part(first.text, (_text(source, _some(tokens[1:], first.end)),), tokens[1].start)
    for place, (one, two) in enumerate(zip(tokens, tokens[1:], strict=False)):
        if one.text == two.text == "." and one.end == two.start:
            low, high = _some(tokens[:place], start), _some(tokens[place + 2 :], two.end)
            return Part("range", (_text(source, low), _text(source, high)), start)
    return Part("is", (_text(source, tokens),), start)


def _closes(tokens: list[Token]) -> int:
    """Where the bracket that comes first is closed."""
    depth = 0
    for place, token in enumerate(tokens):
        depth += (token.text == "(") - (token.text == ")") if token.kind == "sign" else 0
        if depth == 0:
            return place
    return -1


def _text(source: str, tokens: list[Token]) -> str:
    return source[tokens[0].start : tokens[-1].end]


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


def _written(group: tuple[Part, ...], subject: str) -> tuple[str, Part]:
    first = group[0]
    match first.kind:
        case "is" if len(group) > 1:
            return f"{subject} in [{', '.join(part.values[0] for part in group)}]", first
        case "is":
            return f"{subject} == {_bracketed(first.values[0])}", first
        case "range":
            low, high = map(_bracketed, first.values)
            return f"{subject} >= {low} && {subject} <= {high}", first
        case "not":
            inner = " || ".join(_written(alternative, subject)[0] for alternative in _grouped(first.inner))
            return f"!({inner})", first
        case order:
            return f"{subject} {order} {_bracketed(first.values[0])}", first


def _bracketed(value: str) -> str:
    return value if len(scan(value)) == 1 or value.startswith(("-", "date(")) else f"({value})"


def _placed(problem: ExpressionProblem, pieces: list[tuple[str, Part]], parts: tuple[Part, ...]) -> ExpressionProblem:
    """The problem where the author wrote what it is about: at the alternative it stands in."""
    del parts
    end = 0
    for text, part in pieces:
        end += len(text) + len(" || ")
        if problem.offset < end:
            return replace(problem, offset=part.start)
    return problem


def _refused(message: str, at: int) -> InvalidExpression:
    return InvalidExpression([ExpressionProblem("expression.syntax", message, at)])
