"""Refusals: every reason, not the first, in words for staff and for the applicant."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.facts import APPLICANT, SYSTEM, TIMER, Actor, Reason, Refusal, Step
from definitions.read import read_service
from definitions.service import Service
from definitions.step import begin, offers, settle, step
from tests.definitions.playing import at, began, built, done, refused, staff, state, way
from tests.factories import example_document, page, question

NOW = at("2026-03-26T09:00")
LATER = at("2026-03-27T10:00")
DOWN = {"key": "100010001", "found": False, "facts": {}, "unavailable": True}
HOME = {"line_1": "1 High Street", "town": "Anytown", "postcode": "AB1 2CD", "uprn": "100010001"}
MISSED = {"property": HOME, "bin": "refuse", "missed_on": "2026-03-25"}
ROLES = [{"id": "officer", "label": "Officer"}, {"id": "boss", "label": "Boss"}]
LEVELS = [{"value": value, "label": value.capitalize()} for value in ("much", "little")]


def flow(*ways: dict[str, Any], **changes: Any) -> Service:
    states = [state("new", queue="triage"), state("open", queue="triage"), state("closed", final=True)]
    close = way("close", ["new", "open"], "closed", by=["boss", "officer"])
    built_of = {"initial": "new", "states": states, "transitions": [*ways, way("start", "new", "open"), close]}
    return built(workflow=built_of | changes.pop("workflow", {}), roles=ROLES, **changes)


def reasons(service: Service, case: Any, action: str, actor: Actor, **inputs: Any) -> tuple[Reason, ...]:
    taken = step(service, case, action, inputs, actor, LATER)
    assert isinstance(taken, Refusal)
    return taken.reasons


def test_every_reason_is_given_and_not_the_first() -> None:
    service = flow(
        way("draft", "new", by=["officer"]),
        way("approve", "open", "closed", by=["boss"], not_by=["draft"], when="street == 'x'"),
    )
    case = done(service, began(service, NOW), "draft", NOW, staff("ada"))
    assert refused(service, case, "approve", LATER, staff("ada")) == ["state", "role", "separation", "guard"]
    assert refused(service, case, "approve", LATER, staff("bo")) == ["state", "role", "guard"]
    assert refused(service, case, "approve", LATER, staff("bo", "boss")) == ["state", "guard"]
    assert refused(service, case, "nonsense", LATER) == ["unknown"]


def test_each_reason_has_plain_words_for_staff_and_for_the_applicant() -> None:
    service = flow(
        way("draft", "new", label="Write a draft"),
        way(
            "approve",
            "open",
            "closed",
            label="Approve",
            by=["boss", "applicant"],
            not_by=["draft"],
            when="street == 'x'",
        ),
        languages=["en", "cy"],
    )
    case = done(service, began(service, NOW, language="cy"), "draft", NOW, staff("ada"))
    state_, role, separation, guard = reasons(service, case, "approve", staff("ada"))
    assert state_.staff == "“Approve” cannot be done while the case is “New”, only while it is “Open”"
    assert role.staff == "Only “Boss” or the applicant can do “Approve”"
    assert separation.staff == "Somebody else must do “Approve”, because you did “Write a draft” on this case"
    assert guard.staff == "“Approve” needs this to be so, and it is not: street == 'x'"
    assert guard.applicant == "Ni ellir gwneud hyn ar gyfer eich achos fel y mae"
    assert state_.applicant == "Ni ellir gwneud hyn ar hyn o bryd. Y sefyllfa: It is new"


def test_a_document_words_its_own_refusals() -> None:
    refusal = {
        "staff": "Not in {street}",
        "applicant": [{"when": "street == 'A'", "text": "Not here"}, {"text": "Sorry"}],
    }
    service = flow(way("go", "new", "open", when="street == 'x'", refusal=refusal))
    for street, said in (("A", "Not here"), ("B", "Sorry")):
        [reason] = reasons(service, began(service, NOW, {"street": street}), "go", staff())
        assert (reason.staff, reason.applicant) == (f"Not in {street}", said)


def test_a_rule_that_cannot_be_worked_out_refuses_and_says_so() -> None:
    form = {"pages": [page("where", question("street"), question("count", type="integer"))]}
    service = flow(way("go", "new", "open", when="100 / count > 1"), form=form)
    [reason] = reasons(service, began(service, NOW, {"street": "S", "count": 0}), "go", staff())
    assert reason.code == "guard"
    assert "could not be worked out" in reason.staff


@pytest.mark.parametrize(
    ("by", "actor", "allowed"),
    [
        (["officer"], staff("ada", "officer"), True),
        (["officer"], staff("ada", "boss"), False),
        (["officer"], APPLICANT, False),
        (["applicant"], APPLICANT, True),
        (["applicant"], staff("ada", "applicant"), False),
        (["applicant", "officer"], APPLICANT, True),
        (["officer", "system"], SYSTEM, True),
        (["officer"], SYSTEM, False),
        (["officer"], TIMER, False),
        (["partner", "officer"], Actor("partner"), True),
        (["assignee"], staff("ada", "officer"), True),
        (["assignee"], staff("bo", "officer"), False),
        (["assignee", "boss"], staff("bo", "boss"), True),
    ],
)
def test_only_those_named_may_act(by: list[str], actor: Actor, allowed: bool) -> None:
    service = flow(
        way("go", "open", "closed", by=by), way("take", "new", "open", effects=[{"assign": {"to": "actor"}}])
    )
    first = step(service, began(service, NOW), "take", {}, staff("ada"), NOW)
    assert isinstance(step(service, first.case, "go", {}, actor, LATER), Step) == allowed


def test_who_is_not_the_assignee_is_told_to_take_the_case() -> None:
    service = flow(way("go", "new", by=["assignee"]))
    [reason] = reasons(service, began(service, NOW), "go", staff("ada"))
    assert reason.code == "assignee"
    assert "take the case first" in reason.staff


def test_only_whoever_did_it_last_is_kept_from_the_other() -> None:
    service = flow(way("draft", "new"), way("check", "new", not_by=["draft"], by=["officer", "applicant"]))
    case = done(service, began(service, NOW), "draft", NOW, staff("ada"))
    assert refused(service, case, "check", LATER, staff("ada")) == ["separation"]
    assert done(service, case, "check", LATER, APPLICANT)
    again = done(service, case, "draft", LATER, staff("bo"))
    assert refused(service, again, "check", LATER, staff("bo")) == ["separation"]
    assert done(service, again, "check", LATER, staff("ada"))


def test_inputs_are_judged_once_nothing_else_is_in_the_way() -> None:
    when = [
        question("because"),
        question("level", type="radios", options=LEVELS),
        question("more", when="level == 'much'"),
    ]
    service = flow(way("note", "new", ask=when))
    case = began(service, NOW)
    closed = done(service, case, "close", NOW)
    assert refused(service, closed, "note", LATER) == ["state"]
    found = reasons(service, case, "note", staff())
    assert [(reason.code, reason.question) for reason in found] == [("input", "because"), ("input", "level")]
    assert [reason.staff for reason in found] == ["Enter because", "Select level"]
    found = reasons(service, case, "note", staff(), because="x", level="nonsense")
    assert [reason.question for reason in found] == ["level"]
    assert [reason.question for reason in reasons(service, case, "note", staff(), because=7, level="much")] == [
        "because",
        "more",
    ]
    assert done(service, case, "note", LATER, because="x", level="little", more="m").asked == {
        "because": "x",
        "level": "little",
    }


def test_a_rule_of_what_is_asked_is_kept() -> None:
    rule = {"require": "amount <= 5000", "message": "At most £50"}
    service = flow(way("pay", "new", ask=[question("amount", type="money", rules=[rule])]))
    [reason] = reasons(service, began(service, NOW), "pay", staff(), amount=5001)
    assert (reason.code, reason.staff, reason.question) == ("input", "At most £50", "amount")
    assert done(service, began(service, NOW), "pay", LATER, amount=5000).asked == {"amount": 5000}


def test_an_offer_says_the_same_as_the_refusal_and_staff_see_all_that_staff_can_do() -> None:
    service = flow(
        way("approve", "open", "closed", by=["boss"]),
        way("reply", "new", by=["applicant"]),
        way("hurry", "new", by=["timer"], after="1 day"),
    )
    case = began(service, NOW)
    found = {offer.transition.id: offer for offer in offers(service, case, staff("ada"), NOW)}
    assert set(found) == {"approve", "start", "close"}
    assert [reason.code for reason in found["approve"].reasons] == ["state", "role"]
    assert found["start"].open
    assert not found["approve"].here
    assert [offer.transition.id for offer in offers(service, case, APPLICANT, NOW)] == ["reply"]


def test_a_case_whose_lookup_was_down_waits_for_a_person_when_the_service_says_so() -> None:
    document = example_document()
    document["lookups"][0]["unavailable"] = "hold"
    document["workflow"]["transitions"][0] |= {"when": "urgent"}
    held = read_service(document)
    steps = begin(held, MISSED, {"round": DOWN}, "K7QM-2XRDT", NOW)
    assert [taken.event.kind for taken in steps] == ["submitted"]
    case = steps[0].case
    assert case.events[0].data["held"] == ["round"]
    assert refused(held, case, "dispatch", LATER, SYSTEM) == ["held"]
    assert settle(held, case, LATER) == ()
    assert done(held, case, "send", LATER, staff("ada", "crew-desk")).state == "with-crew"
    document["lookups"][0]["unavailable"] = "continue"
    assert len(begin(read_service(document), MISSED, {"round": DOWN}, "K7QM-2XRDT", NOW)) == 2


def test_a_guard_that_reads_what_is_asked_waits_for_the_answer() -> None:
    """ "Up to £50 an officer may pay": open until the answer says otherwise."""
    service = flow(way("pay", "new", ask=[question("amount", type="money")], when="amount <= 5000"))
    case = began(service, NOW)
    assert next(offer for offer in offers(service, case, staff(), NOW) if offer.transition.id == "pay").open
    assert refused(service, case, "pay", LATER, amount=5001) == ["guard"]
    paid = done(service, case, "pay", LATER, amount=5000)
    assert refused(service, paid, "pay", LATER, amount=6000) == ["guard"]
