"""Decision tables as grids: cells keep their text, gaps become rules, a row is tried, and every change is an edit."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.edits import Edit, apply
from builder.grids import Cell, Grid, grid, remarks
from builder.grids import changing as change
from builder.grids.cells import Shape, cell_of, controls, kept
from builder.grids.trying import Tried, inputs, tried
from builder.grids.written import result, source_of
from builder.references import Refused
from definitions import calendars
from definitions.read import check
from tests.builder.test_conditions import LIBRARY
from tests.factories import example_document

MOMENT = calendars.Moment(datetime(2026, 3, 27, 9, tzinfo=UTC), calendars.calendar("england"))
DOCUMENTS = {place.parent.name: json.loads(place.read_text()) for place in LIBRARY}
TABLES = [(name, table["id"]) for name, document in DOCUMENTS.items() for table in document.get("decisions", ())]


def fee(**changes: Any) -> dict[str, Any]:
    """The example with a table: what a bin costs by how many, and whether it is urgent."""
    document = example_document()
    document["form"]["pages"][1]["questions"].append({"id": "bins", "type": "integer", "label": "How many bins?"})
    document["decisions"] = [
        {
            "id": "fee",
            "inputs": [{"value": "bin"}, {"label": "Bins", "value": "bins"}],
            "outputs": {"band": "text", "pounds": "money"},
            "rules": [
                {"when": ["'refuse'", "<= 2"], "then": {"band": "'A'", "pounds": "1250"}},
                {"when": ["'refuse'", "3..5"], "then": {"band": "'B'", "pounds": "bins * 1000"}},
            ],
        }
        | changes
    ]
    return document


def shown(document: dict[str, Any], id: str = "fee") -> Grid:
    found = grid(document, id)
    assert found is not None
    return found


def after(document: dict[str, Any], edit: Edit | None) -> dict[str, Any]:
    assert edit is not None
    return apply(document, edit).document


def table(document: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = document["decisions"][0]
    return found


@pytest.mark.parametrize(("name", "id"), TABLES)
def test_every_table_of_the_library_is_shown_and_kept(name: str, id: str) -> None:
    document = DOCUMENTS[name]
    one = shown(document, id)
    edits, wrong = change.filled(document, one, one.rules, one.otherwise)
    assert (edits.edits, wrong) == ((), ())
    plain = [cell.how != "own" for rule in one.rules for cell in rule.controls]
    assert all(plain)
    for rule in one.rules:
        for cell, test, column in zip(rule.cells, rule.controls, one.columns, strict=True):
            assert controls(cell_of(test, column.shape) or "", column.shape) == test
            assert kept(cell, test, column.shape) == cell
    assert remarks(document, one).sound


@pytest.mark.parametrize(
    ("cell", "shape", "found"),
    [
        ("-", "choice", Cell()),
        ("'refuse', 'recycling'", "choice", Cell("is", ("refuse", "recycling"))),
        ("not('a')", "choice", Cell("not", ("a",))),
        ("true", "truth", Cell("is", ("true",))),
        ("<= 430000", "money", Cell("<=", ("4300.00",))),
        ("1..5", "number", Cell("between", ("1", "5"))),
        ("not 5", "number", Cell("not", ("5",))),
        ("!= 5", "number", Cell("not", ("5",))),
        ("date('2026-01-31')", "day", Cell("is", ("2026-01-31",))),
        ("0, 5..9", "number", Cell("own", ("0, 5..9",))),
        ("< today()", "day", Cell("own", ("< today()",))),
        ("< other", "number", Cell("own", ("< other",))),
        ("1,,2", "number", Cell("own", ("1,,2",))),
    ],
)
def test_a_cell_is_controls(cell: str, shape: Shape, found: Cell) -> None:
    assert controls(cell, shape) == found
    assert kept(cell, found, shape) == cell
    assert controls(cell_of(found, shape) or "", shape) == found


@settings(max_examples=60, deadline=None)
@given(
    st.sampled_from(["choice", "text", "number", "money", "day", "truth", "other"]),
    st.sampled_from(["-", "'a', 'b'", "not('a', 'b')", "true", "1.5", "-3", "< 2", "not(1, 2)", "1..2", "0.25..7",
                     "date('2026-01-01')..date('2026-02-01')", ">= today()", "'it\\'s'", "125", ""]),
)  # fmt: skip
def test_controls_say_the_cell_again(shape: Shape, cell: str) -> None:
    found = controls(cell, shape)
    assert kept(cell, found, shape) == cell
    assert controls(cell_of(found, shape) or "", shape) == found


@pytest.mark.parametrize(
    ("source", "kind", "typed"),
    [
        ("'A'", "text", "A"),
        ("main_reason", "text", "=main_reason"),
        ("'=A'", "text", "='=A'"),
        ("1250", "money", "12.50"),
        ("92000 + 10000 * weeks", "money", "=92000 + 10000 * weeks"),
        ("true", "boolean", "Yes"),
        ("date('2026-01-31')", "date", "2026-01-31"),
        ("1.50", "decimal", "=1.50"),
        ("7", "integer", "7"),
    ],
)
def test_a_result_is_typed_as_its_value_or_after_an_equals_sign(source: str, kind: str, typed: str) -> None:
    assert result(source, kind) == typed
    assert source_of(typed, kind) == source


def test_gaps_are_said_in_words_and_each_can_have_a_rule() -> None:
    document = fee()
    found = remarks(document, shown(document))
    assert [one.words for one in found.missing] == ["Bin is Recycling, and Bins is at most 5", "Bins is at least 6"]
    for one in found.missing:
        document = after(document, one.edit)
    assert remarks(document, shown(document)).missing == ()
    assert table(document)["rules"][2] == {"when": ["'recycling'", "<= 5"], "then": {"band": "''", "pounds": "0"}}


def test_overlaps_and_rules_that_nothing_reaches_are_marked() -> None:
    rules = [{"when": [cell, "-"], "then": {"band": "'A'", "pounds": "1"}} for cell in ("-", "'refuse'")]
    first = fee(rules=rules)
    assert list(remarks(first, shown(first)).rules) == [1]
    unique = fee(rules=rules, policy="unique")
    marks = remarks(unique, shown(unique)).rules
    assert marks == {0: ("Rule 2 fits as well when Bin is Rubbish.",), 1: ("Rule 1 fits as well when Bin is Rubbish.",)}


def test_nothing_is_said_of_a_table_that_cannot_be_read() -> None:
    document = fee(inputs=[{"value": "bin"}, {"value": "binz"}])
    assert not remarks(document, shown(document)).sound
    assert shown(document).columns[1].shape == "other"


def test_a_row_is_tried() -> None:
    document = fee(otherwise={"band": "'none'", "pounds": "0"})
    one = shown(document)
    assert [each.label for each in inputs(document, one)] == ["Bin", "Bins"]

    def outcome(**typed: str) -> Tried:
        return tried(document, one, typed, MOMENT)

    assert outcome(in0="refuse", in1="4") == Tried((1,), (1,), False, ({"band": "B", "pounds": "£40"},))
    assert outcome(in0="recycling", in1="4") == Tried((), (), True, ({"band": "none", "pounds": "£0"},))
    assert outcome(in1="4").otherwise
    assert "Bins" in outcome(in0="refuse", in1="four").problem
    both = fee(policy="unique", rules=[table(document)["rules"][0]] * 2)
    assert (
        tried(both, shown(both), {"in0": "refuse", "in1": "1"}, MOMENT).problem
        == "Rules 1 and 2 both fit, and only one may"
    )


def test_what_results_need_besides_is_asked_for() -> None:
    document = fee(inputs=[{"value": "bin"}], rules=[{"when": ["-"], "then": {"band": "bin", "pounds": "bins * 100"}}])
    one = shown(document)
    assert [each.name for each in inputs(document, one)] == ["in0", "also:bins"]
    found = tried(document, one, {"in0": "refuse", "also:bins": "3"}, MOMENT)
    assert found.results == ({"band": "refuse", "pounds": "£3"},)
    assert tried(document, one, {"in0": "refuse"}, MOMENT).results == ({"band": "refuse", "pounds": "not answered"},)


def test_rules_are_moved_and_added_between() -> None:
    document = fee()
    up = after(document, change.moved(shown(document), 1, -1))
    assert [rule["when"][1] for rule in table(up)["rules"]] == ["3..5", "<= 2"]
    assert after(up, change.moved(shown(up), 0, 1)) == document
    assert change.moved(shown(document), 0, -1) is None
    between = after(document, change.added(document, shown(document), ["-", "-"], before=1))
    assert [rule["when"][0] for rule in table(between)["rules"]] == ["'refuse'", "-", "'refuse'"]


def test_columns_come_and_go_with_their_cells() -> None:
    document = fee()
    wider = after(document, change.with_input(document, shown(document), "urgent", "Urgent"))
    assert [rule["when"][2] for rule in table(wider)["rules"]] == ["-", "-"]
    turned = after(wider, change.input_moved(wider, shown(wider), 2, -1))
    assert table(turned)["inputs"][1] == {"label": "Urgent", "value": "urgent"}
    assert table(turned)["rules"][0]["when"] == ["'refuse'", "-", "<= 2"]
    assert after(turned, change.without_input(turned, shown(turned), 1)) == document
    one = fee(inputs=[{"value": "bin"}], rules=[{"when": ["-"], "then": {"band": "'A'", "pounds": "1"}}])
    with pytest.raises(Refused):
        apply(one, change.without_input(one, shown(one), 0))


def test_outputs_come_and_go_with_their_results_unless_they_are_used() -> None:
    document = fee(otherwise={"band": "'none'", "pounds": "0"})
    more = after(document, change.with_output(document, shown(document), "free", "boolean"))
    assert [rule["then"]["free"] for rule in table(more)["rules"]] == ["false", "false"]
    assert table(more)["otherwise"]["free"] == "false"
    assert after(more, change.without_output(more, shown(more), "free")) == document
    renamed = after(more, change.output_renamed(shown(more), "free", "without_charge"))
    assert "without_charge" in table(renamed)["rules"][0]["then"]
    document["values"][0]["value"] = "fee.band == 'A'"
    with pytest.raises(Refused):
        apply(document, change.without_output(document, shown(document), "band"))
    whole = after(fee(), change.output_kind(fee(), shown(fee()), "pounds", "integer"))
    assert [rule["then"]["pounds"] for rule in table(whole)["rules"]] == ["0", "bins * 1000"]


def test_the_policy_and_otherwise_are_set_and_taken_away() -> None:
    document = fee()
    unique = after(document, change.policy(shown(document), "unique"))
    assert table(unique)["policy"] == "unique"
    assert after(unique, change.policy(shown(unique), "first")) == document
    covered = after(document, change.with_otherwise(shown(document)))
    assert table(covered)["otherwise"] == {"band": "''", "pounds": "0"}
    assert after(covered, change.without_otherwise(shown(covered))) == document


def test_fields_that_changed_are_set_and_the_rest_stays() -> None:
    document = fee()
    one = shown(document)
    rule = replace(one.rules[0], controls=(Cell("is", ("refuse", "recycling")), Cell("<", ("4",))), results=("C", "15"))
    edits, wrong = change.filled(document, one, (rule, one.rules[1]), None)
    assert wrong == ()
    changed = table(after(document, edits))["rules"]
    assert changed[0] == {"when": ["'refuse', 'recycling'", "< 4"], "then": {"band": "'C'", "pounds": "1500"}}
    assert changed[1] == table(document)["rules"][1]
    assert not [p for p in check(after(document, edits)) if p.severity == "error"]


def test_what_is_wrong_with_a_field_is_said_beside_it() -> None:
    document = fee()
    one = shown(document)
    rule = replace(one.rules[0], controls=(Cell("is"), Cell("<", ("many",))), results=("", "much"))
    _, wrong = change.filled(document, one, (rule, one.rules[1]), None)
    assert [(each.place, each.output, each.words) for each in wrong] == [
        (0, False, "Tick at least one choice"),
        (1, False, "Enter a number, such as 5"),
        (1, True, "Enter an amount, such as 12.50, or = and how to work it out"),
    ]
