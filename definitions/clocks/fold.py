"""Due times as a fold over a case's events: nothing about a clock is stored that is not an event."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from weakref import WeakKeyDictionary

from definitions.calendars import Calendar, Moment
from definitions.clocks.carried import carried
from definitions.clocks.count import Pause, finish
from definitions.clocks.due import Due, Extended
from definitions.clocks.starts import begun
from definitions.durations import Duration, parse_duration
from definitions.expressions import ExpressionDefect
from definitions.facts import Case, Event
from definitions.history import stays
from definitions.names import base_names
from definitions.service import Service
from definitions.workflow import Clock, State, Transition


@dataclass(slots=True)
class _Run:
    """A clock's own history: its (re)start, and what was done to it since. ``index`` is the place of the event that
    started it, -1 when none did."""

    started: datetime
    index: int
    restarted: bool = False
    stopped: datetime | None = None
    extensions: tuple[Extended, ...] = ()
    recounted: datetime | None = None


@dataclass(frozen=True, slots=True)
class _Ways:
    states: Mapping[str, State]
    transitions: Mapping[str, Transition]


_ways: WeakKeyDictionary[Service, _Ways] = WeakKeyDictionary()


def dues(service: Service, case: Case, moment: Moment, names: Mapping[str, Any] | None = None) -> tuple[Due, ...]:
    """Every clock of the case that applies and has started, in the document's order."""
    known = base_names(service, case, moment) if names is None else names
    found = (due(clock, case, service, moment, known) for clock in service.workflow.clocks)
    return tuple(each for each in found if each)


def due(
    clock: Clock, case: Case, service: Service, moment: Moment, names: Mapping[str, Any] | None = None
) -> Due | None:
    """When ``clock`` is due, as the case stands at ``moment``; None when it does not apply, or has not started.

    Its ``when`` is asked of what is known now, so a clock that only now turns out to apply has run since its start:
    :func:`definitions.clocks.starts.begun` says when that is. A ``restarts`` starts it from nothing, also after a stop;
    pauses and extensions before its (last) start are gone. ``stops``, and a final state, end it.

    ``runs_in`` lists the states in which it runs; without, it runs in all but ``pauses_in``. Before submission, as
    for a date answered, it runs. How pauses count: :func:`definitions.clocks.count.finish`.
    """
    known = base_names(service, case, moment) if names is None else names
    return _Asked(case, service, moment, known, frozenset()).due(clock)


@dataclass(frozen=True, slots=True)
class _Asked:
    """One asking. ``within`` are the clocks whose ends are being asked for: one that waits for itself never starts."""

    case: Case
    service: Service
    moment: Moment
    names: Mapping[str, Any]
    within: frozenset[str]

    def due(self, clock: Clock) -> Due | None:
        if not _applies(clock, self.names, self.moment):
            return None
        by, inner = calendar_of(clock, self.moment), replace(self, within=self.within | {clock.id})
        found = begun(clock.starts, self.case, self.service.workflow.initial, self.names, by, inner.ended)
        if found is None:
            return None
        one = _counted(clock, self.case, self.service, self.moment, by, _Run(*found))
        return carried(one, self.case, self.moment.at)

    def ended(self, clock_id: str) -> datetime | None:
        """When that clock was stopped or ran out, whichever came first."""
        clock = next((c for c in self.service.workflow.clocks if c.id == clock_id), None)
        one = self.due(clock) if clock and clock_id not in self.within else None
        if one is None or not (one.stopped or one.breached):
            return None
        return min(one.due, one.stopped) if one.stopped else one.due


