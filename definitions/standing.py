"""A case as it stands at one moment, seen by one actor: what every rule of the workflow is asked of."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from definitions.calendars import Moment
from definitions.clocks import Due, dues
from definitions.expressions import Expression, ExpressionDefect
from definitions.facts import Actor, Case
from definitions.known import roots
from definitions.names import base_names, in_utc
from definitions.scope import Scope
from definitions.service import Service


def staff_language(service: Service) -> str:
    """Staff read a service in the language it was written in."""
    return service.languages[0] if service.languages else "en"


class Standing:
    """Works out the names only when a rule or a text asks, and the clocks only when one of those names a clock."""

    __slots__ = ("_dues", "_names", "actor", "case", "moment", "service")

    def __init__(self, service: Service, case: Case, moment: Moment, actor: Actor | None = None) -> None:
        self.service, self.case, self.moment, self.actor = service, case, moment, actor
        self._names: dict[str, Any] | None = None
        self._dues: tuple[Due, ...] | None = None

    @property
    def dues(self) -> tuple[Due, ...]:
        if self._dues is None:
            self._dues = dues(self.service, self.case, self.moment, self._base())
        return self._dues

    @property
    def names(self) -> dict[str, Any]:
        """Everything, clocks too."""
        names = self._base()
        if "clock" not in names:
            names["clock"] = {one.clock.id: in_utc(one.due) for one in self.dues}
        return names

    def _base(self) -> dict[str, Any]:
        if self._names is None:
            self._names = base_names(self.service, self.case, self.moment, self.actor)
        return self._names

    def names_for(self, expression: Expression) -> dict[str, Any]:
        """Enough names for this expression."""
        return self.names if "clock" in roots(expression) else self._base()

    def holds(self, condition: Expression | None) -> bool:
        """Whether a condition is met. One that cannot be worked out is not."""
        return condition is None or self.ask(condition, condition.holds) is True

    def ask(self, expression: Expression, question: Callable[[Mapping[str, Any], Moment], Any]) -> Any:
        """What the expression says, or the defect that keeps it from saying anything."""
        try:
            return question(self.names_for(expression), self.moment)
        except ExpressionDefect as defect:
            return defect

    def scope(self, language: str) -> Scope:
        return Scope(self.service, self.names, self.moment, language)


def case_names(service: Service, case: Case, moment: Moment, actor: Actor | None = None) -> dict[str, Any]:
    """The names that workflow expressions and messages see.

    Answers, facts looked up, values, the latest answers to what actions asked, all by id; ``case`` (state, reference,
    submitted, priority, assignee), ``clock`` (due times, by id) and ``actor``. Times are ISO, in UTC; what is absent
    has no key.
    """
    return Standing(service, case, moment, actor).names
