"""What expressions may see at one point of a journey: the answers so far, what was looked up, what follows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from weakref import WeakKeyDictionary

from definitions.calendars import Moment
from definitions.decisions import decide
from definitions.expressions import Expression, ExpressionDefect
from definitions.form import Decision, Form, Lookup, Value
from definitions.types import ABSENT, Absent

Derived = Value | Decision
Record = Mapping[str, Any]
"""A lookup as it is stored: ``{"key": what was asked, "found": bool, "facts": {name: value}}``; one whose source was
down is ``{"key": ..., "found": false, "facts": {}, "unavailable": true}``."""


@dataclass(frozen=True, slots=True)
class Defect:
    """An expression that could not be worked out, though nothing it needs is absent. ``source`` is its text."""

    source: str
    message: str


@dataclass(frozen=True, slots=True)
class _Plan:
    """``order``: lookups and derived facts, each after what it depends on. ``feeds``: by name, all that follow from
    it."""

    order: tuple[Lookup | Derived, ...]
    ids: frozenset[str]
    feeds: Mapping[str, frozenset[str]]


FOUND = "found"
"""What every lookup gives besides its facts: whether its source has any. Absent while the source is down."""


def facts_of(record: Record) -> dict[str, Any] | Absent:
    """What expressions see of a lookup that was made; ABSENT when its source was down."""
    if record.get("found"):
        return {name: fact for name, fact in record.get("facts", {}).items() if fact is not None} | {FOUND: True}
    return ABSENT if record.get("unavailable") else {FOUND: False}


_plans: WeakKeyDictionary[Form, _Plan] = WeakKeyDictionary()


def roots(expression: Expression) -> Iterable[str]:
    """The first part of every name that the expression uses: "round" of ``round.last_collected``."""
    return (name.partition(".")[0] for name in expression.names)


def expressions_of(item: Lookup | Derived) -> Iterable[Expression]:
    """All that a lookup, value or decision table is worked out from."""
    if isinstance(item, Lookup):
        yield item.by
    elif isinstance(item, Value):
        yield item.value
    else:
        yield from item.inputs
        for rule in item.rules:
            yield from (cell.test for cell in rule.cells if cell.test)
            yield from rule.outputs.values()
        yield from (item.otherwise or {}).values()


def follows(form: Form) -> Mapping[str, frozenset[str]]:
    """The names from which each lookup, value, decision and term follows."""
    found = {
        item.id: frozenset(root for expression in expressions_of(item) for root in roots(expression))
        for item in (*form.lookups, *form.derived)
    }
    return found | {term.id: frozenset(name.partition(".")[0] for name in term.text.names) for term in form.terms}


def _plan(form: Form) -> _Plan:
    plan = _plans.get(form)
    if plan is None:
        items = {item.id: item for item in (*form.lookups, *form.derived)}
        uses = {id: {root for e in expressions_of(item) for root in roots(e)} for id, item in items.items()}
        order: dict[str, Lookup | Derived] = {}

        def place(id: str, above: frozenset[str]) -> None:
            if id in items and id not in order and id not in above:
                for used in sorted(uses[id]):
                    place(used, above | {id})
                order[id] = items[id]

        for id in items:
            place(id, frozenset())
        feeds: dict[str, set[str]] = {}
        for id in reversed(order):
            for used in uses[id]:
                feeds.setdefault(used, set()).update({id}, feeds.get(id, ()))
        frozen = {name: frozenset(fed) for name, fed in feeds.items()}
        plan = _plans[form] = _Plan(tuple(order.values()), frozenset(order), frozen)
    return plan


class Known:
    """Grows as a journey goes on. ``names`` is what expressions are given; it is changed in place.

    Values, decisions and lookups are worked out when something first asks for one after what it depends on has changed,
    so that at each point they rest only on what has been answered by then. ``records`` are the lookups fetched so far;
    ``only`` limits what is worked out (the rest of ``names`` is taken as given).
    """

    __slots__ = ("_dirty", "_plan", "_records", "defects", "keys", "moment", "names")

    def __init__(
        self,
        form: Form,
        records: Mapping[str, Record],
        moment: Moment,
        names: dict[str, Any] | None = None,
        only: frozenset[str] | None = None,
    ) -> None:
        self._plan = _plan(form)
        self._records = records
        self._dirty = set(self._plan.ids if only is None else only)
        self.moment = moment
        self.names: dict[str, Any] = {} if names is None else names
        self.keys: dict[str, Any] = {}
        self.defects: list[Defect] = []

    def add(self, name: str, value: Any) -> None:
        self.names[name] = value
        self._dirty |= self._plan.feeds.get(name, frozenset())

    def holds(self, expression: Expression | None) -> bool:
        """Whether a condition is met: no condition is; one with an absent answer is not."""
        return expression is None or self._ask(expression, expression.holds)

    def passes(self, expression: Expression) -> bool:
        """Whether a requirement is met: one with an absent answer is; one that cannot be worked out is not."""
        return self._ask(expression, expression.passes)

    def worth(self, expression: Expression) -> Any:
        """What an expression comes to; ABSENT when it needs what is absent, or cannot be worked out."""
        if self._dirty and not self._plan.ids.isdisjoint(roots(expression)):
            self.settle()
        try:
            return expression.evaluate(self.names, self.moment)
        except ExpressionDefect as defect:
            self.defects.append(Defect(expression.source, str(defect)))
            return ABSENT

    def settle(self) -> None:
        """Work out all that has changed since it was last asked for."""
        for item in self._plan.order if self._dirty else ():
            if item.id in self._dirty:
                self._dirty.discard(item.id)
                value = self._found(item) if isinstance(item, Lookup) else self._derived(item)
                if value is ABSENT:
                    self.names.pop(item.id, None)
                else:
                    self.names[item.id] = value

    def _ask(self, expression: Expression, question: Callable[[Mapping[str, Any], Moment], bool]) -> bool:
        if self._dirty and not self._plan.ids.isdisjoint(roots(expression)):
            self.settle()
        try:
            return question(self.names, self.moment)
        except ExpressionDefect as defect:
            self.defects.append(Defect(expression.source, str(defect)))
            return False

    def _derived(self, item: Derived) -> Any:
        try:
            if isinstance(item, Value):
                return item.value.evaluate(self.names, self.moment)
            return decide(item, self.names, self.moment)
        except ExpressionDefect as defect:
            self.defects.append(Defect(item.value.source if isinstance(item, Value) else item.id, str(defect)))
            return ABSENT

    def _found(self, lookup: Lookup) -> Any:
        """The facts of a lookup whose key is known and was fetched; ABSENT otherwise."""
        self.keys.pop(lookup.id, None)
        try:
            key = lookup.by.evaluate(self.names, self.moment)
        except ExpressionDefect as defect:
            self.defects.append(Defect(lookup.by.source, str(defect)))
            return ABSENT
        if key is ABSENT:
            return ABSENT
        self.keys[lookup.id] = key
        record = self._records.get(lookup.id)
        return ABSENT if record is None or record.get("key") != key else facts_of(record)
