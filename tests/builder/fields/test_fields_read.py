"""Posted forms as edits: the smallest that do what was typed, and clear words where it cannot be read."""

from __future__ import annotations

import copy
import json

import pytest

from builder.edits import Add, Delete, Move, Rename, Set, Several, Unset, apply
from builder.fields import read
from builder.references import Refused
from tests.builder.editing import DOCUMENTS
from tests.builder.fields.posting import form_of, sent
from tests.factories import example_document

RULE = {"require": "bin != ''", "message": "Say which bin"}


def edit(address, document=None, **typed):
    document = document or example_document()
    reading = read(document, address, form_of(document, address, **typed))
    assert not reading.problems
    if reading.edit is not None:
        apply(document, reading.edit)
    return reading.edit


def problems(address, **typed):
    document = example_document()
    reading = read(document, address, form_of(document, address, **typed))
    assert reading.edit is None
    return [words for _, words in reading.problems]


@pytest.mark.parametrize(
    ("address", "typed", "expected"),
    [
        ("question:bin", {"label": "Which bin?"}, Set("question:bin/label", "Which bin?")),
        ("question:bin", {"hint": "The one\r\nby the door"}, Set("question:bin/hint", "The one\nby the door")),
        ("question:missed_on", {"hint": ""}, Unset("question:missed_on/hint")),
        ("question:email", {"required": ""}, Unset("question:email/required")),
        ("question:email", {"required": "recommended"}, Set("question:email/required", "recommended")),
        ("question:bin", {"sensitive": "true"}, Set("question:bin/sensitive", True)),
        ("state:collected", {"final": None}, Unset("state:collected/final")),
        ("question:bin", {"seen_by": ["", "supervisor"]}, Set("question:bin/seen_by", ["supervisor"])),
        ("question:bin", {"correct": ["[]"]}, Set("question:bin/correct", [])),
        ("question:email", {"prefill__query": "mail"}, Set("question:email/prefill", {"query": "mail"})),
        ("queue:new-reports", {"role": ["crew-desk", "supervisor"]},
         Set("queue:new-reports/role", ["crew-desk", "supervisor"])),
        ("queue:new-reports", {"order#": "1", "order:1__column": "missed_on"},
         Set("queue:new-reports/order", {"column": "missed_on"})),
        ("clock:promise", {"length": "3"}, Set("clock:promise/length", "3 working days")),
        ("clock:promise", {"warn_before__unit": "minute", "warn_before": "1"},
         Set("clock:promise/warn_before", "1 minute")),
        ("clock:promise", {"starts#": "3", "starts:3__answer": "missed_on"},
         Set("clock:promise/starts", {"answer": "missed_on"})),
        ("message:on-its-way", {"to#": "1", "to:1__role": "supervisor"},
         Set("message:on-its-way/to", {"role": "supervisor"})),
        ("transition:send", {"to": ""}, Unset("transition:send/to")),
        ("lookup:round", {"gives__0__value": "text"}, Set("lookup:round/gives/last_collected", "text")),
        ("lookup:round", {"gives__0__=": "emptied"}, Rename("lookup:round/gives/last_collected", "emptied")),
        ("", {"privacy__keep": "2", "privacy__keep__unit": "year"}, Set("/privacy/keep", "2 years")),
        ("/privacy", {"basis": "consent"}, Set("/privacy/basis", "consent")),
    ],
)  # fmt: skip
def test_what_is_typed_is_one_small_edit(address, typed, expected):
    if isinstance(expected, Rename):
        expected = Rename("part:round.last_collected", "emptied")
    assert edit(address, **typed) == expected


def test_several_changes_are_one_edit():
    made = edit("question:bin", label="Which bin?", why="So that we bring the right lorry")
    assert isinstance(made, Several)
    assert set(made.edits) == {
        Set("question:bin/label", "Which bin?"),
        Set("question:bin/why", "So that we bring the right lorry"),
    }


def after(address, document=None, **typed):
    document = document or example_document()
    reading = read(document, address, form_of(document, address, **typed))
    assert reading.problems == []
    return apply(document, reading.edit).document, reading.edit


def bin_options(document):
    return document["form"]["pages"][1]["questions"][0]["options"]


def test_a_row_is_put_in_and_given_a_value_of_its_label():
    typed = {"options:0#": ["", "0", "n1", "1"], "options:0__n1__label": "Garden waste"}
    document, made = after("question:bin", **typed)
    assert [one["value"] for one in bin_options(document)] == ["refuse", "garden_waste", "recycling"]
    assert made == Add("question:bin/options", {"label": "Garden waste"}, "question:bin/options/1")


def test_rows_are_moved_and_taken_out_by_buttons_that_need_no_script():
    document, made = after("question:bin", **{"row-down": "options:0/0"})
    assert [one["value"] for one in bin_options(document)] == ["recycling", "refuse"]
    assert made == Move("question:bin/options/1", "question:bin/options", "question:bin/options/0")
    document = example_document()
    bin_options(document).append({"value": "garden", "label": "Garden"})
    changed, made = after("question:bin", document, **{"remove-row": "options:0/2"})
    assert [one["value"] for one in bin_options(changed)] == ["refuse", "recycling"]
    assert made == Delete("question:bin/options/2")


