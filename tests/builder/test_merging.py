"""Two who change one document: what they did to different elements is all there, and never does the last write win."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from builder.edits import Add, Delete, Duplicate, Edit, Move, Rename, Set, Several, Split, Unset, apply
from builder.merging import merge, taking_theirs
from builder.references import Index, Refused
from builder.references.addresses import address, resolve
from definitions.read import check
from definitions.reading.shape import faults
from tests.builder.editing import DOCUMENTS, edits, places, reach, written
from tests.factories import example_document

QUICK = (Phase.explicit, Phase.reuse, Phase.generate)


def done(document: dict[str, Any], *several: Edit) -> dict[str, Any]:
    for edit in several:
        document = apply(document, edit).document
    return document


@settings(max_examples=12, deadline=None, phases=QUICK, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_whatever_two_did_nothing_is_lost_silently(data: st.DataObject):
    base = json.loads(DOCUMENTS[data.draw(st.sampled_from(["fixtures", "missed-bin"]))])
    sides = []
    for _ in range(2):
        try:
            sides.append(done(base, data.draw(edits(base))))
        except Refused:
            sides.append(base)
    ours, theirs = sides
    assert written(merge(base, base, theirs).document) == written(theirs)
    assert written(merge(base, ours, base).document) == written(ours)
    both = merge(base, ours, theirs)
    assert faults(both.document) == ()
    left = Index(both.document)
    for side in (base, ours, theirs):
        assert [e for e in Index(both.document, Index(side).names).uses if e not in left.names.elements] == []
    other = merge(base, theirs, ours)
    assert bool(both.conflicts) == bool(other.conflicts)
    if not both.conflicts:
        assert sorted(written(both.document)) == sorted(written(other.document))


@settings(max_examples=12, deadline=None, phases=QUICK)
@given(st.data())
def test_disjoint_edits_merged_are_both_done_in_either_order(data: st.DataObject):
    base = json.loads(DOCUMENTS[data.draw(st.sampled_from(["fixtures", "missed-bin"]))])
    texts = [at for at in places(base) if at[-1] in ("label", "title", "hint", "subject")]
    one, two = (data.draw(st.sampled_from([at for at in texts if isinstance(reach(base, at), str)])) for _ in range(2))
    assume(one != two)
    first, second = Set(address(base, one), "One"), Set(address(base, two), "Two")
    ours, theirs = done(base, first), done(base, second)
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert written(merged.document) == written(done(base, first, second)) == written(done(base, second, first))
    assert written(merge(base, theirs, ours).document) == written(merged.document)


APART: list[tuple[Edit, Edit]] = [
    (Set("page:where/title", "Where?"), Set("question:property/label", "Your address")),
    (Rename("question:bin", "which_bin"), Set("question:bin/hint", "Look at its lid")),
    (Rename("state:overdue", "late"), Add("/workflow/transitions", {"id": "give-up", "label": "Give up",
     "from": ["overdue"], "to": "not-collected", "by": ["supervisor"]})),
    (Move("page:contact", "/form/pages", "page:where"), Set("page:contact/title", "Your email")),
    (Move("question:missed_on", "page:where/questions"), Set("question:missed_on/label", "Day")),
    (Delete("option:bin.recycling"), Set("question:bin/label", "Which?")),
    (Add("page:where/questions", {"type": "text", "label": "Gate"}), Set("question:property/why", "To find you")),
    (Duplicate("page:contact"), Set("message:on-its-way/subject", "On its way")),
    (Split("transition:send", "Chosen"), Set("transition:send/label", "Send them")),
    (Unset("state:reported/queue"), Set("state:reported/label", "Brought")),
    (Set("page:too-late/content/1/text", "Sorry"), Add("page:too-late/content", {"text": "More"})),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second"), APART, ids=[f"{a.do}-{b.do}-{n}" for n, (a, b) in enumerate(APART)])
def test_what_is_done_to_different_things_is_all_done(first: Edit, second: Edit):
    base = example_document()
    ours, theirs = done(base, first), done(base, second)
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert merged.document == merge(base, theirs, ours).document
    try:
        expected = done(base, second, first)
    except Refused:
        expected = done(base, first, second)
    assert merged.document == expected


AGAINST: list[tuple[Edit, Edit, str]] = [
    (Set("page:where/title", "Where?"), Set("page:where/title", "Which street?"), "page:where"),
    (Delete("question:bin", clear=True), Set("question:bin/label", "Which?"), "question:bin"),
    (Delete("state:overdue", clear=True), Add("/workflow/transitions", {"id": "give-up", "label": "Give up",
     "from": ["overdue"], "to": "not-collected", "by": ["supervisor"]}), "state:overdue"),
    (Move("question:bin", "page:where/questions"), Move("question:bin", "page:contact/questions"), "question:bin"),
    (Set("transition:escalate/after", "3 days"), Set("transition:escalate/after", "4 days"), "transition:escalate"),
    (Move("page:contact", "/form/pages", "page:where"), Move("page:which", "/form/pages", "page:where"), ""),
    (Add("/roles", {"id": "mayor", "label": "Mayor"}), Add("/roles", {"id": "mayor", "label": "The mayor"}),
     "role:mayor"),
    (Rename("question:bin", "one_bin"), Rename("question:bin", "other_bin"), "question:one_bin"),
]  # fmt: skip


@pytest.mark.parametrize(("first", "second", "where"), AGAINST, ids=[a.do for a, _, _ in AGAINST])
def test_what_contradicts_itself_is_a_conflict_and_kept(first: Edit, second: Edit, where: str):
    base = example_document()
    ours, theirs = done(base, first), done(base, second)
    merged = merge(base, ours, theirs)
    assert where in [one.address for one in merged.conflicts]
    assert merge(base, theirs, ours).conflicts
    assert [p.message for p in check(merged.document) if p.code.startswith(("reference", "shape"))] == []


def test_a_list_of_names_has_what_both_put_in_and_lacks_what_either_took_out():
    base = example_document()
    ours = done(base, Set("/queues/0/columns", ["bin", "urgent"]))
    theirs = done(base, Add("queue:new-reports/columns", "email"))
    merged = merge(base, ours, theirs)
    assert merged.document["queues"][0]["columns"] == ["bin", "urgent", "email"]
    assert merged.conflicts == ()


def test_what_one_takes_out_and_the_other_uses_stays():
    base = example_document()
    ours = done(base, Delete("message:not-collected", clear=True))
    theirs = done(base, Set("transition:done/effects", [{"send": "not-collected"}]))
    merged = merge(base, ours, theirs)
    assert [one.address for one in merged.conflicts] == ["message:not-collected"]
    assert "not-collected" in [one["id"] for one in merged.document["messages"]]


def test_many_changes_of_two_authors_come_together():
    base = json.loads(DOCUMENTS["missed-bin"])
    ours = done(base, Several((Rename("state:reported", "brought"), Set("/title", "Tell us"), Duplicate("page:where"))))
    theirs = done(base, Several((Set("state:reported/label", "Come in"), Add("/roles", {"label": "Mayor"}))))
    merged = merge(base, ours, theirs)
    assert merged.conflicts == ()
    assert {"id": "mayor", "label": "Mayor"} in merged.document["roles"]
    states = {one["id"]: one["label"] for one in merged.document["workflow"]["states"]}
    assert states["brought"] == "Come in"
    assert [p for p in check(merged.document) if p.severity == "error"] == []


@pytest.mark.parametrize("n", [0, 1, 3, 4, 7])
def test_a_conflict_can_be_settled_for_the_other(n: int):
    first, second, where = AGAINST[n]
    base = example_document()
    ours, theirs = done(base, first), done(base, second)
    for mine, yours in ((ours, theirs), (theirs, ours)):
        document = merge(base, mine, yours).document
        for conflict in merge(base, mine, yours).conflicts:
            if edit := taking_theirs(conflict):
                document = done(document, edit)
        assert merge(base, yours, yours).document == yours
        of = next((id for id in ("other_bin", "one_bin") if id in written(yours)), "")
        assert of in written(document)
        if where in ("page:where", "transition:escalate", "question:bin") and not of:
            assert settled(document, where) == settled(yours, where)


def test_of_two_orders_of_a_list_either_can_be_had_with_all_that_was_put_in():
    base = example_document()
    tip = {"id": "tip", "title": "A tip", "questions": [{"id": "size", "type": "text", "label": "Size"}]}
    ours = done(base, Move("page:contact", "/form/pages", "page:where"), Add("/form/pages", tip, "page:where"))
    theirs = done(base, Move("page:which", "/form/pages", "page:where"))
    for mine, yours, order in (
        (ours, theirs, ["which", "where", "too-late", "contact"]),
        (theirs, ours, ["contact", "tip", "where", "which", "too-late"]),
    ):
        merged = merge(base, mine, yours)
        (conflict,) = merged.conflicts
        edit = taking_theirs(conflict)
        assert edit is not None
        pages = [one["id"] for one in done(merged.document, edit)["form"]["pages"]]
        assert [one for one in pages if one in order] == order
        assert sorted(pages) == ["contact", "tip", "too-late", "where", "which"]


def settled(document: dict[str, Any], where: str) -> Any:
    at = resolve(document, where)
    return at and reach(document, at)
