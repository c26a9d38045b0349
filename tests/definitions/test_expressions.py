"""What expressions say of answers that are there, of answers that are not, and of a day."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.expressions import ExpressionDefect, compile_expression, references
from definitions.types import ABSENT, BOOLEAN, DECIMAL, TIMESTAMP
from tests.definitions.expression_cases import ANSWERS, MOMENT, NAMES


def value_of(source: str, answers: dict[str, Any] = ANSWERS) -> Any:
    return compile_expression(source, NAMES).evaluate(answers, MOMENT)


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("bin == 'refuse'", True),
        ('bin != "garden"', True),
        ("bin in ['garden', 'recycling']", False),
        ("missed_on <= today()", True),
        ("missed_on", "2026-03-25"),
        ("working_days_between(missed_on, today()) > 2", False),
        ("urgent && answered(round.last_collected)", True),
        ("property.postcode.startsWith('AB1')", True),
        ("name.matches(r'^Z..$')", True),
        ("size(name) == 3 && name.size() == 3", True),
        ("name + ', ' + property.postcode", "Zoë, AB1 2CD"),
        ("rent * 12 / 52", 15000),
        ("-rent % 7", -5),
        ("rate > 12", True),
        ("adults < rate", True),
        ("rate == 12.50", True),
        ("rate", "12.5"),
        ("adults in [1, 2.0]", True),
        ("'blue' in bags && !('red' in bags)", True),
        ("size(bags)", 2),
        ("numbers.map(n, n * 2).filter(n, n > 2)", [6, 4]),
        ("numbers.exists_one(n, n == 3)", True),
        ("children[1].born", "2022-02-28"),
        ("children.map(child, child.name)", ["Ana", "Bo"]),
        ("urgent ? 'now' : 'later'", "now"),
        ("int(rate) + size(string(adults))", 13),
        ("double(adults) == 2.0", True),
        ("'it\\'s \\u00e9 \\\\ \\n' == 'it\\'s é \\\\ \\n'", True),
    ],
)
def test_answers_have_values(source: str, value: Any) -> None:
    assert value_of(source) == value


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("agreed", ABSENT),
        ("!agreed", ABSENT),
        ("agreed == false", ABSENT),
        ("agreed && false", False),
        ("false && agreed", False),
        ("agreed && true", ABSENT),
        ("agreed || true", True),
        ("true || agreed", True),
        ("agreed || false", ABSENT),
        ("agreed ? 1 : 2", ABSENT),
        ("urgent ? 1 : (agreed ? 2 : 3)", 1),
        ("share > 5.0", ABSENT),
        ("round.next_collection > today()", ABSENT),
        ("property.uprn == 'x' || urgent", True),
        ("[adults, size(street)]", ABSENT),
        ("age(moved_on) > 3", ABSENT),
        ("answered(agreed)", False),
        ("answered(urgent)", True),
        ("answered(round.next_collection)", False),
        ("answered(round.last_collected)", True),
        ("has(property.uprn)", False),
        ("answered(property)", True),
        ("!answered(street) && !(answered(street) && street == 'x')", True),
        ("children.exists(child, child.age < 5)", True),
        ("children.exists(child, child.age > 5)", False),
        ("children.exists(child, !(child.age > 5))", True),
        ("children.all(child, child.age > 5)", False),
        ("children.all(child, child.age < 5)", False),
        ("children.all(child, !answered(child.age) || child.age < 5)", True),
        ("children.filter(child, answered(child.age)).all(child, child.age < 5)", True),
        ("size(children.filter(child, child.age < 5))", 1),
        ("size(children.filter(child, child.age < adults))", 0),
        ("size(children.filter(child, child.age < 5 || child.school))", 2),
        ("children.exists_one(child, child.age < 5)", True),
        ("children.map(child, child.age)", [4]),
        ("children.map(child, child.school ? 0 : child.age)", [0, 4]),
        ("children.map(child, child.age + size(street))", ABSENT),
        ("children.filter(child, child.age > size(street))", ABSENT),
        ("sum(children.map(child, child.age))", 4),
        ("sum(children.filter(child, child.age > 9).map(child, child.age))", 0),
        ("min_of(children.map(child, child.born))", "2022-02-28"),
        ("max_of(children.filter(child, child.age > 9).map(child, child.age))", ABSENT),
        ("max_of([1, 2.5])", "2.5"),
        ("numbers.exists(n, n == 3 || agreed)", True),
        ("numbers.exists(n, agreed || n == 2)", True),
        ("!numbers.all(n, n != 2 && agreed)", True),
        ("numbers.exists(n, children.exists(child, child.age == n + 2))", True),
    ],
)
def test_an_unanswered_question_is_absent(source: str, value: Any) -> None:
    assert value_of(source) == value


def test_none_is_absent_too() -> None:
    assert value_of("answered(name)", ANSWERS | {"name": None}) is False
    assert value_of("property.postcode", {"property": {"postcode": None}}) is ABSENT
    assert value_of("property.postcode", {"property": None}) is ABSENT


def test_a_condition_that_is_absent_does_not_hold_and_is_not_broken() -> None:
    condition = compile_expression("missed_on <= today()", NAMES, BOOLEAN)
    assert (condition.holds({}, MOMENT), condition.passes({}, MOMENT)) == (False, True)
    assert (condition.holds(ANSWERS, MOMENT), condition.passes(ANSWERS, MOMENT)) == (True, True)
    later = {"missed_on": "2026-03-27"}
    assert (condition.holds(later, MOMENT), condition.passes(later, MOMENT)) == (False, False)


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ("rent / (adults - 2)", "a number is divided by nought"),
        ("rent % (adults - 2)", "a number is divided by nought"),
        ("rent * 999999999999999 * 999999", "a number is too large"),
        ("children[5].name", "the list has no such place"),
        ("numbers[-1]", "the list has no such place"),
        ("date(name)", "a value is not of the kind declared"),
        ("add_days(missed_on, rent * 100)", "a value is not of the kind declared"),
        ("add_working_days(missed_on, rent)", "a value is not of the kind declared"),
    ],
)
def test_an_error_that_is_not_absence_is_a_defect(
    source: str, reason: str, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(ExpressionDefect, match=reason) as raised:
        value_of(source)
    assert raised.value.source == source
    shown = str(raised.value) + caplog.text + "".join(capfd.readouterr())
    assert "Zoë" not in shown, "an answer must not reach a log"


@pytest.mark.parametrize(
    "answers",
    [{"missed_on": "yesterday"}, {"missed_on": 5}, {"property": "AB1"}, {"rate": "NaN"}, {"rate": "x"}, {"rate": []}],
)
def test_an_answer_that_is_not_of_its_type_is_a_defect(answers: dict[str, Any]) -> None:
    with pytest.raises(ExpressionDefect):
        value_of("answered(missed_on) || answered(property.uprn) || rate > 1.0", answers)


def test_an_expression_says_what_it_reads() -> None:
    expression = compile_expression("urgent && children.exists(c, c.age > 5) && round.last_collected < today()", NAMES)
    assert expression.names == {"urgent", "children", "children.age", "round.last_collected"}
    assert expression.reads_clock
    assert not compile_expression("add_days(missed_on, 2) == missed_on", NAMES).reads_clock


def test_a_name_can_be_found_before_it_is_known() -> None:
    source = "nobody.knows && children.exists(c, c.age > limit) || answered(me)"
    assert references(source) == (("nobody.knows", 0), ("children", 16), ("limit", 43), ("me", 62))


def test_results_are_of_the_type_expected() -> None:
    assert compile_expression("adults", NAMES, DECIMAL).evaluate(ANSWERS, MOMENT) == "2"
    assert compile_expression("7", NAMES, DECIMAL).evaluate(ANSWERS, MOMENT) == "7"
    assert compile_expression("now()", NAMES, TIMESTAMP).evaluate({}, MOMENT) == "2026-03-26T09:00:00+00:00"


def test_the_same_expression_is_compiled_once() -> None:
    assert compile_expression("rent > 5", NAMES) is compile_expression("rent > 5", dict(NAMES))
    assert compile_expression("rent > 5", NAMES) is not compile_expression("rent > 5", {"rent": DECIMAL})
