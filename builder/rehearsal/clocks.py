"""The clocks of a rehearsal, each told line by line, and what is to come by itself and can be wound on to."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from builder.rehearsal.playing import Played
from definitions.calendars import Calendar
from definitions.clocks import explain
from definitions.questions.kind import in_language
from definitions.standing import Standing, staff_language
from definitions.task_words import task_label
from definitions.timers import Timer, timers

State = Literal["running", "paused", "stopped", "passed"]


@dataclass(frozen=True, slots=True)
class Ticking:
    """One clock as it stands: ``lines`` say how its due time was counted. ``internal``: no applicant hears of it."""

    id: str
    label: str
    due: datetime
    state: State
    lines: tuple[str, ...]
    internal: bool = False


@dataclass(frozen=True, slots=True)
class Coming:
    """Something that will happen by itself. ``wind`` is until when time must pass for it, on the council's clock;
    ``missed``: its time has come, and its condition does not hold."""

    what: str
    at: datetime
    wind: str
    missed: bool = False


def clocks(played: Played) -> tuple[Ticking, ...]:
    language = staff_language(played.service)
    found = []
    for one in played.story.dues():
        state: State = "running" if one.running else "paused"
        if one.stopped:
            state = "stopped"
        elif one.breached:
            state = "passed"
        label, lines = in_language(one.clock.label, language), tuple(explain(one, language))
        found.append(Ticking(one.clock.id, label, one.due, state, lines, one.clock.internal))
    return tuple(found)


def coming(played: Played) -> tuple[Coming, ...]:
    """What is to come, the earliest first."""
    if played.case is None:
        return ()
    standing, moment = Standing(played.service, played.case, played.story.moment), played.story.moment
    calendar = played.service.calendar
    return tuple(
        Coming(_said(timer, standing), timer.due, until(calendar, timer.due), timer.due <= moment.at)
        for timer in timers(played.service, played.case, moment)
    )


def until(calendar: Calendar, at: datetime) -> str:
    """A time on the council's clock that is not before ``at``, to the second where it must be. In the hour that comes
    twice a year the council's clock cannot say which it means: then it is the hour after."""
    at = at + timedelta(seconds=1) if at.microsecond else at
    local = calendar.local(at).replace(tzinfo=None, microsecond=0)
    if local.replace(tzinfo=calendar.zone).astimezone(at.tzinfo) < at:
        local += timedelta(hours=1)
    return f"{local:%Y-%m-%dT%H:%M:%S}" if local.second else f"{local:%Y-%m-%dT%H:%M}"


def _said(timer: Timer, standing: Standing) -> str:
    service, language = standing.service, staff_language(standing.service)
    if timer.kind == "transition":
        transition = service.workflow.transition(timer.of)
        return f"“{in_language(transition.label, language)}” happens by itself" if transition else timer.of
    if timer.kind in ("remind", "late"):
        task = service.workflow.task(timer.of)
        label = task_label(task, standing, timer.of) if task else timer.of
        if timer.kind == "remind":
            return f"Whoever is asked for “{label}” is reminded"
        return f"The vote on “{label}” ends" if task and task.votes else f"“{label}” is late"
    label = next((in_language(c.label, language) for c in service.workflow.clocks if c.id == timer.of), timer.of)
    return {
        "warn": f"Staff are warned that “{label}” is due soon",
        "tell": f"The applicant is told that “{label}” may not be met",
        "breach": f"“{label}” runs out",
    }[timer.kind]
