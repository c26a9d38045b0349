"""Threats 21, 22 and 23: files that are not what they say, bombs, and bodies without end, at the served product."""

from __future__ import annotations

import contextlib
import io
import re
import socket
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from runtime.db import Database
from tests.faults.processes import Web
from tests.runtime.web.applicants import Applicant, publish, several
from tests.trust import served

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
PDF = b"%PDF-1.7\n%%EOF\n"
SCRIPT = b"<script>alert(1)</script>"


def zipped(*names: str, content: bytes = b"x") -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return made.getvalue()


WRONG = [
    SCRIPT, b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", b"<!DOCTYPE html><html>",
    b"<?xml version='1.0'?>", b"<?php system($_GET[0]);", b"#!/bin/sh\nrm -rf /", b"MZ\x90\0", b"\x7fELF",
    b"GIF89a" + SCRIPT, b"BM" + b"\0" * 60, b"RIFF\0\0\0\0WEBPVP8 ", b"\0\0\1\0", b"PK\x05\x06" + b"\0" * 18,
    b"\xcf\xfa\xed\xfe", b"Rar!\x1a\x07", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08" + SCRIPT, b"\xef\xbb\xbf" + SCRIPT,
    b" \n" + SCRIPT, b"X" + PDF, SCRIPT + PDF, b"\0" + PNG, zipped("a.txt"), zipped("../../etc/cron.d/x"),
    zipped("[Content_Types].xml", "word/vbaProject.bin", "word/document.xml"), b"%!PS-Adobe-3.0", b"ID3",
    b"\0\0\0\x18ftypmp42", b"From: a\r\nTo: b\r\n\r\n" + SCRIPT, b"", b"\0" * 100,
]  # fmt: skip
NAMES = [
    "a.png.html", "a.html", "a.svg", "a.php", "a.png.php", "a.php\0.png.exe", "a.htaccess", "a", ".png", "a.png.",
    "a\u202egnp.exe", "a.png/", "..\\..\\a.exe", "a.png;.html", "a.png%00.html", "CON", "x" * 300, "a.PnG ",
]  # fmt: skip


@pytest.fixture
def uploading(site: Flask, database: Database) -> Applicant:
    publish(database, several())
    applicant = Applicant(site, "report-it")
    applicant.start()
    applicant.answer("where", street="High Street")
    applicant.answer("kind", kind="hole")
    return applicant


def upload(applicant: Applicant, content: bytes, name: str) -> int:
    form = applicant.open("deep").form("/deep")
    page = applicant.browser.send(form, depth="9", photo=(io.BytesIO(content), name, "image/png"))
    return page.status


def test_t21_files_that_are_not_what_they_say_are_refused(uploading: Applicant, database: Database) -> None:
    for ending in ("png", "pdf"):
        for content in WRONG:
            assert upload(uploading, content, f"a.{ending}") == 422, (content[:20], ending)
    for name in NAMES:
        status = upload(uploading, PNG, name)
        assert status in (422, 303), name
        page = uploading.open("deep")
        assert not re.search("exe|html|php", page.text), name
        if status == 303:
            break
    assert not list(database.settings.state.rglob("*.exe"))


def bomb(bytes_: int) -> bytes:
    """A docx that would unpack to that much."""
    return zipped("[Content_Types].xml", "word/document.xml", content=b"\0" * bytes_)


def pixels() -> bytes:
    """A picture of 30,000 by 30,000 that takes a few bytes."""
    header = b"IHDR" + (30_000).to_bytes(4, "big") * 2 + b"\x08\x02\0\0\0"
    return PNG[:8] + b"\0\0\0\x0d" + header + zlib.crc32(header).to_bytes(4, "big")


def test_t22_bombs_are_refused_or_kept_unopened(uploading: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a file of theirs was unpacked")

    packed, nested = bomb(20_000_000), zipped("a.zip", content=bomb(1_000_000))
    monkeypatch.setattr(zipfile, "ZipFile", opened)
    monkeypatch.setattr(zlib, "decompress", opened)
    assert upload(uploading, packed, "a.png") == 422
    assert upload(uploading, nested, "a.pdf") == 422
    assert upload(uploading, pixels(), "a.png") == 422


@pytest.fixture
def web(database: Database, tmp_path: Path) -> Iterator[Web]:
    publish(database, several())
    with served.web(database, tmp_path / "web.log") as running:
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
    assert multipart(web, many, kind) == 413
    assert web.health() == 200
    assert memory(web) - before < 32 << 20


def multipart(web: Web, body: bytes, kind: str) -> int:
    with socket.create_connection(("127.0.0.1", web.port), timeout=30) as line:
        head = f"Host: 127.0.0.1:{web.port}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\nConnection: close"
        with contextlib.suppress(OSError):  # cut off
            line.sendall(f"POST /apply/report-it/deep HTTP/1.1\r\n{head}\r\n\r\n".encode() + body)
        return int(line.recv(100).split()[1])
