"""Threats 43, 44 and 45: what people told us stands in no dump, log, job or address; and what they type breaks none."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import quote, quote_plus

import psycopg
import pytest

from runtime.db import Database
from tests.faults.client import Client, where
from tests.runtime.web.browsing import Page
from tests.runtime.workers import until, worker
from tests.trust import served

LINE_BREAKING = '\n{"event": "forged"}\r\n\x1b[31m\u2028'


@dataclass
class Told:
    """What is told on one journey, each part findable by itself."""

    name: str = field(default_factory=lambda: f"Ada {secrets.token_hex(6)}")
    postcode: str = field(default_factory=lambda: secrets.token_hex(5))
    mail: str = field(default_factory=lambda: f"{secrets.token_hex(6)}@example.org")
    illness: str = field(default_factory=lambda: f"illness{secrets.token_hex(6)}")
    half_filled: str = field(default_factory=lambda: f"unsent{secrets.token_hex(6)}")
    verdict: str = field(default_factory=lambda: f"verdict{secrets.token_hex(6)}")
    remark: str = field(default_factory=lambda: f"remark{secrets.token_hex(6)}")
    note: str = field(default_factory=lambda: f"note{secrets.token_hex(6)}")
    addresses: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)

    @property
    def everything(self) -> list[str]:
        return [v for v in vars(self).values() if isinstance(v, str)]

    @property
    def secret(self) -> list[str]:
        """What must be nowhere in a database in the clear."""
        return [self.illness, self.verdict, self.half_filled]


@dataclass
class Watched(Client):
    """A browser whose every address and received header is written down."""

    told: Told = field(default_factory=Told)

    def __init__(self, port: int, number: int, told: Told) -> None:
        super().__init__(port, number)
        self.told = told

    def _ask(self, method: str, path: str, body: str | None = None) -> Page:
        page = super()._ask(method, path, body)
        self.told.addresses.append(path)
        self.told.headers += [f"{n}: {v}" for n, v in page.response.headers.items() if n.lower() != "set-cookie"]
        return page


def apply(client: Client, told: Told) -> str:
    """The whole form, sent, and its progress looked at by reference and second fact."""
    client.send(client.get("/apply/report-it").form("/apply/report-it"))
    wrong = client.send(
        client.get("/apply/report-it/you").form("/you"), who=told.name, postcode=told.postcode, mail="x"
    )
    assert wrong.status == 422
    client.send(wrong.form("/you"), mail=told.mail)
    client.send(client.get("/apply/report-it/health").form("/health"), illness=told.illness + LINE_BREAKING[:1])
    page = client.get("/apply/report-it/check")
    assert told.illness in page.text
    assert where(client.send(page.form("/check"))) == "/apply/report-it/sent"
    reference = client.get("/apply/report-it/sent").text.split("Your reference number ")[1].split()[0]
    client.cookies.clear()
    found = client.send(client.get("/track").form("/track"), reference=reference, fact=told.postcode)
    assert where(found) == "/track/case"
    client.get("/track/case")
    client.send(client.get("/track").form("/track"), reference=reference, fact=told.mail)
    return reference


def half_fill(client: Client, told: Told) -> None:
    client.send(client.get("/apply/report-it").form("/apply/report-it"))
    saved = client.send(
        client.get("/apply/report-it/you").form("/you"),
        who=told.half_filled, postcode=told.half_filled, mail=f"{told.half_filled}@example.org",
    )  # fmt: skip
    assert saved.status == 303


def work(client: Client, told: Told, reference: str) -> None:
    """Find the case by its applicant, write a note and close it."""
    client.send(client.get("/staff/sign-in").form("/sign-in"), email=told.mail, password=told.verdict)
    served.signed_in(client)
    found = client.get(where(client.send(client.get("/staff").form("/search"), q=told.name)))
    assert reference in found.text
    path = f"/staff/cases/{reference}"
    assert client.send(client.get(path).form("/notes"), note=told.note + LINE_BREAKING).status == 303
    client.get("/staff/queues/report-it/triage")
    form = client.get(f"{path}/do/close").form("/close")
    assert client.send(form, verdict=told.verdict, remark=told.remark).status == 303


def fail(client: Client, told: Told, reference: str) -> None:
    """Write a note that a defect loses."""
    form = served.signed_in(client).get(f"/staff/cases/{reference}").form("/notes")
    failed = client.send(form, note=told.note)
    assert failed.status == 500
    assert not any(each in failed.text for each in told.everything)


@pytest.fixture
def journey(database: Database, tmp_path: Path) -> tuple[Told, Path]:
    """A journey of everybody's: what was told, and the logs of web and worker."""
    served.staffed(database, served.clinic())
    told, log = Told(), tmp_path / "web.log"
    with served.web(database, log) as web:
        reference = apply(Watched(web.port, 1, told), told)
        half_fill(Watched(web.port, 2, told), told)
        work(Watched(web.port, 3, told), told, reference)
    with served.web(database, log, TOWNCLERK_FAILPOINTS="act.before_commit=raise") as web:
        fail(Watched(web.port, 4, told), told, reference)
    with worker(database, TOWNCLERK_LOG_LEVEL="debug", TOWNCLERK_SMTP_URL="smtp://127.0.0.1:1") as running:
        until(lambda: bool(rows(database, "SELECT 1 FROM effects WHERE attempts > 1 OR state <> 'waiting'")))
    log.write_text(log.read_text() + "".join(running.log))
    return told, log


