"""What an action does: the event, the case after it, effects in order, and what the system does next."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.facts import APPLICANT, SYSTEM, TIMER, Actor, Case, Refusal, Step
from definitions.history import apply
from definitions.read import read_service
from definitions.service import Service
from definitions.step import MOST_IN_A_ROW, begin, case_names, offers, settle, step
from definitions.timers import timers
from tests.definitions.playing import at, began, built, done, local, staff, state, way
from tests.factories import example_document, page, question

NOW = at("2026-03-26T09:00")
LATER = at("2026-03-27T10:00")
HOME = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD", "uprn": "100010001"}
ROUND = {"key": "100010001", "found": True, "facts": {"last_collected": "2026-03-25", "next_collection": "2026-04-01"}}
MISSED = {"property": HOME, "bin": "refuse", "missed_on": "2026-03-25"}
MAIL = {"id": "told", "to": {"role": "officer"}, "subject": "Told", "body": "It was done."}


@pytest.fixture(scope="module")
def bins() -> Service:
    return read_service(example_document())


def flow(*ways: dict[str, Any], **changes: Any) -> Service:
    states = [state("new", queue="triage"), state("open", queue="triage"), state("closed", final=True)]
    close = way("close", ["new", "open"], "closed")
    built_of = {"initial": "new", "states": states, "transitions": [*ways, way("start", "new", "open"), close]}
    return built(workflow=built_of | changes.pop("workflow", {}), **changes)


def test_a_submission_keeps_what_was_asked_and_freezes_what_follows_from_it(bins: Service) -> None:
    strangers = {"stranger": "x", "email": None}
    first, moved = begin(bins, MISSED | strangers, {"round": ROUND, "other": ROUND}, "K7QM-2XRDT", NOW, language="cy")
    assert (first.event.number, first.event.kind, first.event.actor) == (1, "submitted", APPLICANT)
    assert first.event.data == {"calendar": NOW.calendar.version, "language": "cy"}
    case = first.case
    assert (case.answers, case.values, case.lookups) == (MISSED, {"urgent": True}, {"round": ROUND})
    assert (case.state, case.language, case.submitted_at, case.entered_at) == ("reported", "cy", NOW.at, NOW.at)
    assert (moved.event.transition, moved.case.state, moved.event.actor) == ("dispatch", "with-crew", SYSTEM)
    assert [(p.position, p.kind, p.what) for p in moved.promises] == [(0, "send", {"message": "on-its-way"})]


def test_without_the_facts_the_system_leaves_it_to_people(bins: Service) -> None:
    assert [taken.event.kind for taken in begin(bins, MISSED, {}, "K7QM-2XRDT", NOW)] == ["submitted"]


def test_a_move_says_from_where_to_where_and_what_was_answered(bins: Service) -> None:
    case = began(bins, NOW, MISSED)
    taken = step(bins, case, "refuse", {"reason": "not_out", "stranger": 1}, staff("ada", "crew-desk"), LATER)
    assert isinstance(taken, Step)
    assert (taken.event.number, taken.event.kind, taken.event.at) == (2, "moved", LATER.at)
    assert (taken.event.transition, taken.event.source, taken.event.target) == ("refuse", "reported", "not-collected")
    assert taken.event.data == {"inputs": {"reason": "not_out"}}
    assert taken.case.asked == {"reason": "not_out"}
    assert taken.case.entered_at == LATER.at
    assert taken.case == apply(case, taken.event)


def test_effects_happen_in_order_and_each_sees_what_those_before_it_did() -> None:
    raised = {"set": {"case.priority": "high"}}
    effects = [
        {"send": "told", "when": "case.priority == 'high'"},
        raised,
        {"assign": {"to": "actor"}},
        {"send": "told", "when": "case.priority == 'high'"},
        {"assign": {"role": "officer"}, "when": "answered(case.assignee) && level == 'much'"},
        {"send": "told", "when": "case.state == 'open'"},
    ]
    levels = [{"value": value, "label": value} for value in ("much", "little")]
    ask = [question("level", type="radios", options=levels)]
    service = flow(way("raise", "new", "open", ask=ask, effects=effects), messages=[MAIL])
    case = began(service, NOW)
    taken = step(service, case, "raise", {"level": "much"}, staff("ada"), LATER)
    assert isinstance(taken, Step)
    assert (taken.case.priority, taken.case.assignee) == ("high", "role:officer")
    assert [promise.position for promise in taken.promises] == [3, 5]
    assert taken.event.data == {"inputs": {"level": "much"}, "priority": "high", "assignee": "role:officer"}
    assert done(service, case, "raise", LATER, level="little").assignee == "person:ada"


def test_a_fact_can_be_set_to_what_an_expression_gives_and_stays_where_it_gives_nothing() -> None:
    effects = [{"set": {"case.priority": {"value": "urgent ? 'high' : 'low'"}}}]
    ask = [question("urgent", type="yes-no", required=False)]
    service = flow(way("rank", "new", ask=ask, effects=effects))
    case = began(service, NOW)
    ranked = {said: done(service, case, "rank", LATER, urgent=said).priority for said in (True, False, None)}
    assert ranked == {True: "high", False: "low", None: "normal"}


def test_a_case_goes_to_whoever_acts_if_that_is_one_of_the_staff_and_back_to_nobody() -> None:
    take = way("take", "new", by=["applicant", "officer"], effects=[{"assign": {"to": "actor"}}])
    service = flow(take, way("drop", "new", effects=[{"assign": {"to": "nobody"}}]))
    case = began(service, NOW)
    assert done(service, case, "take", LATER, APPLICANT).assignee is None
    taken = done(service, case, "take", LATER, staff("ada"))
    assert taken.assignee == "person:ada"
    assert done(service, taken, "take", LATER, APPLICANT).assignee == "person:ada"
    assert done(service, taken, "drop", LATER).assignee is None


def test_an_action_that_stays_does_not_enter_the_state_again_and_one_that_returns_does() -> None:
    service = flow(way("stay", "new"), way("return", "new", "new"))
    case = began(service, NOW)
    assert done(service, case, "stay", LATER).entered_at == NOW.at
    assert done(service, case, "stay", LATER).events[-1].target is None
    assert done(service, case, "return", LATER).entered_at == LATER.at


def test_the_latest_answers_to_what_an_action_asks_take_the_place_of_those_before() -> None:
    service = flow(way("note", "new", ask=[question("why", required=False), question("what")]))
    case = done(service, began(service, NOW), "note", NOW, why="Because", what="This")
    assert case.asked == {"why": "Because", "what": "This"}
    assert done(service, case, "note", LATER, what="That").asked == {"what": "That"}


def test_the_system_tries_its_transitions_in_order_from_the_first_after_each() -> None:
    system = {"by": ["system"]}
    service = flow(
        way("second", "new", when="case.priority == 'high'", effects=[{"set": {"case.priority": "low"}}], **system),
        way("first", "new", when="case.priority == 'normal'", effects=[{"set": {"case.priority": "high"}}], **system),
        way("third", "new", "open", when="case.priority == 'low'", **system),
    )
    assert [event.transition for event in began(service, NOW).events] == [None, "first", "second", "third"]


def test_the_system_stops_after_fifty_in_a_row() -> None:
    service = built()
    close = service.workflow.transitions[0]
    round_and_round = replace(close, id="round", by=("system",), to="new")
    endless = replace(service, workflow=replace(service.workflow, transitions=(round_and_round, close)))
    steps = begin(endless, {"street": "S"}, {}, "K7QM-2XRDT", NOW)
    assert len(steps) == 1 + MOST_IN_A_ROW
    assert [taken.event.number for taken in steps] == list(range(1, MOST_IN_A_ROW + 2))


def test_values_stay_as_they_were_submitted_unless_they_are_live() -> None:
    ages = [
        {"id": "age_then", "type": "integer", "value": "age(born)"},
        {"id": "age_now", "type": "integer", "value": "age(born)", "live": True},
        {"id": "older", "type": "boolean", "value": "age_now > age_then", "live": True},
    ]
    form = {"pages": [page("who", question("street"), question("born", type="date"))]}
    service = built(form=form, values=ages)
    case = began(service, NOW, {"street": "S", "born": "2000-06-01"})
    assert case.values == {"age_then": 25}
    names = case_names(service, case, at("2030-01-01T09:00"))
    assert (names["age_then"], names["age_now"], names["older"]) == (25, 29, True)


def test_the_names_of_a_case_are_all_that_its_words_may_say(bins: Service) -> None:
    case = began(bins, NOW, MISSED, lookups={"round": ROUND})
    names = case_names(bins, case, NOW, staff("ada", "crew-desk"))
    assert names["case"]["state"] == "with-crew"
    assert names["case"]["submitted"] == "2026-03-26T09:00:00+00:00"
    assert "assignee" not in names["case"]
    assert names["clock"] == {"promise": "2026-03-30T08:00:00+00:00"}
    assert names["actor"] == {"kind": "staff", "id": "ada", "name": "Ada", "roles": ["crew-desk"]}
    assert names["round"]["next_collection"] == "2026-04-01"
    assert names["urgent"] is True


def test_a_guard_may_ask_about_a_clock(bins: Service) -> None:
    clock = {"id": "limit", "label": "Limit", "length": "2 days", "starts": "submission"}
    late = way("hurry", "new", when="now() > clock.limit", refusal={"staff": "There is still time"})
    service = flow(late, workflow={"clocks": [clock]})
    case = began(service, NOW)
    assert not next(o for o in offers(service, case, staff(), LATER) if o.transition.id == "hurry").open
    assert next(o for o in offers(service, case, staff(), at("2026-03-29T10:00")) if o.transition.id == "hurry").open


def test_local_times_are_kept_in_utc(bins: Service) -> None:
    case = began(bins, at("2026-06-26T09:00"), MISSED | {"missed_on": "2026-06-25"})
    assert local(case.submitted_at) == "2026-06-26T09:00"
    assert case.submitted_at.utcoffset().total_seconds() == 0


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
ACTORS = st.sampled_from(
    [APPLICANT, SYSTEM, TIMER, staff("ada", "crew-desk"), staff("bo", "supervisor"), Actor("partner"), Actor("staff")]
)
NAMES = st.sampled_from(["property", "bin", "missed_on", "email", "reason", "round", "urgent", "case", "x"])


ACTIONS = st.sampled_from(["send", "done", "refuse", "escalate", "dispatch", "", "x"])


@given(
    st.dictionaries(NAMES, ODD),
    st.dictionaries(st.sampled_from(["round", "x"]), st.just(ROUND) | st.just({}) | st.just({"key": 1})),
    st.lists(st.tuples(ACTIONS, st.dictionaries(NAMES, ODD), ACTORS)),
)
@settings(max_examples=150, deadline=None)
def test_nothing_that_is_answered_or_done_makes_the_engine_raise(answers: dict, lookups: dict, actions: list) -> None:
    service = BINS
    case: Case = begin(service, answers, lookups, "K7QM-2XRDT", NOW)[-1].case
    for action, inputs, actor in actions:
        taken = step(service, case, action, inputs, actor, LATER)
        if isinstance(taken, Refusal):
            assert all(reason.staff and reason.applicant and reason.code for reason in taken.reasons)
            assert taken.reasons
        else:
            case = (taken, *settle(service, taken.case, LATER))[-1].case
        offers(service, case, actor, LATER)
        timers(service, case, LATER)
    assert [event.number for event in case.events] == list(range(1, len(case.events) + 1))


BINS = read_service(example_document())
