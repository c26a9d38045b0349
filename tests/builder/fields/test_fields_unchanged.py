"""What a form shows and is posted back unchanged makes no change at all."""

from __future__ import annotations

import json

import pytest
from werkzeug.datastructures import MultiDict

from builder.fields import MISSING, fields, read
from builder.references.addresses import address
from builder.references.shapes import element_of, sites
from tests.builder.editing import DOCUMENTS
from tests.builder.fields.posting import form_of

SERVICE = {name: json.loads(text) for name, text in DOCUMENTS.items()}


def addresses(document):
    """Every element with a form, and every example."""
    found = [element_of(one) for one in sites(document) if one.sort == "defines" and not one.key]
    whole = [str(one) for one in dict.fromkeys(found) if one.kind not in ("input", "colleague", "list", "block")]
    return [*whole, *(address(document, ("examples", n)) for n in range(len(document.get("examples", ())))[:2])]


@pytest.mark.parametrize("name", SERVICE)
def test_a_form_posted_back_as_it_stands_changes_nothing(name):
    document = SERVICE[name]
    for one in addresses(document):
        reading = read(document, one, form_of(document, one))
        assert reading.problems == [], one
        assert reading.edit is None, one


@pytest.mark.parametrize("name", SERVICE)
def test_a_form_that_says_nothing_changes_nothing(name):
    document = SERVICE[name]
    for one in addresses(document):
        assert read(document, one, MultiDict()).edit is None, one


def test_a_new_thing_is_shown_empty():
    for field in fields(SERVICE["missed-bin"], "question:email"):
        assert (field.old is MISSING) == (field.at[1:] not in ("id", "type", "label", "required"))
