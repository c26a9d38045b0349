"""An expression ready to run, and the one way to it: read, checked, written for the engine and remembered."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

import cel

from definitions.calendars import Moment
from definitions.expressions.check import Checker
from definitions.expressions.functions import CLOCKS, bound
from definitions.expressions.known import path_of
from definitions.expressions.parse import parse
from definitions.expressions.problems import ExpressionDefect, InvalidExpression
from definitions.expressions.stored import Bind, binder, stored
from definitions.expressions.stored import bound as bound_names
from definitions.expressions.tree import Node
from definitions.expressions.write import Writer
from definitions.types import ABSENT, Absent, Type

logging.getLogger("cel").setLevel(logging.CRITICAL + 1)
"""The engine logs what a failed function was given, which may be somebody's answer."""

_ENGINE_NAMES = {"age": "age_on", "matches": "_matches", "min_of": "_min_of", "max_of": "_max_of"}
_NATIVE = frozenset(("today", "now", "contains", "startsWith", "endsWith"))


class Program:
    """What the engine runs: made when it is first asked for, as many a condition of many a version never is.

    The engine took the source itself while it was read.
    """

    __slots__ = ("_made", "_write")

    def __init__(self, write: Callable[[], str]) -> None:
        self._made: Any = None
        self._write = write

    def run(self, given: dict[str, Any]) -> Any:
        if self._made is None:  # two threads may both make it: the same twice
            self._made = cel.compile(self._write())
        return self._made.execute(given)


@dataclass(frozen=True, slots=True, eq=False)
class Expression:
    """A checked condition or value. Immutable and shared: compared by identity.

    ``names`` are the dotted names it reads, ``reads_clock`` says whether it depends on the day as well.
    """

    source: str
    type: Type
    names: frozenset[str]
    reads_clock: bool
    tree: Node = field(repr=False)
    _program: Program = field(repr=False)
    _plan: tuple[tuple[str, Bind | None], ...] = field(repr=False)
    _functions: tuple[str, ...] = field(repr=False)

    def evaluate(self, names: Mapping[str, Any], moment: Moment) -> Any:
        """The value in its stored form, or ABSENT where it depends on an answer that is not there.

        ``names`` are stored answers in plain nested mappings; None counts as absent.

        Raises:
            ExpressionDefect: it failed, and not because an answer is absent.
        """
        found = self._run(names, moment)
        if found is ABSENT or self.type.name in ("boolean", "integer", "text"):
            return found
        return stored(found, self.type, moment.calendar.zone)

    def holds(self, names: Mapping[str, Any], moment: Moment) -> bool:
        """Whether it is true; absent is false. For conditions that show or allow."""
        return self._run(names, moment) is True

    def passes(self, names: Mapping[str, Any], moment: Moment) -> bool:
        """Whether it is not false; absent is true. For rules about what was answered."""
        return self._run(names, moment) is not False

    def _run(self, names: Mapping[str, Any], moment: Moment) -> Any | Absent:
        try:
            given: dict[str, Any] = {"_": bound_names(self._plan, names, moment.calendar.zone)}
            if self.reads_clock:
                given["_now"] = moment.at
                given["_today"] = moment.calendar.midnight(moment.today)
            if self._functions:
                functions = bound(moment.calendar)
                for name in self._functions:
                    given[name] = functions[name]
            return self._program.run(given)
        except KeyError:
            return ABSENT
        except (ArithmeticError, IndexError, RuntimeError, TypeError, ValueError) as error:
            raise ExpressionDefect(self.source, _reason(error)) from None


def compile_expression(source: str, names: Mapping[str, Type], expects: Type | None = None) -> Expression:
    """Check ``source`` against the names in scope there, and compile it.

    Raises:
        InvalidExpression: with everything found wrong.
    """
    tree = parse(source)
    roots = sorted({node.value for node in tree.walk() if node.kind == "name"} & names.keys())
    relevant = tuple((name, names[name], _unlikeness(names[name])) for name in roots)
    found = _compiled(source, relevant, expects, expects and _unlikeness(expects))
    return found if found is not None else _checked(source, tree, names, expects)


def references(source: str) -> tuple[tuple[str, int], ...]:
    """Every dotted name in ``source`` and where it stands, whether or not it is known; not the variables of loops.

    Raises:
        InvalidExpression: it cannot be read at all.
    """
    return tuple(_references(parse(source), frozenset()))


def _references(node: Node, loops: frozenset[str]) -> Iterable[tuple[str, int]]:
    path = path_of(node)
    if path is not None:
        if path[0] not in loops:
            yield ".".join(path), node.start
        return
    parts = node.parts
    if node.kind == "call" and node.method and len(parts) == 3 and parts[1].kind == "name":
        yield from _references(parts[0], loops)
        yield from _references(parts[2], loops | {parts[1].value})
        return
    for part in parts:
        yield from _references(part, loops)


def _unlikeness(of: Type) -> tuple[Any, ...]:
    """What two equal types may still differ in, and an expression depends on."""
    return of.options, of.most, of.of and _unlikeness(of.of), tuple(_unlikeness(part) for _, part in of.fields)


@lru_cache(maxsize=8192)
def _compiled(
    source: str, relevant: tuple[tuple[str, Type, Any], ...], expects: Type | None, unlikeness: Any
) -> Expression | None:
    """Remembered only when all is well: the words of a problem depend on the other names too."""
    del unlikeness
    try:
        return _checked(source, parse(source), {name: of for name, of, _ in relevant}, expects)
    except InvalidExpression:
        return None


def _checked(source: str, tree: Node, names: Mapping[str, Type], expects: Type | None) -> Expression:
    checker = Checker(names)
    found = checker.expect(tree, expects)
    if checker.problems:
        raise InvalidExpression(checker.problems)
    roots = sorted({path[0] for path in checker.paths})
    plan = [(root, binder(names[root], [p[1:] for p in checker.paths if p[0] == root])) for root in roots]
    functions = {_ENGINE_NAMES.get(name, name) for name in checker.functions - _NATIVE}
    return Expression(
        source=source,
        type=found,
        names=frozenset(".".join(path) for path in checker.paths),
        reads_clock=not CLOCKS.isdisjoint(checker.functions),
        tree=tree,
        _program=Program(partial(_written, tree, frozenset(checker.widened), frozenset(checker.lengths))),
        _plan=tuple(plan),
        _functions=tuple(sorted(functions)),
    )


def _written(tree: Node, widened: frozenset[int], lengths: frozenset[int]) -> str:
    return Writer(widened, lengths).write(tree)


def _reason(error: Exception) -> str:
    """What kind of failure, without the values that the engine's own words may hold."""
    match error:
        case ZeroDivisionError():
            return "a number is divided by nought"
        case OverflowError():
            return "a number is too large"
        case IndexError():
            return "the list has no such place"
        case _:
            return f"a value is not of the kind declared, or a function cannot work with it ({type(error).__name__})"


def text_written(source: str) -> str | None:
    """The text that an expression writes out between quotation marks and does nothing else; None for all others."""
    try:
        node = parse(source)
    except InvalidExpression:
        return None
    return node.value if node.kind == "literal" and isinstance(node.value, str) else None
