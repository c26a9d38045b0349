"""The language's JSON Schema: valid, all described, closed, and of one mind with the fast validator."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from referencing import Registry

from definitions.questions import KINDS
from definitions.read import check, language_schema
from definitions.reading.shape import faults
from definitions.schema import kinds
from tests.definitions.check_cases import GONE, edited
from tests.definitions.check_cases_beside import CHOOSING, USING
from tests.definitions.families import family
from tests.factories import document, example_document

LIBRARY = sorted((Path(__file__).parents[2] / "definitions" / "library").glob("*/service.json"))
OPEN = ("answers", "inputs", "values", "lookups")
"""Objects of an example whose names are the service's own, and whose values are any answer."""


def parts(node: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:
    """Every schema inside the schema, with its place."""
    yield at, node
    for name in ("properties", "$defs"):
        for key, value in node.get(name, {}).items():
            yield from parts(value, f"{at}/{name}/{key}")
    for name in ("items", "additionalProperties"):
        if isinstance(node.get(name), dict):
            yield from parts(node[name], f"{at}/{name}")
    for n, branch in enumerate(node.get("oneOf", ())):
        yield from parts(branch, f"{at}/oneOf/{n}")


def pointers(node: Any, at: str = "") -> Iterator[str]:
    """Every place in a document but its root."""
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for key, value in items:
        below = f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}"
        yield below
        yield from pointers(value, below)


def test_the_schema_is_a_good_schema():
    Draft202012Validator.check_schema(language_schema())


def test_nothing_in_the_schema_lies_elsewhere():
    for at, part in parts(language_schema()):
        reference = part.get("$ref", "#/$defs/id")
        assert reference.removeprefix("#/$defs/") in language_schema()["$defs"], at


def test_every_part_is_described():
    bare = [at for at, part in parts(language_schema()) if "$ref" not in part and "description" not in part]
    assert bare == []
    assert [at for at, part in parts(language_schema()) if not part.get("description", ".").endswith(".")] == []


def test_nothing_unknown_is_allowed():
    for at, part in parts(language_schema()):
        if part.get("type") == "object" and not at.endswith(OPEN):
            assert "additionalProperties" in part or at.endswith("/oneOf/0"), at
            assert part.get("additionalProperties") is not True


def test_the_kinds_of_question_are_those_that_there_are():
    assert set(kinds()) == set(KINDS)


def test_the_schema_that_is_handed_out_can_be_changed():
    language_schema().clear()
    assert language_schema()["properties"]


@pytest.mark.parametrize("name", ["$ref", "$id", "$schema", "$dynamicRef", "__proto__"])
@pytest.mark.parametrize("place", ["", "/form/pages/0", "/workflow/states/0", "/examples/0/expect"])
def test_references_to_elsewhere_are_unknown_properties(name: str, place: str):
    changed = edited(example_document(), {f"{place}/{name}": "https://example.com/"})
    assert (f"{place}/{name}", "shape.unknown-property") in [(p.pointer, p.code) for p in check(changed)]


MESSAGES = {
    "/titel": ("x", "shape.unknown-property", 'there is no property called "titel" here'),
    "/form/pages/0/questions/0/lable": ("x", "shape.unknown-property", 'did you mean "label"?'),
    "/form/pages/0/questions/0/type": ("adress", "shape.choice", 'did you mean "address"?'),
    "/form/pages/1/questions/1/max": ("tomorrow", "shape.date", '"tomorrow" is not a date'),
    "/format": (2, "shape.choice", "2 is not possible here: write 1"),
    "/id": ("Missed Bin", "shape.name", 'use small letters, digits, _ and -, at most 64 of them, such as "missed-bin"'),
    "/form/pages/1/questions/1/id": ("Missed ôn", "shape.name", 'such as "missed_on"'),
    "/form/pages/1/questions/1/required": ("false", "shape.choice", "write false without quotation marks"),
    "/form/pages/2/content/0": ("Too late", "shape.type", 'in { }, not "Too late": one that holds "text"'),
    "/form/pages/0/questions": ({"id": "x"}, "shape.type", "put [ ] around it"),
    "/workflow/transitions/1/from": ("reported", "shape.type", 'write ["reported"]'),
    "/workflow/states/3/final": ("yes", "shape.type", "write true without quotation marks"),
    "/workflow/clocks/0/label": (2, "shape.type", "this must be text in quotation marks or a list in [ ], not 2"),
    "/workflow/clocks/0/warn_before": (4, "shape.type", 'not 4, such as "5 working days"'),
    "/category/lgil": ("8", "shape.type", "write 8 without quotation marks"),
    "/privacy/keep": ("two years", "shape.duration", "is not a length of time"),
    "/form/pages": ({}, "shape.type", "this must be a list in [ ], not an object"),
    "/form/pages/1/title": (5, "shape.type", "this must be text in quotation marks or a list in [ ], not 5"),
    "/form/pages/2/title": ("", "shape.empty", "must not be empty"),
    "/languages": ([], "shape.too-few", "at least 1"),
    "/workflow/clocks/0/starts": ({"latets": []}, "shape.missing", 'did you mean "latest"?'),
    "/workflow/transitions/0/effects/0": ({"sned": "x"}, "shape.missing", 'did you mean "send"?'),
    "/queues/0/columns": (["bin", "bin"], "shape.repeated", "twice"),
    "/messages/0/to": ("aplicant", "shape.choice", 'did you mean "applicant"?'),
    "/category/lgsl": (0, "shape.number", "too small"),
    "/privacy/notice": ("http://example.com", "shape.link", "https://"),
}


@pytest.mark.parametrize(("at", "expected"), MESSAGES.items(), ids=MESSAGES)
def test_a_mistake_of_shape_is_told_in_our_own_words(at: str, expected: tuple[Any, str, str]):
    value, code, words = expected
    found = [problem for problem in check(edited(example_document(), {at: value})) if problem.pointer == at]
    assert code in [problem.code for problem in found]
    assert any(words in problem.message for problem in found), found


def test_a_misspelt_name_is_one_mistake():
    changed = edited(example_document(), {"/titel": "Report", "/title": GONE})
    assert [p.code for p in check(changed) if p.severity == "error"] == ["shape.unknown-property"]


def test_what_is_missing_is_told_with_what_it_is_for():
    found = check(edited(example_document(), {"/form/pages/0/questions/0/label": GONE}))
    missing = next(problem for problem in found if problem.code == "shape.missing")
    assert missing.pointer == "/form/pages/0/questions/0"
    assert missing.message == '"label" is missing. Add it: the question, or the name of what is asked.'


JUNK = st.sampled_from([None, True, 0, -1, 1.5, "", "x", "A b", "today", [], {}, [1], {"x": 1}, ["a", "a"], "today()"])

DOCUMENTS = [json.dumps(one) for one in (example_document(), document(), family(), CHOOSING, USING)]
DOCUMENTS += [path.read_text() for path in LIBRARY]


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_both_validators_agree_on_any_change(data: st.DataObject):
    good = json.loads(data.draw(st.sampled_from(DOCUMENTS)))
    places = sorted(pointers(good))
    edits = {data.draw(st.sampled_from(places)): data.draw(JUNK)}
    changed = edited(good, edits)
    slow = Draft202012Validator(language_schema(), registry=Registry()).is_valid(changed)
    assert (faults(changed) == ()) is slow
