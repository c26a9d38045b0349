"""Drafts in PostgreSQL: all is undone to the first byte and done again to the last, whatever happens in between."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from threading import Barrier
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from builder import drafting
from builder.drafting import Conflicting
from builder.drafting.told import told
from builder.edits import Delete, Edit, Set, Several, Unset
from builder.references import Refused
from definitions.reading.shape import faults
from runtime import documents, drafts, people
from runtime.db import Database
from runtime.errors import NothingToUndo
from runtime.models.base import ORGANISATION
from tests.builder.editing import DOCUMENTS, LIBRARY, edits
from tests.builder.formatting import styles
from tests.factories import example_document

AT = datetime(2026, 11, 30, 9, tzinfo=UTC)
QUICK = (Phase.explicit, Phase.reuse, Phase.generate)
FIXTURES = [HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large]


@dataclass
class Kept:
    """A draft, and everything that this process knows of it: ``texts`` by revision."""

    database: Database
    service_id: str
    by: UUID
    texts: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        with self.database.read() as session:
            draft = drafts.find(session, ORGANISATION, self.service_id)
            assert draft is not None
            return draft.text

    def begin(self, text: str) -> None:
        with self.database.begin() as session:
            if drafts.find(session, ORGANISATION, self.service_id) is not None:
                drafts.discard(session, drafts.hold(session, ORGANISATION, self.service_id))
            drafts.begin(session, self.service_id, text, organisation_id=ORGANISATION, by=self.by, at=AT)
        self.texts = [text]

    def change(self, edit: Edit, base: int | None = None) -> None:
        with self.database.begin() as session:
            made = drafting.change(
                session, ORGANISATION, self.service_id, edit, base=base, by=self.by, at=AT, words="Did something"
            )
        if made.draft.revision > len(self.texts):
            self.texts.append(made.draft.text)

    def step(self, step: Any) -> bool:
        try:
            with self.database.begin() as session:
                made = step(session, ORGANISATION, self.service_id, of=None, by=self.by, at=AT)
        except NothingToUndo:
            return False
        self.texts.append(made.draft.text)
        return True

    def restart(self) -> None:
        """Another process: it knows what is in the database, and no more."""
        drafting.forget()
        documents.forget()
        self.database.engine.dispose()

    def close(self) -> None:
        with self.database.begin() as session:
            drafts.discard(session, drafts.hold(session, ORGANISATION, self.service_id))


@pytest.fixture
def by(database: Database) -> UUID:
    with database.begin() as session:
        return people.create(session, name="Ines", email="ines@example.org", password="correct horse battery", at=AT)


@settings(max_examples=15, deadline=None, phases=QUICK, suppress_health_check=FIXTURES)
@given(st.data())
def test_all_is_undone_to_the_first_byte_and_done_again_to_the_last(database: Database, by: UUID, data: st.DataObject):
    own = DOCUMENTS[data.draw(st.sampled_from(sorted(DOCUMENTS)))]
    document = json.loads(own)
    kept = Kept(database, document["id"], by)
    kept.begin(data.draw(st.sampled_from([own, *styles(document).values()])))
    for _ in range(data.draw(st.integers(1, 5))):
        if data.draw(st.integers(0, 3)) == 0:
            kept.step(data.draw(st.sampled_from([drafting.undo, drafting.redo])))
        else:
            with suppress(Refused):
                kept.change(data.draw(edits(json.loads(kept.text))))
        if data.draw(st.integers(0, 3)) == 0:
            kept.restart()
        assert faults(json.loads(kept.text)) == ()
    while kept.step(drafting.redo):
        pass
    end, steps = kept.text, 0
    while kept.step(drafting.undo):
        steps += 1
    assert kept.text == kept.texts[0]
    kept.restart()
    assert sum(kept.step(drafting.redo) for _ in range(steps)) == steps
    assert not kept.step(drafting.redo)
    assert kept.text == end
    with kept.database.read() as session:
        draft = drafts.find(session, ORGANISATION, kept.service_id)
        assert draft is not None
        assert [drafts.at_revision(session, draft, n + 1) for n in range(draft.revision)] == kept.texts
    kept.close()


def test_an_edit_after_undoing_forgets_what_was_undone_and_nothing_else(database: Database, by: UUID):
    kept = Kept(database, "missed-bin", by)
    kept.begin(DOCUMENTS["missed-bin"])
    for title in ("One", "Two", "Three"):
        kept.change(Set("/title", title))
    kept.step(drafting.undo)
    kept.step(drafting.undo)
    kept.change(Set("/title", "Four"))
    assert not kept.step(drafting.redo)
    titles = [json.loads(kept.text)["title"]]
    while kept.step(drafting.undo):
        titles.append(json.loads(kept.text)["title"])
    assert titles == ["Four", "One", json.loads(DOCUMENTS["missed-bin"])["title"]]
    assert kept.text == DOCUMENTS["missed-bin"]


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.parent.name)
def test_a_library_service_that_is_touched_stays_the_same_but_for_the_touch(database: Database, by: UUID, path: Any):
    text = path.read_text(encoding="utf-8")
    document = json.loads(text)
    with database.begin() as session:
        documents.publish(session, document, by="test", at=AT)
    kept = Kept(database, document["id"], by, [text])
    summary = json.dumps(document["summary"], ensure_ascii=False)
    kept.change(Set("/summary", "Touched."))
    assert kept.text == text.replace(f'"summary": {summary}', '"summary": "Touched."', 1)
    kept.change(Set("/summary", document["summary"]))
    assert kept.text == text


def test_who_looked_before_anybody_had_begun_overwrites_nothing(database: Database, by: UUID):
    with database.begin() as session:
        documents.publish(session, example_document(), by="test", at=AT)
    kept = Kept(database, "missed-bin", by, [""])
    kept.change(Set("/title", "Theirs"), base=0)
    kept.change(Set("/summary", "Mine."), base=0)
    with pytest.raises(Conflicting):
        kept.change(Set("/title", "Mine"), base=0)
    assert [json.loads(kept.text)[name] for name in ("title", "summary")] == ["Theirs", "Mine."]


def test_all_who_begin_a_draft_at_the_same_moment_are_in_one(database: Database, by: UUID):
    edits = [
        Set("/title", "One"),
        Set("/summary", "Two"),
        Set("question:bin/label", "Three"),
        Set("page:which/title", "4"),
    ]
    for n in range(5):
        with database.begin() as session:
            documents.publish(session, example_document() | {"id": f"bin-{n}"}, by="test", at=AT)
        ready = Barrier(len(edits))

        def begin(edit: Edit, service_id: str = f"bin-{n}", ready: Barrier = ready) -> None:
            ready.wait()
            with database.begin() as session:
                drafting.change(session, ORGANISATION, service_id, edit, base=0, by=by, at=AT)

        with ThreadPoolExecutor(len(edits)) as pool:
            list(pool.map(begin, edits))
        kept = Kept(database, f"bin-{n}", by)
        assert all(f'"{words}"' in kept.text for words in ("One", "Two", "Three", "4"))


def test_what_somebody_looked_at_before_the_draft_was_thrown_away_is_not_what_is_there(database: Database, by: UUID):
    kept = Kept(database, "missed-bin", by)
    kept.begin(DOCUMENTS["missed-bin"])
    for title in ("One", "Two", "Three"):
        kept.change(Set("/title", title))
    kept.close()
    kept.begin(DOCUMENTS["missed-bin"])
    with pytest.raises(Refused, match="begun anew"):
        kept.change(Several((Set("/title", "Four"), Delete("page:which-day", clear=True))), base=4)
    assert kept.text == DOCUMENTS["missed-bin"]


@pytest.mark.parametrize("bad", ["a\u0000b", "\ud83d", 10**20, "x" * 1_000_001])
def test_what_no_document_may_hold_is_refused_and_the_draft_opens_as_before(database: Database, by: UUID, bad: Any):
    kept = Kept(database, "missed-bin", by)
    kept.begin(DOCUMENTS["missed-bin"])
    with pytest.raises(Refused):
        kept.change(Several((Set("/summary", bad), Set("question:bin/max_size", bad))))
    with pytest.raises(Refused):
        kept.change(Set("/summary", bad))
    assert kept.text == DOCUMENTS["missed-bin"]


def test_what_was_done_is_told_by_what_pages_call_it():
    document = example_document()
    assert told(document, Set("clock:promise/pauses_in", ["overdue"])) == (
        "Changed the “Stands still in” of the clock “Emptied within 2 working days”"
    )
    assert told(document, Unset("page:too-late/when")) == (
        "Took out the condition of the page “You can no longer report this”"
    )
    several = Several((Set("page:where/title", "Where?"), Set("state:overdue/label", "Late")))
    assert told(document, several).endswith(", and 1 change more")
