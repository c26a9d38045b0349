"""Files are what their content says, and nobody reads them in the store."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from runtime import applications, files
from runtime.db import Database
from runtime.errors import FileGone, FileRefused
from runtime.files import store
from tests.runtime import citizens
from tests.runtime.citizens import NOW

PDF = b"%PDF-1.7\n% a canary in the file\n"


@pytest.fixture
def storing(database: Database, tmp_path: Path) -> Iterator[Database]:
    with Database(replace(database.settings, state=tmp_path)) as storing:
        yield storing


def test_a_file_is_kept_sealed_and_read_again(storing: Database, tmp_path: Path) -> None:
    saved = files.save(storing, PDF, "../../etc/Council tax.PDF", owner_id=uuid4(), at=NOW)
    assert saved["name"] == "Council tax.pdf"
    assert (saved["type"], saved["size"]) == ("application/pdf", len(PDF))
    assert files.read(storing, saved["id"]) == PDF
    stored = [path for path in (tmp_path / "files").rglob("*") if path.is_file()]
    assert [path.name for path in stored] == [UUID(saved["id"]).hex]
    assert b"canary" not in stored[0].read_bytes()
    assert files.is_there(storing.settings, UUID(saved["id"]), saved["size"])
    stored[0].write_bytes(stored[0].read_bytes()[:-1] + b"x")
    with pytest.raises(FileGone):
        files.read(storing, saved["id"])


@pytest.mark.parametrize(
    ("content", "name", "reason"),
    [
        (b"", "a.pdf", "empty"),
        (b"MZ\x90", "a.pdf", "type"),
        (PDF, "a.png", "type"),
        (b"<svg onload=x>", "a.txt", "type"),
        (b"%PDF-" + b"0" * files.MOST_BYTES, "a.pdf", "size"),
    ],
)
def test_what_is_not_taken(storing: Database, content: bytes, name: str, reason: str) -> None:
    with pytest.raises(FileRefused) as refused:
        files.save(storing, content, name, owner_id=uuid4(), at=NOW)
    assert refused.value.facts["reason"] == reason


def test_one_application_has_ten_files_at_most(storing: Database) -> None:
    owner = uuid4()
    for _ in range(files.MOST_FILES):
        files.save(storing, PDF, "a.pdf", owner_id=owner, at=NOW)
    with pytest.raises(FileRefused):
        files.save(storing, PDF, "a.pdf", owner_id=owner, at=NOW)
    files.save(storing, PDF, "a.pdf", owner_id=uuid4(), at=NOW)


def test_only_files_of_ones_own_can_be_answers(storing: Database) -> None:
    owner = uuid4()
    saved = files.save(storing, PDF, "a.pdf", owner_id=owner, at=NOW)
    other = {"sha256": "0" * 64}, {"id": str(uuid4())}
    for wrong, owners in ((saved, [uuid4()]), *((saved | change, [owner]) for change in other)):
        with storing.begin() as session, pytest.raises(FileRefused):
            files.keep(session, [wrong], owners)
    with storing.begin() as session:
        files.keep(session, files.described([saved, "text", None, {"line_1": "x"}]), [owner])


def test_files_that_no_case_names_are_swept_away(storing: Database) -> None:
    owner = uuid4()
    kept, left = (files.save(storing, PDF, "a.pdf", owner_id=owner, at=NOW) for _ in range(2))
    with storing.begin() as session:
        files.keep(session, [kept], [owner])
    assert files.sweep(storing, at=NOW) == 1, "what it was uploaded for is gone"
    assert files.sweep(storing, at=NOW + timedelta(days=30)) == 0
    assert files.read(storing, kept["id"]) == PDF
    with pytest.raises(FileGone):
        files.read(storing, left["id"])
    with pytest.raises(FileGone):
        files.read(storing, "../etc/passwd")


def test_the_files_of_answers_that_are_still_kept_are_never_swept_away(storing: Database) -> None:
    """Saving a page gives all of its answers more time, and so their files, however long ago they came."""
    with storing.begin() as session:
        application = citizens.apply(session, citizens.publish(session), NOW)
    saved = files.save(storing, PDF, "a.pdf", owner_id=application.id, at=NOW)
    later = NOW + timedelta(days=20)
    with storing.begin() as session:
        applications.save_page(session, application, {"email": "bo@example.org"}, later)
    assert files.sweep(storing, at=NOW + timedelta(days=40)) == 0
    assert files.read(storing, saved["id"]) == PDF
    assert files.sweep(storing, at=later + timedelta(days=40)) == 1


def test_what_came_with_an_action_that_was_not_done_stays_a_while(storing: Database) -> None:
    with storing.begin() as session:
        case = citizens.a_case(session)
    files.save(storing, PDF, "a.pdf", owner_id=case.id, at=NOW)
    assert files.sweep(storing, at=NOW + timedelta(days=28)) == 0
    assert files.sweep(storing, at=NOW + timedelta(days=30)) == 1


def test_a_file_that_a_case_names_meanwhile_is_not_swept_away(storing: Database) -> None:
    owner = uuid4()
    saved = files.save(storing, PDF, "a.pdf", owner_id=owner, at=NOW)
    with storing.begin() as session:
        files.keep(session, [saved], [owner])
        assert files.sweep(storing, at=NOW + timedelta(days=90)) == 0
    assert files.read(storing, saved["id"]) == PDF


def test_two_files_at_once_are_not_both_the_last_that_fits(storing: Database) -> None:
    owner = uuid4()
    for _ in range(files.MOST_FILES - 1):
        files.save(storing, PDF, "a.pdf", owner_id=owner, at=NOW)

    def one_more(_: int) -> bool:
        try:
            files.save(storing, PDF, "a.pdf", owner_id=owner, at=NOW)
        except FileRefused:
            return False
        return True

    with ThreadPoolExecutor(8) as people:
        assert sum(people.map(one_more, range(8))) == 1


def test_only_what_is_not_a_cases_is_removed_on_request(storing: Database) -> None:
    owner = uuid4()
    kept, left = (files.save(storing, PDF, "a.pdf", owner_id=owner, at=NOW) for _ in range(2))
    with storing.begin() as session:
        files.keep(session, [kept], [owner])
    files.remove(storing, [kept["id"], left["id"]], uuid4())
    files.remove(storing, [kept["id"], left["id"]], owner)
    assert files.read(storing, kept["id"]) == PDF
    with pytest.raises(FileGone):
        files.read(storing, left["id"])


@pytest.mark.parametrize(("reserve", "room"), [(0, True), (100, False)])
def test_the_disk_keeps_a_part_of_itself_free(storing: Database, reserve: int, room: bool) -> None:
    with Database(replace(storing.settings, disk_reserve=reserve)) as tight:
        if room:
            files.save(tight, PDF, "a.pdf", owner_id=uuid4(), at=NOW)
            return
        with pytest.raises(FileRefused) as refused:
            files.save(tight, PDF, "a.pdf", owner_id=uuid4(), at=NOW)
        assert refused.value.facts["reason"] == "full"
    elsewhere = replace(storing.settings, disk_reserve=reserve, files_url="s3://bucket")
    assert store.has_room(elsewhere)


def test_files_are_found_however_deep_their_answers_lie() -> None:
    one, two, three = ({"id": f"f{n}", "sha256": str(n)} for n in range(3))
    answers = {"a": one, "list": [two, {"inner": [{"b": three, "street": "x"}]}], "name": {"first": "Ada"}}
    assert files.described(answers.values()) == [one, two, three]
    assert list(files.answering(answers)) == [("a", one), ("list", two), ("b", three)]
    assert list(files.answering(answers, {"b", "list"})) == [("a", one)]
    assert list(files.answering(answers, {"b"})) == [("a", one), ("list", two)]
