"""One version of one public service, compiled from its document. Immutable: share it freely between threads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from definitions.calendars import Calendar
from definitions.durations import Duration
from definitions.form import Form, Question
from definitions.origins import Origins
from definitions.text import Text
from definitions.types import Type
from definitions.workflow import Likeness, Message, Queue, Reply, Role, Workflow


@dataclass(frozen=True, slots=True)
class Applicant:
    """Which questions hold the applicant's name, email and phone; ``track`` the dotted names that open progress."""

    name: str | None = None
    email: str | None = None
    phone: str | None = None
    track: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Again:
    """That an application may begin with the answers of one sent before: ``also`` with these sensitive ones, and
    ``without`` those."""

    also: frozenset[str] = frozenset()
    without: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Unsent:
    """What becomes of applications not yet sent. ``keep`` is counted from the last page saved, None as long as the
    installation says; ``moves``: this version takes over those begun on an older one; ``again``: one may begin where
    another was sent."""

    keep: Duration | None = None
    moves: bool = False
    again: Again | None = None


@dataclass(frozen=True, slots=True)
class Glass:
    """How somebody without a role may open a case in an emergency: holders of ``roles`` elsewhere (empty: anybody who
    works here), for so many ``minutes``, seeing what the roles ``seen_as`` see, and doing what they ``may``."""

    roles: tuple[str, ...] = ()
    minutes: int = 60
    seen_as: tuple[str, ...] = ()
    may: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Privacy:
    """``on_request``: even whoever may see a sensitive answer presses Show first. ``show_reads``: what applicants are
    told of who has looked."""

    on_request: bool = False
    show_reads: Literal["", "roles", "names"] = ""
    glass: Glass | None = None


@dataclass(frozen=True, slots=True)
class Corrections:
    """Who may correct answers, the message that tells the applicant, and whether others may be lost by it."""

    by: tuple[str, ...]
    tell: str | None = None
    may_drop: bool = True


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Service:
    """Compared and hashed by identity, so it is a cheap key for anything compiled from it.

    ``document`` is the truth this was compiled from, with the blocks and tables it uses in it, and ``hash`` the sha256
    of its canonical JSON; ``origins`` lead back to it from pointers that count what blocks put in. ``questions`` holds
    every question by id, those of transitions' ``ask`` too; ``asked`` names the latter. What tasks ask is with each
    task. ``names`` types every name an expression may use, before workflow ones (``case``, ``clock``, ``task``,
    ``actor``) are added to it.
    """

    id: str
    title: Text
    languages: tuple[str, ...]
    applicant: Applicant
    roles: tuple[Role, ...]
    form: Form
    workflow: Workflow
    calendar: Calendar
    document: Mapping[str, Any]
    hash: str
    summary: Text | None = None
    after_submission: Text | None = None
    unsent: Unsent = Unsent()
    privacy: Privacy = Privacy()
    corrections: Corrections | None = None
    queues: tuple[Queue, ...] = ()
    messages: tuple[Message, ...] = ()
    duplicates: tuple[Likeness, ...] = ()
    replies: tuple[Reply, ...] = ()
    examples: tuple[Mapping[str, Any], ...] = ()
    questions: Mapping[str, Question] = field(default_factory=dict)
    asked: frozenset[str] = frozenset()
    names: Mapping[str, Type] = field(default_factory=dict)
    origins: Origins = field(default_factory=Origins)

    def message(self, message_id: str) -> Message:
        return next(m for m in self.messages if m.id == message_id)

    def queue(self, queue_id: str) -> Queue | None:
        return next((q for q in self.queues if q.id == queue_id), None)
