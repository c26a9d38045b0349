"""Whatever edits at random have broken: each problem has its place and words, each fix can be done or is refused."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from builder.edits import Edit, apply
from builder.fixes import fixes, spoken, standing
from builder.references import Refused
from builder.references.addresses import resolve
from definitions.read import check
from tests.builder.editing import DOCUMENTS, edits


def broken(data: st.DataObject, document: dict[str, Any]) -> dict[str, Any]:
    for _ in range(5):
        try:
            document = apply(document, data.draw(edits(document))).document
        except Refused:
            continue
    return document


def done(document: dict[str, Any], edit: Edit) -> dict[str, Any] | None:
    try:
        return apply(document, edit).document
    except Refused:
        return None


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
@given(data=st.data())
@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_can_be_broken_is_beyond_words(name: str, data: st.DataObject):
    document = broken(data, json.loads(DOCUMENTS[name]))
    for problem in check(document)[:20]:
        where = standing(document, problem)
        path = resolve(document, where.address)
        assert path is not None
        assert spoken(document, problem).what
        for one in fixes(document, problem):
            assert done(document, one.edit) != document, (problem, one)
