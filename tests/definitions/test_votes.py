"""Votes: every result agrees with brute force; nobody votes twice; quorum, the casting vote, interests, the end."""

from __future__ import annotations

from fractions import Fraction
from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.errands.doing import vote
from definitions.facts import Actor, Refusal, Vote
from definitions.form import Option
from definitions.service import Service
from definitions.step import case_names
from definitions.tasks.votes import ABSTAIN, INQUORATE, INTEREST, UNDECIDED, tally
from definitions.text import plain
from definitions.timers import fire, timers
from definitions.workflow import Votes
from tests.definitions.consulting import answered, consulted, service, voted
from tests.definitions.playing import at, done, local, staff

NOW = at("2026-03-26T09:00")
LATER = at("2026-03-27T10:00")
CHOICES = ("full", "part", "none")


def cast(choice: str, chair: bool = False) -> Vote:
    return Vote(choice, Actor("staff", "x", "X", frozenset({"chair"} if chair else ())), NOW.at)


RULES = st.builds(
    Votes,
    choices=st.just(tuple(Option(value, plain(value)) for value in CHOICES)),
    members=st.just(9),
    quorum=st.integers(1, 6),
    majority=st.sampled_from(("simple", "two-thirds", "unanimous")),
    casting=st.sampled_from((None, "chair")),
)
VOTES = st.lists(st.builds(cast, st.sampled_from((*CHOICES, ABSTAIN, INTEREST)), st.booleans()), max_size=9)


def wins(rule: Votes, choice: str, said: list[str]) -> bool:
    """Whether a choice has its majority, by the words of the rule."""
    sides = [one for one in said if one in CHOICES]
    share = Fraction(sides.count(choice), len(sides)) if sides else Fraction(0)
    if rule.majority == "two-thirds":
        return share >= Fraction(2, 3)
    if rule.majority == "unanimous":
        return share == 1
    return all(sides.count(choice) > sides.count(other) for other in CHOICES if other != choice)


@given(RULES, VOTES)
def test_every_result_is_that_of_brute_force(rule: Votes, votes: list[Vote]):
    said = [one.choice for one in votes]
    present = [one for one in said if one != INTEREST]
    winners = [choice for choice in CHOICES if wins(rule, choice, said)]
    assert len(winners) < 2
    expected = winners[0] if winners else UNDECIDED
    if not winners and rule.majority == "simple" and rule.casting:
        level = {choice for choice in CHOICES if choice in said and said.count(choice) == max(map(said.count, CHOICES))}
        chosen = {one.choice for one in votes if "chair" in one.actor.roles and one.choice in level}
        expected = min(chosen) if len(chosen) == 1 else UNDECIDED
    found = tally(rule, votes)
    assert found.result == (expected if len(present) >= rule.quorum else INQUORATE)
    assert (found.cast, found.interests, found.abstained) == (len(present), said.count(INTEREST), said.count(ABSTAIN))
    assert dict(found.counts) == {choice: said.count(choice) for choice in CHOICES}


@given(RULES, st.lists(st.builds(cast, st.sampled_from((*CHOICES, ABSTAIN)), st.booleans()), max_size=4))
def test_the_order_of_the_votes_changes_nothing(rule: Votes, votes: list[Vote]):
    assert len({tally(rule, order).result for order in permutations(votes)}) == 1


@given(RULES, VOTES)
def test_an_abstention_gives_a_quorum_and_never_a_side(rule: Votes, votes: list[Vote]):
    before, after = tally(rule, votes), tally(rule, [*votes, cast(ABSTAIN)])
    assert after.quorate or not before.quorate
    assert after.result == before.result or before.result == INQUORATE


@pytest.fixture(scope="module")
def of() -> Service:
    return service()


@pytest.fixture
def voting(of: Service):
    case = answered(of, consulted(of, NOW, "High Street"), "highways", NOW, opinion="support")
    return done(of, case, "go-on", NOW)


def panel(of: Service, case, moment=LATER):
    return case_names(of, case, moment)["task"]["panel"]


def test_nobody_votes_twice_but_may_change_their_vote_until_all_have_voted(of: Service, voting):
    case = voted(of, voted(of, voting, "no", "ann", LATER), "yes", "ann", LATER)
    assert (panel(of, case)["yes"], panel(of, case)["no"], panel(of, case)["cast"]) == (1, 0, 1)
    assert "result" not in panel(of, case)
    for who in ("bob", "cyd", "dee"):
        case = voted(of, case, "yes", who, LATER)
    assert (case.state, case.events[-2].kind) == ("closed", "task-done")
    closed = vote(of, case, "panel", "no", {}, staff("ann", "member"), LATER)
    assert isinstance(closed, Refusal)
    assert closed.reasons[0].staff == "“The panel” was closed at 10am on 27 March 2026"


def test_the_chairs_vote_decides_where_both_are_level(of: Service, voting):
    case = voting
    for who, choice in (("ann", "yes"), ("bob", "no"), ("cyd", "no")):
        case = voted(of, case, choice, who, LATER)
    case = voted(of, case, "yes", "dee", LATER, "chair")
    assert (panel(of, case)["result"], case.state) == ("yes", "closed")


def test_an_interest_excludes_and_does_not_count_for_the_quorum(of: Service, voting):
    case = voted(of, voting, INTEREST, "ann", LATER)
    again = vote(of, case, "panel", "yes", {}, staff("ann", "member"), LATER)
    assert isinstance(again, Refusal)
    assert [reason.code for reason in again.reasons] == ["interest"]
    case = voted(of, voted(of, case, "yes", "bob", LATER), ABSTAIN, "cyd", LATER)
    assert (panel(of, case)["quorate"], panel(of, case)["interests"]) == (False, 1)
    case = voted(of, case, INTEREST, "dee", LATER)
    assert panel(of, case)["result"] == INQUORATE
    assert case.state == "voting"


def test_the_vote_is_over_when_it_is_due(of: Service, voting):
    case = voted(of, voting, "yes", "ann", LATER)
    end = next(timer for timer in timers(of, case, LATER) if timer.of == "panel")
    assert (end.kind, local(end.due)) == ("late", "2026-03-29T09:00")
    case = fire(of, case, end, at("2026-03-29T09:00"))[-1].case
    assert (case.tasks["panel"].state, panel(of, case)["result"], panel(of, case)["late"]) == ("done", INQUORATE, False)
    assert [timer for timer in timers(of, case, at("2026-03-30T09:00")) if timer.of == "panel"] == []


def test_what_is_no_choice_is_no_vote(of: Service, voting):
    for choice in ("maybe", ""):
        taken = vote(of, voting, "panel", choice, {}, staff("ann", "member"), LATER)
        assert isinstance(taken, Refusal)
        assert [(reason.code, reason.question) for reason in taken.reasons] == [("input", "choice")]
    outsider = vote(of, voting, "panel", "yes", {}, staff("ann", "chair"), LATER)
    assert isinstance(outsider, Refusal)
    assert [reason.code for reason in outsider.reasons] == ["role"]
