"""Whatever operations are done one after the other, by whomever, the schema accepts it and nothing named is lost:
edits of every kind, forms that were typed in, the buttons that mend problems, and merging with somebody else's."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any, get_args

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder.edits import Edit, Restore, Several, apply
from builder.fields import read
from builder.fixes import fixes
from builder.merging import merge, taking_theirs
from builder.references import Refused
from builder.writing import rewritten
from definitions.read import check
from definitions.reading.shape import faults
from tests.builder.editing import DOCUMENTS, edits, elements
from tests.builder.fields.posting import form_of
from tests.builder.test_edits import lost

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
Document = dict[str, Any]

TYPED = ["", "words", "{bin} words", "bin == 'refuse'", "true", "3", "missed_on", "-1", "<b>", "2 working days"]


def typed(draw: Any, document: Document) -> Edit | None:
    """What an element's form says once somebody has typed something into some of its inputs."""
    address = str(draw(st.sampled_from(elements(document))))
    try:
        form = form_of(document, address)
        names = sorted(form)
        for name in draw(st.lists(st.sampled_from(names), min_size=1, max_size=3)) if names else ():
            form.setlist(name, [draw(st.sampled_from(TYPED))])
        return read(document, address, form).edit
    except Refused:
        return None


def mended(draw: Any, document: Document) -> Edit | None:
    """The button beside a problem."""
    found = [fix for problem in check(document)[:20] for fix in fixes(document, problem)]
    return draw(st.sampled_from(found)).edit if found else None


WAYS = {"edit": lambda draw, document: draw(edits(document)), "typed": typed, "mended": mended}


def done(document: Document, edit: Edit | None) -> Document:
    """The document after an edit, looked at from all sides; the same if there is none, or it is refused."""
    if edit is None:
        return document
    before = json.dumps(document)
    try:
        made = apply(document, edit)
    except Refused:
        assert json.dumps(document) == before
        return document
    assert json.dumps(document) == before
    assert json.dumps(apply(made.document, made.inverse).document) == before
    return made.document


def sound(before: Document, after: Document, edit: Edit | None = None) -> None:
    assert faults(after) == (), edit
    if not isinstance(edit, Restore):
        assert lost(before, after) == [], edit


def merged(draw: Any, document: Document) -> Document:
    """Two who began with it, and did one thing each; whoever came second takes their own side of what conflicts."""
    ours, theirs = (done(document, draw(edits(document))) for _ in range(2))
    both = merge(document, ours, theirs)
    for conflict in both.conflicts:
        edit = taking_theirs(conflict)
        after = done(both.document, edit)
        sound(both.document, after, edit)
    for side in (document, ours, theirs):
        assert lost(side, both.document) == []
    return both.document


@settings(max_examples=25, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_no_sequence_of_operations_breaks_a_document_or_loses_a_reference(data: st.DataObject):
    text = DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]
    document = json.loads(text)
    for _ in range(data.draw(st.integers(2, 7))):
        how = data.draw(st.sampled_from(["edit", "edit", "typed", "typed", "mended", "merged"]))
        if how == "merged":
            after = merged(data.draw, document)
            sound(document, after)
        else:
            made = WAYS[how](data.draw, document)
            after = done(document, made)
            sound(document, after, made)
        text = rewritten(text, document, after)
        assert json.dumps(json.loads(text)) == json.dumps(after)
        document = after


def test_every_kind_of_edit_is_done_in_sequences():
    """Those that are never drawn are made of those that are."""
    drawn: set[type] = set()

    @settings(max_examples=80, deadline=None, phases=(Phase.generate,), suppress_health_check=list(HealthCheck))
    @given(st.data())
    def drawing(data: st.DataObject) -> None:
        edit = data.draw(edits(json.loads(DOCUMENTS["missed-bin"])))
        drawn.add(type(edit))

    drawing()
    assert set(get_args(Edit)) - drawn == {Restore}


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_every_button_that_mends_a_problem_leaves_a_whole_document(name: str):
    document = json.loads(DOCUMENTS[name])
    broken = document
    for one in elements(document)[::7]:
        with suppress(Refused):
            form = form_of(document, str(one))
            for typed_in in [name for name in sorted(form) if name.endswith(("when", "require"))]:
                form.setlist(typed_in, ["bim == 'x'"])
            edit = read(broken, str(one), form).edit
            broken = done(broken, edit)
    for problem in check(broken)[:40]:
        for fix in fixes(broken, problem):
            sound(broken, done(broken, fix.edit), fix.edit)
            assert fix.words
            assert not isinstance(fix.edit, Several) or fix.edit.edits
