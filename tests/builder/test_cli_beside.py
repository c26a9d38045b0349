"""Tables and blocks in the folder of a service, at the command line; and which services use a block."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from runtime.db import Database
from tests.builder.test_cli import run, settings, written
from tests.definitions.check_cases_beside import CHOOSING, SCHOOLS
from tests.factories import document, page, question

__all__ = ["settings"]

ALONE = {name: part for name, part in CHOOSING.items() if name != "tables"}
MINE = {"id": "mine", "pages": [page("mine", question("mine"))]}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "blocks").mkdir()
    written(tmp_path, MINE, "blocks/mine.json")
    written(tmp_path, SCHOOLS, "schools.csv")
    return tmp_path


def with_blocks() -> dict[str, Any]:
    made = json.loads(json.dumps(ALONE))
    made["form"]["pages"] += [{"use": "mine"}, {"use": "declaration"}]
    return made


def test_what_lies_beside_is_found(folder: Path) -> None:
    done = run("check", written(folder, with_blocks()))
    assert (done.returncode, "no errors" in done.stdout) == (0, True), done.stdout


def test_what_is_wrong_with_it_is_told_with_its_line(folder: Path) -> None:
    written(folder, SCHOOLS + "101,Elm,south\n", "schools.csv")
    done = run("check", path := written(folder, with_blocks()))
    assert done.returncode == 1
    assert 'schools.csv, line 4: "101" is in line 2 already' in done.stdout
    assert f"{path}:" in done.stdout


@pytest.mark.parametrize(
    ("content", "said"), [(b"urn,name,area\n1,Caf\xe9,north\n", "line 2: this is not UTF-8"), (b"x" * 400_001, "kB")]
)
def test_a_file_that_cannot_be_taken_is_told(folder: Path, content: bytes, said: str) -> None:
    (folder / "schools.csv").write_bytes(content)
    done = run("test", written(folder, with_blocks()))
    assert (done.returncode, said in done.stderr) == (1, True), done.stderr


def test_what_is_published_is_whole(folder: Path, settings: dict[str, str], database: Database) -> None:
    path = written(folder, with_blocks())
    assert run("publish", path, **settings).returncode == 0
    with database.engine.connect() as connection:
        stored = connection.execute(sa.text("SELECT document FROM versions")).scalar_one()
    assert stored["tables"] == {"schools.csv": SCHOOLS}
    assert set(stored["blocks"]) == {"mine", "declaration"}
    alone = written(folder / "blocks", stored, "whole.json")
    assert "no errors" in run("check", alone).stdout


def test_who_uses_a_block_and_who_is_behind(folder: Path, settings: dict[str, str], database: Database) -> None:
    assert run("publish", written(folder, with_blocks()), **settings).returncode == 0
    block = str(folder / "blocks" / "mine.json")
    assert "report-it (live, version 1): up to date" in run("where-used", block, **settings).stdout
    written(folder, MINE | {"title": "Changed"}, "blocks/mine.json")
    done = run("where-used", block, "--json", **settings)
    (user,) = json.loads(done.stdout)
    assert (user["service"], user["version"], user["behind"]) == ("report-it", 1, True)
    assert run("publish", written(folder, with_blocks()), **settings).returncode == 0
    assert "report-it (live, version 2): up to date" in run("where-used", block, **settings).stdout


def test_a_block_that_nothing_uses(tmp_path: Path) -> None:
    done = run("where-used", "bank-details", "--no-live")
    assert (done.returncode, done.stdout.strip()[-12:]) == (0, "none behind.")


def test_a_block_of_that_name_that_is_not_there(tmp_path: Path) -> None:
    made = document(form={"pages": [page(), {"use": "contcat"}]})
    assert "block.unknown" in run("check", written(tmp_path, made)).stdout


def test_a_link_brings_answers(tmp_path: Path, settings: dict[str, str], database: Database) -> None:
    made = document(form={"pages": [page("where", question("street", prefill={"link": True}))]})
    assert run("publish", written(tmp_path, made), **settings).returncode == 0
    done = run("link", "report-it", "street=High Street", **settings)
    assert done.returncode == 0
    assert done.stdout.startswith("http://127.0.0.1:8000/apply/report-it?link=")
    assert "High" not in done.stdout


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("report-it", "town=Anytown"), 1, 'takes nothing called "town" from a link'),
        (("report-it", "street"), 2, "is not QUESTION=VALUE"),
        (("report-it", "street="), 1, "can be no answer to street"),
        (("nothing", "street=x"), 1, "There is no service called nothing"),
    ],
)
def test_a_link_that_cannot_be_made(
    tmp_path: Path, settings: dict[str, str], database: Database, arguments: tuple[str, ...], code: int, said: str
) -> None:
    made = document(form={"pages": [page("where", question("street", prefill={"link": True}))]})
    assert run("publish", written(tmp_path, made), **settings).returncode == 0
    done = run("link", *arguments, **settings)
    assert (done.returncode, said in done.stderr) == (code, True), done.stderr
