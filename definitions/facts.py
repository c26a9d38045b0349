"""What has happened to a case, as plain frozen data: what the pure engine is told and what it answers with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

Answers = Mapping[str, Any]
"""Typed answers by question id: text, integer, decimal as string, money as pence, ISO date, boolean, list or object."""

ActorKind = Literal["staff", "applicant", "system", "timer", "partner"]


@dataclass(frozen=True, slots=True)
class Actor:
    """Who does something. ``roles`` are those of this service; ``id`` is None for the system, timers and applicants.

    ``behalf`` is the id of the colleague they stand in for just now, and ``behalf_name`` what that one is called: it is
    the actor who acts, in the actor's own roles, and both are answerable."""

    kind: ActorKind
    id: str | None = None
    name: str = ""
    roles: frozenset[str] = frozenset()
    behalf: str | None = None
    behalf_name: str = ""

    @property
    def people(self) -> frozenset[str]:
        """Who is answerable: the actor, and whoever they stand in for."""
        return frozenset(one for one in (self.id, self.behalf) if one is not None)


SYSTEM = Actor("system", name="Townclerk")
TIMER = Actor("timer", name="Townclerk")
APPLICANT = Actor("applicant", name="Applicant")


@dataclass(frozen=True, slots=True)
class Event:
    """One past-tense fact. ``kind`` is submitted, moved, undone, assigned, changed, extended, noted, warned, breached,
    conflict-declared, conflict-lifted, wrote, pinned, unpinned or reworded (a note), linked, unlinked, merged or split;
    or of a task: task-opened, task-done, task-withdrawn, task-assigned, task-reminded, task-late or voted.

    ``at`` is aware. For a move, ``transition``, ``source`` and ``target`` name ids of the pinned version. ``data``
    holds what the kind needs: a move's inputs, an extension's clock, length and reason, the calendar's version.
    """

    number: int
    kind: str
    at: datetime
    actor: Actor
    transition: str | None = None
    source: str | None = None
    target: str | None = None
    data: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Link:
    """How a case has to do with another. ``relation`` is one of :data:`definitions.links.INVERSE`; ``number`` is that
    of the event that made it."""

    relation: str
    at: datetime
    number: int


@dataclass(frozen=True, slots=True)
class Vote:
    """What one member says: a choice of the task's, to abstain, or that they have an interest and take no part."""

    choice: str
    actor: Actor
    at: datetime
    answers: Answers = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Errand:
    """A task as it was opened for one case, the latest time. ``key`` is its id, with the number of the item where it is
    asked for each of a list: "visit.2". ``opened`` and ``ended`` are numbers of events, ``within`` the state in which
    it was opened, ``by`` who ended it, ``holder`` who has taken it ("person:<id>"). ``votes`` are by the member's id,
    ``said`` is what time has brought."""

    key: str
    opened: int
    opened_at: datetime
    within: str = ""
    due: datetime | None = None
    state: Literal["open", "done", "withdrawn"] = "open"
    ended: int | None = None
    ended_at: datetime | None = None
    by: Actor | None = None
    answers: Answers = field(default_factory=dict)
    holder: str | None = None
    votes: Mapping[str, Vote] = field(default_factory=dict)
    said: frozenset[str] = frozenset()

    @property
    def open(self) -> bool:
        return self.state == "open"

    @property
    def task(self) -> str:
        """The id of its task."""
        return self.key.partition(".")[0]

    def late(self, at: datetime) -> bool:
        """Whether it was, or is at ``at``, not done when it was due."""
        end = self.ended_at if self.state == "done" else at
        return self.state != "withdrawn" and self.due is not None and end is not None and self.due <= end


@dataclass(frozen=True, slots=True)
class Case:
    """Everything the engine may know of a case. ``values`` are those frozen at submission, ``asked`` the latest answers
    of each ``ask`` by question id, ``entered_at`` when it came into its state, ``tasks`` by their keys.

    ``events`` are those that stand; ``undone`` those that were undone, which no rule sees any more. ``before`` is the
    case as it stood before the last thing one of the staff did, while nothing but what the system did by itself at once
    has followed: what an undo leads back to. ``links`` are to other cases, by their ids.
    """

    reference: str
    state: str
    submitted_at: datetime
    entered_at: datetime
    answers: Answers
    language: str = "en"
    values: Answers = field(default_factory=dict)
    lookups: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    asked: Answers = field(default_factory=dict)
    assignee: str | None = None
    priority: str = "normal"
    tasks: Mapping[str, Errand] = field(default_factory=dict)
    events: tuple[Event, ...] = ()
    undone: tuple[Event, ...] = ()
    before: Case | None = None
    links: Mapping[str, Link] = field(default_factory=dict)

    @property
    def merged(self) -> tuple[str, Link] | None:
        """The case that this one was closed into, and how; None when it stands by itself."""
        return next((one for one in self.links.items() if one[1].relation == "merged-into"), None)

    @property
    def history(self) -> tuple[Event, ...]:
        """All that ever happened, undone or not, in order."""
        if not self.undone:
            return self.events
        return tuple(sorted((*self.events, *self.undone), key=lambda event: event.number))


@dataclass(frozen=True, slots=True)
class Reason:
    """Why not: a stable code (state, role, guard, separation, conflict, assignee, input, task, interest), words for
    staff and for
    citizens."""

    code: str
    staff: str
    applicant: str
    question: str | None = None


@dataclass(frozen=True, slots=True)
class Refusal:
    """No, and every reason why."""

    action: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class Promise:
    """An effect to carry out after commit: its place in the event's list, its kind and what the document says of it."""

    position: int
    kind: str
    what: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Step:
    """Yes: the new event, the case as it stands after it, and the effects promised (send, webhook)."""

    event: Event
    case: Case
    promises: tuple[Promise, ...] = ()
