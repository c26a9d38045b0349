"""The names that workflow expressions and messages see: what is known of a case, but for its clocks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any

from definitions.calendars import Calendar, Moment
from definitions.facts import Actor, Case
from definitions.known import Known, facts_of
from definitions.service import Service
from definitions.tasks.fold import out
from definitions.tasks.named import TOGETHER, task_names
from definitions.types import ABSENT


def base_names(service: Service, case: Case, moment: Moment, actor: Actor | None = None) -> dict[str, Any]:
    """Answers, facts looked up, values (frozen at submission, and the live ones as of ``moment``), the latest answers
    to what actions asked, ``case``, ``task``, and ``actor`` where there is one. Absent things have no key."""
    names: dict[str, Any] = {**case.answers, **case.values, **case.asked}
    for lookup_id, record in case.lookups.items():
        if (facts := facts_of(record)) is not ABSENT:
            names[lookup_id] = facts
    live = frozenset(item.id for item in service.form.derived if item.live)
    if live:
        Known(service.form, {}, moment, names, live).settle()
    names["case"] = {
        "state": case.state,
        "reference": case.reference,
        "submitted": in_utc(case.submitted_at),
        "priority": case.priority,
        TOGETHER: sum(1 for _ in out(case)),
    }
    if service.workflow.tasks:
        names["task"] = task_names(service, case, moment)
    if case.assignee is not None:
        names["case"]["assignee"] = case.assignee
    if actor is not None:
        names["actor"] = {"kind": actor.kind, "name": actor.name, "roles": sorted(actor.roles)}
        if actor.id is not None:
            names["actor"]["id"] = actor.id
    return names


def in_utc(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


def as_moment(value: Any, calendar: Calendar) -> datetime | None:
    """A stored date (its midnight in the council's zone), month (its first day) or time, as an aware moment."""
    if not isinstance(value, str):
        return None
    try:
        if len(value) == 7:
            value = f"{value}-01"
        if len(value) == 10:
            return calendar.midnight(date.fromisoformat(value))
        at = datetime.fromisoformat(value)
    except (ValueError, OverflowError):
        return None
    return at if at.tzinfo else at.replace(tzinfo=calendar.zone).astimezone(UTC)


def reach(names: Any, dotted: str) -> Any:
    """What a dotted name stands for; None when it is absent."""
    for part in dotted.split("."):
        names = names.get(part) if isinstance(names, dict) else None
    return names
