"""A draft that is checked again after an edit: what is found is what would be found of it from nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.large import large_service
from builder.edits import Set, apply
from builder.references import Refused
from definitions.read import check, checked
from definitions.reading import compile_pages
from definitions.reading.compile_service import Compiled, compile_service
from definitions.reading.memory import Memory
from tests.builder.editing import DOCUMENTS, edits


def told(compiled: Compiled) -> tuple[Any, ...]:
    """All that compiling told, and what it made as far as it can be compared."""
    of, form = compiled.compiling, compiled.service.form
    return (
        of.problems, [(use.pointer, use.names, use.where.page, use.where.question) for use in of.uses], of.lists,
        of.keyed, of.translations.sources, [repr(page.title) for page in form.every_page],
        [(q.id, q.kind, repr(q.label), repr(q.options)) for q in form.questions],
        [(way.id, way.sources, way.to, repr(way.label)) for way in compiled.service.workflow.transitions],
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
@given(data=st.data())
@settings(max_examples=6, deadline=None, suppress_health_check=list(HealthCheck))
def test_after_edits_at_random_the_same_is_found_as_from_nothing(name: str, data: st.DataObject):
    document, memory = json.loads(DOCUMENTS[name]), Memory()
    checked(document, memory=memory)
    for _ in range(4):
        try:
            document = apply(document, data.draw(edits(document))).document
        except Refused:
            continue
        problems, service = checked(document, memory=memory)
        assert problems == check(document)
        assert (service is None) == any(one.severity == "error" for one in problems)
        again, anew = compile_service(document, memory), compile_service(document)
        assert told(again) == told(anew)
        assert again.service.hash == anew.service.hash


@pytest.mark.parametrize(("place", "code"), [
    ("question:{question}/label", "question.secret"), ("question:{question}/hint", "question.secret"),
    ("message:{message}/body", "text.secret"), ("page:{page}/title", "page.reading-age"),
])  # fmt: skip
def test_words_that_must_not_be_are_found_when_they_are_typed_and_gone_when_they_are_taken_back(place: str, code: str):
    document, memory = json.loads(DOCUMENTS["missed-bin"]), Memory()
    page = document["form"]["pages"][0]
    ids = {"page": page["id"], "question": page["questions"][0]["id"], "message": document["messages"][0]["id"]}
    words = (
        "Please enter your password, notwithstanding considerable organisational responsibilities characteristically"
    )
    changed = apply(document, Set(place.format(**ids), words)).document
    for one, there in ((document, False), (changed, True), (document, False), (changed, True)):
        problems, _ = checked(one, memory=memory)
        assert (code in {found.code for found in problems}) is there
        assert problems == check(one)


def test_only_the_page_that_was_changed_is_compiled_again(monkeypatch: pytest.MonkeyPatch):
    compiled: list[str] = []
    page = compile_pages._page
    monkeypatch.setattr(
        compile_pages, "_page", lambda c, part, at, before: compiled.append(at) or page(c, part, at, before)
    )  # type: ignore[func-returns-value]
    document, memory = large_service(), Memory()
    checked(document, memory=memory)
    assert len(compiled) == len(document["form"]["pages"])
    compiled.clear()
    changed = apply(document, Set(f"page:{document['form']['pages'][7]['id']}/title", "Other words")).document
    checked(changed, memory=memory)
    assert compiled == ["/form/pages/7"]
    compiled.clear()
    question = changed["form"]["pages"][7]["questions"][0]["id"]
    checked(apply(changed, Set(f"question:{question}/required", False)).document, memory=memory)
    assert compiled == ["/form/pages/7"]
