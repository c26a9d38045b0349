"""Tasks: opened by a state, its conditions and effects; answered, late, withdrawn; guards over them, and refusals."""

from __future__ import annotations

from dataclasses import replace

import pytest

from definitions.errands.doing import asked, do_task, give
from definitions.facts import Actor, Refusal, Step
from definitions.history import apply
from definitions.service import Service
from definitions.step import case_names, offers, step
from definitions.timers import fire, timers
from tests.definitions.consulting import answered, consulted, kinds, service, still_open, voted
from tests.definitions.playing import at, done, local, refused, staff

NOW = at("2026-03-26T09:00")
LATER = at("2026-03-27T10:00")
LISTED = {"place": "The mill", "listed": True}
PLAIN = {"place": "The shed", "listed": False}
ROAD = staff("hugh", "highways")


@pytest.fixture(scope="module")
def of() -> Service:
    return service()


def test_a_state_opens_what_applies_in_one_event_with_due_times_and_letters(of: Service):
    case = consulted(of, NOW, "Bridge Street", PLAIN, LISTED)
    assert kinds(case) == ["submitted", "moved", "task-opened"]
    assert still_open(case) == ["highways", "structures", "visit.2"]
    assert {key: local(errand.due) for key, errand in case.tasks.items() if errand.due} == {
        "highways": "2026-04-13T09:00", "structures": "2026-04-02T09:00", "visit.2": "2026-04-02T09:00",
    }  # fmt: skip


def test_a_letter_is_promised_for_each_that_is_asked(of: Service):
    case = consulted(of, NOW)
    before = replace(case, events=case.events[:1], tasks={}, state="new")
    taken = step(of, before, "consult", {}, staff(), NOW)
    assert isinstance(taken, Step)
    opened = [s for s in _all(of, taken) if s.event.kind == "task-opened"]
    assert [(p.position, p.kind, p.what) for p in opened[0].promises] == [
        (0, "ask", {"tasks": ["highways"]}), (1, "ask", {"tasks": ["structures"]}),
    ]  # fmt: skip


def _all(of: Service, taken: Step) -> list[Step]:
    from definitions.step import settle

    return [taken, *settle(of, taken.case, NOW)]


def test_what_does_not_apply_is_not_opened(of: Service):
    assert still_open(consulted(of, NOW, "High Street")) == ["highways"]


def test_an_answer_is_known_by_the_name_of_its_task_and_not_beside_it(of: Service):
    case = answered(of, consulted(of, NOW), "highways", LATER, opinion="object", why="Too narrow", stranger=1)
    names = case_names(of, case, LATER)
    assert names["task"]["highways"] == {
        "opened": True, "open": False, "done": True, "late": False, "due": "2026-04-13T08:00:00+00:00",
        "opinion": "object", "why": "Too narrow",
    }  # fmt: skip
    assert "opinion" not in names
    assert names["case"]["open_tasks"] == 1
    assert names["task"]["extra"] == {"opened": False, "open": False, "done": False, "late": False}


def test_what_is_asked_is_judged_as_any_form_is(of: Service):
    case = consulted(of, NOW)
    for said, question in (({}, "opinion"), ({"opinion": "object"}, "why"), ({"opinion": "maybe"}, "opinion")):
        taken = do_task(of, case, "highways", said, ROAD, LATER)
        assert isinstance(taken, Refusal)
        assert [(reason.code, reason.question) for reason in taken.reasons] == [("input", question)]


def test_only_who_is_asked_answers_and_not_who_asked(of: Service):
    case = consulted(of, NOW)
    wrong = do_task(of, case, "highways", {"opinion": "support"}, staff("olga", "officer"), LATER)
    apart = do_task(of, case, "structures", {"opinion": "support"}, staff("ada", "structures"), LATER)
    stranger = do_task(of, case, "highways", {"opinion": "support"}, Actor("partner", name="Police"), LATER)
    never = do_task(of, case, "extra", {}, staff(), LATER)
    nothing = do_task(of, case, "nothing", {}, staff(), LATER)
    codes = [[r.code for r in each.reasons] for each in (wrong, apart, stranger, never, nothing)]  # type: ignore[union-attr]
    assert codes == [["role"], ["separation"], ["role"], ["task"], ["task"]]


def test_the_second_of_two_is_told_who_did_it_and_when(of: Service):
    case = answered(of, consulted(of, NOW), "highways", LATER, staff("hugh", "highways"), opinion="support")
    taken = do_task(of, case, "highways", {"opinion": "object"}, staff("hans", "highways"), LATER)
    assert isinstance(taken, Refusal)
    assert taken.reasons[0].staff == "Hugh did “Effect on the road” at 10am on 27 March 2026"


def test_a_guard_that_waits_says_for_whom_and_until_when(of: Service):
    case = consulted(of, NOW)
    taken = step(of, case, "go-on", {}, staff(), LATER)
    assert isinstance(taken, Refusal)
    assert taken.reasons[0].staff == (
        "Not all have answered. Waiting for Highways (“Effect on the road”), due 13 April 2026; "
        "Structures, due 2 April 2026"
    )
    late = step(of, case, "skip", {}, staff(), LATER)
    assert isinstance(late, Refusal)
    assert late.reasons[0].staff == "Waiting for Highways (“Effect on the road”), due 13 April 2026"
    case = answered(of, case, "structures", LATER, opinion="support")
    later = step(of, case, "go-on", {}, staff(), at("2026-04-14T09:00"))
    assert isinstance(later, Refusal)
    assert "late since 13 April 2026" in later.reasons[0].staff


