"""Names of every type, answers to them, and well-typed expressions made at random from both."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Any

from hypothesis import strategies as st

from definitions.calendars import Moment, calendar
from definitions.types import BOOLEAN, DECIMAL, INTEGER, TEXT, TIMESTAMP, Type, list_of, object_of

MOMENT = Moment(datetime(2026, 3, 26, 9, tzinfo=UTC), calendar())
BIN = Type("text", options=frozenset(("refuse", "recycling", "garden")))

NAMES: dict[str, Type] = {
    "bin": BIN,
    "bags": list_of(TEXT, 5),
    "numbers": list_of(INTEGER, 5),
    "children": list_of(object_of(age=INTEGER, name=TEXT, school=BOOLEAN, born=TIMESTAMP), 6),
    "property": object_of(postcode=TEXT, uprn=TEXT),
    "round": object_of(last_collected=TIMESTAMP, next_collection=TIMESTAMP),
    "missed_on": TIMESTAMP,
    "moved_on": TIMESTAMP,
    "urgent": BOOLEAN,
    "agreed": BOOLEAN,
    "adults": INTEGER,
    "rent": INTEGER,
    "rate": DECIMAL,
    "share": DECIMAL,
    "name": TEXT,
    "street": TEXT,
}

ANSWERS: dict[str, Any] = {
    "bin": "refuse",
    "bags": ["blue", "green"],
    "numbers": [3, 1, 2],
    "children": [{"name": "Ana", "school": True}, {"age": 4, "name": "Bo", "school": False, "born": "2022-02-28"}],
    "property": {"postcode": "AB1 2CD"},
    "round": {"last_collected": "2026-03-25"},
    "missed_on": "2026-03-25",
    "urgent": True,
    "adults": 2,
    "rent": 65000,
    "rate": "12.50",
    "name": "Zoë",
}

_DAYS = st.dates(min_value=date(2020, 1, 1), max_value=date(2030, 12, 31)).map(str)
_TEXTS = st.sampled_from(["", "a", "Zoë", "refuse", "it's", 'say "yes"', "back\\slash", "€ 5 😀", "ABC"])
_CHILD = st.fixed_dictionaries(
    {}, optional={"age": st.integers(0, 20), "name": _TEXTS, "school": st.booleans(), "born": _DAYS}
)
_STORED: dict[str, st.SearchStrategy[Any]] = {
    "text": _TEXTS,
    "integer": st.integers(-50, 50),
    "decimal": st.sampled_from(["0", "1.5", "2", "12.50", "-3.25"]),
    "boolean": st.booleans(),
    "timestamp": _DAYS,
}


def stored(of: Type) -> st.SearchStrategy[Any]:
    """Answers of a type, in their stored form."""
    if of.options is not None:
        return st.sampled_from(sorted(of.options))
    if of.name == "list":
        return st.lists(_CHILD if of.of and of.of.name == "object" else stored(of.of or TEXT), max_size=of.most)
    if of.name == "object":
        return st.fixed_dictionaries({}, optional={name: stored(field) for name, field in of.fields})
    return _STORED[of.name]


def answers() -> st.SearchStrategy[dict[str, Any]]:
    """Answers to most questions."""
    given = st.fixed_dictionaries({name: stored(of) for name, of in NAMES.items()})
    left = st.sets(st.sampled_from(sorted(NAMES)), max_size=6)
    return st.tuples(given, left).map(lambda drawn: {k: v for k, v in drawn[0].items() if k not in drawn[1]})


def written(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


@st.composite
def expressions(draw: st.DrawFn, kind: str = "boolean", depth: int = 3, around: tuple[str, ...] = ()) -> str:
    """The source of an expression of one kind, inside loops over children whose variables are ``around`` it."""
    leaf = depth == 0 or draw(st.integers(0, 5)) == 0
    pick = st.sampled_from(_LEAVES[kind] if leaf else _BRANCHES[kind])
    template: str = draw(pick)
    while "child." in template and not around:
        template = draw(pick)
    return _filled(draw, template, max(depth - 1, 0), around)


def _filled(draw: st.DrawFn, template: str, depth: int, around: tuple[str, ...]) -> str:
    """``<kind>`` is a part to make, ``<kind/x>`` one in the loop of ``{x}``, ``child`` the variable of one around."""
    variable = f"x{depth}"
    template = template.replace("{x}", variable)
    if "child." in template:
        template = template.replace("child.", f"{draw(st.sampled_from(around))}.")
    pieces = re.split(r"<([a-z]+(?:/x)?)>", template)
    for place, word in enumerate(pieces[1::2]):
        part, _, inside = word.partition("/")
        pieces[2 * place + 1] = draw(expressions(part, depth, (*around, variable) if inside else around))
    return "".join(pieces)


_LEAVES = {
    "boolean": ["urgent", "agreed", "child.school", "true", "false", "answered(missed_on)",
                "answered(round.next_collection)", "has(child.age)", "bin == 'refuse'", "bin in ['garden', 'refuse']",
                "has(property.uprn)"],
    "integer": ["adults", "rent", "0", "1", "7", "-3", "child.age", "size(bags)", "size(name)", "age(moved_on)"],
    "decimal": ["rate", "share", "1.5", "0.0", "12.5"],
    "text": ["name", "street", "property.postcode", "''", "'Zoë'", "'it\\'s'", '"say \\"yes\\""', "'\\u00e9'",
             "child.name", "'a\\\\b'"],
    "timestamp": ["missed_on", "moved_on", "round.last_collected", "today()", "now()",
                  "date('2024-02-29')", "child.born"],
    "numbers": ["numbers", "[1, 2, 3]", "[adults, 4]"],
    "children": ["children"],
}  # fmt: skip

_BRANCHES = {
    "boolean": ["<boolean> && <boolean>", "<boolean> || <boolean>", "!(<boolean>)", "(<boolean>)",
                "(<boolean>) == (<boolean>)", "(<boolean> ? <boolean> : <boolean>)", "(<integer>) < (<integer>)",
                "(<integer>) == (<integer>)",
                "<decimal> <= <decimal>", "<decimal> > (<integer>)", "(<text>) == (<text>)", "(<text>) < (<text>)",
                "(<timestamp>) <= (<timestamp>)", "(<timestamp>) != (<timestamp>)", "(<integer>) in <numbers>",
                "(<text>) in bags", "(<text>).startsWith(<text>)", "(<text>).contains(<text>)",
                "(<text>).endsWith(<text>)", "(<text>).matches(r'^[A-Za-z ]+$')", "<decimal> in [1, 2.5]",
                "<children>.exists({x}, <boolean/x>)", "<children>.all({x}, <boolean/x>)",
                "numbers.exists({x}, {x} > (<integer>))", "bags.all({x}, {x} == (<text>) || <boolean>)",
                "numbers.exists_one({x}, {x} == (<integer>))"],
    "integer": ["(<integer>) + (<integer>)", "(<integer>) - (<integer>)", "(<integer>) * (<integer>)", "-(<integer>)",
                "(<boolean> ? <integer> : <integer>)", "size(<text>)", "(<text>).size()", "size(<children>)",
                "age_on(<timestamp>, <timestamp>)", "working_days_between(<timestamp>, <timestamp>)", "int(<decimal>)",
                "percent(rent, <decimal>, 'half-even')", "percent(rent, 20, 'up')",
                "size(<numbers>.map({x}, {x} + 1))", "sum(<numbers>)", "min_of(<numbers>)", "max_of(<numbers>)",
                "sum(<children>.map({x}, <integer/x>))", "max_of(<children>.map({x}, <integer/x>))"],
    "decimal": ["rate", "share", "double(<integer>)", "(<boolean> ? <decimal> : <decimal>)", "-(<decimal>)"],
    "text": ["string((<text>) + (<text>))", "string(<boolean> ? <text> : <text>)", "string(adults)", "<text>"],
    "timestamp": ["add_days(<timestamp>, 3)", "add_months(<timestamp>, -1)", "add_working_days(<timestamp>, 2)",
                  "(<boolean> ? <timestamp> : <timestamp>)", "min_of(<children>.map({x}, {x}.born))"],
    "numbers": ["numbers.map({x}, {x} * 2)", "numbers.filter({x}, {x} > 1)", "numbers.filter({x}, {x} != (<integer>))"],
    "children": ["children", "children.filter({x}, has({x}.age))", "children.filter({x}, <boolean/x>)"],
}  # fmt: skip
