"""A watch over a copy of a service: what is to be tried, what was, and conditions that remember what they said."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from definitions.calendars import Moment
from definitions.expressions import Expression
from definitions.service import Service
from definitions.text import Text

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Covered:
    """One thing that examples must try. ``kind``: page, option, when, require, rule, transition, task or refusal;
    ``pointer`` is into the document; ``what`` says it in words."""

    kind: str
    pointer: str
    what: str
    covered: bool


@dataclass(slots=True)
class _Item:
    kind: str
    pointer: str
    what: str
    covered: bool = False


@dataclass(slots=True)
class _Sides:
    """The two outcomes of one condition. Where there is no ``false``, it cannot fail."""

    true: _Item
    false: _Item | None

    def saw(self, outcome: bool) -> None:
        if outcome:
            self.true.covered = True
        elif self.false:
            self.false.covered = True


class _Watched:
    """An expression that remembers what it said. A condition with an absent answer is false; a requirement or a cell
    with one says nothing."""

    __slots__ = ("_expression", "_sides", "_strict")

    def __init__(self, expression: Expression, sides: _Sides, strict: bool) -> None:
        self._expression, self._sides, self._strict = expression, sides, strict

    def __getattr__(self, name: str) -> Any:
        return getattr(self._expression, name)

    def holds(self, names: Mapping[str, Any], moment: Moment) -> bool:
        said = self._expression.evaluate(names, moment)
        if isinstance(said, bool) or not self._strict:
            self._sides.saw(said is True)
        return said is True

    def passes(self, names: Mapping[str, Any], moment: Moment) -> bool:
        said = self._expression.evaluate(names, moment)
        if isinstance(said, bool):
            self._sides.saw(said)
        return said is not False


class Cell(_Watched):
    """A cell of a table: it can only show that its rule was false."""

    __slots__ = ()

    def holds(self, names: Mapping[str, Any], moment: Moment) -> bool:
        said = self._expression.evaluate(names, moment)
        if said is False:
            self._sides.saw(False)
        return said is True


class Output(_Watched):
    """An output of a rule: it is asked for only when the rule was true."""

    __slots__ = ()

    def evaluate(self, names: Mapping[str, Any], moment: Moment) -> Any:
        self._sides.saw(True)
        return self._expression.evaluate(names, moment)


@dataclass(slots=True)
class Watch:
    """``service`` is the watched copy of ``plain``. Whoever plays the examples tells with :meth:`saw` what was
    reached."""

    plain: Service
    service: Service
    items: list[_Item] = field(default_factory=list)
    _reached: dict[tuple[str, ...], _Item] = field(default_factory=dict)

    def saw(self, kind: str, *ids: str) -> None:
        """That this page (page id), option (question id, value), transition (id), task (id; and late, inquorate) or
        refusal (transition's or task's id, code) was reached."""
        if item := self._reached.get((kind, *ids)):
            item.covered = True

    def covered(self) -> tuple[Covered, ...]:
        written = self.plain.origins.written
        return tuple(Covered(item.kind, written(item.pointer), item.what, item.covered) for item in self.items)

    def reach(self, kind: str, at: str, what: str, *ids: str) -> None:
        self.items.append(_Item(kind, at, what))
        self._reached[(kind, *ids)] = self.items[-1]

    def sides(self, kind: str, at: str, said: str, *, never_false: bool = False) -> _Sides:
        true, false = _Item(kind, at, f"{said} is true"), _Item(kind, at, f"{said} is false")
        self.items += [true] if never_false else [true, false]
        return _Sides(true, None if never_false else false)

    def when(self, when: Expression | None, at: str) -> Expression | None:
        return when and self.condition("when", when, f"{at}/when")

    def filter(self, takes: Expression | None, at: str) -> Expression | None:
        return takes and self.condition("when", takes, f"{at}/filter")

    def condition(self, kind: str, expression: Expression, at: str) -> Expression:
        sides = self.sides(kind, at, f"“{expression.source}”")
        return cast(Expression, _Watched(expression, sides, strict=kind != "when"))

    def guard(self, when: Expression, transition_id: str, at: str) -> Expression:
        """The condition of an action: where it is false, that is the action's refusal."""
        true = _Item("when", at, f"“{when.source}” is true")
        false = _Item("refusal", at, f"“{transition_id}” refused, because “{when.source}” is false")
        self.items += [true, false]
        return cast(Expression, _Watched(when, _Sides(true, false), strict=False))

    def text(self, text: Part, at: str) -> Part:
        """A text whose variants in the document's language are watched."""
        if not isinstance(text, Text) or not text.variants:
            return text
        first = next(iter(text.variants))
        mine = tuple(replace(v, when=self.when(v.when, f"{at}/{n}")) for n, v in enumerate(text.variants[first]))
        return cast(Part, replace(text, variants={**text.variants, first: mine}))


def numbered(parts: Sequence[Part], at: str) -> Iterable[tuple[str, Part]]:
    return ((f"{at}/{n}", part) for n, part in enumerate(parts))
