"""Hourly heads of the chains of events, signed and written outside the database, so that a tail cut off there shows."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from runtime import mail
from runtime.config import Settings
from runtime.crypto import Keys, derive
from runtime.db import Database
from runtime.models.cases import cases, events

FILE = "checkpoints.jsonl"
HEADS_A_LINE = 1000
OVERLAP = timedelta(days=1)
"""How far back to look for changes again: an event's id is as old as its own machine's clock says."""


@dataclass(frozen=True, slots=True)
class Broken:
    """Where the database and its checkpoints disagree. ``case_id`` is None when the file is not as we wrote it."""

    case_id: UUID | None
    message: str


def path_of(settings: Settings) -> Path:
    return Path(settings.checkpoints) if settings.checkpoints else settings.state / FILE


def write(database: Database, *, at: datetime) -> int:
    """Append the heads of every chain that changed since they were last written, and mail the auditor; says how many.

    Each line is signed and names the hash of the line before it, so that lines cannot be taken out either.
    """
    path = path_of(database.settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a+") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        file.seek(0)
        last, known, latest = "", dict[str, list[Any]](), None
        for line in file:
            written = json.loads(line)["checkpoint"]
            known |= {head[0]: head[1:] for head in written["heads"]}
            last, latest = _digest(line), datetime.fromisoformat(written["at"])
        with database.read() as session:
            heads = [head for head in _heads(session, latest) if known.get(head[0]) != head[1:]]
        for start in range(0, len(heads), HEADS_A_LINE):
            last = _append(file, heads[start : start + HEADS_A_LINE], last, at, database.keys)
        file.flush()
        os.fsync(file.fileno())
    if heads and database.settings.auditor:
        _tell(database, last, len(heads), at)
    return len(heads)


def compare(session: Session, settings: Settings, keys: Keys) -> list[Broken]:
    """What of the checkpoints the database does not bear out: chains cut or rewritten, lines changed or missing."""
    path = path_of(settings)
    if not path.exists():
        return []
    recorded: dict[UUID, tuple[int, str]] = {}
    found = list(_read(path, keys, recorded))
    for case_id, (number, head) in _missing(session, recorded):
        found.append(Broken(case_id, f"event {number} with hash {head[:12]}... was written outside, and is not here"))
    return found


def _heads(session: Session, since: datetime | None) -> Iterator[list[Any]]:
    query = select(cases.c.id, cases.c.revision, cases.c.head).order_by(cases.c.id)
    if since is not None:
        milliseconds = int((since - OVERLAP).timestamp() * 1000)
        query = query.where(cases.c.id.in_(select(events.c.case_id).where(events.c.id > UUID(int=milliseconds << 80))))
    for row in session.execute(query):
        yield [str(row.id), row.revision, bytes(row.head).hex()]


def _append(file: IO[str], heads: list[list[Any]], previous: str, at: datetime, keys: Keys) -> str:
    checkpoint = {"at": at.astimezone(UTC).isoformat(), "previous": previous, "heads": heads}
    signature = _signer(keys).sign(_canonical(checkpoint)).hex()
    line = json.dumps({"checkpoint": checkpoint, "signature": signature}, separators=(",", ":")) + "\n"
    file.write(line)
    return _digest(line)


def _read(path: Path, keys: Keys, recorded: dict[UUID, tuple[int, str]]) -> Iterator[Broken]:
    """Check each line of the file, and collect the newest head of each chain into ``recorded``."""
    public, previous = _signer(keys).public_key(), ""
    for number, line in enumerate(path.read_text().splitlines(keepends=True), start=1):
        try:
            entry = json.loads(line)
            checkpoint = entry["checkpoint"]
            public.verify(bytes.fromhex(entry["signature"]), _canonical(checkpoint))
        except (InvalidSignature, ValueError, KeyError, TypeError):
            yield Broken(None, f"line {number} of {path} is not as we signed it")
        else:
            if checkpoint["previous"] != previous:
                yield Broken(None, f"before line {number} of {path} something is missing")
            recorded |= {UUID(case_id): (count, head) for case_id, count, head in checkpoint["heads"]}
        previous = _digest(line)


def _missing(session: Session, recorded: dict[UUID, tuple[int, str]]) -> Iterable[tuple[UUID, tuple[int, str]]]:
    wanted = list(recorded.items())
    for start in range(0, len(wanted), HEADS_A_LINE):
        some = wanted[start : start + HEADS_A_LINE]
        places = [(case_id, number) for case_id, (number, _) in some]
        here = select(events.c.case_id, events.c.number, func.encode(events.c.hash, "hex"))
        rows = session.execute(here.where(tuple_(events.c.case_id, events.c.number).in_(places)))
        present = {(case_id, number, head) for case_id, number, head in rows}
        yield from ((case_id, (n, head)) for case_id, (n, head) in some if (case_id, n, head) not in present)


def _tell(database: Database, last: str, count: int, at: datetime) -> None:
    """The hash of the newest line stands for every line before it, so it is all that an auditor need keep."""
    words = f"Checkpoint of {at.astimezone(UTC):%Y-%m-%d %H:%M} UTC: {count} chains changed.\n\nNewest line: {last}\n"
    letter = mail.Letter(
        key=f"checkpoint:{last[:32]}", to=database.settings.auditor, subject=f"Townclerk checkpoint {last[:12]}",
        body=words, html=f"<pre>{words}</pre>", language="en",
    )  # fmt: skip
    mail.deliver(letter, database, at)


def _signer(keys: Keys) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(derive(keys.installation, b"checkpoints"))


def _canonical(checkpoint: dict[str, Any]) -> bytes:
    return json.dumps(checkpoint, sort_keys=True, separators=(",", ":")).encode()


def _digest(line: str) -> str:
    return hashlib.sha256(line.encode()).hexdigest()
