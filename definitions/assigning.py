"""Who is given a case that comes into a queue: who may have it, who gets it by the queue's rules, and why. Pure.

The same rules, facts and people give the same choice, whatever order the people come in.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from definitions.facts import Case
from definitions.history import conflicted, last
from definitions.service import Service
from definitions.standing import Standing
from definitions.waiting import queue_of
from definitions.workflow import Assign, Queue

PULLED = frozenset({"claim", "next-in-line"})
"""Strategies by which people come for the cases themselves."""

_POSTCODE = re.compile(r"[A-Z]{1,2}[0-9][A-Z0-9]? [0-9][A-Z]{2}")


@dataclass(frozen=True, slots=True)
class Away:
    """Not at work; ``until`` is the last day of it, None while nobody knows."""

    until: date | None = None


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who holds the queue's role. Without ``areas`` they cover everywhere. ``load`` counts the other open
    cases that are theirs; ``turn`` grows with each case that this queue gives out, and is None for whoever had none.
    ``knows``: the applicant, or the address."""

    id: str
    name: str
    skills: frozenset[str] = frozenset()
    areas: frozenset[str] = frozenset()
    away: Away | None = None
    load: int = 0
    turn: int | None = None
    knows: bool = False


@dataclass(frozen=True, slots=True)
class Wanted:
    """What one case asks of whoever gets it. ``barred`` is, by person, the action they did that keeps them from it;
    ``conflicted`` are those who know the applicant; ``held`` those who have had it, the latest first."""

    strategy: str
    otherwise: str = "claim"
    skills: tuple[str, ...] = ()
    area: str | None = None
    at_most: int | None = None
    barred: Mapping[str, str] = field(default_factory=dict)
    conflicted: frozenset[str] = frozenset()
    held: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why somebody may not have a case: away, skill, area, full, separation or conflict; ``of`` names the skill or the
    action, ``until`` is the last day away, ``most`` as many cases as anybody may have."""

    code: str
    of: str = ""
    until: date | None = None
    most: int = 0


@dataclass(frozen=True, slots=True)
class Considered:
    """One candidate, and everything that speaks against them; they may have it when nothing does."""

    candidate: Candidate
    hindrances: tuple[Hindrance, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """``given`` gets it; None when nobody may, or when people come for it themselves.

    ``strategy`` is the one that decided, ``why`` only-one, least-work, turn, had-it, waits or nobody, ``among`` how
    many may have it.
    """

    given: Candidate | None
    strategy: str
    why: str
    among: int
    considered: tuple[Considered, ...]


def awaiting(service: Service, case: Case) -> Queue | None:
    """The queue that has yet to give this case to somebody by its rules; None when none has.

    It has from when the case comes in until anybody or anything says whose it is; while nobody may have it; and again
    when whoever had it declares that they may not.
    """
    queue = ruled(service, case)
    if queue is None or queue.assign is None or queue.assign.strategy in PULLED:
        return None
    for event in reversed(case.events):
        if "assignee" in event.data:
            again = event.kind == "conflict-declared" or event.data.get("why") == "nobody"
            return queue if again else None
        if event.kind == "moved" and event.target is not None and not _was_in(service, case, event.source, queue):
            return queue
    return queue


def ruled(service: Service, case: Case) -> Queue | None:
    """The queue in which an open case stands, if that has rules for who gets what."""
    state = service.workflow.state(case.state)
    queue = None if state.final else queue_of(service, case)
    return queue if queue and queue.assign else None


def wanted(standing: Standing, role: str, rules: Assign) -> Wanted:
    """What these rules ask, for this case, of somebody who holds a role. An area that cannot be told asks nothing."""
    case = standing.case
    area = standing.ask(rules.area, rules.area.evaluate) if rules.area else None
    return Wanted(
        strategy=rules.strategy,
        otherwise=rules.otherwise,
        skills=tuple(skill.id for skill in rules.skills if standing.holds(skill.when)),
        area=area if isinstance(area, str) and area.strip() else None,
        at_most=rules.at_most,
        barred=_barred(standing, role, rules.not_by),
        conflicted=conflicted(case),
        held=tuple(dict.fromkeys(_holders(case))),
    )


def hindrances(wanted: Wanted, candidate: Candidate) -> tuple[Hindrance, ...]:
    """Everything that keeps somebody from this case, in a fixed order."""
    return tuple(_hindrances(wanted, candidate))


def choose(wanted: Wanted, candidates: Iterable[Candidate]) -> Choice:
    """Who gets the case, by the rules."""
    known = sorted(candidates, key=lambda one: (one.name, one.id))
    considered = tuple(Considered(one, hindrances(wanted, one)) for one in known)
    able = [one.candidate for one in considered if not one.hindrances]
    if not able:
        return Choice(None, wanted.strategy, "nobody", 0, considered)
    strategy = wanted.strategy
    if strategy == "previous":
        before = next((one for held in wanted.held for one in able if one.id == held), None)
        if before:
            return Choice(before, strategy, "had-it", len(able), considered)
        strategy = wanted.otherwise
    if strategy in PULLED:
        return Choice(None, strategy, "waits", len(able), considered)
    given = min(able, key=_by_work if strategy == "least-loaded" else _by_turn)
    why = "only-one" if len(able) == 1 else "least-work" if strategy == "least-loaded" else "turn"
    return Choice(given, strategy, why, len(able), considered)


def covers(areas: Iterable[str], area: str) -> bool:
    """Whether somebody who covers ``areas`` covers this one: by its name, or a postcode by its first part."""
    wanted = _plain(area)
    return any(_within(_plain(one), wanted) for one in areas)


def _hindrances(wanted: Wanted, one: Candidate) -> Iterator[Hindrance]:
    if one.away is not None:
        yield Hindrance("away", until=one.away.until)
    for skill in wanted.skills:
        if skill not in one.skills:
            yield Hindrance("skill", skill)
    if wanted.area is not None and one.areas and not covers(one.areas, wanted.area):
        yield Hindrance("area")
    if wanted.at_most is not None and one.load >= wanted.at_most:
        yield Hindrance("full", most=wanted.at_most)
    if one.id in wanted.barred:
        yield Hindrance("separation", wanted.barred[one.id])
    if one.knows or one.id in wanted.conflicted:
        yield Hindrance("conflict")


def _by_work(one: Candidate) -> tuple[int, int, str, str]:
    return one.load, *_by_turn(one)


def _by_turn(one: Candidate) -> tuple[int, str, str]:
    """Whoever has waited longest for a turn comes first."""
    return -1 if one.turn is None else one.turn, one.name, one.id


def _barred(standing: Standing, role: str, named: Iterable[str]) -> dict[str, str]:
    """Who did something that keeps them from this: what the rules name, and what the actions that wait here do."""
    case, workflow = standing.case, standing.service.workflow
    waiting = (t for t in workflow.transitions if case.state in t.sources and {role, "assignee"} & set(t.by))
    barred: dict[str, str] = {}
    for action in dict.fromkeys((*named, *(other for t in waiting for other in t.not_by))):
        event = last(case, action)
        if event and event.actor.kind == "staff":
            for person in event.actor.people:
                barred.setdefault(person, action)
    return barred


def _holders(case: Case) -> Iterator[str]:
    for event in reversed(case.events):
        kind, _, person = str(event.data.get("assignee") or "").partition(":")
        if kind == "person":
            yield person


def _was_in(service: Service, case: Case, state_id: str | None, queue: Queue) -> bool:
    """Whether the case stood in this queue in the state that it came from."""
    known = any(state.id == state_id for state in service.workflow.states)
    before = queue_of(service, case, state_id) if known else None
    return before is not None and before.id == queue.id


def _plain(text: str) -> str:
    return " ".join(text.upper().split())


def _within(part: str, whole: str) -> bool:
    """A district of postcodes ("AB1"), an area of them ("AB") or a sector ("AB1 2") holds the whole ones that begin
    with it, but AB1 holds none of AB12."""
    if part == whole:
        return True
    if not part or not _POSTCODE.fullmatch(whole) or not whole.startswith(part):
        return False
    return whole[len(part)] == " " or whole[len(part)].isdigit() != part[-1].isdigit()
