"""An expression in a document can neither crash, hang nor fill the memory of the process."""

from __future__ import annotations

import json
import resource
import subprocess
import sys

import pytest

MEMORY = 600 * 1024 * 1024
SECONDS = 60

RUN = """
import json, sys, threading
from definitions.expressions import ExpressionDefect, InvalidExpression, compile_expression
from tests.definitions.expression_cases import ANSWERS, MOMENT, NAMES

def run():
    long = ANSWERS | {"name": "a" * 5000, "street": "b" * 5000, "bags": ["x" * 500] * 5, "numbers": [9] * 5}
    for source in json.load(sys.stdin):
        try:
            expression = compile_expression(source, NAMES)
        except InvalidExpression as refused:
            print(json.dumps(["refused", refused.problems[0].code]))
            continue
        try:
            found = [expression.evaluate(answers, MOMENT) for answers in (ANSWERS, long, {})]
            print(json.dumps(["ran", max(len(str(each)) for each in found)]))
        except ExpressionDefect as defect:
            print(json.dumps(["defect", defect.reason]))

threading.stack_size(256 * 1024)
thread = threading.Thread(target=run)
thread.start()
thread.join()
"""


def limited() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))


def run(*sources: str) -> list[tuple[str, object]]:
    """What became of each, in one process with little memory, little time and a small stack."""
    done = subprocess.run(
        [sys.executable, "-c", RUN],
        input=json.dumps(sources),
        capture_output=True,
        text=True,
        preexec_fn=limited,
        timeout=2 * SECONDS,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    outcomes = [tuple(json.loads(line)) for line in done.stdout.splitlines()]
    assert len(outcomes) == len(sources), done.stderr[-2000:]
    return outcomes


def nested(opening: str, inside: str, closing: str, depth: int) -> str:
    return opening * depth + inside + closing * depth


AT_THE_LIMIT = [
    nested("(", "urgent", ")", 16),
    nested("[", "1", "]", 16),
    nested("!(", "urgent", ")", 16),
    nested("string(", "name", ")", 16),
    nested("numbers[", "0", "]", 16),
    "urgent ? 1 : " * 16 + "2",
    nested("(urgent ? ", "agreed", " : true)", 16),
    nested("children.exists(c, ", nested("(", "c.school && agreed", " || c.age == 1)", 13), ")", 1),
    nested("children.exists(c, ", nested("(", "c.school", " ? agreed : c.age == 1)", 13), ")", 1),
    nested("children.all(c, ", nested("!(", "c.school", " || agreed)", 14), ")", 1),
    nested("children.map(c, ", nested("(", "c.school", " ? c.school : agreed)", 13), ")", 1),
    nested("size(children.filter(c, ", nested("(", "c.school ? agreed : urgent", " && c.age == adults)", 12), "))", 1),
    nested("children.exists_one(c, ", nested("!(", "c.school && agreed", " || c.age == 1)", 13), ")", 1),
    nested("min_of([", "1", "])", 8),
    "sum(children.map(c, c.age == 1 ? sum(children.map(d, d.age)) + c.age : max_of(children.map(d, d.age))))",
    " + ".join(["adults"] * 100),
    " && ".join(["agreed"] * 100),
    " || ".join(["!agreed"] * 66),
    " == ".join(["urgent"] * 100),
    "[" + ", ".join(["name"] * 99) + "]",
    "children" + ".filter(c, has(c.age))" * 16,
    "- - - adults",
]

OVER_THE_LIMIT = [
    nested("(", "urgent", ")", 99),
    nested("[", "1", "]", 99),
    nested("!(", "urgent", ")", 60),
    "!" * 199 + "urgent",
    "-" * 1999 + "1",
    "urgent ? 1 : " * 49 + "2",
    nested("string(", "name", ")", 60),
    "(" * 2000,
    "[" * 1_000_000,
    "a" * 5_000_000,
    "'" + "a" * 3000 + "'",
    "x." * 1000 + "x",
    "\\" * 1999,
    "'" * 1999,
    "r" * 1999 + "'",
]

GROWTH = [
    "['a']" + ".map(x, x + x + x + x)" * 12,
    "[name]" + ".map(x, x + x)" * 20,
    "[1]" + ".map(x, [x, x, x])" * 15,
    "[1]" + ".map(x, [x, x, x])" * 11,
    " + ".join(["name"] * 100),
    " + ".join(["name + street"] * 15),
    "numbers.map(a, numbers.map(b, numbers.map(c, numbers.map(d, numbers))))",
    "bags.map(a, bags.map(b, bags.map(c, a + b + c)))",
    "children.map(a, children.map(b, children.map(c, children.map(d, [a, b, c, d]))))",
    "".join(f"[1].exists(x{n}, " for n in range(5)) + "true" + ")" * 5,
    "rent" + " * rent" * 99,
    "999999999999999999" + " * 999999999999999999" * 20,
    "999999999999999999999999999999999999999 > 1",
    "percent(999999999999999999, 99999999999999999.9, 'up')",
    "add_days(missed_on, 200000 * 20)",
    "add_months(missed_on, 999999)",
    "numbers.map(n, add_working_days(missed_on, 2600))",
    "working_days_between(date('0001-01-01'), date('9999-12-31'))",
    "working_days_between(date('9999-12-31'), date('0001-01-02'))",
    "age_on(date('0001-01-01'), date('9999-12-31'))",
    "add_days(date('9999-12-31'), 1)",
    "add_days(date('0001-01-01'), -1)",
    "name.matches(r'(a+)+$')",
    "name.matches(r'(a|aa)+b')",
    "name.matches(r'((((a{9}){9}){9}){9})')",
    "name.matches(r'(x+x+)+y')",
    "name.matches('" + "(" * 400 + ")" * 400 + "')",
    "name.matches('" + "a?" * 240 + "')",
    "name.matches('\\\\pL{1,999}')",
    "name.matches('" + "[" * 501 + "')",
]

ESCAPES = [
    "''.__class__.__mro__[1].__subclasses__()",
    "name.__class__ == name",
    "name.format(name)",
    "'{0.__class__}'.format(name) == ''",
    "'%s' % name == ''",
    "__import__('os').system('id') == 0",
    "import os",
    "eval('1') == 1",
    "exec('1') == 1",
    "open('/etc/passwd') == 1",
    "getattr(name, '__class__') == 1",
    "_.name == ''",
    "_today > _now",
    "_matches(name, 'a')",
    "_length(name) > 1",
    "globals() == 1",
    "lambda: 1",
    "[x for x in bags]",
    "name.map(x, x)",
    "google.protobuf.Any{} == 1",
    "children[0].__dict__ == 1",
    "children.map(__class__, __class__)",
    "optional.of(1).value() == 1",
    "cel.bind(x, 1, x) == 1",
    "{{ config }}",
    "${7*7} == 49",
    "#{7*7}",
    "<% 7*7 %>",
    "duration('999999999h') > duration('1s')",
    "timestamp('9999-12-31T23:59:59Z') > now()",
    "bytes(name) == b''",
    "math.greatest(1, 2) == 2",
    "name.replace('a', 'aaaaaaaa') == ''",
    "name.split('') == bags",
    "bags.join(',') == ''",
    "name\x00 == 'x'",
    "name == '\\ud800'",
    "name == '\\U0010FFFF'",
    "nаme == 'cyrillic a'",
    "name == 'x\u202ey'",
    "ｎａｍｅ == 'full width'",
    "adults == ١",
]


def test_all_that_is_allowed_is_safe_in_a_small_stack() -> None:
    assert {outcome for outcome, _ in run(*AT_THE_LIMIT)} <= {"ran", "defect"}


def test_what_is_too_deep_or_long_meets_no_parser() -> None:
    assert {outcome for outcome, _ in run(*OVER_THE_LIMIT)} == {"refused"}


def test_nothing_grows_without_end() -> None:
    for source, (outcome, size) in zip(GROWTH, run(*GROWTH), strict=True):
        assert outcome in ("refused", "defect") or size < 2_000_000, source


def test_published_ways_out_of_other_sandboxes_are_refused() -> None:
    for source, (outcome, _) in zip(ESCAPES, run(*ESCAPES), strict=True):
        assert outcome == "refused", source


@pytest.mark.parametrize("source", ["(" * 5000, "a+" * 100_000, "'" * 100_000, "\\" * 100_000, "1." * 100_000])
def test_the_scanner_is_linear(source: str) -> None:
    assert run(*[source] * 200) == [("refused", "expression.too-long")] * 200
