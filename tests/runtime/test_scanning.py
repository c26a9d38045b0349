"""A file is opened by nobody before the scanner has passed it; a scanner that is away holds up nothing else."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest
import sqlalchemy as sa

from runtime import applications, cases, files, fsck, incidents, ports, scanning
from runtime.db import Database
from runtime.errors import FileHeld, FileRefused
from runtime.plugins.scanner.demo import EICAR
from runtime.ports import CannotScan, SourceDown
from tests import factories
from tests.runtime import citizens, noise
from tests.runtime.citizens import NOW, OFFICER

PDF = b"%PDF-1.7\n1 0 obj<<>>endobj\n%%EOF\n"
BAD = PDF + b"%" + EICAR + b"\n%%EOF\n"


class Script:
    """A scanner that says what a test has it say, and then finds nothing."""

    def __init__(self, *answers: str | Exception | None) -> None:
        self.answers, self.asked = list(answers), 0

    def scan(self, content: bytes) -> str | None:
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else None
        if isinstance(answer, Exception):
            raise answer
        return answer


@pytest.fixture
def scanned(database: Database) -> Iterator[Database]:
    """The same installation, with a scanner, whose failures are tried again at once."""
    with Database(replace(database.settings, scanner="demo", retry_seconds=0)) as scanned:
        yield scanned


def document() -> dict[str, Any]:
    evidence = factories.question("evidence", type="file", label="Evidence", accept=["pdf"])
    return factories.document(form={"pages": [factories.page("proof", factories.question(), evidence)]})


def begun(database: Database, content: bytes) -> tuple[applications.Application, dict[str, Any]]:
    with database.begin() as session:
        version = citizens.publish(session, document())
        application, _ = applications.begin(session, version.id, language="en", at=NOW)
    saved = files.save(database, content, "proof.pdf", owner_id=application.id, at=NOW)
    with database.begin() as session:
        answers = {"street": "High Street", "evidence": saved}
        return applications.save_page(session, application, answers, NOW), saved


def sent(database: Database, content: bytes) -> tuple[UUID, dict[str, Any]]:
    application, saved = begun(database, content)
    with database.begin() as session:
        return cases.submit(session, application, at=NOW).case_id, saved


def standing(database: Database, saved: dict[str, Any]) -> str | None:
    with database.read() as session:
        return files.standings(session, [saved["id"]]).get(saved["id"])


def openable(database: Database, saved: dict[str, Any]) -> bool:
    try:
        with database.read() as session:
            files.openable(session, saved["id"])
    except FileHeld:
        return False
    return True


def all_due(database: Database) -> None:
    with database.begin() as session:
        session.execute(sa.text("UPDATE files SET scan_due = now()"))


def test_a_file_waits_until_the_scanner_has_passed_it(scanned: Database) -> None:
    _, saved = sent(scanned, PDF)
    assert (standing(scanned, saved), openable(scanned, saved)) == ("pending", False)
    assert scanning.scan_due(scanned, ports.scanner(scanned)) == 1
    assert (standing(scanned, saved), openable(scanned, saved)) == ("clean", True)
    assert scanning.scan_due(scanned, ports.scanner(scanned)) == 0
    assert noise.incidents(scanned) == []


def test_what_is_infected_flags_its_case_and_is_opened_by_nobody(scanned: Database) -> None:
    case_id, saved = sent(scanned, BAD)
    scanning.scan_due(scanned, ports.scanner(scanned))
    assert (standing(scanned, saved), openable(scanned, saved)) == ("infected", False)
    ((kind, owner, reason),) = noise.incidents(scanned)
    assert (kind, owner) == ("infected", "officer")
    assert reason.startswith("A virus was found in the file for “Evidence”: Eicar-Test-Signature.")
    assert "proof.pdf" not in reason
    with scanned.begin() as session:
        assert fsck.run(session) == []
        (incident,) = incidents.open_for(session, case_id)
        assert incidents.retry(session, incident.id, OFFICER, NOW)
    assert (standing(scanned, saved), openable(scanned, saved)) == ("pending", False)
    scanning.scan_due(scanned, Script(None))
    assert openable(scanned, saved), "the scanner had been wrong"
    with scanned.read() as session:
        assert incidents.open_for(session, case_id) == ()


def test_what_is_infected_cannot_be_sent(scanned: Database) -> None:
    application, saved = begun(scanned, BAD)
    scanning.scan_due(scanned, ports.scanner(scanned))
    assert noise.incidents(scanned) == []
    with pytest.raises(FileRefused) as refused, scanned.begin() as session:
        cases.submit(session, application, at=NOW)
    assert refused.value.facts == {"reason": "infected", "file": saved["id"]}


def test_a_scanner_that_is_away_loses_nothing(scanned: Database) -> None:
    all_ = [sent(scanned, PDF)[1] for _ in range(3)]
    for _ in range(5):
        away = Script(SourceDown("away"))
        assert scanning.scan_due(scanned, away) == 0
        assert away.asked == 1, "the others are not tried on one that just failed"
        assert {standing(scanned, saved) for saved in all_} == {"pending"}
    assert scanning.scan_due(scanned, Script()) == 3
    assert {standing(scanned, saved) for saved in all_} == {"clean"}
    assert noise.incidents(scanned) == []


def test_tries_come_further_apart(scanned: Database) -> None:
    _, saved = sent(scanned, PDF)
    waits = []
    with Database(replace(scanned.settings, retry_seconds=60)) as patient:
        for _ in range(12):
            scanning.scan_due(patient, Script(SourceDown("away")))
            with patient.begin() as session:
                its = {"id": UUID(saved["id"])}
                row = session.execute(sa.text("SELECT scan_due - now() FROM files WHERE id = :id"), its)
                waits.append(row.scalar_one())
                session.execute(sa.text("UPDATE files SET scan_due = now() WHERE id = :id"), its)
    assert timedelta(seconds=50) < waits[0] < timedelta(seconds=80) < waits[1] < timedelta(seconds=160)
    assert timedelta(minutes=14) < waits[-1] < timedelta(minutes=20)


def test_what_the_scanner_will_not_judge_is_seen_to_by_a_person(scanned: Database) -> None:
    case_id, saved = sent(scanned, PDF)
    scanning.scan_due(scanned, Script(CannotScan("it is too long")))
    assert standing(scanned, saved) == "pending"
    ((kind, _, reason),) = noise.incidents(scanned)
    assert kind == "unscannable"
    assert "it is too long" in reason
    all_due(scanned)
    assert scanning.scan_due(scanned, Script()) == 1
    with scanned.read() as session:
        assert incidents.history(session, case_id)[0].ending == "found to be clean"


def test_a_worker_that_died_while_it_scanned_lost_its_turn(scanned: Database) -> None:
    _, saved = sent(scanned, PDF)

    class Dies:
        def scan(self, content: bytes) -> str | None:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        scanning.scan_due(scanned, Dies())
    assert scanning.scan_due(scanned, Script()) == 0, "its turn is not over"
    all_due(scanned)
    assert scanning.scan_due(scanned, Script()) == 1
    assert standing(scanned, saved) == "clean"


def test_who_was_too_slow_says_nothing(scanned: Database) -> None:
    _, saved = sent(scanned, PDF)

    class Slow:
        def scan(self, content: bytes) -> str | None:
            all_due(scanned)
            scanning.scan_due(scanned, Script("Found.By.The.Quick"))
            return None

    scanning.scan_due(scanned, Slow())
    assert standing(scanned, saved) == "infected"


def test_files_from_before_there_was_a_scanner_have_their_turn(database: Database, scanned: Database) -> None:
    _, saved = sent(database, BAD)
    assert (standing(database, saved), openable(database, saved)) == ("unscanned", True)
    scanning.scan_due(scanned, ports.scanner(scanned))
    assert (standing(database, saved), openable(database, saved)) == ("infected", False)


def test_with_no_scanner_any_more_nothing_waits_for_ever(database: Database, scanned: Database) -> None:
    _, saved = sent(scanned, PDF)
    scanning.scan_due(database, ports.scanner(database))
    assert standing(database, saved) == "unscanned"


def test_an_upload_that_was_cut_off_holds_up_no_other(scanned: Database) -> None:
    _, saved = sent(scanned, PDF)
    lost = files.save(scanned, PDF, "a.pdf", owner_id=uuid4(), at=NOW)
    place = scanned.settings.state / "files" / UUID(lost["id"]).hex[-2:] / UUID(lost["id"]).hex
    place.unlink()
    with Database(replace(scanned.settings, retry_seconds=60)) as patient:
        scanning.scan_due(patient, Script())
    assert (standing(scanned, saved), standing(scanned, lost)) == ("clean", "pending")
