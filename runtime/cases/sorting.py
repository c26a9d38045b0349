"""Values as texts that stand in the order of what they mean, so that one index of texts serves every kind."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from definitions.names import reach
from definitions.scope import Scope
from definitions.service import Service
from definitions.types import Type
from definitions.workflow import Order
from runtime.cases.folding import fold_words

LONGEST = 60
DIGITS = 18
_PLACES = 4
_MIDDLE = 5 * 10 ** (DIGITS - 1)


def sort_key(service: Service, order: Order, scope: Scope) -> str:
    """Where a case stands in a queue that goes by one of its answers or facts: those without come last."""
    column = order.column or ""
    shown = scope.shown(column)
    if not shown:
        return "0" if order.descending else "2"
    return "1" + _key(_type(service, column), reach(scope.names, column), shown)


def digits(number: Any) -> str | None:
    """A number as so many digits that stand in its order; None for what is no number.

    Beyond four decimal places, and fifty million millions, one cannot be told from its neighbours.
    """
    try:
        exact = Decimal(str(number)) * 10**_PLACES
        return f"{min(max(int(exact) + _MIDDLE, 0), 10**DIGITS - 1):0{DIGITS}}"
    except (InvalidOperation, ValueError, OverflowError):
        return None


def _key(kind: str, value: Any, shown: str) -> str:
    if kind in ("integer", "decimal"):
        return digits(value) or ""
    if kind in ("timestamp", "boolean"):
        return str(value)
    return " ".join(fold_words(shown))[:LONGEST]


def _type(service: Service, dotted: str) -> str:
    first, *rest = dotted.split(".")
    if first == "clock" or dotted == "case.submitted":
        return "timestamp"
    of: Type | None = service.names.get(first)
    for name in rest:
        of = of.member(name) if of else None
    return of.name if of else "text"
