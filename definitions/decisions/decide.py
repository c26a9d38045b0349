"""What a decision table decides for the answers there are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from definitions.calendars import Moment
from definitions.expressions import Expression, ExpressionDefect
from definitions.form import Decision, DecisionRule
from definitions.types import ABSENT, Absent


def decide(
    decision: Decision, names: Mapping[str, Any], moment: Moment
) -> dict[str, Any] | list[dict[str, Any]] | Absent:
    """The outputs of the rule that holds: of every rule, as a list, under ``collect``.

    A rule holds when each of its cells does; an absent input fails its cell. Where no rule holds ``otherwise`` decides,
    and without it the decision is absent (under ``collect``, an empty list). An absent output is left out.

    Raises:
        ExpressionDefect: an expression failed, or two rules of a ``unique`` table hold at once.
    """
    holding = [rule for rule in decision.rules if _holds(rule, names, moment)]
    if decision.policy == "unique" and len(holding) > 1:
        raise ExpressionDefect(decision.id, "two rules hold where only one may")
    chosen = [rule.outputs for rule in holding]
    if not chosen and decision.otherwise is not None:
        chosen = [decision.otherwise]
    if decision.policy == "collect":
        return [_outputs(outputs, names, moment) for outputs in chosen]
    return _outputs(chosen[0], names, moment) if chosen else ABSENT


def _holds(rule: DecisionRule, names: Mapping[str, Any], moment: Moment) -> bool:
    return all(cell.test is None or cell.test.holds(names, moment) for cell in rule.cells)


def _outputs(outputs: Mapping[str, Expression], names: Mapping[str, Any], moment: Moment) -> dict[str, Any]:
    found = {name: expression.evaluate(names, moment) for name, expression in outputs.items()}
    return {name: value for name, value in found.items() if value is not ABSENT}
