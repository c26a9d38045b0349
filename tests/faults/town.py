"""An installation of a test's own, and what must hold of it after any fault: the invariants, asked of everybody."""

from __future__ import annotations

import json
import subprocess
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from runtime import cases, fsck, incidents
from runtime.config import Settings
from runtime.db import Database
from tests.conftest import KEYS
from tests.faults import lamps
from tests.faults.client import Applicant, Clerk, Client
from tests.faults.processes import ROOT, Postgres, Web, Worker
from tests.runtime.peers import MailServer, WebPeer, free_port, mail_server, web_peer
from tests.runtime.workers import environment, until

HERE = "127.0.0.1"
QUICK = {"TOWNCLERK_LEASE_SECONDS": "3", "TOWNCLERK_WORKER_HEARTBEAT": "1", "TOWNCLERK_TICK_SECONDS": "0"}
SETTLED_WITHIN = 60.0
"""Seconds after the last fault, within which nothing may be left undone (I10)."""


@dataclass
class Town:
    """A database on a server of its own, the service in it, its far ends, and the processes, which a test starts."""

    postgres: Postgres
    database: Database
    hooks: WebPeer
    mail: MailServer
    environment: dict[str, str]
    folder: Path
    web: Web

    def __post_init__(self) -> None:
        self.officers = lamps.prepare(self.database, self.environment["TOWNCLERK_ALLOWED_HOSTS"])
        self.workers: list[Worker] = []
        self.applicants: list[Applicant] = []

    def worker(self, **more: str) -> Worker:
        one = Worker(self.environment | more, self.folder / "worker.log")
        one.start()
        self.workers.append(one)
        return one

    def lose_database(self) -> None:
        """The server dies and comes back; our own connections to it are given up, and nobody else is told."""
        self.postgres.kill()
        self.database.close()
        self.postgres.start()

    def applicant(self) -> Applicant:
        number = len(self.applicants) + 1
        self.applicants.append(Applicant(Client(self.web.port, number), f"Lamp {number} Road"))
        return self.applicants[-1]

    def clerk(self, name: str) -> Clerk:
        return Clerk(Client(self.web.port, 240 + len(name)), name)

    def rows(self, query: str, **given: Any) -> list[Any]:
        with self.database.read() as session:
            return list(session.execute(sa.text(query), given).all())

    def settle(self) -> Counter[str]:
        """Wait until every effect is done; what was parked with an incident, a person has tried again. Counts kinds."""
        try:
            until(self.is_settled, patience=SETTLED_WITHIN)
        except AssertionError:
            raise AssertionError(f"still left: {self.left()}") from None
        return Counter(row.kind for row in self.rows("SELECT kind FROM effects"))

    def left(self) -> list[Any]:
        """What is not done, and the jobs that there are: for whoever has to find out why."""
        asked = (
            "SELECT 'effect', id::text, kind, state, attempts::text, due::text, leased_until::text, job_id::text"
            " FROM effects WHERE state <> 'done'",
            "SELECT 'timer', case_id::text, kind, \"of\", due::text FROM timers WHERE armed AND due < now()",
            "SELECT 'job', id::text, task_name, status::text, attempts::text, scheduled_at::text, worker_id::text"
            " FROM procrastinate_jobs",
            "SELECT 'incident', kind, about, reason FROM incidents WHERE closed_at IS NULL",
        )
        return [tuple(row) for query in asked for row in self.rows(query)]

    def is_settled(self) -> bool:
        """Whether nothing is left to do; takes up what is parked meanwhile."""
        open_ones = self.rows("SELECT id FROM incidents WHERE closed_at IS NULL")
        for row in open_ones:
            with self.database.begin() as session:
                incidents.retry(session, row.id, self.officers["ada"], lamps.now())
        left = "SELECT 1 FROM effects WHERE state <> 'done' UNION ALL SELECT 1 FROM timers WHERE armed AND due < now()"
        return not open_ones and not self.rows(left)

    def close(self) -> None:
        for process in (self.web, *self.workers):
            process.close()
        self.database.close()


@contextmanager
def town(postgres: Postgres, url: str, folder: Path) -> Iterator[Town]:
    port = free_port()
    with web_peer(HERE) as (hooks, hooks_url), mail_server() as (mail, mail_url):
        settings = Settings(mode="demo", database_url=url, state=folder, pool_size=10, **KEYS)
        database = Database(settings)
        environ = environment(
            database, **QUICK, TOWNCLERK_ALLOWED_HOSTS=hooks_url, TOWNCLERK_SMTP_URL=mail_url,
            TOWNCLERK_BASE_URL=f"http://127.0.0.1:{port}", TOWNCLERK_LOG_LEVEL="info",
        )  # fmt: skip
        one = Town(postgres, database, hooks, mail, environ, folder, Web(environ, folder / "web.log", port))
        try:
            yield one
        finally:
            one.close()


def check(one: Town, *, defects: bool = False) -> None:
    """Every invariant. ``defects``: a failpoint that raises was asked for, so the logs may tell of it."""
    assert found(one) == []
    for applicant in one.applicants:
        acknowledged(one, applicant)
    nothing_half_written(one)
    hooks_applied_once(one)
    letters_applied_once(one)
    if not defects:
        for log in one.folder.glob("*.log"):
            told = [line for line in log.read_text().splitlines() if "defect" in line or "worker.house" in line]
            assert not told, told[:3]


