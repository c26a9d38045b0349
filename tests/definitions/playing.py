"""Short words for playing with the engine: a time on the council's clock, somebody of the staff, a case begun."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from definitions.calendars import Moment, calendar
from definitions.clocks import Due, due
from definitions.facts import APPLICANT, Actor, Case, Refusal, Step
from definitions.read import read_service
from definitions.service import Service
from definitions.step import begin, settle, step
from tests.factories import document

LONDON = ZoneInfo("Europe/London")


def at(local: str, name: str = "england") -> Moment:
    """A moment by the council's clock: "2026-03-26T09:00"."""
    return Moment(datetime.fromisoformat(local).replace(tzinfo=LONDON), calendar(name))


def local(found: datetime) -> str:
    return f"{found.astimezone(LONDON):%Y-%m-%dT%H:%M:%S}".removesuffix(":00")


def staff(name: str = "ada", *roles: str) -> Actor:
    return Actor("staff", name, name.capitalize(), frozenset(roles or ("officer",)))


def built(**changes: Any) -> Service:
    return read_service(document(**changes))


def state(id: str, **changes: Any) -> dict[str, Any]:
    return {"id": id, "label": id.capitalize(), "public": f"It is {id}"} | changes


def way(id: str, source: str | list[str], to: str | None = None, **changes: Any) -> dict[str, Any]:
    sources = [source] if isinstance(source, str) else source
    found = {"id": id, "label": id.capitalize(), "from": sources, "by": ["officer"]}
    return found | ({} if to is None else {"to": to}) | changes


def began(service: Service, moment: Moment, answers: dict[str, Any] | None = None, **facts: Any) -> Case:
    given = {"street": "High Street"} if answers is None else answers
    return begin(service, given, facts.pop("lookups", {}), "K7QM-2XRDT", moment, **facts)[-1].case


def done(service: Service, case: Case, action: str, moment: Moment, actor: Actor | None = None, **inputs: Any) -> Case:
    """The case after an action that must succeed, and after what the system then does."""
    taken = step(service, case, action, inputs, actor or staff(), moment)
    assert isinstance(taken, Step), taken
    return (taken, *settle(service, taken.case, moment))[-1].case


def refused(
    service: Service, case: Case, action: str, moment: Moment, actor: Actor | None = None, **inputs: Any
) -> list[str]:
    """The codes of a refusal that must be."""
    taken = step(service, case, action, inputs, actor or staff(), moment)
    assert isinstance(taken, Refusal), taken
    return [reason.code for reason in taken.reasons]


def due_of(service: Service, case: Case, moment: Moment, clock: str = "limit") -> Due:
    found = due(next(c for c in service.workflow.clocks if c.id == clock), case, service, moment)
    assert found is not None
    return found


__all__ = ["APPLICANT", "at", "began", "built", "done", "due_of", "local", "refused", "staff", "state", "way"]
