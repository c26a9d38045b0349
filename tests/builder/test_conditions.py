"""Conditions as text and as rows: neither loses anything to the other, and both are read back as English."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from builder.conditions import (
    Condition,
    Group,
    Raw,
    Row,
    Subject,
    Value,
    Vocabulary,
    group,
    kept,
    offered,
    read,
    sentence,
    write,
)
from builder.conditions.offered import COMPARISONS
from definitions.expressions import compile_expression
from tests.definitions.expression_cases import MOMENT, NAMES, answers, expressions
from tests.definitions.test_expressions_differential import interpreted
from tests.factories import example_document

LIBRARY = sorted((Path(__file__).parents[2] / "definitions" / "library").glob("*/service.json"))
RAW = [
    "working_days_between(missed_on, today()) > 2",
    "children.exists(c, c.age > 3 && c.school)",
    "!(a || b)",
    "a ? b : c",
    "sum(children.map(c, c.cost)) > rent * 2",
    "a == (b && c)",
    "property.uprn < 'a' + 'b'",
]


_names = st.sampled_from(["bin", "urgent", "property.postcode", "missed_on", "adults"])
_texts = st.text("abc '\"\\é€\n", max_size=5).map(lambda text: Value("text", text))
_numbers = st.one_of(st.integers(-999, 9999), st.sampled_from([0.5, 2.0, 12.25])).map(lambda n: Value("number", n))
_bases = st.sampled_from([Value("today"), Value("name", "moved_on"), Value("day", "2026-01-31")])
_moved = st.builds(
    lambda base, count, unit: Value(base.kind, base.value, count, unit),
    _bases, st.integers(-50, 50), st.sampled_from(["day", "month", "working day"]),
)  # fmt: skip
_values = st.one_of(_texts, _numbers, _bases, _moved)


@st.composite
def rows(draw: st.DrawFn) -> Row:
    comparison = draw(st.sampled_from(sorted(COMPARISONS)))
    plain = comparison in ("yes", "no", "answered", "unanswered", "includes", "excludes")
    subject = Subject(draw(_names), "" if plain else draw(st.sampled_from(["", "age", "size"])))
    if comparison in ("yes", "no", "answered", "unanswered"):
        return Row(subject, comparison)
    several = st.lists(_values, min_size=1, max_size=3) if comparison.endswith("-of") else st.tuples(_values)
    return Row(subject, comparison, tuple(draw(several)))


conditions: st.SearchStrategy[Condition] = st.recursive(
    st.one_of(rows(), rows(), st.sampled_from(RAW).map(Raw)),
    lambda below: st.builds(group, st.sampled_from(["all", "any"]), st.lists(below, min_size=1, max_size=4)),
    max_leaves=8,
)


@settings(max_examples=100, deadline=None)
@given(conditions)
def test_rows_become_text_and_the_same_rows_again(condition: Condition):
    assert read(write(condition)) == condition


@settings(max_examples=60, deadline=None)
@given(source=expressions("boolean", 2), names=answers())
def test_text_becomes_rows_and_text_that_means_the_same(source: str, names: dict[str, Any]):
    condition = read(source)
    assert kept(source, condition) == source
    again = compile_expression(write(condition), NAMES)
    found = compile_expression(source, NAMES).evaluate(names, MOMENT)
    assert again.evaluate(names, MOMENT) == found
    assert interpreted(again, names) == found


@pytest.mark.parametrize("place", LIBRARY, ids=lambda place: place.parent.name)
def test_every_condition_of_the_library_is_kept_and_read_back(place: Path):
    document = json.loads(place.read_text())
    words, sources = Vocabulary(document), list(whens(document))
    for source in sources:
        condition = read(source)
        assert kept(source, condition) == source
        assert read(write(condition)) == condition
        assert sentence(condition, words).startswith("Show this when ")
    said = [source for source in sources if not isinstance(read(source), Raw)]
    assert len(said) > len(sources) * 0.7


def whens(part: Any) -> list[str]:
    if isinstance(part, list):
        return [source for one in part for source in whens(one)]
    if not isinstance(part, dict):
        return []
    own = [part["when"]] if isinstance(part.get("when"), str) else []
    return own + [source for key, one in part.items() if key != "examples" for source in whens(one)]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("bin == 'refuse' && missed_on < today()", "Bin is Rubbish and Collection day is before today"),
        ("(bin in ['refuse', 'recycling'] || urgent) && answered(email)",
         "(Bin is one of Rubbish or Recycling, or Urgent is yes) and Email address is answered"),
        ("!(bin in ['refuse'])", "Bin is none of Rubbish"),
        ("add_days(today(), -5) <= missed_on", "Collection day is on or after 5 days ago"),
        ("missed_on > add_working_days(clock.promise, 1)",
         "Collection day is after 1 working day after Emptied within 2 working days"),
        ("case.state != 'with-crew'", "State is not With crew"),
        ("property.postcode.startsWith('AB1')", "Address: postcode begins with “AB1”"),
        ("age(missed_on) >= 18 && !urgent", "the age by Collection day is at least 18 and Urgent is no"),
        ("true == urgent", "Urgent is yes"),
        ("missed_on == date('2026-03-25')", "Collection day is 25 March 2026"),
        ("urgent ? true : false", "“urgent ? true : false”"),
    ],
)  # fmt: skip
def test_a_condition_is_read_back_as_english(source: str, words: str):
    assert sentence(read(source), Vocabulary(example_document())) == f"Show this when {words}"


def test_money_is_read_back_in_pounds():
    document = example_document()
    document["form"]["pages"][3]["questions"].append({"id": "cost", "type": "money", "label": "Cost"})
    assert sentence(read("cost >= 1250"), Vocabulary(document)) == "Show this when Cost is at least £12.50"


def test_what_is_offered_suits_what_is_asked():
    words = Vocabulary(example_document())
    found = {name: [(one.key, one.takes) for one in offered(named)] for name in words if (named := words.get(name))}
    given = [("answered", "nothing"), ("unanswered", "nothing")]
    assert found["bin"] == [("==", "choice"), ("!=", "choice"), ("one-of", "choices"), ("none-of", "choices"), *given]
    assert ("<", "day") in found["missed_on"]
    assert ("contains", "text") in found["email"]
    assert found["urgent"] == [("yes", "nothing"), ("no", "nothing"), *given]
    bags = words.get("bin")
    assert bags is not None
    assert {one.takes for one in offered(bags, Subject("bin", "size"))} == {"number"}
    assert bags.choices == {"refuse": "Rubbish", "recycling": "Recycling"}


def test_a_row_may_be_changed_and_the_rest_stays_as_it_was():
    source = "bin=='refuse'  &&  working_days_between( missed_on, today() )>2"
    condition = read(source)
    assert isinstance(condition, Group)
    changed = group("all", [Row(Subject("bin"), "!=", (Value("text", "refuse"),)), *condition.parts[1:]])
    assert kept(source, changed) == "bin != 'refuse'  &&  working_days_between( missed_on, today() )>2"


@pytest.mark.parametrize("source", ["", "bin ==", "'", "a b"])
def test_what_cannot_be_read_stays_text(source: str):
    assert read(source) == Raw(source)
    assert kept(source, read(source)) == source
