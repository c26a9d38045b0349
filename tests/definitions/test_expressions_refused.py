"""Each mistake in an expression has a stable code, a place, and words that say what to write instead."""

from __future__ import annotations

import pytest

from definitions.expressions import InvalidExpression, compile_expression
from definitions.types import BOOLEAN, INTEGER, TEXT, Type
from tests.definitions.expression_cases import NAMES


@pytest.mark.parametrize(
    ("source", "code", "words", "offset"),
    [
        ("", "syntax", "empty", 0),
        ("adults >", "syntax", "ends too early", 8),
        ("adults = 2", "syntax", "write == ", 7),
        ("urgent and agreed", "syntax", "For “and”, write &&", 7),
        ("urgent & agreed", "syntax", "write && ", 7),
        ("not urgent", "syntax", "", 4),
        ("bin == ‘refuse’", "syntax", "straight quotation marks", 7),
        ("bin == 'refuse", "syntax", "no closing quotation mark", 7),
        ("rent > £5", "syntax", "in pence", 7),
        ("adults ≥ 2", "syntax", "Write >=", 7),
        ("adults > 2 // two", "syntax", "comment", 11),
        ("adults > 1e5", "syntax", "neither a number nor a name", 9),
        ("adults > 0x10", "syntax", "neither a number nor a name", 9),
        ("adults > 5u", "syntax", "neither a number nor a name", 9),
        ("name == b'x'", "syntax", "cannot stand before", 8),
        ("name == 'a\\d'", "syntax", "\\d means nothing", 10),
        ("name == r'a\\'", "syntax", "cannot end in a backslash", 8),
        ("name == 'a\u200b'", "syntax", "cannot be seen", 8),
        ("name == 'a\x00'", "syntax", "cannot be seen", 8),
        ("adults\u00a0> 2", "syntax", "U+00A0", 6),
        ("adults > 9223372036854775808", "syntax", "18 digits", 9),
        ("{'a': 1}.a == 1", "syntax", "Curly brackets", 0),
        (".adults > 1", "syntax", "leading dots", 0),
        ("while == 1", "syntax", "has a meaning of its own", 0),
        ("adutls > 2", "unknown-name", "Did you mean adults?", 0),
        ("urgent && round.last_colected == today()", "unknown-name", "Did you mean last_collected?", 10),
        ("tody() > missed_on", "unknown-function", "Did you mean today?", 0),
        ("timestamp('2026-01-01T00:00:00Z') > now()", "unknown-function", "", 0),
        ("type(name) == 'x'", "unknown-function", "", 0),
        ("dyn(name) == 5", "unknown-function", "", 0),
        ("missed_on > '2026-01-31'", "type", "write date('2026-01-31')", 0),
        ("adults == '2'", "type", "without quotation marks", 0),
        ("urgent == 'true'", "type", "true or false without quotation marks", 0),
        ("adults", "type", "must give true or false", 0),
        ("adults && urgent", "type", "write answered(adults)", 0),
        ("!name", "type", "must be true or false", 1),
        ("name ? true : false", "type", "before ?", 0),
        ("urgent > agreed", "type", "no order", 0),
        ("property == property", "type", "as a whole", 0),
        ("bags == ['a']", "type", "as a whole", 0),
        ("missed_on + 5 > now()", "type", "write add_days", 0),
        ("rate * 2 > 5", "type", "write percent", 0),
        ("name - 'x' == name", "type", "takes whole numbers", 0),
        ("rent / 0 == 1", "type", "divided by nought", 7),
        ("'x' in name", "type", "Write name.contains('x')", 0),
        ("bags.contains('x')", "type", "write 'x' in bags", 5),
        ("name.first == 'x'", "type", "has no parts", 0),
        ("name[0] == 'x'", "type", "pick from a list", 0),
        ("property['uprn'] == 'x'", "type", "write a dot", 0),
        ("[1, 'a'] == [1]", "type", "must be alike", 4),
        ("(urgent ? 1 : 'a') == 1", "type", "must be alike", 14),
        ("name.exists(n, true)", "type", "looks through a list", 5),
        ("bags.exists(b, 5)", "type", "must be true or false", 15),
        ("int(name) == 5", "type", "question of its own kind", 0),
        ("missed_on == null", "null", "answered(x)", 13),
        ("bin == 'refus'", "unknown-option", "Did you mean refuse?", 7),
        ("bin in ['refuse', 'x']", "unknown-option", "it is one of garden", 18),
        ("'glass' == bin", "unknown-option", "bin is never 'glass'", 0),
        ("bin == (urgent ? 'refuse' : 'x')", "unknown-option", "never 'x'", 28),
        ("add_days(missed_on) > now()", "arguments", "written add_days(day, 28)", 0),
        ("missed_on.add_days(2) > now()", "arguments", "written add_days(day, 28)", 10),
        ("contains(name, 'x')", "arguments", "written name.contains('x')", 0),
        ("date('31/1/2026') > now()", "arguments", "is not a date", 5),
        ("date('2026-02-30') > now()", "arguments", "is not a date", 5),
        ("add_days(missed_on, 999999) > now()", "arguments", "at most", 20),
        ("percent(rent, 5, 'nearest') > 5", "arguments", "half-up", 17),
        ("answered(1)", "arguments", "one name", 0),
        ("has(urgent)", "syntax", "write answered(name)", 0),
        ("bags.exists(name, name == 'x')", "arguments", "Choose another name", 12),
        ("bags.exists(_, _ == 'x')", "arguments", "Choose another name", 12),
        ("bags.map(b, b == 'x', b) == bags", "arguments", "list.map(x, ...)", 5),
        ("name.matches('(')", "pattern", "missing )", 13),
        ("name.matches('(?=x)')", "pattern", "", 13),
        ("name.matches('(.)\\\\1')", "pattern", "", 13),
        ("name.matches(street)", "arguments", "between quotation marks", 13),
        ("!!!!urgent", "too-deep", "is enough", 0),
        ("(" * 17 + "urgent" + ")" * 17, "too-deep", "16 deep", 16),
        ("urgent" + " " * 2000, "too-long", "2,000", 0),
        (" || ".join(["urgent"] * 101), "too-long", "200", 1000),
        ("a" * 101, "too-long", "100 characters", 0),
    ],
)
def test_a_mistake_is_named_and_placed(source: str, code: str, words: str, offset: int) -> None:
    with pytest.raises(InvalidExpression) as refused:
        compile_expression(source, NAMES, BOOLEAN)
    problem = refused.value.problems[0]
    assert problem.code == f"expression.{code}", problem
    assert words in problem.message
    assert problem.offset == offset, problem


