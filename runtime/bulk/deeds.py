"""What a run does to one case: tried without doing it, by the same pure rules, and then done as a unit of work."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Actor, Refusal, Step
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.step import settle, step
from definitions.undo import undo
from runtime import cases
from runtime.cases import Acted, Loaded
from runtime.cases.assignment import check
from runtime.cases.priority import priority_refused
from runtime.errors import AssignmentRefused


@dataclass(frozen=True, slots=True)
class Deed:
    """One thing to do to many cases. ``kind`` is act, assign, priority, note or undo.

    ``what`` names it, without anything personal: {"action": id}, {"to": assignee or None}, {"priority": "high"}.
    ``given`` is what was answered or written once for all: an action's answers, {"reason": text}, {"text": text}.
    """

    kind: str
    what: Mapping[str, Any] = field(default_factory=dict)
    given: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Tried:
    """What would come of it: every reason why not, in staff's words, or where it leads and what e-mails it sends."""

    reasons: tuple[str, ...] = ()
    leads: str | None = None
    sends: int = 0


def attempt(deed: Deed, loaded: Loaded, actor: Actor, moment: Moment) -> Tried:
    """Try it, and do nothing."""
    return _TRIES[deed.kind](deed, loaded, actor, moment)


def do(session: Session, deed: Deed, case_id: UUID, revision: int, actor: Actor, *, key: str, at: datetime) -> Acted:
    """Do it, as one unit of work; the caller commits. Raises as the functions of :mod:`runtime.cases` do."""
    guard: dict[str, Any] = {"revision": revision, "key": key, "at": at}
    match deed.kind:
        case "act":
            return cases.act(session, case_id, deed.what["action"], deed.given, actor, **guard)
        case "assign":
            return cases.hand_on(session, case_id, deed.what["to"], actor, reason=deed.given["reason"], **guard)
        case "priority":
            return cases.set_priority(session, case_id, deed.what["priority"], actor, **guard)
        case "note":
            return cases.note(session, case_id, deed.given["text"], actor, key=key, at=at)
        case _:
            return cases.undo(session, case_id, actor, **guard)


def _act(deed: Deed, loaded: Loaded, actor: Actor, moment: Moment) -> Tried:
    done = step(loaded.service, loaded.case, deed.what["action"], deed.given, actor, moment)
    return _stepped(loaded.service, done, moment)


def _undo(deed: Deed, loaded: Loaded, actor: Actor, moment: Moment) -> Tried:
    return _stepped(loaded.service, undo(loaded.service, loaded.case, actor, moment), moment)


def _stepped(service: Service, done: Step | Refusal, moment: Moment) -> Tried:
    if isinstance(done, Refusal):
        return Tried(tuple(reason.staff for reason in done.reasons))
    steps = (done, *settle(service, done.case, moment))
    state = service.workflow.state(steps[-1].case.state)
    sends = sum(promise.kind == "send" for each in steps for promise in each.promises)
    return Tried((), in_language(state.label, service.languages[0]), sends)


def _assign(deed: Deed, loaded: Loaded, actor: Actor, moment: Moment) -> Tried:
    try:
        check(loaded, deed.what["to"], actor)
    except AssignmentRefused as refused:
        return Tried((refused.message,))
    return Tried(("It is with them already",)) if loaded.case.assignee == deed.what["to"] else Tried()


def _priority(deed: Deed, loaded: Loaded, actor: Actor, moment: Moment) -> Tried:
    why = priority_refused(loaded, deed.what["priority"], actor)
    return Tried((why,) if why else ())


def _note(deed: Deed, loaded: Loaded, actor: Actor, moment: Moment) -> Tried:
    return Tried()


_TRIES: dict[str, Callable[[Deed, Loaded, Actor, Moment], Tried]] = {
    "act": _act,
    "assign": _assign,
    "priority": _priority,
    "note": _note,
    "undo": _undo,
}