def _counted(clock: Clock, case: Case, service: Service, moment: Moment, by: Calendar, started: _Run) -> Due:
    ways = _ways_of(service)
    run = _run(clock, case, ways, started)
    pauses = _pauses(clock, case, service, run.started, run.stopped or moment.at)
    lengths, rolls = [clock.length, *(more.by for more in run.extensions)], clock.roll == "next-working-day"
    end = finish(run.started, lengths, pauses, by, whole_days=clock.end_of_day, roll=rolls)
    still = [p for p in pauses if p.open and not run.stopped and p.state in ways.states]
    return Due(
        clock=clock,
        started=run.started,
        due=end.at,
        running=run.stopped is None and not still,
        stopped=run.stopped,
        warn_at=_ahead(clock.warn_before, end.at, run.started, by),
        tell_at=_ahead(clock.tell.before if clock.tell else None, end.at, run.started, by),
        breached=end.at < run.stopped if run.stopped else end.at <= moment.at,
        calendar=by,
        restarted=run.restarted,
        pauses=pauses,
        lost=end.lost,
        extensions=run.extensions,
        recounted=run.recounted,
        rolled_from=end.rolled_from,
        waiting=(still[0].since, ways.states[still[0].state]) if still else None,
        states=ways.states,
    )


def _ahead(length: Duration | None, end: datetime, started: datetime, by: Calendar) -> datetime | None:
    """That long before the end, but never before the start."""
    return max(by.add(end, length.back()), started) if length else None


def with_more(one: Due, lengths: Sequence[Duration]) -> datetime:
    """The end of ``lengths``, counted from the clock's start as the clock itself is counted."""
    rolls = one.clock.roll == "next-working-day"
    return finish(one.started, lengths, one.pauses, one.calendar, whole_days=one.clock.end_of_day, roll=rolls).at


def calendar_of(clock: Clock, moment: Moment) -> Calendar:
    """The clock's own calendar by name, else the council's. A named one has no local closures: a limit in law counts
    the days on which one council has chosen to close."""
    return moment.calendar.by_name(clock.calendar) if clock.calendar else moment.calendar


def _applies(clock: Clock, names: Mapping[str, Any], moment: Moment) -> bool:
    try:
        return clock.when is None or clock.when.holds(names, moment)
    except ExpressionDefect:
        return False


def _run(clock: Clock, case: Case, ways: _Ways, run: _Run) -> _Run:
    for index, event in enumerate(case.events):
        if index <= run.index:
            continue
        transition = ways.transitions.get(event.transition or "")
        if transition and clock.id in transition.restarts:
            if event.at >= run.started:
                run = _Run(event.at, index, restarted=True)
            continue
        run.extensions += tuple(_extensions(clock, event))
        if transition and transition.reopens and clock.id in transition.resumes:
            run.stopped = None
        run.recounted = event.at if event.kind == "recounted" else run.recounted
        if run.stopped is None and _ends(clock, event, transition, ways):
            run.stopped = event.at
    return run


def _ends(clock: Clock, event: Event, transition: Transition | None, ways: _Ways) -> bool:
    if transition and clock.id in transition.stops:
        return True
    entered = ways.states.get(event.target or "") if event.kind == "moved" else None
    return entered is not None and entered.final and entered.id not in clock.runs_in


def _extensions(clock: Clock, event: Event) -> list[Extended]:
    """Those of this clock in a move's data, or in an event of their own."""
    given = [event.data] if event.kind == "extended" else event.data.get("extended", ())
    mine = (item for item in given if item.get("clock") == clock.id)
    return [Extended(event.at, parse_duration(item["by"]), item.get("reason")) for item in mine]


def _pauses(clock: Clock, case: Case, service: Service, started: datetime, now: datetime) -> tuple[Pause, ...]:
    """The times since ``started`` in which it stood still; the one that lasts yet is open, and ends now."""
    found, ended = [], {state.id for state in service.workflow.states if state.final}
    for stay in stays(case, service.workflow.initial):
        runs = stay.state in clock.runs_in if clock.runs_in else stay.state not in clock.pauses_in
        runs = runs and not (stay.until and stay.state in ended and stay.state not in clock.runs_in)
        if runs or stay.since > now:
            continue
        since, lasts = max(stay.since, started), stay.until is None
        until = max(now if stay.until is None else min(stay.until, now), since)
        if lasts or until > since:
            found.append(Pause(stay.state, since, until, lasts))
    return tuple(found)


def _ways_of(service: Service) -> _Ways:
    ways = _ways.get(service)
    if ways is None:
        flow = service.workflow
        ways = _ways[service] = _Ways({s.id: s for s in flow.states}, {t.id: t for t in flow.transitions})
    return ways
