"""What staff do to a case besides the actions of its workflow: notes, letters, links. Each is one event. Pure."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from definitions.facts import Actor, Case, Event, Promise, Step
from definitions.history import apply, next_number
from definitions.service import Service

KINDS = frozenset({"noted", "reworded", "pinned", "unpinned", "wrote", "linked", "unlinked", "merged", "split"})


def done(service: Service, case: Case, kind: str, actor: Actor, at: datetime, **data: Any) -> Step:
    """The case after such an event, and what that promises."""
    return taken(service, case, Event(next_number(case), kind, at, actor, data=data))


def taken(service: Service, case: Case, event: Event) -> Step:
    return Step(event, apply(case, event), promises(service, event))


def promises(service: Service, event: Event) -> tuple[Promise, ...]:
    """A letter that was written is sent; whoever a note mentions is told; and so is the applicant of a case that was
    merged into another."""
    if event.kind == "wrote":
        return (Promise(0, "write", {}),)
    if event.kind == "noted" and event.data.get("mentions"):
        return (Promise(0, "mention", {}),)
    if event.kind == "merged" and event.data["relation"] == "merged-into" and service.applicant.email:
        return (Promise(0, "joined", {}),)
    return ()
