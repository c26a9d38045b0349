"""Threats 43 and 44 of what is saved half-way: no byte of it, nor of what opens it, in a dump, a job, a log, a file."""

from __future__ import annotations

import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import quote, quote_plus

import psycopg
import pytest

from runtime import returning
from runtime.db import Database
from tests.faults.client import Client, where
from tests.runtime.peers import mail_server
from tests.runtime.web.browsing import Form, Page
from tests.runtime.workers import until, worker
from tests.trust import served
from tests.trust.test_t43_t45_nothing_told import rows, tables

BOUNDARY = "a-boundary-of-ours"


@dataclass
class Saved:
    """What somebody saves half-way, each part findable by itself, and what opens it again."""

    name: str = field(default_factory=lambda: f"Ada {secrets.token_hex(6)}")
    postcode: str = field(default_factory=lambda: secrets.token_hex(5))
    mail: str = field(default_factory=lambda: f"{secrets.token_hex(6)}@example.org")
    illness: str = field(default_factory=lambda: f"illness{secrets.token_hex(6)}")
    file_name: str = field(default_factory=lambda: f"letter{secrets.token_hex(6)}.txt")
    unfinished: str = field(default_factory=lambda: f"unfinished{secrets.token_hex(6)}")
    upload: str = field(default_factory=lambda: f"upload{secrets.token_hex(6)}")
    link: str = ""
    code: str = ""

    @property
    def everything(self) -> list[str]:
        return [*vars(self).values(), self.code.replace(" ", "")]


class Person(Client):
    """A browser that can send files, and whose addresses are written down."""

    def __init__(self, port: int, number: int) -> None:
        super().__init__(port, number)
        self.addresses: list[str] = []

    def _ask(self, method: str, path: str, body: str | None = None) -> Page:
        self.addresses.append(path)
        return super()._ask(method, path, body)

    def upload(self, form: Form, question: str, name: str, content: str, **typed: str) -> int:
        """Send a form with one file: the status."""
        parts = [
            f'name="{field}"\r\n\r\n{value}' for field, value in {**form.fields, **typed}.items() if field != question
        ]
        parts.append(f'name="{question}"; filename="{name}"\r\nContent-Type: text/plain\r\n\r\n{content}')
        body = "".join(f"--{BOUNDARY}\r\nContent-Disposition: form-data; {part}\r\n" for part in parts)
        headers = {
            "Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items()),
            "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        }
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience, source_address=(self.own, 0))
        connection.request("POST", form.action, f"{body}--{BOUNDARY}--\r\n".encode(), headers)
        status = connection.getresponse().status
        connection.close()
        return status


def leave(person: Person, told: Saved) -> None:
    """Fill in half, with a file; have a code and a link, and the link once more; a stranger asks for one too."""
    person.send(person.get("/apply/report-it").form("/apply/report-it"))
    half = person.get("/apply/report-it/you").form("/you")
    assert where(person.send(half, who=told.name, mail=told.unfinished, later="1")).endswith("/later")
    assert told.unfinished in person.get("/apply/report-it/you").response.get_data(as_text=True)
    person.send(person.get("/apply/report-it/you").form("/you"), who=told.name, postcode=told.postcode, mail=told.mail)
    health = person.get("/apply/report-it/health").form("/health")
    assert person.upload(health, "letter", told.file_name, told.upload, illness=told.illness, later="1") == 303
    page = person.get("/apply/report-it/later")
    found = re.search(r"(?:[0-9A-Z]{4} ){4}", page.text.split("Write down this code")[1])
    assert found
    told.code = found[0].strip()
    form = page.form("/later/link")
    assert form.fields["email"] == told.mail
    assert where(person.send(form)).endswith("/later")
    assert told.mail in person.get("/apply/report-it/later").text
    person.send(person.get("/return").form("/again"), email=told.mail)
    person.send(person.get("/return").form("/again"), email=f"{told.upload}@example.org")


