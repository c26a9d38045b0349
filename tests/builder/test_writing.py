"""Texts of documents: what an edit did not touch keeps its bytes, what it wrote looks like what stands around it."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder.edits import Add, Delete, Duplicate, Edit, Move, Rename, Set, Split, Unset, apply
from builder.edits.patch import Patch, difference
from builder.references import Refused
from builder.references.addresses import value_at
from builder.writing import rewritten, spliced, written
from runtime.drafts import Splice
from tests.builder.editing import DOCUMENTS, edits, places, reach
from tests.builder.formatting import styles, tokens, wild
from tests.factories import FIXTURES, example_document

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
TEXT = (FIXTURES / "missed-bin.json").read_text()


def ordered(document: Any) -> str:
    """A document with the order of its keys."""
    return json.dumps(document)


def touched(document: dict[str, Any], patch: Patch) -> int:
    """How many words and blanks an edit may touch: all of what it puts in, and some around each place."""
    most = 0
    for change in patch:
        new = [change.get("put"), change.get("in")]
        if "move" in change:
            new.append(value_at(document, (*change["at"], change["move"][0])))
        most += 12 + sum(2 * len(tokens(json.dumps(one)).keys()) + 2 * tokens(json.dumps(one)).total() for one in new)
    return most


@settings(max_examples=60, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_of_any_text_only_what_edits_touch_changes(data: st.DataObject):
    text = DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]
    document = json.loads(text)
    style = data.draw(st.sampled_from(["its own", *styles({})]))
    text = styles(document).get(style, text)
    for _ in range(data.draw(st.integers(1, 3))):
        try:
            after = apply(document, data.draw(edits(document))).document
        except Refused:
            continue
        new = rewritten(text, document, after)
        assert ordered(json.loads(new)) == ordered(after)
        assert (tokens(new) - tokens(text)).total() <= touched(document, difference(document, after))
        assert new.isascii() or not text.isascii() or not ordered(after).isascii() or "\\u" not in text
        document, text = json.loads(new), new


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-9, 9)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(max_size=5),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(max_size=2), below, max_size=4),
    max_leaves=25,
)
OBJECTS = st.dictionaries(st.sampled_from("abcdef"), JSON, max_size=5)


@settings(max_examples=500, deadline=None)
@given(OBJECTS, OBJECTS, st.integers(0, 2**30))
def test_any_document_is_made_of_any_text(before: dict[str, Any], after: dict[str, Any], seed: int):
    text = wild(before, random.Random(seed))
    document = json.loads(text)
    assert rewritten(text, document, json.loads(text)) == text
    assert ordered(json.loads(rewritten(text, document, after))) == ordered(after)
    new = {**after, "was": before, "list": [before, after]}
    assert ordered(json.loads(rewritten(text, document, new))) == ordered(new)
    assert ordered(json.loads(written(new))) == ordered(new)
    splice = Splice(*spliced(text, written(new)))
    assert splice.done(text) == written(new)
    assert splice.inverse.done(written(new)) == text


@settings(max_examples=60, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_one_word_that_changes_is_all_that_changes(data: st.DataObject):
    own = DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]
    document = json.loads(own)
    text = data.draw(st.sampled_from([own, *styles(document).values()]))
    words = [at for at in places(document) if isinstance(reach(document, at), str)]
    at = data.draw(st.sampled_from(words))
    after = json.loads(own)
    reach(after, at[:-1])[at[-1]] = "\u2603"
    splice = Splice(*spliced(text, rewritten(text, document, after)))
    assert json.loads(splice.put) == "\u2603" if splice.put.startswith('"') else splice.put in ("\u2603", "\\u2603")
    assert json.loads(f'"{splice.out.strip(chr(34))}"') == reach(document, at)


def changed(edit: Edit, text: str = TEXT) -> tuple[list[str], list[str]]:
    """The lines that went, and those that came."""
    document = json.loads(text)
    new = rewritten(text, document, apply(document, edit).document).split("\n")
    old = text.split("\n")
    return [one for one in old if one not in new], [one for one in new if one not in old]


def test_what_is_new_looks_like_its_neighbours():
    assert changed(Split("transition:send", "Crew is chosen"))[1][0] == (
        '      {"id": "crew-chosen", "label": "Crew is chosen", "public": "Crew is chosen", "queue": "new-reports"},'
    )
    assert changed(Add("/roles", {"label": "Nobody"}))[1] == [
        '  "roles": [{"id": "crew-desk", "label": "Crew desk"}, {"id": "supervisor", "label": "Waste supervisor"},',
        '            {"id": "nobody", "label": "Nobody"}],',
    ]
    assert changed(Set("page:contact/when", "bin == 'refuse'"))[1] == [
        '       "questions": [{"id": "email", "type": "email", "label": "Email address", "required": false}],',
        '       "when": "bin == \'refuse\'"}',
    ]


def test_a_copy_is_written_as_what_it_was_made_of():
    document = example_document()
    lines = rewritten(TEXT, document, apply(document, Duplicate("page:which")).document).split("\n")
    first, new = (next(n for n, one in enumerate(lines) if f'"id": "{page}"' in one) for page in ("which", "which-2"))
    told = {"which-2": "which", "bin_2": "bin", "missed_on_2": "missed_on"}
    copy = "\n".join(lines[new : new + new - first])
    for name, old in told.items():
        copy = copy.replace(name, old)
    assert copy == "\n".join(lines[first:new])


def test_what_goes_takes_its_comma_and_its_line_with_it():
    document = example_document()
    text = rewritten(TEXT, document, apply(document, Add("/roles", {"label": "Nobody"})).document)
    back = json.loads(text)
    assert rewritten(text, back, apply(back, Delete("role:nobody")).document) == TEXT
    assert changed(Unset("page:too-late/kind")) == (
        ['      {"id": "too-late", "title": "You can no longer report this", "kind": "stop",'],
        ['      {"id": "too-late", "title": "You can no longer report this",'],
    )


def test_what_moves_keeps_its_own_text():
    document = example_document()
    for text in (TEXT, *(text for name, text in styles(document).items() if name != "no style")):
        moved = apply(document, Move("page:which", "/form/pages", "page:where")).document
        new = rewritten(text, document, moved)
        assert sorted(tokens(new).elements()) == sorted(tokens(text).elements())
        back = apply(moved, Move("page:which", "/form/pages", "page:too-late")).document
        assert ordered(back) == ordered(document)
    _, came = changed(Move("question:missed_on", "page:contact/questions", "question:email"))
    hung = next(n for n, one in enumerate(came) if "For example, 27 3 2026" in one)
    assert came[hung].index('{"id": "missed_on"') + 1 == came[hung + 1].index('"rules"')


def test_a_rename_keeps_every_other_word():
    document = json.loads(DOCUMENTS["blue-badge"])
    page = document["form"]["sections"][0]["pages"][0]["id"]
    after = apply(document, Rename(f"page:{page}", "renamed-here")).document
    new = rewritten(DOCUMENTS["blue-badge"], document, after)
    assert new.count("\n") == DOCUMENTS["blue-badge"].count("\n")
    assert ordered(json.loads(new)) == ordered(after)


def test_halves_of_a_surrogate_pair_can_be_kept():
    new = rewritten('{"a": "\u2603"}', {"a": "\u2603"}, {"a": "\u2603\ud83d", "b": []})
    assert new.encode()
    assert json.loads(new) == {"a": "\u2603\ud83d", "b": []}


def test_a_splice_is_no_longer_than_what_differs():
    assert spliced("a b c", "a bb c") == (3, "", "b")
    assert spliced("aaa", "aa") == (2, "a", "")
    assert spliced("one", "two") == (0, "one", "two")
    assert spliced("", "new") == (0, "", "new")
    assert spliced("same", "same") == (4, "", "")


def test_the_house_writes_short_things_on_one_line():
    text = written(example_document())
    assert ordered(json.loads(text)) == ordered(example_document())
    assert text.startswith('{\n  "format": 1,\n  "id": "missed-bin",\n')
    assert text.endswith("]\n}\n")
    options = '"options": [{"value": "refuse", "label": "Rubbish"}, {"value": "recycling", "label": "Recycling"}]'
    assert f"            {options}\n          }},\n" in text
    for text in DOCUMENTS.values():
        assert ordered(json.loads(written(json.loads(text)))) == ordered(json.loads(text))
