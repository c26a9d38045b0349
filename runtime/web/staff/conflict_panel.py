"""What the page of a case says of conflicts of interest."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from definitions.history import conflicted
from runtime.access import looked_after
from runtime.web.staff.opened import Opened


@dataclass(frozen=True, slots=True)
class Panel:
    """What a case's page says of conflicts: whether the viewer may declare one, and the one they could lift."""

    may_declare: bool
    declared: tuple[tuple[str, str], ...]


def panel(of: Opened) -> Panel:
    """Of conflicts of interest, what one member of staff can do on a case that is open."""
    if of.loaded.closed_at is not None or of.broken is not None:
        return Panel(False, ())
    knowing = conflicted(of.case)
    others = sorted(knowing - of.actor.people) if may_lift(of) else ()
    declared = [(person, of.names.get(UUID(person), "Somebody")) for person in others]
    return Panel(of.actor.id not in knowing, tuple(declared))


def may_lift(of: Opened) -> bool:
    """Whoever looks after people of this service decides what is no conflict."""
    return bool(looked_after(of.viewer, [of.service]))
