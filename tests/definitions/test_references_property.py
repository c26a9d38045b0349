"""Change any one reference in any document of ours, and a problem is found at that place."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.expressions import references
from definitions.read import check
from tests.definitions.check_cases import GONE, edited
from tests.definitions.test_schema import LIBRARY, pointers
from tests.factories import FIXTURES

PATHS = [FIXTURES / "missed-bin.json", *LIBRARY]
DOCUMENTS = [json.loads(path.read_text()) for path in PATHS]

VALUES = re.compile(
    r"/workflow/(initial|states/\d+/queue"
    r"|transitions/\d+/((from|by|not_by|restarts|stops)/\d+|to|effects/\d+/(send|extend/(clock|reason)|webhook/send/\d+))"
    r"|(transitions|clocks)/\d+/(effects|on_breach)/\d+/assign/role"
    r"|tasks/\d+/(by|for_each|(in|not_by|shows)/\d+|votes/casting)"
    r"|clocks/\d+/((runs_in|pauses_in)/\d+|starts/(latest/\d+/)*(transition|answer)))"
    r"|/queues/\d+/(role|columns/\d+)|/messages/\d+/to/role|/applicant/(name|email|phone|track/\d+)"
    r"|.*/questions/\d+/(seen_by/\d+|exclusive)|.*/ask/\d+/(seen_by/\d+|exclusive)"
    r"|/examples/\d+/(then/\d+/)?(do|as|expect/((pages|sent|open|problems)/\d+|state|queue|stop))"
)
"""Places that hold a name."""

KEYS = re.compile(
    r"/examples/\d+/(answers|lookups|lookups/\w+|(then/\d+/)?(inputs|expect/(due|values)))/[^/]+"
    r"|/translations/\w+/[^/]+|/decisions/\d+/(rules/\d+/then|otherwise)/\w+"
)
"""Places whose own name is that of something else."""

EXPRESSIONS = re.compile(r".*/(when|require|by|at|value)|/decisions/\d+/(rules/\d+/then|otherwise)/\w+")
NOT_EXPRESSIONS = re.compile(
    r".*/(options|choices)/\d+/value|/examples/.*|/workflow/transitions/\d+/by|.*/extend/by|/decisions/\d+/rules/\d+/when"
)
TEXTS = re.compile(
    r".*/(title|label|hint|why|text|message|public|subject|body|staff|applicant|statement|after_submission)"
)
NAME = re.compile(r"(?<!\{)\{([a-z0-9_.-]+)\}")

Change = tuple[dict[str, Any], str]
"""Edits, and the place at which something must then be found."""


def value_at(document: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        document = document[int(part)] if isinstance(document, list) else document[part.replace("~1", "/")]
    return document


def changes(document: dict[str, Any]) -> Iterator[Change]:
    """One change for each reference in the document."""
    for at in pointers(document):
        value = value_at(document, at)
        if VALUES.fullmatch(at) and isinstance(value, str):
            yield {at: f"{value}_gone" if "." in value else f"gone-{value}"}, at
        if KEYS.fullmatch(at):
            yield {at: GONE, f"{at}_gone": value}, f"{at}_gone"
        if isinstance(value, str) and EXPRESSIONS.fullmatch(at) and not NOT_EXPRESSIONS.fullmatch(at):
            for name, start in references(value):
                yield {at: f"{value[:start]}{name}_gone{value[start + len(name) :]}"}, at
        if isinstance(value, str) and TEXTS.fullmatch(at) and not at.startswith("/examples"):
            for found in NAME.finditer(value):
                yield {at: f"{value[: found.end(1)]}_gone{value[found.end(1) :]}"}, at


CHANGES = [list(changes(document)) for document in DOCUMENTS]


def is_found(document: dict[str, Any], change: Change) -> bool:
    edits, at = change
    found = [problem.pointer for problem in check(edited(document, edits))]
    return any(pointer == at or pointer.startswith(f"{at}/") for pointer in found)


@pytest.mark.parametrize("change", CHANGES[0], ids=lambda change: change[1])
def test_any_reference_of_the_example_that_names_nothing_is_found(change: Change):
    assert is_found(DOCUMENTS[0], change)


@pytest.mark.parametrize("n", range(len(LIBRARY)), ids=[path.parent.name for path in LIBRARY])
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_reference_of_the_library_that_names_nothing_is_found(n: int, data: st.DataObject):
    change = data.draw(st.sampled_from(CHANGES[n + 1]))
    assert is_found(DOCUMENTS[n + 1], change), change[1]


def test_the_references_of_a_document_are_many():
    assert [len(found) > 60 for found in CHANGES] == [True] * len(CHANGES)


def test_every_good_document_has_nothing_at_those_places():
    for document, found in zip(DOCUMENTS, CHANGES, strict=True):
        errors = {problem.pointer for problem in check(document) if problem.severity == "error"}
        assert errors.isdisjoint(at for _, at in found)
