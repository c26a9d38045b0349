"""Threat 35: a workflow that lets people approve themselves, or in which cases get lost: what the checks say of
workflows at random is what playing them out in every way shows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.facts import APPLICANT, SYSTEM, TIMER, Actor, Case, Step
from definitions.read import check
from definitions.reading.compile_service import compile_service
from definitions.service import Service
from definitions.step import MOST_IN_A_ROW, settle, step
from tests import factories
from tests.definitions.playing import at, began, staff, state, way

BEGUN, LATER = at("2026-03-26T09:00"), at("2026-06-26T09:00")
ACTORS = {"officer": staff("ada"), "applicant": APPLICANT, "timer": TIMER}
STATES = ["a", "b", "c", "d", "e"]
SYSTEM_WAYS = 3


def holding(case: Case, n: int) -> Case:
    """The condition of the system's nth way, and of no other, is made to hold."""
    return replace(case, assignee=f"p{n}")


@st.composite
def workflows(draw: st.DrawFn) -> dict[str, Any]:
    """Up to five states, some of which end a case, and ways of people, timers, and the system under conditions that
    people can bring about."""
    names = STATES[: draw(st.integers(2, 5))]
    final = draw(st.sets(st.sampled_from(names[1:])))
    some = st.lists(st.sampled_from([one for one in names if one not in final]), min_size=1, max_size=2, unique=True)
    to = st.sampled_from(names)
    ways: list[dict[str, Any]] = []
    for by in ("officer", "applicant", "timer"):
        for sources, target in draw(st.lists(st.tuples(some, to | st.none()), max_size=3)):
            after = {"after": f"{len(ways) + 1} days"} if by == "timer" else {}
            ways.append(way(f"way-{len(ways)}", sources, target, by=[by], **after))
    for n, (sources, target) in enumerate(draw(st.lists(st.tuples(some, to), max_size=SYSTEM_WAYS))):
        ways.append(way(f"way-{len(ways)}", sources, target, by=["system"], when=f"case.assignee == 'p{n}'"))
    states = [state(one, **({"final": True} if one in final else {"queue": "triage"})) for one in names]
    return factories.document(workflow={"initial": names[0], "states": states, "transitions": ways})


def played(service: Service, case: Case, actors: Iterable[str]) -> Iterator[Case]:
    """Every case that one thing done by one of these makes of a case."""
    for name in actors:
        if name == "system":
            for n in range(SYSTEM_WAYS):
                yield from (done.case for done in settle(service, holding(case, n), LATER))
            continue
        for transition in service.workflow.transitions:
            done = step(service, case, transition.id, {}, ACTORS[name], LATER)
            if isinstance(done, Step):
                yield done.case


def reached(service: Service, start: str, actors: Iterable[str]) -> set[str]:
    """Every state that a case can come to from one, itself among them."""
    actors = list(actors)
    found, waiting, first = {start}, [start], began(service, BEGUN)
    while waiting:
        case = replace(first, state=waiting.pop(), assignee=None)
        new = {after.state for after in played(service, case, actors)} - found
        found |= new
        waiting += new
    return found


def told(document: dict[str, Any], *codes: str) -> set[str]:
    """The states of which a check says so."""
    states = document["workflow"]["states"]
    return {states[int(p.pointer.split("/")[3])]["id"] for p in check(document) if p.code in codes}


@given(workflows())
@settings(max_examples=150, deadline=None)
def test_t35_states_that_nobody_comes_to_or_leaves_are_told_and_no_others(document: dict[str, Any]):
    service = compile_service(document).service
    every = [one["id"] for one in document["workflow"]["states"]]
    final = {one["id"] for one in document["workflow"]["states"] if one.get("final")}
    actors = [*ACTORS, "system"]
    from_each = {one: reached(service, one, actors) for one in every}
    assert told(document, "state.unreachable") == set(every) - from_each[every[0]]
    lost = {one for one in every if not from_each[one] & final}
    assert told(document, "state.no-exit", "state.no-way-to-end") == lost
    assert told(document, "state.no-exit") == {one for one in lost if from_each[one] == {one}}


