"""Edits: whatever is done in whatever order, the schema accepts it, nothing is lost, and undo brings back each byte."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder.edits import (
    Add,
    Delete,
    Duplicate,
    Edit,
    Move,
    Rename,
    Set,
    Several,
    Split,
    Unset,
    apply,
    as_json,
    from_json,
    ways,
)
from builder.edits.where import said
from builder.references import Element, Index, Refused, indexed, where_used
from builder.references.addresses import address, resolve
from builder.references.elements import element
from definitions.examples import run_examples
from definitions.read import check, read_service
from definitions.reading.shape import faults
from tests.builder.editing import DOCUMENTS, edits, places, reach, written
from tests.factories import example_document

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
"""Without looking for the smallest: that takes minutes where something is wrong."""


@settings(max_examples=25, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_any_edits_can_be_undone_to_the_beginning_and_done_again_to_the_end(data: st.DataObject):
    beginning = DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]
    document = json.loads(beginning)
    beginning, undo, redo = written(document), [], []
    for _ in range(data.draw(st.integers(1, 4))):
        edit = from_json(json.loads(json.dumps(as_json(data.draw(edits(document))))))
        before = document
        try:
            done = apply(document, edit)
        except Refused:
            assert written(document) == written(before)
            continue
        document = done.document
        assert faults(document) == ()
        undo.append(done.inverse)
        assert lost(before, document) == []
    end = written(document)
    for inverse in reversed(undo):
        done = apply(document, inverse)
        document = done.document
        redo.append(done.inverse)
    assert written(document) == beginning
    for again in reversed(redo):
        document = apply(document, again).document
    assert written(document) == end


def lost(before: dict[str, Any], after: dict[str, Any]) -> list[str]:
    """What was the name of something, still stands there, and now is the name of nothing."""
    old, new = Index(before), Index(after)
    gone = [one for one in old.names.elements if one not in new.names.elements]
    left = Index(after, old.names)
    return [str(use) for one in gone for use in left.of(one)]


@settings(max_examples=30, deadline=None, phases=QUICK)
@given(st.data())
def test_every_place_has_an_address_that_leads_there(data: st.DataObject):
    document = json.loads(DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))])
    at = data.draw(st.sampled_from(places(document)))
    found = resolve(document, address(document, at))
    assert found is not None
    assert reach(document, found) == reach(document, at)


def test_addresses_stay_while_parts_move():
    document = example_document()
    assert (
        address(document, ("form", "pages", 1, "questions", 0, "options", 1, "label")) == "option:bin.recycling/label"
    )
    after = apply(document, Move("page:which", "/form/pages", "page:where")).document
    assert resolve(after, "option:bin.recycling/label") == ("form", "pages", 0, "questions", 0, "options", 1, "label")


def only_problems(document: dict[str, Any]) -> list[str]:
    return [p.message for p in check(document) if p.severity == "error"]


def test_what_is_added_is_named_after_its_label():
    document = example_document()
    asked = {"type": "yes-no", "label": "Who owns the vehicle?"}
    after = apply(document, Add("page:which/questions", asked, "question:bin")).document
    again = apply(after, Add("page:which/questions", asked)).document
    questions = again["form"]["pages"][1]["questions"]
    assert [one["id"] for one in questions] == ["owns_vehicle", "bin", "missed_on", "owns_vehicle_2"]
    assert list(questions[0]) == ["id", "type", "label"]


def test_a_copy_names_its_own():
    after = apply(example_document(), Duplicate("page:which")).document
    copy = after["form"]["pages"][2]
    assert (copy["id"], [one["id"] for one in copy["questions"]]) == ("which-2", ["bin_2", "missed_on_2"])
    assert copy["questions"][1]["rules"][0]["require"] == "missed_on_2 <= today()"
    assert [one["value"] for one in copy["questions"][0]["options"]] == ["refuse", "recycling"]
    assert only_problems(after) == []


def test_translations_go_where_their_texts_go():
    document = example_document()
    welsh = {"too-late.content.0": {"text": "Nesaf {round.next_collection}."}, "too-late.content.1": {"text": "Dau"}}
    document["translations"]["cy"] |= welsh
    moved = apply(document, Move("page:too-late/content/1", "page:too-late/content", "page:too-late/content/0"))
    assert moved.document["translations"]["cy"]["too-late.content.0"] == {"text": "Dau"}
    copied = apply(document, Duplicate("page:too-late")).document
    assert copied["translations"]["cy"]["too-late-2.content.1"] == {"text": "Dau"}
    gone = apply(document, Delete("page:too-late/content/0")).document
    assert "too-late.content.1" not in gone["translations"]["cy"]
    assert gone["translations"]["cy"]["too-late.content.0"] == {"text": "Dau"}


def test_a_transition_is_split_by_a_state():
    after = apply(example_document(), Split("transition:send", "Crew is chosen", "Set off")).document
    flow = after["workflow"]
    assert [s["id"] for s in flow["states"]][:3] == ["reported", "crew-chosen", "with-crew"]
    assert [(w["from"], w["to"]) for w in flow["transitions"][1:3]] == [
        (["reported"], "crew-chosen"), (["crew-chosen"], "with-crew"),
    ]  # fmt: skip
    assert "crew-chosen" in flow["clocks"][0]["runs_in"]
    assert only_problems(after) == []


def test_what_is_used_is_deleted_by_one_of_the_ways_out_only():
    document = example_document()
    with pytest.raises(Refused) as refused:
        apply(document, Delete("state:overdue"))
    assert refused.value.code == "used"
    uses, out = ways(document, "state:overdue")
    assert len(uses) == len(refused.value.uses) > 3
    assert out[0].words == f"Take it out of the {len(uses)} places that name it"
    assert "Use “With crew” (with-crew) instead, wherever it is named" in [way.words for way in out]
    for way in out:
        after = apply(document, way.edit).document
        assert "overdue" not in written(after)
        assert only_problems(after) == [] or way.edit.instead


def test_taking_out_a_question_takes_out_no_more_than_must_be():
    after = apply(example_document(), Delete("question:missed_on", clear=True)).document
    assert "missed_on" not in written(after)
    assert [page["id"] for page in after["form"]["pages"]] == ["where", "which", "too-late", "contact"]
    assert "when" not in after["form"]["pages"][2]
    assert after["queues"][0]["columns"] == ["bin", "property"]


def test_of_a_condition_only_the_rows_go_that_name_what_is_gone():
    when = "missed_on < today() && (bin == 'refuse' || bin == 'recycling')"
    document = apply(example_document(), Set("page:contact/when", when)).document
    after = apply(document, Delete("option:bin.recycling", clear=True)).document
    assert after["form"]["pages"][3]["when"] == "missed_on < today() && bin == 'refuse'"
    after = apply(document, Delete("question:bin", clear=True)).document
    assert after["form"]["pages"][3]["when"] == "missed_on < today()"


def test_what_nothing_names_is_simply_deleted():
    document = example_document()
    assert ways(document, "page:contact/questions")[0] != []
    assert [way.words for way in ways(document, "state:not-collected")[1]][:1] != ["Delete it"]
    after = apply(document, Add("/roles", {"label": "Nobody"})).document
    assert [way.words for way in ways(after, "role:nobody")[1]] == ["Delete it"]
    assert written(apply(after, Delete("role:nobody")).document) == written(document)


def test_what_is_asked_once_does_not_come_to_be_asked_often_while_it_is_used():
    document = json.loads(DOCUMENTS["school-travel"])
    lists = [s for s in document["form"]["sections"] if "repeat" in s]
    index = Index(document)
    inside = next(q["id"] for p in lists[0]["pages"] for q in p["questions"] if index.of(Element("question", q["id"])))
    into = f"page:{document['form']['sections'][0]['pages'][0]['id']}/questions"
    with pytest.raises(Refused, match="asked as often"):
        apply(document, Move(f"question:{inside}", into))


@pytest.mark.parametrize(
    "edit",
    [
        Set("page:where/id", "elsewhere"),
        Set("page:where/colour", "red"),
        Set("page:nowhere/title", "x"),
        Unset("page:where/title"),
        Unset("/form/pages/0"),
        Move("page:where", "page:which/questions"),
        Move("page:where", "/nowhere/1"),
        Add("page:where", {"id": "x"}),
        Add("page:where/questions", {"type": "radios", "label": "No options"}),
        Delete("state:overdue", instead="role:supervisor"),
        Rename("page:where", "Where is it"),
        Split("transition:nothing", "Wait"),
        Several((Set("page:where/title", "Good"), Unset("page:where/title"))),
    ],
)
def test_what_would_break_the_document_is_refused(edit: Edit):
    with pytest.raises(Refused):
        apply(example_document(), edit)


def test_an_edit_of_nothing_known_is_none():
    for bad in ({}, {"do": "explode"}, {"do": "set", "at": "x"}, {"do": "set", "at": "x", "to": 1, "by": 2}):
        with pytest.raises(ValueError):
            from_json(bad)


def test_a_touched_service_still_tells_its_stories():
    document = json.loads(DOCUMENTS["missed-bin"])
    several = Several((
        Rename("state:reported", "brought"), Duplicate("page:where"), Delete("page:where-2"),
        Move("message:" + document["messages"][-1]["id"], "/messages", "message:" + document["messages"][0]["id"]),
    ))  # fmt: skip
    assert run_examples(read_service(apply(document, several).document)).failures == ()


def test_where_something_is_used_is_told_in_words():
    document = example_document()
    names = ("question:missed_on", "state:overdue", "message:on-its-way", "part:round.next_collection")
    places = {said(document, use) for name in names for use in where_used(document, element(name))}
    assert places == {
        "a rule of the question Collection day",
        "the words of the page You can no longer report this",
        "the condition of the page You can no longer report this",
        "the columns of the queue New reports",
        "the beginning of the action Mark collected",
        "the beginning of the action Could not collect",
        "the end of the action Escalate",
        "the clock Emptied within 2 working days: runs in",
        "what happens at the action Send a crew by itself",
        "what happens at the action Send a crew",
        "the example “A recent missed bin goes straight to a crew, and is escalated when nobody comes”",
    }


OWN = ("question", "page", "value", "decision", "lookup", "state", "transition", "clock", "message", "queue", "role")


@pytest.mark.parametrize("name", ["fixtures", "missed-bin", "school-travel"])
def test_whatever_is_offered_as_a_way_out_leads_out(name: str):
    document = json.loads(DOCUMENTS[name])
    for one in indexed(document).defined:
        if one.kind in OWN and not one.of:
            _, found = ways(document, str(one))
            for way in (*found[:1], *found[-1:]):
                after = apply(document, way.edit).document
                assert one not in indexed(after).defined
                assert Index(after, indexed(document).names).of(one) == []


POINTER = re.compile(r"/\w+/\d|[a-z]+:[a-z_-]+/|[a-z]_[a-z]")


def test_what_cannot_go_is_told_with_a_few_of_its_places():
    document = example_document()
    refused = [said_no(document, Delete(what)) for what in ("question:missed_on", "clock:promise", "state:overdue")]
    assert refused[0] == (
        "“Collection day” is still used in the condition of the page You can no longer report this, the columns of the "
        "queue New reports and the example “A recent missed bin goes straight to a crew, and is escalated when nobody "
        "comes”"
    )
    assert refused[1].startswith("“Emptied within 2 working days” is still used in ")
    assert " and 2 more" in refused[2]
    assert said_no(document, Set("/roles", document["roles"][1:])).startswith(
        "“Crew desk” is still used in who does the action Send a crew, "
    )


@pytest.mark.parametrize(
    ("edit", "words"),
    [
        (Set("transition:done/from", []), "the beginning of the action Mark collected: this list needs at least 1"),
        (Unset("page:where/title"), "the page where cannot be without its title"),
        (Set("page:where/title", ""), "the words of the page where: this must not be empty"),
        (Set("page:where/colour", "red"), "the page Where was the bin missed: colour: this cannot stand here"),
        (
            Set("clock:promise/length", "soon"),
            "the clock Emptied within 2 working days: length: “soon” is not a length of",
        ),
        (Delete("option:bin.no"), "what this is about is not there any more"),
        (Delete("option:bin.refuse", instead="state:overdue"), "“Overdue” cannot stand for “Rubbish”"),
        (Split("transition:nothing", "Wait"), "this action leads to no other state"),
    ],
)
def test_a_refusal_is_in_words_that_authors_know(edit: Edit, words: str):
    said = said_no(example_document(), edit)
    assert said.startswith(words)
    assert not POINTER.search(said)


def said_no(document: dict[str, Any], edit: Edit) -> str:
    with pytest.raises(Refused) as refused:
        apply(document, edit)
    return str(refused.value)