def test_a_row_that_is_asked_for_is_shown_and_not_kept_until_something_is_in_it():
    document = example_document()
    reading = read(
        document, "question:bin", form_of(document, "question:bin", **{"add-row": "rules", "label": "Which?"})
    )
    assert reading.again
    assert reading.edit is None
    form = sent(reading.fields)
    assert read(document, "question:bin", form).edit == Set("question:bin/label", "Which?")
    form["rules/n1/require"], form["rules/n1/message"] = RULE["require"], RULE["message"]
    made = read(document, "question:bin", form).edit
    assert made == Several((Set("question:bin/label", "Which?"), Set("question:bin/rules", [RULE])))


def test_words_become_several_by_condition():
    document = example_document()
    reading = read(document, "question:bin", form_of(document, "question:bin", **{"add-row": "label"}))
    assert [row.key for row in reading.fields[0].rows] == ["n1", "n0"]
    form = sent(reading.fields)
    form["label/n1/when"], form["label/n1/text"] = "answered(email)", "Your bin"
    made = read(document, "question:bin", form).edit
    assert made == Set("question:bin/label", [{"when": "answered(email)", "text": "Your bin"}, {"text": "Bin"}])


def test_many_things_done_to_a_list_at_once_are_all_done():
    document = example_document()
    bin_options(document)[:] = [{"value": name, "label": name.title()} for name in "abcde"]
    typed = {"options:0#": ["", "4", "n1", "2", "0", "n2"], "options:0__2__label": "Third",
             "options:0__n1__label": "New", "options:0__n2__label": "Last"}  # fmt: skip
    form = form_of(document, "question:bin", **typed)
    changed = apply(document, read(document, "question:bin", form).edit).document
    assert [one["label"] for one in bin_options(changed)] == ["E", "New", "Third", "A", "Last"]


def test_another_kind_of_question_keeps_what_it_can():
    document, _ = after("question:bin", type="checkboxes", label="Which bins?")
    question = document["form"]["pages"][1]["questions"][0]
    assert question["type"] == "checkboxes"
    assert question["label"] == "Which bins?"
    assert [one["value"] for one in question["options"]] == ["refuse", "recycling"]
    document, _ = after("question:email", type="radios")
    assert len(document["form"]["pages"][3]["questions"][0]["options"]) == 2


@pytest.mark.parametrize(
    ("kind", "words"), [("", "Fill in: kind of question"), ("x", "Kind of question cannot be this")]
)
def test_a_kind_of_question_that_there_is_not_is_said(kind: str, words: str):
    assert problems("question:email", type=kind) == [words]


def test_what_cannot_be_read_is_said_and_what_was_typed_stays():
    document = example_document()
    document["form"]["pages"][1]["questions"].append({"id": "note", "type": "text", "label": "Note"})
    form = form_of(document, "question:note", max="many", lines="99", label="")
    reading = read(document, "question:note", form)
    assert reading.edit is None
    assert dict(reading.problems) == {
        "question:note/label": "Fill in: question",
        "question:note/max": "Most must be a whole number, such as 5",
        "question:note/lines": "Lines must be between 1 and 50",
    }
    assert sent(reading.fields).getlist("max") == ["many"]


def test_a_group_says_what_it_lacks():
    assert problems("clock:promise", extension__within="2") == ["Fill in: the most in all"]
    assert problems("lookup:round", **{"gives#": ["", "0", "n1"], "gives__n1__=": "more"}) == [
        "Say both the name and what it is"
    ]


def test_nothing_is_there():
    with pytest.raises(Refused):
        read(example_document(), "question:nobody", form_of(example_document(), "question:bin"))


def test_what_others_say_of_the_same_thing_meanwhile_is_not_the_forms_business():
    document = json.loads(DOCUMENTS["missed-bin"])
    before = copy.deepcopy(document)
    read(document, "question:bin", form_of(document, "question:bin", label="X"))
    assert document == before


def test_what_is_new_gets_ids_of_what_it_says():
    document = example_document()
    document["form"]["sections"] = [{"id": "more", "title": "More", "pages": [document["form"]["pages"].pop()]}]
    changed, _ = after("section:more", document, repeat__label="Child", repeat__max="4")
    assert changed["form"]["sections"][0]["repeat"] == {"id": "child", "label": "Child", "max": 4}
    changed, _ = after("question:email", type="table")
    assert changed["form"]["pages"][3]["questions"][0]["columns"] == [{"id": "item", "type": "text", "label": "Item"}]


def test_of_a_long_list_what_is_rarer_stands_elsewhere_and_stays():
    document = example_document()
    bin_options(document)[:] = [{"value": f"v{n}", "label": f"L{n}", "hint": f"H{n}"} for n in range(40)]
    form = form_of(document, "question:bin", **{"options:0__3__label": "Third"})
    assert "options:0/3/hint" not in form
    assert read(document, "question:bin", form).edit == Set("question:bin/options/3/label", "Third")
    made = read(document, "option:bin.v3", form_of(document, "option:bin.v3", hint="Help")).edit
    assert made == Set("option:bin.v3/hint", "Help")