def found(one: Town) -> list[fsck.Finding]:
    """What the checker finds (I5, I6, I8)."""
    with one.database.snapshot() as session:
        return fsck.run(session)


def found_by_command(one: Town) -> list[object]:
    """What ``townclerk fsck`` says, for whoever has only that; its exit code says the same."""
    said = subprocess.run(
        [sys.executable, "-P", "-m", "builder.cli", "fsck", "--json"],
        env=one.environment, cwd=ROOT, capture_output=True, text=True,
    )  # fmt: skip
    told: list[object] = json.loads(said.stdout)
    assert said.returncode == (1 if told else 0), said.stderr
    return told


def acknowledged(one: Town, applicant: Applicant) -> None:
    """I1 and I9: whoever was shown a reference has that one case, with what they answered; and nobody has two."""
    mine = one.rows("SELECT id FROM cases WHERE applicant = :email", email=applicant.answers["email"])
    assert len(set(applicant.shown)) <= 1, applicant.shown
    assert len(mine) <= 1
    if applicant.shown:
        with one.database.read() as session:
            loaded = cases.by_reference(session, applicant.shown[0])
        assert [loaded.id] == [row.id for row in mine]
        assert dict(loaded.case.answers) == applicant.answers


def nothing_half_written(one: Town) -> None:
    """I2 and I3: a case has its events and each event its effects and their jobs; nothing sent is still a draft."""
    half = """
        SELECT 'case without events' AS what, id FROM cases c WHERE NOT EXISTS
            (SELECT 1 FROM events e WHERE e.case_id = c.id)
        UNION ALL SELECT 'event without case', id FROM events e WHERE NOT EXISTS
            (SELECT 1 FROM cases c WHERE c.id = e.case_id)
        UNION ALL SELECT 'case without acknowledgement', id FROM cases c WHERE NOT EXISTS
            (SELECT 1 FROM effects f WHERE f.case_id = c.id AND f.kind = 'acknowledge')
        UNION ALL SELECT 'application sent without case', id FROM applications a WHERE submitted_at IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.application_id = a.id)
        UNION ALL SELECT 'case of an application not sent', c.id FROM cases c JOIN applications a
            ON a.id = c.application_id WHERE a.submitted_at IS NULL
        UNION ALL SELECT 'effect of no event', id FROM effects f WHERE NOT EXISTS
            (SELECT 1 FROM events e WHERE e.id = f.event_id)
        UNION ALL SELECT 'effect neither done, waiting nor in an incident', id FROM effects f
            WHERE state NOT IN ('done', 'waiting') AND NOT EXISTS
            (SELECT 1 FROM incidents i WHERE i.effect_id = f.id AND i.closed_at IS NULL)
    """
    assert one.rows(half) == []


def hooks_applied_once(one: Town) -> None:
    """I4: each effect done was applied exactly once by a peer that honours its key, and never came with another."""
    done, promised = keys(one, "done", "webhook"), keys(one, "%", "webhook")
    assert done <= set(one.hooks.applied) <= promised
    assert set(one.hooks.applied.values()) <= {1}
    seen = defaultdict(set)
    for headers, body in one.hooks.calls:
        told = json.loads(body)
        seen[told["reference"], told["event"]["number"]].add(headers["Idempotency-Key"])
    assert all(len(used) == 1 for used in seen.values())


def letters_applied_once(one: Town) -> None:
    """I4 for mail: what is done was sent, and every copy of one letter has one Message-ID."""
    seen = defaultdict(set)
    for letter in list(one.mail.letters):
        seen[str(letter["To"]), str(letter["Subject"])].add(str(letter["Message-ID"]))
    assert all(len(used) == 1 for used in seen.values())
    sent = Counter(name for used in seen.values() for name in used)
    local = {name.strip("<>").rpartition("@")[0].replace(".", ":") for name in sent}
    done = keys(one, "done", "send") | keys(one, "done", "acknowledge")
    assert done <= local <= keys(one, "%", "send") | keys(one, "%", "acknowledge")


def keys(one: Town, state: str, kind: str) -> set[str]:
    query = "SELECT event_id, position FROM effects WHERE state LIKE :state AND kind = :kind"
    return {f"{row.event_id}:{row.position}" for row in one.rows(query, state=state, kind=kind)}


def numbers(one: Town, more: Iterable[tuple[str, object]] = ()) -> str:
    """What a test did, for whoever reads its output."""
    letters = Counter(str(letter["Message-ID"]) for letter in one.mail.letters)
    told = {
        "web kills": one.web.kills,
        "worker kills": sum(worker.kills for worker in one.workers),
        "database kills": one.postgres.kills,
        "acknowledged": sum(bool(each.shown) for each in one.applicants),
        "cut": sum(each.cuts for each in one.applicants),
        "refused for now": sum(each.refusals for each in one.applicants),
        "webhook calls": len(one.hooks.calls),
        "webhooks applied": len(one.hooks.applied),
        "letters": letters.total(),
        "letters apart": len(letters),
        **dict(more),
    }
    return ", ".join(f"{name} {value}" for name, value in told.items())