def test_leaving_the_state_withdraws_and_coming_back_asks_only_who_has_not_answered(of: Service):
    case = answered(of, consulted(of, NOW), "highways", LATER, opinion="support")
    case = done(of, case, "back", LATER)
    assert case.tasks["structures"].state == "withdrawn"
    assert case.events[-1].data == {"withdrawn": ["structures"]}
    case = done(of, case, "consult", LATER)
    assert still_open(case) == ["structures"]
    assert case.tasks["structures"].opened == case.events[-1].number


def test_a_task_that_is_kept_outlives_its_state_and_not_the_case():
    kept = [task | {"keep": True} for task in service().document["workflow"]["tasks"]]
    of = service(tasks=kept)
    case = answered(of, consulted(of, NOW), "structures", LATER, opinion="support")
    case = done(of, case, "back", LATER)
    assert still_open(case) == ["highways"]
    case = done(of, done(of, case, "consult", LATER), "end", LATER)
    assert still_open(case) == []


def test_an_effect_opens_a_task_and_another_withdraws_it(of: Service):
    case = done(of, consulted(of, NOW), "look", LATER)
    assert case.events[-1].data["opened"] == [{"task": "extra", "due": "2026-03-28T10:00:00+00:00"}]
    assert kinds(done(of, case, "look", LATER))[-1] == "moved"
    again = done(of, case, "look", LATER)
    assert "opened" not in again.events[-1].data
    gone = done(of, case, "unlook", LATER)
    assert (gone.tasks["extra"].state, gone.events[-1].data["withdrawn"]) == ("withdrawn", ["extra"])
    seen = answered(of, case, "extra", LATER, staff(), seen=True)
    assert done(of, seen, "look", LATER).tasks["extra"].open


def test_each_item_has_its_own_task_and_counts_tell_of_all(of: Service):
    mill = {"place": "The kiln", "listed": True}
    case = consulted(of, NOW, "High Street", LISTED, PLAIN, mill)
    assert [(a.errand.key, not a.reasons) for a in asked(of, case, staff(), NOW)] == [
        ("highways", False), ("visit.1", True), ("visit.3", True),
    ]  # fmt: skip
    case = answered(of, case, "visit.3", LATER, staff(), found=True)
    assert case_names(of, case, LATER)["task"]["visit"] == {
        "opened": True, "open": True, "done": False, "late": False, "due": "2026-04-02T08:00:00+00:00",
        "count": 2, "answered": 1, "answers": [{"found": True}],
    }  # fmt: skip
    taken = do_task(of, case, "visit.3", {}, staff(), LATER)
    assert isinstance(taken, Refusal)
    assert "“Visit to The kiln”" in taken.reasons[0].staff


def test_time_reminds_once_then_tells_that_it_is_late_with_its_effects(of: Service):
    case = consulted(of, NOW, "High Street")
    coming = [(timer.kind, timer.of, local(timer.due)) for timer in timers(of, case, NOW)]
    assert coming == [("remind", "highways", "2026-04-09T09:00"), ("late", "highways", "2026-04-13T09:00")]
    assert fire(of, case, timers(of, case, NOW)[0], LATER) == ()
    reminded = fire(of, case, timers(of, case, NOW)[0], at("2026-04-09T09:00"))
    assert [(s.event.kind, [p.kind for p in s.promises]) for s in reminded] == [("task-reminded", ["remind"])]
    late = fire(of, reminded[-1].case, timers(of, reminded[-1].case, NOW)[0], at("2026-04-13T09:00"))[-1].case
    assert (late.events[-1].kind, late.priority, still_open(late)) == ("task-late", "high", ["highways"])
    assert timers(of, late, at("2026-04-13T09:01")) == ()
    assert case_names(of, late, at("2026-04-13T09:01"))["task"]["highways"]["late"] is True
    assert refused(of, late, "go-on", at("2026-04-14T09:00")) == ["guard"]
    assert done(of, late, "skip", at("2026-04-14T09:00")).state == "voting"


def test_a_task_is_taken_and_handed_on_without_keeping_others_out(of: Service):
    case = give(consulted(of, NOW), "highways", "person:hugh", ROAD, NOW).case
    assert case.tasks["highways"].holder == "person:hugh"
    assert give(case, "highways", None, ROAD, NOW).case.tasks["highways"].holder is None
    assert answered(of, case, "highways", LATER, staff("hans", "highways"), opinion="support").tasks["highways"].by


def test_whoever_replays_the_events_gets_the_same_tasks(of: Service):
    case = consulted(of, NOW, "Bridge Street", LISTED)
    case = answered(of, case, "structures", LATER, opinion="object")
    case = done(of, done(of, case, "back", LATER), "consult", LATER)
    case = done(of, case, "look", LATER)
    case = answered(of, case, "highways", LATER, opinion="support")
    case = answered(of, case, "visit.1", LATER, staff(), found=False)
    case = done(of, answered(of, case, "extra", LATER, staff(), seen=True), "go-on", LATER)
    for n, who in enumerate("abcd"):
        case = voted(of, case, "yes" if n else "abstain", who, LATER)
    assert case.state == "closed"
    again = replace(case, events=(), tasks={}, state="new", asked={}, priority="normal")
    for event in case.events:
        again = apply(again, event)
    assert again == case


def test_offers_are_as_before_where_there_are_no_tasks(of: Service):
    case = consulted(of, NOW)
    waits = next(offer for offer in offers(of, case, staff(), NOW) if offer.transition.id == "go-on")
    assert [reason.code for reason in waits.reasons] == ["guard"]