@given(workflows())
@settings(max_examples=150, deadline=None)
def test_t35_states_in_which_only_the_applicant_can_act_are_told_and_no_others(document: dict[str, Any]):
    service = compile_service(document).service
    ways = document["workflow"]["transitions"]
    final = {one["id"] for one in document["workflow"]["states"] if one.get("final")}
    waiting = set()
    for one in {one["id"] for one in document["workflow"]["states"]} - final:
        asked = any("applicant" in each["by"] and one in each["from"] for each in ways)
        leaves = reached(service, one, [*ACTORS, "system"]) != {one}
        if asked and leaves and reached(service, one, ["officer", "timer"]) == {one}:
            waiting.add(one)
    assert told(document, "state.waits-forever") == waiting


@st.composite
def automatic(draw: st.DrawFn) -> dict[str, Any]:
    """Workflows in which the system always goes on by itself, at most one way from each state."""
    names = STATES[: draw(st.integers(2, 5))]
    onward = draw(st.dictionaries(st.sampled_from(names), st.sampled_from(names), min_size=1))
    ways = [way(f"way-{one}", one, to, by=["system"]) for one, to in onward.items()]
    ways += [way(f"close-{one}", one, "end") for one in names]
    states = [*(state(one, queue="triage") for one in names), state("end", final=True)]
    return factories.document(workflow={"initial": names[0], "states": states, "transitions": ways})


@given(automatic())
@settings(max_examples=150, deadline=None)
def test_t35_the_system_goes_round_in_circles_exactly_where_it_is_told(document: dict[str, Any]):
    service = compile_service(document).service
    first = began(service, BEGUN)
    names = [one["id"] for one in document["workflow"]["states"]]
    rounds = {one: settle(service, replace(first, state=one), LATER) for one in names}
    endless = any(len(steps) == MOST_IN_A_ROW for steps in rounds.values())
    assert ("workflow.automatic-loop" in [problem.code for problem in check(document)]) == endless


@st.composite
def separated(draw: st.DrawFn) -> dict[str, Any]:
    """A row of actions, of which later ones may not be done by whoever did some of those before."""
    count = draw(st.integers(2, 5))
    ways = []
    for n in range(count):
        before = draw(st.sets(st.sampled_from([f"do-{m}" for m in range(n)]))) if n else set()
        apart = {"not_by": sorted(before)} if before else {}
        ways.append(way(f"do-{n}", f"s{n}", f"s{n + 1}", **apart))
    states = [state(f"s{n}", queue="triage") for n in range(count)] + [state(f"s{count}", final=True)]
    return factories.document(workflow={"initial": "s0", "states": states, "transitions": ways})


PEOPLE = {name: staff(name) for name in ("ada", "ben")} | {
    "cy-for-ada": replace(staff("cy"), behalf="ada", behalf_name="Ada")
}


@given(separated())
@settings(max_examples=60, deadline=None)
def test_t35_nobody_does_what_must_be_done_by_another_in_whatever_order_people_come(document: dict[str, Any]):
    service = compile_service(document).service
    assert not [problem for problem in check(document) if problem.severity == "error"]
    apart = {one["id"]: set(one.get("not_by", ())) for one in document["workflow"]["transitions"]}

    def tried(case: Case, did: dict[str, frozenset[str]], visit: Callable[[dict[str, frozenset[str]]], None]) -> None:
        visit(did)
        action = f"do-{len(did)}"
        if action not in apart:
            return
        for person in PEOPLE.values():
            done = step(service, case, action, {}, person, LATER)
            own = any(did[one] & person.people for one in apart[action])
            assert isinstance(done, Step) is not own
            if isinstance(done, Step):
                tried(done.case, did | {action: person.people}, visit)

    histories: list[dict[str, frozenset[str]]] = []
    tried(began(service, BEGUN), {}, histories.append)
    for did in histories:
        assert all(did[one].isdisjoint(people) for action, people in did.items() for one in apart[action])


def test_t35_the_system_is_nobody_who_could_approve_itself():
    assert SYSTEM.people == frozenset()
    assert Actor("staff", "ada").people == {"ada"}
