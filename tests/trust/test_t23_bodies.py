"""Threat 23 and fault F19: bodies without end, too long, too slow or cut, at the served product."""

from __future__ import annotations

import contextlib
import os
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from runtime.db import Database
from runtime.web.words import WORDS
from tests.faults.processes import Web
from tests.runtime.sendable import PDF, docx, enormous
from tests.runtime.web.applicants import publish, several
from tests.runtime.workers import until
from tests.trust import served
from tests.trust.sending import Sender, answer, multipart

MOST = 32 << 20
LARGE = PDF.replace(b"%%EOF", b"%" + b"x" * 24_000_000 + b"\n%%EOF")


@pytest.fixture
def web(database: Database, tmp_path: Path) -> Iterator[Web]:
    document = several()
    document["form"]["pages"][-1]["questions"][-1]["max_mb"] = 25
    publish(database, document)
    (tmp_path / "tmp").mkdir()
    with served.web(database, tmp_path / "web.log", TMPDIR=str(tmp_path / "tmp")) as running:
        yield running


def memory(web: Web) -> int:
    """Bytes that the processes answering requests hold."""
    found = [re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{pid}/status").read_text()) for pid in web.inside]
    return sum(int(each[1]) for each in found if each) << 10


def send(web: Web, path: str, headers: str, pieces: Iterator[bytes]) -> tuple[int, int]:
    """The status that came, 0 if only an end, and how many bytes were taken before it."""
    taken = 0
    with socket.create_connection(("127.0.0.1", web.port), timeout=3) as line:
        host = f"Host: 127.0.0.1:{web.port}\r\nContent-Type: application/x-www-form-urlencoded"
        line.sendall(f"POST {path} HTTP/1.1\r\n{host}\r\n{headers}\r\nConnection: close\r\n\r\n".encode())
        with contextlib.suppress(OSError):  # cut off
            for piece in pieces:
                line.sendall(piece)
                taken += len(piece)
        try:
            return int(line.recv(100).split()[1]), taken
        except (OSError, IndexError):
            return 0, taken


def chunks(piece: bytes, many: int) -> Iterator[bytes]:
    for _ in range(many):
        yield b"%x\r\n%s\r\n" % (len(piece), piece)
    yield b"0\r\n\r\n"


def test_t23_bodies_without_end_are_cut_and_held_by_nobody(web: Web) -> None:
    Sender(web.port).begin()  # a process that has shown its first pages holds more than one that has not
    before = memory(web)
    for path in ("/track", "/staff/sign-in", "/apply/report-it/deep", "/staff/cases/x/do/y", "/nowhere"):
        status, taken = send(web, path, "Content-Length: 100000000", iter(()))
        assert (status, taken) in ((413, 0), (404, 0), (405, 0)), path
    for path, most in (("/track", 8_000_000), ("/staff/sign-in", 8_000_000), ("/apply/report-it/deep", 8_000_000)):
        status, taken = send(web, path, "Transfer-Encoding: chunked", chunks(b"a=1&" * 16_384, 1600))
        assert status in (0, 400, 413), (path, status)
        assert taken < most, (path, taken)
    fields = b"a=1&" * 1_000_000
    assert send(web, "/track", f"Content-Length: {len(fields)}", iter((fields,)))[0] == 413
    part = b'--b\r\nContent-Disposition: form-data; name="f"; filename="a"\r\n\r\n\r\n'
    many = part * 100_000 + b"--b--"
    kind = "multipart/form-data; boundary=b"
    assert parts_of(web, many, kind) == 413
    assert web.health() == 200
    assert memory(web) - before < MOST


def parts_of(web: Web, body: bytes, kind: str) -> int:
    with socket.create_connection(("127.0.0.1", web.port), timeout=30) as line:
        head = f"Host: 127.0.0.1:{web.port}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close"
        with contextlib.suppress(OSError):  # cut off
            line.sendall(f"POST /apply/report-it/deep HTTP/1.1\r\n{head}\r\n\r\n".encode() + body)
        return int(line.recv(100).split()[1])


def nothing_left(web: Web, database: Database) -> None:
    """No file of a temporary folder is there, or held open by those that answer; no row says that a file is kept."""
    folder = Path(web.environment["TMPDIR"])

    def held() -> list[str]:
        links = (link for pid in web.inside for link in Path(f"/proc/{pid}/fd").iterdir())
        names = []
        for link in links:
            with contextlib.suppress(OSError):
                names.append(os.readlink(link))
        return [name for name in names if name.startswith(str(folder))]

    until(lambda: not held() and not list(folder.iterdir()))
    with database.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM files")).scalar_one() == 0
    stored = database.settings.state / "files"
    assert not stored.exists() or not [each for each in stored.rglob("*") if each.is_file()]


def test_f19_a_hundred_megabytes_are_refused_with_a_page_of_ours(web: Web, database: Database) -> None:
    sender = Sender(web.port)
    form, before = sender.begin(), memory(web)
    with sender.line() as line:
        line.sendall(sender.head(form, "Content-Length: 100000000"))
        status, page = answer(line)
    assert status == 413
    assert "govuk-heading" in page
    assert WORDS["error-413"]["en"] in page
    whole = multipart(form, b"x" * 100_000_000, "a.pdf")
    with sender.line() as line:
        line.sendall(sender.head(form, "Transfer-Encoding: chunked"))
        taken = 0
        with contextlib.suppress(OSError):  # cut off
            for start in range(0, len(whole), 1 << 16):
                piece = whole[start : start + (1 << 16)]
                line.sendall(b"%x\r\n%s\r\n" % (len(piece), piece))
                taken += len(piece)
        status, _ = answer(line)
    assert status in (0, 413)
    assert taken < 70_000_000
    nothing_left(web, database)
    assert memory(web) - before < MOST


def test_f19_an_upload_that_is_cut_leaves_nothing_and_can_be_sent_again(web: Web, database: Database) -> None:
    sender = Sender(web.port)
    form, before = sender.begin(), memory(web)
    for _ in range(3):
        sender.upload(form, LARGE, "a.pdf", far=0.99)
    nothing_left(web, database)
    assert web.health() == 200
    assert sender.upload(form, LARGE, "a.pdf")[0] == 303
    assert "a.pdf" in sender.get("/apply/report-it/check").text
    assert memory(web) - before < MOST


def test_f19_uploads_without_haste_hold_up_no_one_else(web: Web, database: Database) -> None:
    slow, quick = Sender(web.port, 1), Sender(web.port, 2)
    form = slow.begin()
    body = multipart(form, LARGE, "a.pdf")
    with contextlib.ExitStack() as open_:
        lines = [open_.enter_context(slow.line()) for _ in range(3)]
        for line in lines:
            line.sendall(slow.head(form, f"Content-Length: {len(body)}"))
        for step in range(20):
            for line in lines:
                line.sendall(body[step * 100 : (step + 1) * 100])
            assert quick.get("/apply/report-it").status == 200
        assert quick.upload(quick.begin(), PDF, "b.pdf")[0] == 303
    until(lambda: not list(Path(web.environment["TMPDIR"]).iterdir()))
    assert web.health() == 200


def test_t22_a_bomb_is_refused_by_a_process_that_stays_small(web: Web) -> None:
    sender = Sender(web.port)
    form, before = sender.begin(), memory(web)
    for content, name in ((docx(content=bytes(200_000_000)), "a.docx"), (enormous(), "a.png")):
        assert sender.upload(form, content, name)[0] == 422
    assert memory(web) - before < 100 << 20