def rows(database: Database, query: str) -> list[tuple[object, ...]]:
    with psycopg.connect(database.owner_url) as owner:
        return owner.execute(query).fetchall()


def test_t43_t44_t45_what_is_told_stands_only_where_it_must(journey: tuple[Told, Path], database: Database) -> None:
    told, log = journey
    words = log.read_text()
    assert '"event": "defect"' in words, "the logs are not blind"
    for line in words.splitlines():
        if line.startswith("{"):
            assert json.loads(line)["event"] != "forged"
    for canary in told.everything:
        for spelt in {canary, quote(canary), quote_plus(canary)}:
            assert spelt not in words, "T44: in the logs"
            assert spelt not in "\n".join(told.addresses), "T44: in an address"
            assert spelt not in "\n".join(told.headers), "T44: in a header"
        stored = {table: str(rows(database, f'SELECT * FROM "{table}"')) for table in tables(database)}
        jobs = [table for table in stored if table.startswith("procrastinate") or table in ("effects", "timers")]
        assert len(jobs) > 3
        assert [table for table in jobs if canary in stored[table]] == [], "T44: in the jobs"
        if canary in told.secret:
            assert [table for table in stored if canary in stored[table]] == [], "T43"
    assert any(told.name in str(row) for row in rows(database, "SELECT applicant FROM cases")), "the dump is not blind"
    is_sealed_on_disk(told, database)


def is_sealed_on_disk(told: Told, database: Database) -> None:
    """No byte of a secret is in the server's tables, log of writes or temporary files, or among our own files."""
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("CHECKPOINT")
    ((data,), (oid,)) = rows(database, "SHOW data_directory") + rows(
        database, "SELECT oid FROM pg_database WHERE datname = current_database()"
    )
    folders = [Path(str(data)) / "base" / str(oid), Path(str(data)) / "pg_wal", database.settings.state]
    seen = {canary: [] for canary in [told.name, *told.secret]}
    for file in (file for folder in folders for file in folder.rglob("*") if file.is_file()):
        content = file.read_bytes()
        for canary in seen:
            if canary.encode() in content:
                seen[canary].append(file.name)
    assert seen.pop(told.name), "the disk is not read blindly"
    assert seen == {canary: [] for canary in told.secret}


def tables(database: Database) -> list[str]:
    return [str(name) for (name,) in rows(database, "SELECT tablename FROM pg_tables WHERE schemaname = 'public'")]
