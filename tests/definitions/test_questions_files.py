"""Several files to one question: how many, each as good as one alone, and what stands in a list of them."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from definitions.questions import KINDS, BadAnswer, read
from definitions.questions import zipped as zips
from definitions.questions.file import max_bytes
from definitions.questions.sniff import KEPT_AS, safe_name, sniff
from definitions.read import read_service
from tests.definitions.asking import ask, scope
from tests.factories import document, page, question
from tests.runtime.sendable import docx, jpeg, odt, png, webp, zipped


def described(number: int = 1, **changes: object) -> dict[str, object]:
    whole = {"id": f"f{number}", "name": f"{number}.pdf", "type": "application/pdf", "size": 9, "sha256": "0" * 64}
    return whole | changes


def sent(*each: dict[str, object]) -> dict[str, list[str]]:
    return {"x": [json.dumps(one) for one in each]}


def told(**changes: Any) -> dict[str, Any]:
    """A document with a story, as every document must have."""
    photo = {"id": "f1", "name": "a.jpg", "type": "image/jpeg", "size": 9, "sha256": "0" * 64}
    story = {"name": "It comes in", "at": "2026-03-26T09:00", "answers": {"street": "High Street"}}
    made = document(**changes)
    if any(q["id"] == "photos" for q in made["form"]["pages"][0]["questions"]):
        story["answers"] = {"street": "High Street", "photos": [photo, photo | {"id": "f2"}]}
    return made | {"examples": [story | {"expect": {"state": "new"}}]}


SEVERAL = ask("file", "Proof", accept=["pdf"], max_files=3, min_files=2)


def test_one_file_is_an_object_and_several_are_a_list() -> None:
    assert read(ask("file"), sent(described()), scope()) == described()
    assert read(ask("file", max_files=1), sent(described()), scope()) == described()
    assert read(SEVERAL, sent(described(1), described(2)), scope()) == [described(1), described(2)]


@pytest.mark.parametrize("value", [described(), [described(1), described(2), described(3)]])
def test_what_fills_the_inputs_gives_the_answer_again(value: object) -> None:
    asked = SEVERAL if isinstance(value, list) else ask("file")
    filled = KINDS["file"].fill(asked, value)["x"]
    assert read(asked, {"x": [filled] if isinstance(filled, str) else filled}, scope()) == value


@pytest.mark.parametrize(
    ("given", "code", "words"),
    [
        ([], "files.min", "Upload at least 2 files for “Proof”"),
        ([described(1)], "files.min", "Upload at least 2 files for “Proof”"),
        ([described(n) for n in range(4)], "files.max", "Proof can be 3 files at most"),
        ([described(1), described(1)], "answer.repeated", None),
        ([described(1), described(2, type="image/png")], "file.type", "Proof must be PDF"),
        ([described(1), described(2, extra=1)], "answer.type", None),
    ],
)
def test_each_must_be_good_and_their_number_too(given: list[dict[str, object]], code: str, words: str | None) -> None:
    with pytest.raises(BadAnswer) as bad:
        read(SEVERAL, sent(*given), scope())
    [problem] = bad.value.problems
    assert problem.code == code
    assert words is None or problem.message == words


@pytest.mark.parametrize("value", [described(), [], [[described()]], "f1", None, [None]])
def test_a_list_is_a_list_of_files(value: object) -> None:
    with pytest.raises(BadAnswer):
        KINDS["file"].check(SEVERAL, value, scope())


def test_the_schema_says_what_the_check_says() -> None:
    validator = jsonschema.Draft202012Validator(KINDS["file"].json_schema(SEVERAL, "en"))
    assert validator.is_valid([described(1), described(2)])
    for bad in (described(), [described(1)], [described(n) for n in range(4)], [described(1), {}]):
        assert not validator.is_valid(bad)


def test_several_are_shown_by_their_names() -> None:
    assert KINDS["file"].show(SEVERAL, [described(1), described(2)], "en") == "1.pdf\n2.pdf"
    assert KINDS["file"].show(SEVERAL, "nonsense", "cy") == "nonsense"


def test_expressions_count_them_and_look_into_them() -> None:
    photos = question("photos", type="file", accept=["jpg"], max_files=3)
    rule = {"require": "photos.size() >= 2 && photos.all(p, p.size < 100)", "message": "Send two small photos"}
    service = read_service(told(form={"pages": [page("a", question(), photos, rules=[rule])]}))
    assert service.questions["photos"].settings["max_files"] == 3


def test_a_document_of_before_there_were_several_still_holds() -> None:
    old = told(form={"pages": [page("a", question(), question("bill", type="file", required=False, max_mb=100))]})
    asked = read_service(old).questions["bill"]
    assert read(asked, {"bill": [json.dumps(described())]}, scope()) == described()
    assert max_bytes(asked) == 25 << 20


def test_a_picture_of_another_kind_answers_where_its_kind_is_kept_as_that() -> None:
    assert KEPT_AS == {"image/heic": "image/jpeg"}
    asked = ask("file", accept=["heic"])
    assert read(asked, sent(described(name="a.jpg", type="image/jpeg")), scope())["type"] == "image/jpeg"
    with pytest.raises(BadAnswer):
        read(asked, sent(described(name="a.png", type="image/png")), scope())


@pytest.mark.parametrize(
    ("content", "name"),
    [(docx(), "a.docx"), (docx("word/embeddings/chart.xlsx"), "a.docx"), (odt(), "a.odt"), (webp(), "a.webp"),
     (jpeg(), "a.JPG"), (png(), "a.png")],
)  # fmt: skip
def test_what_people_send_is_taken(content: bytes, name: str) -> None:
    assert sniff(content, name)


BOMB = zipped("[Content_Types].xml", "word/document.xml", content=bytes(2_000_000))


@pytest.mark.parametrize(
    "content",
    [
        BOMB,
        docx("inner.zip"),
        docx("word/inner.DOCX.7z"),
        docx(*(f"word/{n}.xml" for n in range(1000))),
        docx() + b"<script>alert(1)</script>",
        docx()[:-1],
        b"PK\x03\x04" + docx(),
        docx().replace(b"PK\x01\x02", b"PK\x01\x03"),
        docx().replace(b"word/document.xml", b"word/documents.xm"),
        b"PK\x03\x04" + b"PK\x05\x06" + bytes(18),
        b"PK\x03\x04",
    ],
)
def test_archives_that_are_no_letters_are_refused(content: bytes) -> None:
    assert sniff(content, "a.docx") is None


def test_no_list_of_contents_is_too_long_to_look_at() -> None:
    """What it says of its own length decides, before any of it is read."""
    many = docx(*(f"{n}" for n in range(2000)))
    assert zips.contents(many) is None
    assert zips.contents(docx("a", "b")) is not None


def test_names_keep_one_ending() -> None:
    assert safe_name("a.php.jpg") == "a_php.jpg"
    assert not re.search(r"\.", Path(safe_name("x" * 300 + ".html.png")).stem)