def come_back(person: Person, told: Saved, path: str, **typed: str) -> None:
    page = person.get(path)
    assert where(person.send(page.form(path), **typed)).endswith("/check")
    shown = person.get("/apply/report-it/check")
    assert told.illness in shown.text
    assert told.file_name in shown.text
    person.send(shown.form("/leave"))


@pytest.fixture
def journey(database: Database, tmp_path: Path) -> tuple[Saved, str, list[str]]:
    """What was told, the logs of web and worker, and every address that was opened."""
    served.staffed(database, served.clinic())
    told, log = Saved(), tmp_path / "web.log"
    with served.web(database, log) as web, mail_server() as (post, url):
        people = [Person(web.port, number) for number in range(1, 4)]
        leave(people[0], told)
        with worker(database, TOWNCLERK_LOG_LEVEL="debug", TOWNCLERK_SMTP_URL=url) as running:
            until(lambda: len(post.letters) == 2)
            until(lambda: not rows(database, "SELECT 1 FROM return_letters WHERE ended_at IS NULL"))
        assert {to for each in post.recipients for to in each} == {told.mail}
        told.link = re.findall(r"/return/([\w-]+)", post.body())[0]
        come_back(people[1], told, f"/return/{told.link}")
        come_back(people[2], told, "/return", code=told.code)
    # The end is near: the mail job alone opens it, to warn.
    returning.keep_house(database, at=datetime.now(UTC) + timedelta(days=25))
    with worker(
        database, TOWNCLERK_LOG_LEVEL="debug", TOWNCLERK_SMTP_URL="smtp://127.0.0.1:1", TOWNCLERK_RETRY_SECONDS="600"
    ) as failing:
        until(lambda: bool(rows(database, "SELECT 1 FROM return_letters WHERE kind = 'warning' AND attempts = 1")))
    addresses = [path for person in people for path in person.addresses]
    return told, log.read_text() + "".join(running.log) + "".join(failing.log), addresses


def test_t43_t44_what_is_saved_half_way_stands_nowhere_in_the_clear(
    journey: tuple[Saved, str, list[str]], database: Database
) -> None:
    told, logs, addresses = journey
    assert "worker.started" in logs, "the logs are not blind"
    stored = {table: str(rows(database, f'SELECT * FROM "{table}"')) for table in tables(database)}
    assert "return_letter" in stored["procrastinate_jobs"], "a job waits, and holds ids only"
    assert told.link in "".join(addresses)
    for secret in told.everything:
        for spelt in {secret, quote(secret), quote_plus(secret)}:
            assert spelt not in logs, "T44: in the logs"
            opened = [path for path in addresses if spelt in path and path != f"/return/{told.link}"]
            assert opened == [], "T44: in an address"
        assert [table for table in stored if secret in stored[table]] == [], "T43: in the dump"
    is_sealed_on_disk(told, database)


def is_sealed_on_disk(told: Saved, database: Database) -> None:
    """No byte in the server's tables, its log of writes or its temporary files, nor among our own files."""
    with psycopg.connect(database.owner_url, autocommit=True) as owner:
        owner.execute("CHECKPOINT")
    ((data,), (oid,)) = rows(database, "SHOW data_directory") + rows(
        database, "SELECT oid FROM pg_database WHERE datname = current_database()"
    )
    folders = [Path(str(data)) / "base" / str(oid), Path(str(data)) / "pg_wal", database.settings.state]
    contents = [file.read_bytes() for folder in folders for file in folder.rglob("*") if file.is_file()]
    assert any(b"Report it" in content for content in contents), "the disk is not read blindly"
    assert any(len(content) > 0 for file in (database.settings.state / "files").rglob("*") if file.is_file()
               for content in [file.read_bytes()]), "the upload is there, sealed"  # fmt: skip
    for secret in told.everything:
        assert not any(secret.encode() in content for content in contents), secret
