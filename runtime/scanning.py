"""Uploaded files are scanned for malware by a worker, until the scanner has said something of each.

What waits stands in the files themselves, so nothing is lost with a worker or a scanner. A file whose scan has no end
is taken up by another worker once its turn is over.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
import structlog
from sqlalchemy.orm import Session

from definitions.questions.kind import in_language
from definitions.tasks.fold import said_in
from runtime import alarm, cases, files, incidents
from runtime.cases.secrecy import every_question
from runtime.db import Database
from runtime.errors import FileGone, Refused
from runtime.models.cases import cases as cases_table
from runtime.models.files import files as files_table
from runtime.ports import CannotScan, Scanner, SourceDown

INFECTED, UNSCANNABLE = "infected", "unscannable"
"""Kinds of incidents; each is about a file's id."""

TURN = timedelta(minutes=3)
"""Longer than any scanner may take."""
LONGEST_WAIT = 900.0

_log = structlog.get_logger(__name__)
_chance = random.SystemRandom()


@dataclass(frozen=True, slots=True)
class Claim:
    """A file whose turn it is, and how often it had its turn."""

    id: UUID
    tries: int


def scan_due(database: Database, scanner: Scanner | None) -> int:
    """Scan what waits, the longest waiting first, until nothing does or the scanner fails: how many were judged.

    Files that came before there was a scanner have their turn when nothing else waits. With no scanner, nothing waits.
    """
    if scanner is None:
        _let_go(database)
        return 0
    judged = 0
    while claim := _claim(database):
        try:
            _judge(database, claim, scanner)
        except SourceDown as away:
            _put_back(database, claim, str(away), at_least=0.0)
            return judged
        judged += 1
    return judged


def _claim(database: Database) -> Claim | None:
    with database.begin() as session:
        row = session.execute(_CLAIM, {"turn": TURN}).one_or_none()
        row = row or session.execute(_CLAIM_OLD, {"turn": TURN}).one_or_none()
    return Claim(row.id, row.scan_tries) if row else None


def _judge(database: Database, claim: Claim, scanner: Scanner) -> None:
    """
    Raises:
        SourceDown: the scanner cannot say, now.
    """
    try:
        found = scanner.scan(files.read(database, str(claim.id)))
    except FileGone:
        # Its upload may have been cut off before its bytes were kept: then it is no answer, and will be swept away.
        _put_back(database, claim, "it is not in the store")
    except CannotScan as refused:
        _put_back(database, claim, str(refused), alarming=True)
    else:
        _mark(database, claim, found)


def _mark(database: Database, claim: Claim, found: str | None) -> None:
    values = {"scan": "infected" if found else "clean", "found": found, "scan_due": None}
    with database.begin() as session:
        row = session.execute(_mine(claim).values(values).returning(files_table)).one_or_none()
        if row is None:
            return
        _log.info("file.scanned", file=str(claim.id), scan=row.scan)
        case_id = _case_of(session, row)
        if case_id is None:
            return
        if found:
            reason = f"A virus was found in the file for {_question(session, case_id, claim.id)}: {found}. "
            reason += "Nobody can open it. Ask for another"
            alarm.sound(session, case_id, kind=INFECTED, about=str(claim.id), reason=reason)
            return
        now = session.execute(sa.select(sa.func.now())).scalar_one()
        for kind in (INFECTED, UNSCANNABLE):
            incidents.resolve(session, case_id, kind=kind, about=str(claim.id), ending="found to be clean", at=now)


def _put_back(database: Database, claim: Claim, why: str, *, alarming: bool = False, at_least: float = 1.0) -> None:
    """It waits longer after each try, and a little more or less, so that what failed together comes back apart."""
    wait = max(at_least, min(database.settings.retry_seconds * 2.0 ** min(claim.tries - 1, 20), LONGEST_WAIT))
    due = sa.func.now() + timedelta(seconds=wait * _chance.uniform(1, 1.25))
    _log.warning("file.not-scanned", file=str(claim.id), tries=claim.tries, why=why)
    with database.begin() as session:
        row = session.execute(_mine(claim).values(scan_due=due).returning(files_table)).one_or_none()
        case_id = _case_of(session, row) if row and alarming else None
        if case_id is not None:
            reason = f"The file for {_question(session, case_id, claim.id)} cannot be checked for viruses: {why}. "
            reason += "Nobody can open it until it is"
            alarm.sound(session, case_id, kind=UNSCANNABLE, about=str(claim.id), reason=reason)


def _let_go(database: Database) -> None:
    """The operator wants no scanner any more, so nothing would ever end the wait."""
    waiting = files_table.c.scan == "pending"
    with database.begin() as session:
        session.execute(files_table.update().where(waiting).values(scan="unscanned", scan_due=None))


def _case_of(session: Session, row: Any) -> UUID | None:
    """The case that names the file, if one does."""
    if not row.kept:
        return None
    its = sa.or_(cases_table.c.id == row.owner_id, cases_table.c.application_id == row.owner_id)
    return session.execute(sa.select(cases_table.c.id).where(its)).scalar_one_or_none()


def _question(session: Session, case_id: UUID, file_id: UUID) -> str:
    """The label of the question that the file answers, in quotation marks."""
    try:
        loaded = cases.load(session, case_id)
    except Refused:
        return "a question"
    named = dict(every_question(loaded.service))
    for name, file in files.answering({**loaded.case.answers, **loaded.case.asked, **said_in(loaded.case)}):
        question = named.get(name)
        if question and file["id"] == str(file_id):
            return f"“{in_language(question.label, loaded.service.languages[0])}”"
    return "a question"


def _mine(claim: Claim) -> sa.Update:
    """Of this very turn: who was too slow has nothing to say."""
    its = sa.and_(files_table.c.id == claim.id, files_table.c.scan == "pending")
    return files_table.update().where(its, files_table.c.scan_tries == claim.tries)


_CLAIM = sa.text(
    "UPDATE files SET scan_tries = scan_tries + 1, scan_due = now() + :turn WHERE id = (SELECT id FROM files"
    " WHERE scan = 'pending' AND scan_due <= now() ORDER BY scan_due LIMIT 1 FOR UPDATE SKIP LOCKED)"
    " RETURNING id, scan_tries"
)
_CLAIM_OLD = sa.text(
    "UPDATE files SET scan = 'pending', scan_tries = scan_tries + 1, scan_due = now() + :turn WHERE id = (SELECT id"
    " FROM files WHERE scan = 'unscanned' ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id, scan_tries"
)
