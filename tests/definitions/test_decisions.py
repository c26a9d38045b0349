"""Decision tables: what their cells mean, what they decide, and what no rule of them can reach."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import product
from typing import Any, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.decisions import Gap, Overlap, analyse, compile_cell, decide
from definitions.expressions import ExpressionDefect, InvalidExpression, compile_expression
from definitions.form import Cell, Decision, DecisionRule
from definitions.types import ABSENT, INTEGER
from tests.definitions.expression_cases import ANSWERS, MOMENT, NAMES

Policy = Literal["first", "unique", "collect"]


def table(
    inputs: Sequence[str], *rows: Sequence[str], policy: Policy = "first", otherwise: str | None = None
) -> Decision:
    """A table whose only output, ``row``, is the place of the rule."""
    return Decision(
        id="band",
        inputs=tuple(compile_expression(source, NAMES) for source in inputs),
        outputs={"row": INTEGER},
        rules=tuple(
            DecisionRule(
                tuple(Cell(cell, compile_cell(cell, of, NAMES)) for cell, of in zip(row, inputs, strict=True)),
                {"row": compile_expression(str(place), NAMES)},
            )
            for place, row in enumerate(rows)
        ),
        policy=policy,
        otherwise=None if otherwise is None else {"row": compile_expression(otherwise, NAMES)},
    )


@pytest.mark.parametrize(
    ("cell", "of", "holds"),
    [
        ("-", "adults", True),
        ("", "adults", True),
        (" - ", "adults", True),
        ("2", "adults", True),
        ("-2", "adults", False),
        ("< 2", "adults", False),
        ("<= 2", "adults", True),
        (">= 2", "adults", True),
        ("!= 2", "adults", False),
        ("1..2", "adults", True),
        ("3..9", "adults", False),
        ("-5..-1", "adults", False),
        ("0, 1, 2", "adults", True),
        ("0, 5..9, > 1", "adults", True),
        ("not 2", "adults", False),
        ("not(0, 3..9)", "adults", True),
        ("not (> 1), 7", "adults", False),
        ("1.5..12.5", "rate", True),
        ("> 12", "rate", True),
        ("'refuse'", "bin", True),
        ("'garden', 'recycling'", "bin", False),
        ("not('garden', 'recycling')", "bin", True),
        ("not 'refuse'", "bin", False),
        ("true", "urgent", True),
        ("false", "urgent", False),
        ("true", "adults > 5", False),
        ("date('2026-01-01')..date('2026-03-25')", "missed_on", True),
        ("< today()", "missed_on", True),
        ("> adults * 1000", "rent", True),
        ("(adults + 63) * 1000", "rent", True),
    ],
)
def test_a_cell_tests_its_input(cell: str, of: str, holds: bool) -> None:
    test = compile_cell(cell, of, NAMES)
    assert (test is None or test.holds(ANSWERS, MOMENT)) is holds


@pytest.mark.parametrize(
    ("cell", "of", "code", "offset"),
    [
        ("'glass'", "bin", "expression.unknown-option", 0),
        ("'refuse', 'glass'", "bin", "expression.unknown-option", 10),
        ("not('refuse', 'glass')", "bin", "expression.unknown-option", 14),
        ("'2'", "adults", "expression.type", 0),
        ("'2026-01-01'", "missed_on", "expression.type", 0),
        ("< adutls", "rent", "expression.unknown-name", 2),
        ("1, < adutls", "rent", "expression.unknown-name", 5),
        ("1,,2", "adults", "expression.syntax", 2),
        ("1,", "adults", "expression.syntax", 2),
        ("..5", "adults", "expression.syntax", 0),
        ("<", "adults", "expression.syntax", 1),
        ("not", "adults", "expression.syntax", 3),
        ("1 2", "adults", "expression.syntax", 2),
        ("null", "adults", "expression.null", 0),
        ("'a'", "bags", "expression.type", 0),
    ],
)
def test_a_bad_cell_is_refused_where_it_is_wrong(cell: str, of: str, code: str, offset: int) -> None:
    with pytest.raises(InvalidExpression) as refused:
        compile_cell(cell, of, NAMES)
    assert (refused.value.problems[0].code, refused.value.problems[0].offset) == (code, offset)


BANDS = (["< 2", "-"], ["2..4", "true"], [">= 2", "-"])


@pytest.mark.parametrize(
    ("policy", "answers", "decided"),
    [
        ("first", {"adults": 1}, {"row": 0}),
        ("first", {"adults": 3, "urgent": True}, {"row": 1}),
        ("first", {"adults": 3, "urgent": False}, {"row": 2}),
        ("first", {"adults": 3}, {"row": 2}),
        ("first", {"urgent": True}, {"row": 9}),
        ("collect", {"adults": 3, "urgent": True}, [{"row": 1}, {"row": 2}]),
        ("collect", {}, [{"row": 9}]),
        ("unique", {"adults": 1}, {"row": 0}),
    ],
)
def test_a_table_decides(policy: Policy, answers: dict[str, Any], decided: Any) -> None:
    assert decide(table(["adults", "urgent"], *BANDS, policy=policy, otherwise="9"), answers, MOMENT) == decided


def test_without_otherwise_a_table_may_decide_nothing() -> None:
    assert decide(table(["adults"], ["1"]), {"adults": 2}, MOMENT) is ABSENT
    assert decide(table(["adults"], ["1"], policy="collect"), {"adults": 2}, MOMENT) == []


def test_an_output_that_is_absent_is_left_out() -> None:
    rule = DecisionRule((Cell("-", None),), {"rent": compile_expression("rent", NAMES)})
    decision = Decision("band", (compile_expression("adults", NAMES),), {"rent": INTEGER}, (rule,))
    assert decide(decision, {"rent": 5}, MOMENT) == {"rent": 5}
    assert decide(decision, {}, MOMENT) == {}


def test_two_rules_of_a_unique_table_at_once_are_a_defect() -> None:
    with pytest.raises(ExpressionDefect, match="two rules"):
        decide(table(["adults", "urgent"], *BANDS, policy="unique"), {"adults": 3, "urgent": True}, MOMENT)


@pytest.mark.parametrize(
    ("inputs", "rows", "unreachable"),
    [
        (["adults"], [["< 5"], ["1..3"]], (1,)),
        (["adults"], [["< 5"], [">= 5"], ["-"]], (2,)),
        (["adults"], [["< 5"], ["> 5"], ["-"]], ()),
        (["adults"], [["9..1"]], (0,)),
        (["adults"], [["> 1, 1"], ["not(> 0)"], ["0..1"]], (2,)),
        (["rate"], [["< 5"], ["> 5"], ["-"]], ()),
        (["rate"], [["<= 5"], ["> 5"], ["-"]], (2,)),
        (["bin"], [["'refuse', 'garden'"], ["not 'refuse'"], ["'recycling'"]], (2,)),
        (["name"], [["'a'"], ["not 'a'"], ["'b'"]], (2,)),
        (["missed_on"], [["< date('2026-01-02')"], ["> date('2026-01-01')"], ["-"]], (2,)),
        (["urgent", "adults"], [["true", "> 1"], ["true", "<= 1"], ["-", "-"], ["false", "-"]], (3,)),
        (["urgent", "adults"], [["true", "-"], ["-", "> 1"], ["false", "-"], ["-", "1"]], (3,)),
        (["adults"], [["< rent"], ["-"], ["5"]], (2,)),
        (["adults"], [["rent"], ["rent"]], ()),
    ],
)
def test_a_rule_that_nothing_reaches_is_found(
    inputs: list[str], rows: list[list[str]], unreachable: tuple[int, ...]
) -> None:
    assert analyse(table(inputs, *rows)).unreachable == unreachable


def test_overlaps_of_a_unique_table_are_said_in_words() -> None:
    found = analyse(table(["adults", "bin"], ["1..5", "-"], ["5..9", "'refuse'"], ["> 9", "-"], policy="unique"))
    assert found.overlaps == (Overlap(0, 1, "adults is 5, bin is 'refuse'"),)
    assert found.unreachable == ()


def test_inputs_that_reach_otherwise_are_listed() -> None:
    found = analyse(table(["adults", "urgent"], ["1..3, 5", "-"], ["> 5", "true"]))
    assert found.gaps == (
        Gap("adults is up to 0 or 4, urgent is true", {"adults": 0, "urgent": True}),
        Gap("adults is up to 0 or 4 or from 6, urgent is false", {"adults": 0, "urgent": False}),
    )
    assert analyse(table(["rate"], ["< 1.5"], ["> 1.5, > 2"])).gaps == (Gap("rate is 1.5", {"rate": "1.5"}),)
    dates = analyse(table(["missed_on"], ["date('2026-01-01')..date('2026-01-31')"])).gaps
    assert dates == (Gap("missed_on is up to 2025-12-31 or from 2026-02-01", {"missed_on": "2025-12-31"}),)


def test_a_large_table_is_looked_at_without_trying_every_case() -> None:
    many = [[str(n)] * 5 for n in range(0, 40, 2)]
    found = analyse(table(["adults", "rent", "rent + 1", "rent + 2", "size(bags)"], *many, many[3]))
    assert found.capped
    assert found.unreachable == (20,)


CELLS = {
    "adults": st.sampled_from(["-", "< 2", ">= 3", "1..3", "not 2", "0, 4", "3..1", "<= 0"]),
    "urgent": st.sampled_from(["-", "true", "false", "not true"]),
    "bin": st.sampled_from(["-", "'refuse'", "not 'refuse'", "'garden', 'recycling'"]),
}
EVERY = [
    dict(zip(CELLS, each, strict=True))
    for each in product(range(-2, 8), (True, False), ("refuse", "recycling", "garden"))
]


@settings(max_examples=60, deadline=None)
@given(rows=st.lists(st.tuples(*CELLS.values()), min_size=1, max_size=6))
def test_analysis_agrees_with_trying_everything(rows: list[tuple[str, ...]]) -> None:
    first = table(list(CELLS), *rows, otherwise="-1")
    decided = [decide(first, answers, MOMENT) for answers in EVERY]
    found = analyse(first)
    assert set(found.unreachable) == set(range(len(rows))) - {each["row"] for each in decided}  # type: ignore[index,call-overload]
    assert bool(found.gaps) == ({"row": -1} in decided)
    collected = [decide(table(list(CELLS), *rows, policy="collect"), answers, MOMENT) for answers in EVERY]
    pairs = {(a["row"], b["row"]) for each in collected for a in each for b in each if a["row"] < b["row"]}  # type: ignore[union-attr,index]
    unique = analyse(table(list(CELLS), *rows, policy="unique"))
    assert {(overlap.first, overlap.second) for overlap in unique.overlaps} == pairs


def test_what_may_be_anything_is_not_said() -> None:
    found = analyse(table(["adults", "urgent", "bin"], ["1..3", "-", "-"]))
    assert [gap.words for gap in found.gaps] == ["adults is up to 0 or from 4"]
    found = analyse(table(["adults"], ["-"], ["-"], policy="unique"))
    assert [overlap.words for overlap in found.overlaps] == ["anything is answered"]


@settings(max_examples=40, deadline=None)
@given(
    rows=st.lists(st.tuples(*CELLS.values(), st.sampled_from(["-", "> 1.5", "0.5..2", "'a'", "not 'a'"])), min_size=1),
    other=st.sampled_from(["rate", "name", "missed_on"]),
)
def test_rules_for_the_gaps_leave_none(rows: list[tuple[str, ...]], other: str) -> None:
    days = {"0.5..2": "date('2026-01-01')..date('2026-02-01')", "> 1.5": "< date('2026-01-09')"}
    rows = [row for row in rows if other == "missed_on" or ("'a'" in row[-1]) == (other == "name") or row[-1] == "-"]
    rows = [(*row[:-1], days.get(row[-1], "-")) if other == "missed_on" else row for row in rows]
    inputs = [*CELLS, other]
    gaps = analyse(table(inputs, *rows)).gaps if rows else ()
    if gaps and len(gaps) < 20:
        after = analyse(table(inputs, *rows, *(gap.cells for gap in gaps)))
        assert after.gaps == ()
        assert not {n for n in after.unreachable if n >= len(rows)}
