"""What whoever has a case open may undo now, and how long they still may, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from math import ceil

from definitions.facts import Step
from definitions.history import since
from definitions.undo import action_label, undo, until
from runtime.web.staff import spoken
from runtime.web.staff.opened import Opened

OVER = "It can no longer be undone"


@dataclass(frozen=True, slots=True)
class Undoable:
    """What can be undone: the number of its event, what it is called, and until when, in words."""

    number: int
    label: str
    url: str
    left: str


def undoable(of: Opened) -> Undoable | None:
    """What whoever has the case open may undo now; None for nothing."""
    end = until(of.service, of.case)
    if end is None or not isinstance(undo(of.service, of.case, of.actor, of.moment), Step):
        return None
    done = since(of.case)[0]
    return Undoable(done.number, action_label(of.service, done), f"{of.url}/undo", left(of, end))


def left(of: Opened, end: datetime) -> str:
    """ "Until 10:42am: 9 minutes left"."""
    minutes = ceil((end - of.moment.at).total_seconds() / 60)
    length = spoken.counted(minutes, "minute") if minutes < 90 else spoken.counted(round(minutes / 60), "hour")
    return f"until {spoken.clock(of.moment.calendar.local(end).time())}: {length} left"
