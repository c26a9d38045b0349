"""Two versions told apart in plain English: every change is told, and what a service can do to the world is listed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder.differences import GROUPS, capabilities, differences, gained
from builder.edits import Add, Delete, Edit, Move, Rename, Set, Unset, apply
from builder.edits.patch import same
from builder.merging.flat import flat, marks
from builder.merging.renamed import following, renames
from builder.references import Refused
from tests.builder.editing import DOCUMENTS, edits
from tests.factories import example_document


def told(*several: Edit) -> list[tuple[str, str]]:
    after = before = example_document()
    for edit in several:
        after = apply(after, edit).document
    return [(one.group, one.words) for one in differences(before, after)]


OWNER = {"type": "text", "label": "Who owns the vehicle?", "when": "bin == 'refuse'"}
HOOK = {"webhook": {"url": "https://bins.example.com/tell", "send": ["bin", "property.postcode"]}}


@pytest.mark.parametrize(
    ("edit", "group", "words"),
    [
        (Add("page:which/questions", OWNER), "citizen",
         "asks a new question, Who owns the vehicle, of people who choose Rubbish"),
        (Set("transition:escalate/after", "3 working days"), "staff",
         "does Escalate after 3 working days instead of 2 working days"),
        (Unset("page:too-late/when"), "citizen",
         "shows You can no longer report this always, not only when "
         "“working_days_between(missed_on, today()) > 2”"),
        (Set("question:email/required", True), "citizen",
         "says for question Email address: required is yes instead of no"),
        (Set("question:email/sensitive", True), "privacy", "says for question Email address: sensitive is yes"),
        (Set("/privacy/keep", "6 months"), "privacy", "says for privacy: keep is 6 months instead of 24 months"),
        (Set("message:on-its-way/to", {"role": "supervisor"}), "mail",
         "sends the email Your missed bin to role Waste supervisor instead of applicant"),
        (Set("transition:done/effects", [HOOK]), "mail",
         "says for action Mark collected: effects is webhook url https://bins.example.com/tell, send Bin and Address: "
         "postcode"),
        (Set("transition:send/by", ["supervisor"]), "staff", "no longer has for Send a crew: by Crew desk"),
        (Rename("state:overdue", "late"), "inside",
         "calls the state overdue late from now on, wherever it is named"),
        (Move("page:contact", "/form/pages", "page:where"), "citizen",
         "has the pages in another order: How can we tell you what happened, Where was the bin missed, Which bin was "
         "missed and You can no longer report this"),
        (Move("question:email", "page:where/questions"), "citizen",
         "has the question Email address in Where was the bin missed instead of How can we tell you what happened"),
        (Delete("option:bin.recycling"), "citizen", "no longer offers the choice Recycling"),
        (Set("question:bin/label", "Which bin?"), "citizen", "says “Which bin?” instead of “Bin”"),
        (Add("/workflow/transitions", {"label": "Give up", "from": ["overdue"], "to": "not-collected",
         "by": ["supervisor"]}), "staff",
         "has a new action, Give up, from Overdue to Not collected, done by Waste supervisor"),
        (Set("/translations/cy/where.title/text", "Ble?"), "citizen", "has other Welsh for where.title"),
    ],
)  # fmt: skip
def test_a_change_is_told_in_plain_english(edit: Edit, group: str, words: str):
    assert (group, words) in told(edit)


@settings(max_examples=25, deadline=None, phases=(Phase.explicit, Phase.reuse, Phase.generate),
          suppress_health_check=list(HealthCheck))  # fmt: skip
@given(st.data())
def test_every_difference_is_told(data: st.DataObject):
    before = json.loads(DOCUMENTS[data.draw(st.sampled_from(["fixtures", "missed-bin", "school-travel"]))])
    try:
        after = apply(before, data.draw(edits(before))).document
    except Refused:
        after = before
    sentences = differences(before, after)
    assert bool(sentences) is not same(before, after)
    assert {one.group for one in sentences} <= set(GROUPS)
    assert not changes(before, after) - {(one.address, one.name) for one in sentences}


def changes(before: dict[str, Any], after: dict[str, Any]) -> set[tuple[str, str]]:
    """Every element that came or went, and every property of the others that is not what it was; a list of elements
    that only came and went is told by those."""
    old, new = flat(following(before, renames(before, after))), flat(after)
    found = {(one, "") for one in old.keys() ^ new.keys()}
    for address in old.keys() & new.keys():
        one, two = old[address], new[address]
        for name in one.keys() | two.keys():
            if not alike(one.get(name), two.get(name)):
                found.add((address, name))
    return found


def alike(old: Any, new: Any) -> bool:
    """Whether two properties are the same but for elements that came, went or moved to another list."""
    if marks([old, new]) and all(isinstance(one, list) or one is None for one in (old, new)):
        one, two = old or [], new or []
        return [mark for mark in one if mark in two] == [mark for mark in two if mark in one]
    if isinstance(old, dict) and isinstance(new, dict):
        return all(alike(old.get(name), new.get(name)) for name in old.keys() | new.keys())
    return same(old, new)


def test_nothing_is_told_of_what_is_the_same():
    assert differences(example_document(), example_document()) == ()


def test_what_a_service_can_do_to_the_world():
    document = apply(example_document(), Set("transition:done/effects", [HOOK])).document
    found = capabilities(document)
    assert [one.words for one in found.mail] == [
        "The applicant gets “Your missed bin”: at Send a crew by itself and Send a crew",
        "The applicant gets “We could not empty your bin”: at Could not collect",
    ]
    assert [one.words for one in found.hosts] == [
        "bins.example.com is told Bin and Address: postcode, at Mark collected",
        "The source collection-rounds is asked for last collected and next collection, by Address: uprn",
    ]
    assert [one.subject for one in found.personal] == ["property", "email"]
    assert found.kept[0].words == "Cases are kept for 24 months after they end, on the basis of public task"


def test_what_of_that_changed():
    before = example_document()
    after = apply(before, Set("message:not-collected/to", {"address": "bins@example.com"})).document
    more, less = gained(before, after)
    assert [one.subject for one in more.mail] == ["bins@example.com"]
    assert [one.subject for one in less.mail] == ["The applicant"]
    assert more.hosts == more.personal == more.kept == ()


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_service_of_the_library_can_say_what_it_does(name: str):
    found = capabilities(json.loads(DOCUMENTS[name]))
    assert found.mail
    assert found.personal
    assert found.kept
