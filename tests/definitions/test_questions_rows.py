"""Choices in an order, and rows of a small table: what is read, what is refused and where, and what they are worth."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.answers_schema import answers_schema
from definitions.calendars import Moment, calendar
from definitions.form import Option
from definitions.journey import walk
from definitions.questions import KINDS, BadAnswer
from definitions.questions.table import open_rows, pressed
from definitions.read import check, read_service
from definitions.reading.translating import mark
from definitions.text import plain
from tests import factories
from tests.definitions.asking import COLUMNS, MOMENT, answer, ask, problems, scope


def test_a_ranking_is_the_choices_in_order() -> None:
    assert answer(ask("ranking"), "none", "refuse", "recycling") == ["none", "refuse", "recycling"]
    assert answer(ask("ranking", max=2), "none", "refuse") == ["none", "refuse"]
    assert answer(ask("ranking", required=False)) is None
    shown = KINDS["ranking"].show(ask("ranking"), ["recycling", "refuse"], "en")
    assert shown == "1. Recycling\n2. Rubbish"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ((), [("x-1", "ranking.all", "Put 3 choices in order for “Start date”")]),
        (("none", "", "refuse"), [("x-2", "ranking.gap", "Select your 2nd choice for “Start date”")]),
        (("none",), [("x-2", "ranking.gap", "Select your 2nd choice for “Start date”")]),
        (("none", "refuse", "none"),
         [("x-3", "ranking.twice", "“None of these” is chosen twice: choose something else here")]),
        (("none", "refuse", "?"), [("x-3", "choice.unknown", "Select one of the answers given for “Start date”")]),
    ],
)  # fmt: skip
def test_a_ranking_with_a_gap_or_a_choice_twice_says_where(given: tuple[str, ...], found: list[Any]) -> None:
    assert problems(ask("ranking"), *given) == found


def test_a_ranking_has_as_many_places_as_choices_are_offered() -> None:
    question = ask("ranking", options=(Option("a", plain("A")), Option("b", plain("B"))), max=9)
    assert KINDS["ranking"].inputs(question) == ("x-1", "x-2")
    assert answer(question, "b", "a") == ["b", "a"]


TABLE = ask("table", label="What you bought")


def table(question: Any = TABLE, **cells: str) -> Any:
    return answer(question, **{name.replace("_", "-", 1): text for name, text in cells.items()})


def test_a_table_is_its_rows_and_blank_ones_are_none() -> None:
    given = {"1_item": " Bed ", "1_cost": "120", "1_bin": "refuse", "3_item": "Chair", "3_bin": "none", "2_item": "  "}
    rows = [{"item": "Bed", "cost": 12000, "bin": "refuse"}, {"item": "Chair", "bin": "none"}]
    assert table(**given) == rows
    assert KINDS["table"].show(TABLE, rows, "en") == "Bed, £120, Rubbish\nChair, None of these"


@pytest.mark.parametrize(
    ("given", "found"),
    [
        ({}, [("x-1-item", "table.min", "Fill in at least 1 row of “What you bought”")]),
        ({"2_cost": "ten"},
         [("x-2-item", "enter", "Row 2: Enter item"),
          ("x-2-cost", "money.amount", "Row 2: Cost must be an amount of money, like 12.50"),
          ("x-2-bin", "select", "Row 2: Select bin")]),
        ({"1_item": "a" * 51, "1_bin": "?"},
         [("x-1-item", "text.max", "Row 1: Item must be 50 characters or fewer"),
          ("x-1-bin", "choice.unknown", "Row 1: Select one of the answers given for “Bin”")]),
    ],
)  # fmt: skip
def test_what_is_wrong_in_a_table_is_said_by_row_and_column(given: dict[str, str], found: list[Any]) -> None:
    said = problems(TABLE, **{name.replace("_", "-", 1): text for name, text in given.items()})
    assert [(at, code, message.replace("“What you bought”", "“What you bought”")) for at, code, message in said] == [
        (at, code, message) for at, code, message in found
    ]


def test_a_table_has_at_least_and_at_most_so_many_rows() -> None:
    two = ask("table", min=2, max=3)
    assert len(KINDS["table"].inputs(two)) == 3 * len(COLUMNS) + 2
    assert [at for at, *_ in problems(two, **{"1-item": "Bed", "1-bin": "none"})] == ["x-2-item"]
    with pytest.raises(BadAnswer) as bad:
        KINDS["table"].check(two, [{"item": "Bed", "bin": "none"}] * 4, scope())
    assert [p.code for p in bad.value.problems] == ["table.max"]


@pytest.mark.parametrize(
    "value", [[{}], [{"item": "Bed"}], [{"item": "Bed", "bin": "none", "x": 1}], [{"item": 1, "bin": "none"}], ["Bed"]]
)
def test_rows_sent_by_a_program_are_held_to_the_same(value: Any) -> None:
    with pytest.raises(BadAnswer):
        KINDS["table"].check(TABLE, value, scope())


def test_buttons_of_a_table_add_and_take_away_rows_and_lose_nothing_else() -> None:
    typed = {"x-rows": ["2"], "x-1-item": ["Bed"], "x-2-item": ["Chair"], "x-3-item": ["Lamp"]}
    assert open_rows(TABLE, typed) == 3
    assert pressed(TABLE, typed | {"x-do": ["add"]})["x-rows"] == ["4"]
    less = typed | pressed(TABLE, typed | {"x-do": ["remove-2"]})
    assert (less["x-rows"], less["x-1-item"], less["x-2-item"], less["x-3-item"]) == (["2"], ["Bed"], ["Lamp"], [])
    for nonsense in ("remove-", "remove-99", "remove-0", "remove-²", "x", "remove--1"):
        assert pressed(TABLE, typed | {"x-do": [nonsense]}) == {"x-rows": ["3"]}
    full = {"x-rows": ["9999"], "x-do": ["add"]}
    assert pressed(ask("table", max=3), {"x-rows": ["3"], "x-do": ["add"]})["x-rows"] == ["3"]
    assert pressed(TABLE, full)["x-rows"] == ["2"]


def document() -> dict[str, Any]:
    bought = factories.question("bought", type="table", label="What you bought", columns=[*COLUMNS])
    more = factories.page("more", factories.question("more"), when="bought.exists(b, b.cost > 10000)")
    return factories.document(
        languages=["en", "cy"],
        form={"pages": [factories.page("where", factories.question(), bought), more]},
        translations={"cy": {"bought.item.label": {"text": "Eitem", "of": mark("Item")}}},
    )


def test_expressions_know_the_rows_and_their_columns() -> None:
    service = read_service(document())
    rows = [{"item": "Bed", "cost": 12000, "bin": "none"}]
    moment = Moment(MOMENT.at, calendar())
    pages = walk(service.form, {"street": "x", "bought": rows}, {}, moment, service=service).pages
    assert [page.id for page in pages] == ["where", "more"]
    wrong = document()
    wrong["form"]["pages"][1]["when"] = "bought.exists(b, b.price > 1)"
    assert "expression.unknown-name" in {p.code for p in check(wrong)}


def test_columns_are_translated_under_the_table() -> None:
    (question,) = [q for q in read_service(document()).form.pages[0].questions if q.kind == "table"]
    assert question.columns[0].label.render(scope("cy")) == "Eitem"
    assert question.columns[2].options[0].label.render(scope("cy")) == "Rubbish"


def test_programs_are_told_the_shape_of_a_row() -> None:
    schema = answers_schema(read_service(document()))["properties"]["bought"]
    assert schema["maxItems"] == 10
    assert schema["items"]["required"] == ["item", "bin"]
    assert schema["items"]["properties"]["cost"]["type"] == "integer"
