"""Why somebody has a case, and whether the viewer may take it, for the panel that says where it stands."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from definitions import assigned
from runtime import cases
from runtime.access import may_hold
from runtime.web.staff.opened import Opened


@dataclass(frozen=True, slots=True)
class Taken:
    """``given``: why the rules gave it to whoever has it, in words; ``against``: what keeps the viewer from taking it,
    where they otherwise could."""

    given: str
    may: bool
    against: tuple[str, ...]


def taken(session: Session, of: Opened) -> Taken:
    latest = next((event for event in reversed(of.case.events) if "assignee" in event.data), None)
    given = ""
    if latest and "strategy" in latest.data and of.case.assignee:
        given = assigned.reason(of.service, latest.data, {str(person): name for person, name in of.names.items()})
    able = bool(may_hold(of.actor.roles, of.service, of.case.state)) and of.loaded.closed_at is None
    mine = of.case.assignee == of.viewer.assignee
    against = cases.untakeable(session, of.loaded, of.actor, of.moment) if able and not mine else ()
    return Taken(given, able and not against, against)
