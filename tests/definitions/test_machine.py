"""The machine behind the workflow: step and the library agree, and no id from a document means anything to it."""

from __future__ import annotations

import gc
import threading
import weakref
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.facts import Actor, Refusal, Step
from definitions.machine import machine_for, target
from definitions.read import read_service
from definitions.service import Service
from definitions.step import begin, offers, step
from definitions.text import plain
from definitions.workflow import State, Transition, Workflow
from tests.definitions.playing import at, began, built
from tests.factories import example_document

NOW = at("2026-03-26T09:00")
ANYBODY = Actor("staff", "ada", "Ada", frozenset({"officer"}))
NAMES = [
    "state", "states", "initial", "model", "models", "trigger", "events", "to_new", "is_new", "may_close", "on_enter",
    "on_exit_new", "before", "after", "prepare", "add_model", "__init__", "__class__", "os.system", "*", "=", "_state",
    "machine", "name", "self", "internal", "dispatch", "callbacks", "builtins.exec", "",
]  # fmt: skip
BASE = built()


def service_of(states: list[str], ways: list[tuple[str, list[str], str | None]]) -> Service:
    workflow = Workflow(
        initial=states[0],
        states=tuple(State(name, plain(name), plain(name)) for name in states),
        transitions=tuple(Transition(id, plain(id), tuple(sources), to, ("officer",)) for id, sources, to in ways),
    )
    return replace(BASE, workflow=workflow)


@st.composite
def workflows(draw: st.DrawFn) -> tuple[list[str], list[tuple[str, list[str], str | None]]]:
    names = st.sampled_from(NAMES)
    states = draw(st.lists(names, min_size=1, max_size=8, unique=True))
    some = st.lists(st.sampled_from(states), min_size=1, max_size=4, unique=True)
    ways = draw(
        st.lists(st.tuples(names, some, st.none() | st.sampled_from(states)), max_size=10, unique_by=lambda w: w[0])
    )
    return states, ways


@given(workflows(), st.lists(st.sampled_from([*NAMES, "nonsense"]), max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_walk_at_random_goes_where_the_document_says(flow: Any, actions: list[str]) -> None:
    states, ways = flow
    service = service_of(states, ways)
    case = replace(began(BASE, NOW), state=states[0])
    by_id = {id: (sources, to) for id, sources, to in ways}
    for action in actions:
        taken = step(service, case, action, {}, ANYBODY, NOW)
        sources, to = by_id.get(action, ([], None))
        assert target(service, case.state, action) == (
            (to or case.state if to is None else to) if case.state in sources else None
        )
        if case.state in sources:
            assert isinstance(taken, Step)
            expected = case.state if to is None else to
            assert (taken.case.state, taken.event.source, taken.event.target) == (expected, case.state, to)
            case = taken.case
        else:
            assert isinstance(taken, Refusal)
            assert [reason.code for reason in taken.reasons] == (["state"] if action in by_id else ["unknown"])


@given(st.lists(st.sampled_from(["send", "done", "refuse", "escalate", "dispatch", "nonsense"]), max_size=12))
@settings(max_examples=60, deadline=None)
def test_what_is_offered_is_what_is_done(actions: list[str]) -> None:
    service = read_service(example_document())
    crew = Actor("staff", "ada", "Ada", frozenset({"crew-desk"}))
    home = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD"}
    answers = {"property": home, "bin": "recycling", "missed_on": "2026-03-25"}
    case = begin(service, answers, {}, "K7QM-2XRDT", NOW)[-1].case
    for action in actions:
        offered = {offer.transition.id: offer for offer in offers(service, case, crew, NOW)}
        taken = step(service, case, action, {"reason": "not_out"}, crew, NOW)
        if action in offered:
            assert offered[action].open == isinstance(taken, Step)
            assert offered[action].here or not offered[action].open
            if isinstance(taken, Refusal):
                assert offered[action].reasons == taken.reasons
        else:
            assert isinstance(taken, Refusal)
        case = taken.case if isinstance(taken, Step) else case


def test_nothing_in_the_machine_can_be_called() -> None:
    machine = machine_for(service_of(["new", "state"], [("os.system", ["new"], "state"), ("to_new", ["state"], "new")]))
    assert machine.models == []
    assert all(not s.on_enter and not s.on_exit for s in machine.states.values())
    ways = [w for event in machine.events.values() for found in event.transitions.values() for w in found]
    assert all(not w.conditions and not w.before and not w.after and not w.prepare for w in ways)


def test_one_machine_is_built_for_a_version_and_goes_with_it() -> None:
    service = service_of(["new"], [])
    machine = machine_for(service)
    assert machine_for(service) is machine
    assert machine_for(replace(service)) is not machine
    gone = weakref.ref(service)
    del service, machine
    gc.collect()
    assert gone() is None


@pytest.mark.parametrize("threads", [8])
def test_threads_share_a_machine(threads: int) -> None:
    service = service_of(["a", "b"], [("go", ["a"], "b"), ("back", ["b"], "a")])
    wrong: list[Any] = []

    def decide() -> None:
        for _ in range(500):
            found = (target(service, "a", "go"), target(service, "b", "back"), target(service, "a", "back"))
            if found != ("b", "a", None):
                wrong.append(found)

    running = [threading.Thread(target=decide) for _ in range(threads)]
    for thread in running:
        thread.start()
    for thread in running:
        thread.join()
    assert wrong == []
