"""Who is given a case: the chooser against a plain reading of its rules, and the rules against real documents."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from definitions import assigned
from definitions.assigning import Away, Candidate, Wanted, choose, covers
from definitions.examples import run_examples
from definitions.read import read_service
from tests.definitions.check_cases import ask, edited, flow, move, pages, state

NAMES = ("ada", "ben", "cai", "dee", "eve")
SKILLS, AREAS = ("welsh", "visits"), ("AB1", "AB12", "CF", "North")
PLACES = ("AB1 2CD", "AB12 3EF", "CF10 1AA", "North", "North East")
INSIDE = {("AB1", "AB1 2CD"), ("AB12", "AB12 3EF"), ("CF", "CF10 1AA"), ("North", "North")}

subsets = st.frozensets
people = st.lists(
    st.builds(
        Candidate,
        id=st.sampled_from(NAMES),
        name=st.sampled_from(("Ada", "Ben", "Cai")),
        skills=subsets(st.sampled_from(SKILLS)),
        areas=subsets(st.sampled_from(AREAS)),
        away=st.sampled_from((None, None, Away(), Away(date(2026, 12, 3)))),
        load=st.integers(0, 3),
        turn=st.none() | st.integers(1, 4),
    ),
    max_size=5,
    unique_by=lambda one: one.id,
)
rules = st.builds(
    Wanted,
    strategy=st.sampled_from(("claim", "next-in-line", "round-robin", "least-loaded", "previous")),
    otherwise=st.sampled_from(("claim", "next-in-line", "round-robin", "least-loaded")),
    skills=st.sampled_from(((), ("welsh",), ("welsh", "visits"))),
    area=st.none() | st.sampled_from(PLACES),
    at_most=st.none() | st.integers(1, 3),
    barred=st.dictionaries(st.sampled_from(NAMES), st.just("draft"), max_size=2),
    conflicted=subsets(st.sampled_from(NAMES), max_size=2),
    held=st.lists(st.sampled_from(NAMES), unique=True).map(tuple),
)


def may(wanted: Wanted, one: Candidate) -> bool:
    """The rules as a person would read them out."""
    if one.away:
        return False
    if any(skill not in one.skills for skill in wanted.skills):
        return False
    if wanted.area and one.areas and not any((area, wanted.area) in INSIDE for area in one.areas):
        return False
    if wanted.at_most and one.load + 1 > wanted.at_most:
        return False
    return one.id not in wanted.barred and one.id not in wanted.conflicted


def plainly(wanted: Wanted, candidates: list[Candidate]) -> str | None:
    able = [one for one in candidates if may(wanted, one)]
    strategy = wanted.strategy
    if strategy == "previous":
        for person in wanted.held:
            if person in [one.id for one in able]:
                return person
        strategy = wanted.otherwise
    if strategy in ("claim", "next-in-line") or not able:
        return None
    if strategy == "least-loaded":
        least = min(one.load for one in able)
        able = [one for one in able if one.load == least]
    never = [one for one in able if one.turn is None]
    longest = never or [one for one in able if one.turn == min(each.turn or 0 for each in able)]
    return sorted(longest, key=lambda one: (one.name, one.id))[0].id


@given(wanted=rules, candidates=people, seed=st.integers(0, 99))
def test_it_chooses_as_a_plain_reading_of_the_rules_does(
    wanted: Wanted, candidates: list[Candidate], seed: int
) -> None:
    shuffled = list(candidates)
    Random(seed).shuffle(shuffled)
    choice = choose(wanted, shuffled)
    assert (choice.given.id if choice.given else None) == plainly(wanted, candidates)
    assert choice == choose(wanted, candidates)
    assert {one.candidate.id for one in choice.considered} == {one.id for one in candidates}
    assert choice.among == sum(may(wanted, one) for one in candidates)
    for one in choice.considered:
        assert bool(one.hindrances) != may(wanted, one.candidate)


def test_everybody_in_turn_is_given_as_many_wherever_it_begins() -> None:
    group = {name: Candidate(name, name) for name in NAMES}
    given = []
    for turn in range(12):
        chosen = choose(Wanted("round-robin"), group.values()).given
        assert chosen
        group[chosen.id] = replace(chosen, turn=turn)
        given.append(chosen.id)
    assert given == [*NAMES, *NAMES, "ada", "ben"]


def test_a_postcode_is_in_its_district_area_and_sector_and_in_no_other() -> None:
    assert covers({"ab1"}, "AB1 2CD")
    assert covers({"AB"}, "AB1 2CD")
    assert covers({"AB1 2"}, "AB1 2CD")
    assert covers({"AB1 2CD"}, "ab1  2cd")
    assert not covers({"AB1"}, "AB12 3EF")
    assert not covers({"AB1 2"}, "AB1 3CD")
    assert not covers({"A"}, "AB1 2CD")
    assert not covers({"North", ""}, "North East")


def shared(rules: dict[str, Any], staff: list[dict[str, Any]], expected: str | None, **more: Any) -> dict[str, Any]:
    """A document whose one queue has these rules, and a story in which it gives a case out."""
    good = pages({"id": "more", "title": "More", "questions": [ask("postcode", "postcode"), ask("welsh", "yes-no")]})
    story = {
        "name": "A case comes in",
        "at": "2026-03-26T09:00",
        "answers": {"street": "High Street", "postcode": "AB1 2CD", "welsh": True},
        "staff": [{"roles": ["officer"]} | one for one in staff],
        "expect": {"assignee": expected},
    } | more
    return edited(good, {"/queues/0/assign": rules, "/examples": [story]})


def played(document: dict[str, Any]) -> list[str]:
    return [failure.message for failure in run_examples(read_service(document)).failures]


def test_a_story_says_who_gets_the_case() -> None:
    rules = {"strategy": "least-loaded", "area": "postcode", "skills": [{"skill": "welsh", "when": "welsh"}]}
    staff: list[dict[str, Any]] = [
        {"name": "anna", "skills": ["welsh"], "open": 5},
        {"name": "bea", "skills": ["welsh"], "open": 1, "away": True},
        {"name": "carl", "open": 0},
        {"name": "dai", "skills": ["welsh"], "areas": ["AB12"], "open": 2},
    ]
    assert played(shared(rules, staff, "officer:anna")) == []
    assert played(shared(rules, staff, "officer:carl")) == [
        "expected assignee to be “person:carl”, but it is “person:anna”"
    ]
    assert played(shared(rules, staff[1:], None)) == []
    assert played(shared(rules, [{"name": "eve", "roles": ["clerk"]}], None)) == []


def test_a_case_comes_back_to_whoever_had_it_and_never_to_whoever_did_what_keeps_them_apart() -> None:
    flowing = flow(
        states=(state("drafted", queue="approvals"),),
        transitions=(
            move("draft", "new", "drafted"),
            move("send-back", "drafted", "new", "lead"),
            move("approve", "drafted", "closed", "lead", not_by=["draft"]),
        ),
    )
    edits = {
        "/roles/-": {"id": "lead", "label": "Lead", "supervises": ["officer"]},
        "/queues/0/assign": {"strategy": "previous", "otherwise": "round-robin"},
        "/queues/-": {"id": "approvals", "label": "Approvals", "role": "lead", "assign": {"strategy": "round-robin"}},
    }
    story = {
        "name": "A draft is approved by another",
        "at": "2026-03-26T09:00",
        "answers": {"street": "High Street"},
        "staff": [{"name": "anna", "roles": ["lead", "officer"]}, {"name": "bea", "roles": ["lead"]}],
        "expect": {"assignee": "officer:anna"},
        "then": [
            {"do": "draft", "as": "assignee", "expect": {"state": "drafted", "assignee": "lead:bea"}},
            {"do": "send-back", "as": "lead:bea", "expect": {"assignee": "officer:anna"}},
        ],
    }
    assert played(edited(flowing, edits | {"/examples": [story]})) == []


def test_why_is_told_in_words() -> None:
    service = read_service(shared({"strategy": "least-loaded"}, [{"name": "anna"}], "officer:anna"))
    group = [
        Candidate("1", "Ada", load=2),
        Candidate("2", "Ben", away=Away(date(2026, 12, 3))),
        Candidate("3", "Cara"),
        Candidate("4", "Dai", load=4),
    ]
    wanted = Wanted("least-loaded", barred={"3": "close"})
    data = assigned.kept(choose(wanted, group))
    names = {one.id: one.name for one in group}
    assert data["assignee"] == "person:1"
    assert assigned.reason(service, data, names) == (
        "least work of 2 who may; Ben is away until 3 December 2026, Cara did “Close” before"
    )
    nobody = choose(replace(wanted, skills=("large-print",)), group[:3])
    assert nobody.given is None
    assert assigned.nobody(service, "officer", nobody.considered) == (
        "Nobody may have this case: Ada does not have the skill “large print”; Ben is away until 3 December 2026; "
        "Ben does not have the skill “large print”; Cara does not have the skill “large print”; "
        "Cara did “Close” before"
    )
    assert assigned.nobody(service, "officer", ()) == "Nobody may have this case: nobody has the role “Officer”"
