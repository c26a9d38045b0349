"""The chain of events: every change shows, and what is personal can be erased without a trace of doubt."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.facts import Actor, Event
from runtime import crypto
from runtime.cases import events, loading
from runtime.cases.events import Entry

KEY = bytes(range(32))
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
EVENTS = st.lists(
    st.builds(
        Event,
        number=st.just(0),
        kind=st.sampled_from(["submitted", "moved", "noted"]),
        at=st.datetimes(timezones=st.just(UTC)),
        actor=st.builds(Actor, st.sampled_from(["staff", "system"]), st.none() | st.text(), st.text(),
                        st.frozensets(st.text(max_size=5), max_size=3)),
        transition=st.none() | st.text(max_size=5),
        data=st.dictionaries(st.text(max_size=5), JSON, max_size=3),
    ),
    min_size=1, max_size=5,
)  # fmt: skip


def chain(given_events: list[Event], personal: list[dict[str, object]]) -> list[Entry]:
    head, case_id, entries = events.GENESIS, uuid4(), []
    for number, event in enumerate(given_events, 1):
        values = personal[(number - 1) % len(personal)] if personal else {}
        sensitive = frozenset(name for name in values if len(name) % 2)
        entry = events.chained(head, case_id, replace(event, number=number), values, sensitive=sensitive, sealing=KEY)
        entries.append(entry)
        head = entry.hash
    return entries


@given(EVENTS, st.lists(st.dictionaries(st.text(min_size=1, max_size=8), JSON, max_size=4), max_size=3))
def test_what_was_chained_is_believed_and_read_again(given_events: list[Event], personal) -> None:
    entries = chain(given_events, personal)
    assert events.first_break(entries) is None
    for entry in entries:
        assert list(events.broken_commitments(entry, KEY)) == []
        assert events.opened(entry, KEY) == (personal[(entry.event.number - 1) % len(personal)] if personal else {})


@given(EVENTS, st.data())
def test_any_change_breaks_the_chain_where_it_was_made(given_events: list[Event], data: st.DataObject) -> None:
    entries = chain(given_events, [])
    place = data.draw(st.integers(0, len(entries) - 1))
    entry = entries[place]
    changed = data.draw(
        st.sampled_from(
            [
                replace(entry, event=replace(entry.event, at=entry.event.at + timedelta(microseconds=1))),
                replace(entry, event=replace(entry.event, kind="changed")),
                replace(entry, event=replace(entry.event, data={**entry.event.data, "more": 1})),
                replace(entry, event=replace(entry.event, target="elsewhere")),
                replace(entry, event=replace(entry.event, actor=Actor("applicant", "someone"))),
                replace(entry, commitments={"answers.x": "00"}),
                replace(entry, id=uuid4()),
                replace(entry, hash=bytes(32)),
            ]
        )
    )
    broken = events.first_break([*entries[:place], changed, *entries[place + 1 :]])
    assert broken is not None
    assert broken.event.number == entry.event.number


def test_taking_an_event_out_or_in_another_order_breaks_it() -> None:
    at = datetime(2026, 3, 26, tzinfo=UTC)
    entries = chain([Event(0, "noted", at, Actor("system")) for _ in range(4)], [{"text": "x"}])
    for wrong in (entries[1:], entries[:1] + entries[2:], [entries[1], entries[0], *entries[2:]]):
        assert events.first_break(wrong) is not None


def test_a_value_is_committed_to_and_its_erasure_is_no_break() -> None:
    event = Event(1, "noted", datetime(2026, 3, 26, tzinfo=UTC), Actor("staff"))
    entry = events.chained(events.GENESIS, uuid4(), event, {"text": "secret", "odd": 1}, sealing=KEY,
                           sensitive=frozenset({"text"}))  # fmt: skip
    assert "secret" not in str(entry.values)
    changed = {**entry.values, "odd": {**entry.values["odd"], "value": 2}}
    assert list(events.broken_commitments(replace(entry, values=changed), KEY)) == ["odd"]
    moved = {"odd": entry.values["text"], "text": entry.values["odd"]}
    assert set(events.broken_commitments(replace(entry, values=moved), KEY)) == {"odd", "text"}
    erased = replace(entry, values={})
    assert list(events.broken_commitments(erased, KEY)) == []
    assert events.first_break([erased]) is None
    with pytest.raises(crypto.SealBroken):
        events.opened(entry, bytes(32))


def test_what_is_personal_never_stands_in_the_chain() -> None:
    data = {
        "inputs": {"reason": "canary"}, "text": "canary", "reason": "canary", "assignee": None, "calendar": "england",
        "extended": [{"clock": "limit", "by": "5 days", "reason": "canary"}, {"clock": "limit", "by": "1 day"}],
    }  # fmt: skip
    event = Event(1, "moved", datetime(2026, 3, 26, tzinfo=UTC), Actor("staff"), data=data)
    bare, personal = loading.split(event, {"answers": {"email": "canary"}})
    assert "canary" not in str(bare)
    assert set(personal) == {"inputs.reason", "text", "reason", "extended.0", "answers.email"}
    assert loading._whole(bare.data, loading.gathered(personal)) == data
