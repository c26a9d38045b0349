"""Who can be played, and what each of them finds: every button, and why it is there or is not; tasks; what to undo."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from builder.rehearsal.playing import Played
from definitions.errands.doing import asked
from definitions.facts import Reason, Refusal
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.standing import Standing, staff_language
from definitions.step import offers
from definitions.task_words import task_label, whose
from definitions.undo import undo as undone
from definitions.undo import until
from definitions.workflow import Task, Transition

COLLEAGUE = "colleague"
"""What a second person of a role is called, where it matters that somebody else does something."""


@dataclass(frozen=True, slots=True)
class Seat:
    """``label`` is who acts as an example says it. ``of`` is the seat whose colleague it is; "" for one of its own."""

    label: str
    words: str
    of: str = ""


@dataclass(frozen=True, slots=True)
class Button:
    """An action as somebody sees it. ``here``: it leads on from the state that the case is in. ``why`` holds every
    reason against it, in their words."""

    transition: Transition
    words: str
    open: bool
    here: bool
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Errand:
    """A task as somebody sees it."""

    key: str
    task: Task
    words: str
    who: str
    open: bool
    why: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Desk:
    """``undo`` is None where nothing can be undone, and else the reasons against undoing it: none if they may."""

    seat: Seat
    buttons: tuple[Button, ...]
    tasks: tuple[Errand, ...]
    undo: tuple[str, ...] | None = None


def seats(played: Played) -> tuple[Seat, ...]:
    """The citizen, then each role, and a colleague of each where one person may not do everything."""
    service, language = played.service, staff_language(played.service)
    found = [Seat("applicant", "The citizen")]
    apart = _apart(service)
    labels = {role.id: in_language(role.label, language) for role in service.roles}
    for role in service.roles:
        label = labels[role.id]
        found.append(Seat(role.id, label))
        if apart:
            found.append(Seat(f"{role.id}:{COLLEAGUE}-{role.id}"[:129], f"{label}: a colleague", role.id))
    for one in played.rehearsal.staff:
        found += [Seat(f"{role}:{one['name']}", f"{one['name']} ({labels.get(role, role)})") for role in one["roles"]]
    if _partners(service):
        found.append(Seat("partner", "A partner outside"))
    return tuple(found)


def desk(played: Played, seat: str) -> Desk | None:
    """What somebody finds; None before the case is there, and for a seat that there is not."""
    case, service = played.case, played.service
    found = next((one for one in seats(played) if one.label == seat), None)
    if case is None or found is None:
        return None
    moment, people = played.story.moment, played.story.people
    actor, member = people.actor(seat, case), people.member(seat, case)
    theirs = actor.kind == "applicant"
    standing = Standing(service, case, moment, actor)
    scope = standing.scope(case.language if theirs else staff_language(service))
    buttons = tuple(
        Button(one.transition, one.transition.label.render(scope), one.open, one.here, _words(one.reasons, theirs))
        for one in offers(service, case, actor, moment)
    )
    tasks = tuple(
        Errand(one.errand.key, one.task, task_label(one.task, standing, one.errand.key), whose(one.task, standing),
               not one.reasons, _words(one.reasons, theirs))
        for one in (() if theirs else asked(service, case, member, moment))
    )  # fmt: skip
    why_not: tuple[str, ...] | None = None
    if actor.kind == "staff" and until(service, case) is not None:
        done = undone(service, case, actor, moment)
        why_not = _words(done.reasons, theirs) if isinstance(done, Refusal) else ()
    ordered = (*(one for one in buttons if one.here), *(one for one in buttons if not one.here))
    return Desk(found, ordered, tasks, why_not)


def _words(reasons: tuple[Reason, ...], theirs: bool) -> tuple[str, ...]:
    return tuple(reason.applicant if theirs else reason.staff for reason in reasons)


def _apart(service: Service) -> bool:
    """Whether it matters anywhere that another person does something."""
    flow = service.workflow
    return any(_separates(flow.transitions)) or any(task.not_by or task.votes for task in flow.tasks)


def _separates(transitions: tuple[Transition, ...]) -> Iterator[bool]:
    return (bool(one.not_by) for one in transitions)


def _partners(service: Service) -> bool:
    flow = service.workflow
    return any("partner" in one.by for one in flow.transitions) or any(task.partner for task in flow.tasks)
