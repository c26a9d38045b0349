"""A service as one file: the same bytes for the same service, and a newer one merged into what was changed here."""

from __future__ import annotations

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from builder.cli import townclerk
from builder.edits import Add, Delete, Set, apply
from builder.packs import Pack, base_of, document_hash, gathered, onto, opened, packed
from definitions.read import read_service
from tests.builder.editing import DOCUMENTS, LIBRARY, written
from tests.definitions.check_cases_beside import CHOOSING
from tests.factories import example_document


@pytest.mark.parametrize("name", sorted(DOCUMENTS))
def test_what_goes_in_comes_out_and_is_the_same_bytes_each_time(name: str) -> None:
    text = DOCUMENTS[name]
    made = Pack(text, gathered(text, lambda _: None), "Read this first.\n", ("0" * 64,))
    content = packed(made)
    back = opened(content)
    assert (back.text, dict(back.beside), back.notes, back.grew_from) == (
        text,
        dict(made.beside),
        made.notes,
        made.grew_from,
    )
    assert packed(back) == content


@pytest.mark.parametrize("path", LIBRARY, ids=lambda path: path.parent.name)
def test_its_hash_is_that_of_the_version_it_becomes(path: Path) -> None:
    text = path.read_text()
    made = Pack(text, gathered(text, lambda _: None))
    assert opened(packed(made)).hash == read_service(made.document).hash == read_service(text).hash


def test_tables_and_blocks_lie_in_it_as_files_that_a_spreadsheet_opens() -> None:
    written_down = json.dumps({key: part for key, part in CHOOSING.items() if key != "tables"})
    made = Pack(written_down, gathered(written_down, CHOOSING["tables"].get))
    with zipfile.ZipFile(io.BytesIO(packed(made))) as archive:
        assert archive.namelist() == ["manifest.json", *sorted(CHOOSING["tables"]), "service.json"]
    assert opened(packed(made)).document == CHOOSING


def changed(document: dict[str, Any], *edits: Any) -> dict[str, Any]:
    for edit in edits:
        document = apply(document, edit).document
    return document


BASE = example_document()
OURS = changed(BASE, Set("question:bin/label", "Which bin was it?"), Set("/privacy/keep", "12 months"))
NEWER = changed(
    BASE,
    Add("page:contact/questions", {"id": "phone", "type": "phone", "label": "Telephone", "required": False}),
    Set("/privacy/keep", "36 months"),
)


def newer(*grown: str) -> Pack:
    return Pack(written(NEWER), grew_from=(document_hash({"id": "lost"}), *grown))


def test_a_newer_pack_keeps_what_was_changed_here_and_says_where_both_did() -> None:
    made = onto(NEWER, OURS, BASE)
    assert [(one.address, one.at, one.ours, one.theirs) for one in made.conflicts] == [
        ("", ("privacy", "keep"), "12 months", "36 months")
    ]
    labels = {q["id"]: q["label"] for page in made.document["form"]["pages"] for q in page.get("questions", ())}
    assert (labels["bin"], labels["phone"]) == ("Which bin was it?", "Telephone")
    assert not made.same


def test_what_both_grew_from_is_the_newest_that_is_known_here() -> None:
    pack = newer(document_hash(NEWER | {"title": "x"}), document_hash(BASE))
    assert base_of(pack, [document_hash(BASE)], OURS) == document_hash(BASE)
    assert base_of(pack, [], BASE) == document_hash(BASE)
    assert base_of(pack, [], OURS) is None


def test_a_pack_that_was_brought_before_brings_nothing() -> None:
    assert base_of(newer(), [newer().hash], OURS) == newer().hash
    made = onto(NEWER, OURS, NEWER)
    assert (made.document, made.conflicts, made.same) == (OURS, (), True)


def test_where_nothing_known_is_behind_both_the_pack_says_so() -> None:
    made = onto(NEWER, OURS, None)
    assert (made.document, made.known, made.same) == (NEWER, False, False)


def test_what_they_deleted_and_we_changed_is_a_conflict_and_stays() -> None:
    theirs = changed(BASE, Delete("question:email", clear=True))
    made = onto(theirs, changed(BASE, Set("question:email/label", "Your email")), BASE)
    assert [one.address for one in made.conflicts][:1] == ["question:email"]
    assert "Your email" in written(dict(made.document))


def test_where_a_conflict_is_all_that_it_brings_it_brings_something() -> None:
    made = onto(changed(BASE, Set("/summary", "Theirs")), changed(BASE, Set("/summary", "Ours")), BASE)
    assert [(one.ours, one.theirs) for one in made.conflicts] == [("Ours", "Theirs")]
    assert not made.same


def test_at_the_command_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name, document in (("ours", OURS), ("base", BASE), ("newer", NEWER)):
        Path(name).mkdir()
        Path(name, "service.json").write_text(written(document))
    Path("newer", "notes.md").write_text("We ask for a telephone number.\n")
    assert run("pack base/service.json --out base.zip").exit_code == 0
    assert run("pack newer/service.json --out newer.zip --after base.zip").exit_code == 0
    assert run("unpack newer.zip empty").exit_code == 0
    assert Path("empty", "service.json").read_text() == written(NEWER)
    assert Path("empty", "notes.md").read_text() == "We ask for a telephone number.\n"

    refused = run("unpack newer.zip ours --over base.zip")
    assert (refused.exit_code, "1 conflict: nothing is written" in refused.output) == (1, True)
    assert Path("ours", "service.json").read_text() == written(OURS)
    assert run("unpack newer.zip ours --over base.zip --choose theirs").exit_code == 0
    merged = json.loads(Path("ours", "service.json").read_text())
    assert (merged["privacy"]["keep"], "phone" in written(merged)) == ("36 months", True)
    assert "Which bin was it?" in written(merged)
    assert "lies there" in run("unpack base.zip newer").output


def run(line: str) -> Result:
    return CliRunner().invoke(townclerk, line.split())
