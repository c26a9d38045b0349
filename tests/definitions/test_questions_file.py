"""Files: what they are by content and by name, and which a question accepts."""

from __future__ import annotations

import io
import json
import unicodedata
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.questions import BadAnswer, read
from definitions.questions.sniff import ENDINGS, ending_of, safe_name, sniff
from tests.definitions.asking import ask, scope


def zipped(*names: str, first: str = "") -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        if first:
            archive.writestr("mimetype", first)
        for name in names:
            archive.writestr(name, "<x/>" * 10)
    return held.getvalue()


WORD = zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml")
OPEN = zipped("content.xml", first="application/vnd.oasis.opendocument.text")
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n"
PNG = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0"
HEIC = b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"
TEXT = "Annwyl Ŵyl,\r\n\tdyma fy nhystiolaeth.\n".encode()

GOOD = [
    (PDF, "Bill.PDF", "pdf"),
    (JPEG, "photo.jpg", "jpg"),
    (JPEG, "photo.jpeg", "jpg"),
    (PNG, "scan.v2.png", "png"),
    (HEIC, "IMG_1.HEIC", "heic"),
    (WORD, "letter.docx", "docx"),
    (OPEN, "letter.odt", "odt"),
    (TEXT, "note.txt", "txt"),
    (b"\xef\xbb\xbf" + TEXT, "note.txt", "txt"),
    (PDF, "ｆｏｒｍ．ｐｄｆ", "pdf"),
]
BAD = [
    (PDF, "bill.jpg"),
    (PDF, "bill.pdf.exe"),
    (PDF, "bill"),
    (PDF, ".pdf"),
    (PDF, "bill.pdf "),
    (PDF, "bill.\u202efdp"),
    (b"junk" + PDF, "bill.pdf"),
    (b"GIF89a", "x.gif"),
    (b"<svg xmlns='http://www.w3.org/2000/svg' onload='x()'/>", "x.svg"),
    (b"  \n<!DOCTYPE html><script>x()</script>", "note.txt"),
    (b"<?php x(); ?>", "note.txt"),
    (b"#!/bin/sh\n", "note.txt"),
    (b"MZ\x90\0", "note.txt"),
    (b"\x7fELF", "note.txt"),
    (b"plain \x1b[2J", "note.txt"),
    ("C1 \x85 control".encode(), "note.txt"),
    ("Zoë".encode("latin-1"), "note.txt"),
    (b"   \n", "note.txt"),
    (b"", "note.txt"),
    (b"", "bill.pdf"),
    (zipped("a.txt"), "letter.docx"),
    (zipped("[Content_Types].xml", "xl/workbook.xml"), "letter.docx"),
    (zipped("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin"), "letter.docx"),
    (zipped("content.xml", first="application/vnd.oasis.opendocument.spreadsheet"), "letter.odt"),
    (OPEN, "letter.docx"),
    (b"\0\0\0\x18ftypmp42", "x.heic"),
    (b"%!PS-Adobe", "x.pdf"),
]


@pytest.mark.parametrize(("content", "name", "ending"), GOOD)
def test_a_file_is_what_its_content_and_its_name_say(content, name, ending):
    assert sniff(content, name) == ENDINGS[ending]
    assert ENDINGS[ending_of(safe_name(name))] == ENDINGS[ending]


@pytest.mark.parametrize(("content", "name"), BAD)
def test_a_file_whose_name_and_content_disagree_is_none_of_ours(content, name):
    assert sniff(content, name) is None


@given(st.binary(max_size=200), st.text(max_size=40))
def test_any_bytes_and_any_name_have_an_answer(content, name):
    assert sniff(content, name) in {None, *ENDINGS.values()}


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\x\\bill.PDF", "bill.pdf"),
        ("bill\u202efdp.exe.pdf", "billfdp_exe.pdf"),
        ("a\0b\r\nc.pdf", "abc.pdf"),
        ("x" * 300 + ".pdf", "x" * 100 + ".pdf"),
        ('<img src="x">.png', "_img src=_x__.png"),
        ("...", "file"),
        ("", "file"),
        (".pdf", "file.pdf"),
        ("Bil Ŵyl.pdf", "Bil Ŵyl.pdf"),
    ],
)
def test_names_are_made_safe(given_name, kept):
    assert safe_name(given_name) == kept


@given(st.text(max_size=300))
def test_a_safe_name_is_safe(name):
    made = safe_name(name)
    assert 0 < len(made) <= 110
    assert not set(made) & set('/\\<>:"|?*%')
    assert not any(unicodedata.category(c) in ("Cc", "Cf", "Cs", "Zl", "Zp") for c in made)
    assert not made.startswith(".")


def described(**changes):
    whole = {"id": "f1", "name": "bill.pdf", "type": "application/pdf", "size": 1000, "sha256": "0" * 64}
    return json.dumps(whole | changes)


def test_a_description_made_by_us_is_the_answer():
    question = ask("file", accept=["pdf"])
    assert read(question, {"x": [described()]}, scope())["name"] == "bill.pdf"


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"type": "image/png"}, "file.type", "Proof must be PDF or JPG"),
        ({"name": "bill.exe"}, "file.type", None),
        ({"name": "bill.jpg"}, "file.type", None),
        ({"size": 3 << 20}, "file.size", "Proof must be smaller than 2MB"),
        ({"size": 0}, "file.empty", "Proof is empty: upload another file"),
        ({"size": True}, "answer.type", None),
        ({"id": "../x"}, "answer.type", None),
        ({"sha256": "x"}, "answer.type", None),
        ({"name": "a\nb.pdf"}, "answer.type", None),
        ({"extra": 1}, "answer.type", None),
    ],
)
def test_a_file_that_is_not_accepted_is_refused_in_words(changes, code, words):
    with pytest.raises(BadAnswer) as bad:
        read(ask("file", "Proof", accept=["pdf", "jpg"], max_mb=2), {"x": [described(**changes)]}, scope())
    [problem] = bad.value.problems
    assert problem.code == code
    assert words is None or problem.message == words


@pytest.mark.parametrize("junk", ["x", "[]", "null", "{}", "[" * 5000, '"f1"', "1"])
def test_what_we_did_not_write_is_refused(junk):
    with pytest.raises(BadAnswer):
        read(ask("file"), {"x": [junk]}, scope())


def test_endings_we_cannot_tell_apart_are_never_accepted():
    with pytest.raises(BadAnswer, match="must be PDF"):
        read(
            ask("file", accept=["pdf", "exe"]), {"x": [described(name="a.exe", type="application/x-dosexec")]}, scope()
        )