def test_every_mistake_is_reported_at_once() -> None:
    with pytest.raises(InvalidExpression) as refused:
        compile_expression("adutls > 2 && bin == 'x' && missed_on > '2026-01-01'", NAMES)
    assert [p.code.partition(".")[2] for p in refused.value.problems] == ["unknown-name", "unknown-option", "type"]
    assert refused.value.problems[0].name == "adutls"


@pytest.mark.parametrize(
    ("source", "expects", "words"),
    [
        ("rate", INTEGER, "must give a whole number"),
        ("'high'", Type("text", options=frozenset(("urgent", "normal"))), "may give 'high'"),
        ("urgent ? 'urgnt' : 'normal'", Type("text", options=frozenset(("urgent", "normal"))), "Did you mean urgent?"),
        ("missed_on", TEXT, "must give text"),
    ],
)
def test_what_an_expression_gives_is_checked(source: str, expects: Type, words: str) -> None:
    with pytest.raises(InvalidExpression, match=words.replace("?", "\\?")):
        compile_expression(source, NAMES, expects)


def test_loops_in_loops_multiply() -> None:
    loop = "children.exists(a, children.exists(b, children.exists(c, children.exists(d, {}))))"
    assert compile_expression(loop.format("a.age > b.age"), NAMES)
    with pytest.raises(InvalidExpression) as refused:
        compile_expression(loop.format(" && ".join(["working_days_between(a.born, b.born) > 2"] * 5)), NAMES)
    assert refused.value.problems[0].code == "expression.too-costly"
