"""Another id: every reference follows, nothing else changes, and back again are the same bytes."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.references import Element, Index, Refused, rename, where_used
from builder.references.elements import element
from builder.references.ids import kebab, made, snake
from builder.references.index import named_after
from builder.references.renaming import SNAKE
from definitions.examples import run_examples
from definitions.read import check, read_service
from definitions.reading.translating import mark
from tests.definitions.check_cases_beside import USING
from tests.factories import FIXTURES, example_document

PLACES = [
    FIXTURES / "missed-bin.json",
    *sorted((Path(__file__).parents[2] / "definitions" / "library").glob("*/service.json")),
]
DOCUMENTS = [json.loads(place.read_text()) for place in PLACES]
INDEXES = [Index(document) for document in DOCUMENTS]
PROBLEMS = [len(check(document)) for document in DOCUMENTS]


def elsewhere(one: Element) -> str:
    return f"{one.id}_zz" if one.kind in SNAKE or "_" in one.id else f"{one.id}-zz"


def without_names(value: Any, *names: str) -> str:
    text = json.dumps(value)
    for name in names:
        text = text.replace(name, "?")
    return text


@settings(max_examples=20, deadline=None)
@given(st.data())
def test_whatever_is_renamed_all_that_names_it_follows(data: st.DataObject):
    n = data.draw(st.integers(0, len(DOCUMENTS) - 1))
    document, index = DOCUMENTS[n], INDEXES[n]
    fixed = [e for e in index.defined if e.kind in ("block", "table") or named_after(e) in index.names.elements]
    one = data.draw(st.sampled_from([e for e in index.defined if e not in fixed]))
    new = elsewhere(one)
    changed = rename(document, one, new, index)
    again = Element(one.kind, new, one.of)
    assert len(check(changed)) == PROBLEMS[n]
    assert len(where_used(changed, again)) == len(index.of(one))
    assert json.dumps(rename(changed, again, one.id)) == json.dumps(document)


@pytest.mark.parametrize("name", ["fixtures", "missed-bin", "housing-repair"])
def test_the_stories_of_a_service_end_the_same_after_many_other_names(name: str):
    document = next(one for place, one in zip(PLACES, DOCUMENTS, strict=True) if place.parent.name == name)
    index = Index(document)
    for one in [e for e in index.defined if e.kind not in ("block", "table", "service", "option", "colleague")][::7]:
        document = rename(document, one, elsewhere(one))
    assert run_examples(read_service(document)).failures == ()


def test_nothing_but_the_name_changes():
    before = example_document()
    after = rename(before, Element("question", "missed_on"), "day_of_collection")
    assert without_names(after, "day_of_collection") == without_names(before, "missed_on")
    assert list(after["examples"][0]["answers"]) == ["property", "bin", "day_of_collection"]


def test_a_state_is_renamed_in_what_a_case_is_compared_with():
    document = example_document()
    document["workflow"]["transitions"][0]["when"] = "case.state  in ['reported',  \"overdue\"] && urgent"
    after = rename(document, Element("state", "overdue"), "late")
    assert after["workflow"]["transitions"][0]["when"] == "case.state  in ['reported',  \"late\"] && urgent"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("people.exists(p, p.kind == 'cat' && !(p.kind in ['cat', 'dog']))",
         "people.exists(p, p.kind == 'lion' && !(p.kind in ['lion', 'dog']))"),
        ("people[0].kind != 'cat' || 'cat' == 'dog'", "people[0].kind != 'lion' || 'cat' == 'dog'"),
        ("people.filter(p, p.kind == r'cat').size() == 1 && animal == 'cat'",
         "people.filter(p, p.kind == r'lion').size() == 1 && animal == 'cat'"),
    ],
)  # fmt: skip
def test_a_choice_is_renamed_only_where_it_is_compared_with_its_question(before: str, after: str):
    document = listing(before)
    assert rename(document, Element("option", "cat", "kind"), "lion")["form"]["pages"][0]["when"] == after


def test_what_is_asked_for_each_item_is_followed_into_loops():
    document = listing("people.map(p, p.kind).size() > 0 && people.all(who, who.kind != 'dog')")
    after = rename(document, Element("question", "kind"), "animal_kind")
    words = "people.map(p, p.animal_kind).size() > 0 && people.all(who, who.animal_kind != 'dog')"
    assert after["form"]["pages"][0]["when"] == words


def listing(when: str) -> dict[str, Any]:
    options = [{"value": "cat", "label": "Cat"}, {"value": "dog", "label": "Dog"}]
    kind = {"id": "kind", "type": "radios", "label": "Kind", "options": options}
    document = example_document()
    document["form"]["pages"].insert(0, {"id": "lone", "title": "Lone", "when": when,
                                         "questions": [{**kind, "id": "animal"}]})  # fmt: skip
    document["form"]["sections"] = [
        {"id": "each", "title": "Each", "repeat": {"id": "people", "label": "Person", "max": 5},
         "pages": [{"id": "who", "title": "Who", "questions": [kind]}]}
    ]  # fmt: skip
    return document


@pytest.mark.parametrize(
    ("one", "new", "code"),
    [
        ("question:bin", "missed_on", "taken"),
        ("question:bin", "urgent", "taken"),
        ("question:bin", "case", "reserved"),
        ("question:bin", "Which bin", "form"),
        ("page:where", "check", "reserved"),
        ("page:where", "too-late", "taken"),
        ("role:supervisor", "timer", "reserved"),
        ("state:nowhere", "elsewhere", "unknown"),
        ("option:bin.refuse", "recycling", "taken"),
    ],
)
def test_a_name_that_cannot_be_given_is_refused(one: str, new: str, code: str):
    with pytest.raises(Refused) as refused:
        rename(example_document(), element(one), new)
    assert refused.value.code == code


def test_translations_follow_and_are_no_older_for_it():
    document = example_document()
    title = "Where is {bin}?"
    document["form"]["pages"][2]["title"] = title
    document["translations"]["cy"]["too-late.title"] = {"text": "Ble mae {bin}?", "of": mark(title)}
    after = rename(rename(document, Element("page", "too-late"), "late"), Element("question", "bin"), "which_bin")
    told = {"text": "Ble mae {which_bin}?", "of": mark("Where is {which_bin}?")}
    assert after["translations"]["cy"]["late.title"] == told
    shared = rename(after, Element("page", "late"), "reported")
    assert "pages.reported.title" in shared["translations"]["cy"]


def test_ids_are_made_of_labels():
    taken = {"owns_vehicle"}.__contains__
    assert made("Who owns the vehicle?", snake, lambda id: False) == "owns_vehicle"
    assert made("Who owns the vehicle?", snake, taken) == "owns_vehicle_2"
    assert made("Send a crew’s van", kebab, lambda id: False) == "send-crews-van"
    assert made("Why?", snake, lambda id: False) == "why"
    assert made("Beth yw’r enw ŵy?", snake, lambda id: False) == "beth_ywr_enw_wy"
    assert made("??", snake, lambda id: False) == "question"
    assert made("3 bins", snake, lambda id: False) == "bins"


def asking() -> dict[str, Any]:
    """A service that asks the same of two, and lets a committee vote."""
    document = example_document()
    answer = {"id": "opinion", "type": "radios", "label": "Opinion",
              "options": [{"value": "good", "label": "Good"}, {"value": "bad", "label": "Bad"}]}  # fmt: skip
    why = {"id": "why_so", "type": "text", "label": "Why?", "when": "opinion == 'bad'"}
    choices = [{"value": "allow", "label": "Allow"}, {"value": "decline", "label": "Decline"}]
    document["workflow"]["tasks"] = [
        {"id": "police", "label": "Police", "by": "supervisor", "in": ["reported"], "ask": [answer, why]},
        {"id": "highways", "label": "Highways", "by": "supervisor", "in": ["reported"], "ask": [answer],
         "late": [{"open_task": "police"}]},
        {"id": "vote", "label": "Vote", "by": "supervisor", "ask": [why | {"when": "answered(bin)"}],
         "votes": {"choices": choices, "members": 3, "quorum": 2}},
    ]  # fmt: skip
    document["workflow"]["transitions"][1]["when"] = (
        "task.police.opinion == 'good' && task.highways.opinion == 'good' && task.vote.result == 'allow'"
        " && task.vote.allow > 1 && task.vote.answers.exists(a, a.why_so == 'good')"
    )
    document["examples"] = [
        {"name": "Asked", "at": "2026-03-26T09:00", "answers": {"bin": "recycling"}, "expect": {"asked": ["police"]},
         "then": [{"task": "police", "as": "supervisor", "answers": {"opinion": "bad", "why_so": "bad"}},
                  {"task": "vote", "as": "supervisor:anna", "vote": "allow"}]}
    ]  # fmt: skip
    return document


def test_what_a_task_asks_has_its_name_within_the_task():
    flow = rename(asking(), element("question:police.opinion"), "view")["workflow"]
    assert [one["ask"][0]["id"] for one in flow["tasks"]] == ["view", "opinion", "why_so"]
    assert flow["tasks"][0]["ask"][1]["when"] == "view == 'bad'"
    assert "task.police.view == 'good' && task.highways.opinion == 'good'" in flow["transitions"][1]["when"]
    with pytest.raises(Refused, match="taken"):
        rename(asking(), element("question:police.opinion"), "bin")


@pytest.mark.parametrize(
    ("one", "new", "places"),
    [
        ("option:police.opinion.bad", "poor", 3),
        ("choice:vote.allow", "approve", 4),
        ("task:police", "constabulary", 5),
        ("question:vote.why_so", "reason_why", 2),
    ],
)
def test_tasks_their_choices_and_votes_are_followed(one: str, new: str, places: int):
    before = asking()
    after = rename(before, element(one), new)
    assert json.dumps(after).count(new) == places
    assert len(errors(before)) == len(errors(after))


def errors(document: dict[str, Any]) -> list[str]:
    return [f"{p.pointer}: {p.message}" for p in check(document) if p.severity == "error"]


def test_what_a_block_holds_is_named_where_the_block_is_used():
    before = {**USING, "queues": [{**USING["queues"][0], "columns": ["mail"]}]}
    after = rename(before, Element("question", "mail"), "work_email")
    assert after["form"]["pages"][1]["ids"] == {"email": "work_email"}
    assert after["queues"][0]["columns"] == ["work_email"]
    assert json.dumps(rename(after, Element("question", "work_email"), "mail")) == json.dumps(before)
    plain = rename(after, Element("question", "work_email"), "email")
    assert "ids" not in plain["form"]["pages"][1]
    assert len(errors(before)) == len(errors(after)) == len(errors(plain)) == 0
    assert after["blocks"] == before["blocks"]
