"""Every property that the language has has its place in the editor: a new one without any fails here."""

from __future__ import annotations

from pathlib import Path

import pytest

from builder.fields import KINDS, MISSING
from builder.fields.making import Maker
from builder.fields.sorts import reference, sort
from builder.references.shapes import shape
from definitions.reading.shape import resolved
from definitions.schema import schema
from tests.factories import example_document

TEMPLATES = Path(__file__).parents[2] / "templates" / "build"
AS_WRITTEN = {"block", "", "answers", "inputs", "values", "facts"}
"""What is written as JSON: copies of blocks, which have editors of their own, and the answers of examples, which are of
any kind."""


def objects():
    """Every object of the language that has properties, each once."""
    found, seen, waiting = [], set(), [schema()]
    while waiting:
        own = resolved(waiting.pop())
        key = str(sorted((name, str(one)[:300]) for name, one in own.items()))
        if key in seen:
            continue
        seen.add(key)
        if own.get("properties") and own.get("type") == "object":
            found.append(own)
        waiting += own.get("properties", {}).values()
        waiting += own.get("oneOf", ())
        waiting += [
            own[name] for name in ("items", "additionalProperties", "then", "else") if isinstance(own.get(name), dict)
        ]
    return found


OBJECTS = objects()


def made(own):
    return Maker(example_document(), (), "", "", None).object(own, {}, "", "", "")


@pytest.mark.parametrize("own", OBJECTS, ids=lambda own: own.get("description", "")[:40])
def test_every_property_has_an_input_with_a_label_and_a_kind(own):
    fields = {field.at[1:]: field for field in made(own)}
    assert fields.keys() == own["properties"].keys()
    for name, field in fields.items():
        assert field.label
        assert field.kind in KINDS
        assert field.old is MISSING
        said = str(field.own.get("description", "")).rstrip(".") == field.label
        assert said or field.help or field.kind in ("choice", "type", "fixed", "elsewhere"), f"{name} is not explained"


@pytest.mark.parametrize("own", OBJECTS, ids=lambda own: own.get("description", "")[:40])
def test_nothing_is_written_as_json_that_could_have_an_input(own):
    for name, below in shape(own).properties.items():
        if sort(below) == "json":
            assert reference(below) in AS_WRITTEN, f"{name} needs an input of its own"


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_every_kind_of_input_has_its_template(kind):
    assert (TEMPLATES / f"field-{kind}.html").exists()
