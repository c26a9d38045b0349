"""Threats 21 and 22: files that are not what they say, and bombs, as an applicant sends and an officer saves them."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import dataclass

import pytest
from flask import Flask

from runtime import files, people
from runtime.db import Database
from tests import factories
from tests.runtime.sendable import (
    CANARY,
    HEIC,
    PDF,
    docx,
    enormous,
    jpeg,
    odt,
    png,
    webp,
    zipped,
)
from tests.runtime.web.applicants import Applicant, publish, reference_on
from tests.runtime.web.browsing import Browser
from tests.runtime.web.offices import PASSWORD, now

SCRIPT = b"<script>alert(1)</script>"
SVG = b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"
PHP = b"<?php system($_GET[0]); ?>"
JAR = zipped("META-INF/MANIFEST.MF", "Evil.class")
MZ = b"MZ\x90\0\x03\0\0\0"
PAYLOADS = (SCRIPT, SVG, PHP, JAR[-40:], MZ, CANARY, b"<?xml", b"javascript:")


@dataclass(frozen=True)
class Sent:
    """``becomes`` is the type that may be kept of it; none where it must be refused."""

    name: str
    content: bytes
    becomes: str = ""


CORPUS = [
    # Harmless, to see that the rest is not refused for nothing.
    Sent("bill.pdf", PDF, "application/pdf"),
    Sent("note.txt", "Annwyl Ŵyl,\n\nDiolch.\n".encode(), "text/plain"),
    Sent("letter.docx", docx(), "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    Sent("letter.odt", odt(), "application/vnd.oasis.opendocument.text"),
    Sent("IMG_1.HEIC", HEIC, "image/jpeg"),
    # Pictures with something in them besides: drawn again without it.
    Sent("script-in-exif.jpg", jpeg(exif=b"Exif\0\0" + SCRIPT), "image/jpeg"),
    Sent("script-in-comment.jpg", jpeg(comment=SCRIPT), "image/jpeg"),
    Sent("php-in-comment.jpg", jpeg(comment=PHP), "image/jpeg"),
    Sent("archive-after-picture.jpg", jpeg(after=JAR), "image/jpeg"),
    Sent("page-after-picture.jpg", jpeg(after=SCRIPT), "image/jpeg"),
    Sent("program-after-picture.png", png(after=MZ + SCRIPT), "image/png"),
    Sent("archive-after-picture.png", png(after=JAR), "image/png"),
    Sent("svg-after-picture.png", png(after=SVG), "image/png"),
    Sent("place-in-exif.webp", webp(), "image/webp"),
    Sent("page-after-picture.webp", webp() + SCRIPT, "image/webp"),
    Sent("page-after-picture.heic", HEIC + SCRIPT, "image/jpeg"),
    # Pages, programs and archives by their own names or by others.
    Sent("page.html", SCRIPT), Sent("page.htm", SCRIPT), Sent("page.xhtml", b"<?xml version='1.0'?><html/>"),
    Sent("picture.svg", SVG), Sent("data.xml", b"<?xml version='1.0'?><x/>"), Sent("page.php", PHP),
    Sent("run.exe", MZ), Sent("run.sh", b"#!/bin/sh\n"), Sent("archive.zip", JAR), Sent("archive.jar", JAR),
    Sent("page.txt", SCRIPT), Sent("page-late.txt", b"hello\n" + SCRIPT), Sent("svg.txt", b"\xef\xbb\xbf" + SVG),
    Sent("php.txt", PHP), Sent("script.txt", b"#!/bin/sh\n"), Sent("program.txt", b"\x7fELF\x02\x01"),
    Sent("page.pdf", SCRIPT), Sent("page.jpg", SCRIPT), Sent("svg.png", SVG), Sent("program.pdf", MZ),
    Sent("animation.png", b"GIF89a" + SCRIPT), Sent("gifar.jpg", b"GIF89a\x01\0\x01\0" + JAR),
    Sent("bitmap.jpg", b"BM" + SCRIPT), Sent("film.heic", b"\0\0\0\x18ftypmp42" + bytes(40)),
    # Two things at once, of which no picture is drawn.
    Sent("pdf-and-page.pdf", b"%PDF-1.7\n" + SCRIPT + b"\n%%EOF\n"), Sent("pdf-and-archive.pdf", PDF + JAR),
    Sent("page-and-pdf.pdf", SCRIPT + PDF), Sent("archive-and-pdf.docx", docx() + PDF),
    Sent("letter-and-page.docx", docx() + SCRIPT), Sent("page-and-letter.docx", SCRIPT + docx()),
    Sent("macros.docx", docx("word/vbaProject.bin")),
    Sent("sheet.docx", zipped("[Content_Types].xml", "xl/workbook.xml")),
    Sent("traversal.docx", zipped("../../etc/cron.d/x")), Sent("broken.jpg", jpeg()[:200]),
    Sent("header-only.png", b"\x89PNG\r\n\x1a\n" + SCRIPT), Sent("script-as-jpeg.jpg", b"\xff\xd8\xff" + SCRIPT * 9),
    Sent("script-as-webp.webp", b"RIFF\x20\0\0\0WEBP" + SCRIPT), Sent("empty.pdf", b""), Sent("zeros.pdf", bytes(99)),
    # One kind under the name of another.
    Sent("really-png.jpg", png()), Sent("really-jpeg.png", jpeg()), Sent("really-pdf.docx", PDF),
    Sent("really-docx.pdf", docx()), Sent("really-webp.jpg", webp()), Sent("really-heic.jpg", HEIC),
]  # fmt: skip

NAMES = [
    "a.png.html", "a.html", "a.svg", "a.php", "a.png.php", "a.php\0.png.exe", "a.htaccess", "a", ".png", "a.png.",
    "a\u202egnp.exe", "a.png/", "..\\..\\a.exe", "a.png;.html", "a.png%00.html", "CON", "x" * 300, "a.PnG ",
    "a.png\n.exe", "a.html.png", "a.php.png", "a.exe\0.png", "a\u202eexe.png", "../../etc/passwd.png",
    "C:\\autorun.inf.png",
    "<img src=x onerror=alert(1)>.png", "x" * 300 + ".png", "\u200bа.png", "con.png", "a.png;.png", "' OR 1=1.png",
]  # fmt: skip


@pytest.fixture
def applicant(site: Flask, database: Database) -> Applicant:
    evidence = factories.question("evidence", type="file", label="Evidence")
    publish(database, factories.document(form={"pages": [factories.page("what", factories.question(), evidence)]}))
    with database.begin() as session:
        team = people.create_team(session, "Office", at=now())
        people.grant(session, team, "report-it", "officer", at=now())
        di = people.create(session, name="Di", email="di@example.org", password=PASSWORD, at=now())
        people.join(session, team, di, at=now())
    applicant = Applicant(site, "report-it")
    applicant.start()
    return applicant


def upload(applicant: Applicant, content: bytes, name: str, kind: str = "image/png") -> int:
    form = applicant.open("what").form("/what")
    return applicant.browser.send(form, street="High Street", evidence=(io.BytesIO(content), name, kind)).status


def remove(applicant: Applicant) -> None:
    page = applicant.open("what")
    for file_id in re.findall(r'name="remove" value="([^"]+)"', page.response.text):
        applicant.browser.send(page.form("/what"), remove=file_id, evidence=None)


def test_the_corpus_is_as_large_as_it_should_be() -> None:
    assert len(CORPUS) >= 60
    assert len(set(CORPUS)) == len(CORPUS)


def test_t21_what_is_not_what_it_says_is_refused_or_drawn_again(applicant: Applicant, database: Database) -> None:
    lies = ("image/png", "application/pdf", "text/html")
    for number, each in enumerate(CORPUS):
        status = upload(applicant, each.content, each.name, lies[number % len(lies)])
        assert status == (303 if each.becomes else 422), (each.name, status)
        if each.becomes:
            kept = stored(applicant, database)
            assert not [payload for payload in PAYLOADS if payload in kept], each.name
        remove(applicant)


def stored(applicant: Applicant, database: Database) -> bytes:
    (file_id,) = re.findall(r'name="remove" value="([^"]+)"', applicant.open("what").response.text)
    return files.read(database, file_id)


def test_t21_no_name_of_theirs_is_ever_believed(applicant: Applicant, database: Database) -> None:
    for name in NAMES:
        status = upload(applicant, png(), name)
        assert status in (422, 303), name
        page = applicant.open("what")
        shown = re.findall(r"tc-files__name\">.*?</span>([^<]*)</span>", page.response.text, re.DOTALL)
        assert len(shown) == (status == 303), name
        for each in shown:
            assert re.fullmatch(r"[^./\\<>]{1,100}\.png", each.strip()), (name, each)
            assert not re.search("[\u202a-\u202e\u200b\0\n]", each), name
        remove(applicant)
    places = [path.name for path in (database.settings.state / "files").rglob("*") if path.is_file()]
    assert not [place for place in places if not re.fullmatch("[0-9a-f]{32}", place)]


def test_t21_what_is_saved_is_an_attachment_that_no_browser_runs(applicant: Applicant) -> None:
    di = Browser(applicant.browser.client.application.test_client())
    di.send(di.get("/staff/sign-in").form("/sign-in"), email="di@example.org", password=PASSWORD)
    for each in [each for each in CORPUS if each.becomes]:
        applicant.start()
        assert upload(applicant, each.content, each.name, "text/html") == 303
        applicant.browser.send(applicant.browser.get("/apply/report-it/check").form("/check"))
        reference = reference_on(applicant.browser.follow())
        page = di.get(f"/staff/cases/{reference}")
        (address,) = {href for href in page.links.values() if "/files/" in href}
        reply = di.client.get(address)
        ending = {"image/jpeg": "jpg", "image/png": "png", "text/plain": "txt"}.get(
            each.becomes, each.name[-4:].strip(".")
        )
        assert reply.status_code == 200, each.name
        assert reply.headers["Content-Disposition"] == f'attachment; filename="{reference}-evidence.{ending}"'
        assert reply.headers["Content-Type"].partition(";")[0] == each.becomes
        assert reply.headers["X-Content-Type-Options"] == "nosniff"
        assert reply.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
        assert reply.headers["Cross-Origin-Resource-Policy"] == "same-origin"
        assert not [payload for payload in PAYLOADS if payload in reply.data]


def nest(levels: int) -> bytes:
    """Archives in archives, sixteen in each, as 42.zip has them."""
    inner = bytes(100_000)
    for _ in range(levels):
        inner = zipped(*(f"lib {n}.zip" for n in range(16)), content=inner)
    return inner


def test_t22_bombs_are_refused_and_never_unpacked(applicant: Applicant, monkeypatch: pytest.MonkeyPatch) -> None:
    bombs = {
        "194 kB that become 200 MB": (docx(content=bytes(200_000_000 // 3)), "a.docx"),
        "archives in archives": (nest(2), "a.docx"),
        "archives in a letter": (docx("word/lib 0.zip", content=nest(1)), "a.docx"),
        "too many entries": (docx(*(f"word/{n}.xml" for n in range(1001))), "a.docx"),
        "a bomb by another name": (docx(content=bytes(50_000_000)), "a.pdf"),
        "billions of pixels": (enormous(), "a.png"),
        "billions, a little less": (enormous(8000), "a.png"),
    }
    assert len(bombs["194 kB that become 200 MB"][0]) < 200_000

    def opened(*_: object, **__: object) -> None:
        raise AssertionError("a file of theirs was unpacked")

    monkeypatch.setattr(zipfile, "ZipFile", opened)
    monkeypatch.setattr(zlib, "decompress", opened)
    monkeypatch.setattr(zlib, "decompressobj", opened)
    for what, (content, name) in bombs.items():
        assert upload(applicant, content, name) == 422, what
