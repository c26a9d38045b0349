"""What has happened in a rehearsal, in the words in which staff will read the history of a case."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from builder.rehearsal.desks import seats
from builder.rehearsal.playing import Played
from definitions.facts import Event
from definitions.standing import Standing, staff_language
from runtime.web.staff.guarded import Guarded
from runtime.web.staff.timeline import Told, told


@dataclass(frozen=True, slots=True)
class Happened:
    """One event: ``undone`` is one that does not count any more."""

    at: datetime
    told: Told
    undone: bool = False


def happened(played: Played) -> tuple[Happened, ...]:
    """The whole history, the latest first."""
    case = played.case
    if case is None:
        return ()
    service, moment = played.service, played.story.moment
    names = Standing(service, case, moment).names
    scope = Guarded(service, names, moment, staff_language(service))
    called = {seat.label.rpartition(":")[2]: seat.words for seat in seats(played)}
    called |= {one["name"]: one["name"] for one in played.rehearsal.staff}
    people = {_id(person): words for person, words in called.items()}
    gone = {event.number for event in case.undone}
    return tuple(
        Happened(event.at, told(service, _known(event, called), people, scope, moment), event.number in gone)
        for event in reversed(case.history)
    )


def _id(person: str) -> UUID:
    return uuid5(NAMESPACE_OID, person)


def _known(event: Event, called: Mapping[str, str]) -> Event:
    """The event with its people as a real one names them."""
    actor = event.actor
    if actor.kind == "staff" and actor.id is not None:
        actor = replace(actor, id=str(_id(actor.id)), name=called.get(actor.id, actor.name))
    data: dict[str, Any] = dict(event.data)
    for name in ("assignee", "holder"):
        kind, _, person = str(data.get(name) or "").partition(":")
        if kind == "person":
            data[name] = f"person:{_id(person)}"
    if "person" in data:
        data["person"] = str(_id(str(data["person"])))
    return replace(event, actor=actor, data=data)
