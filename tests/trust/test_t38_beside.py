"""Threat 38: a document that names files outside its folder reads none of them, however it names them."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import click
import pytest

from builder.folder import beside
from definitions.read import check
from tests.definitions.check_cases_beside import CHOOSING
from tests.factories import document, page, question

SECRET = "urn,name,area\n1,Secret,north\n"
PATHS = [
    "../secret.csv", "..\\secret.csv", "/etc/passwd", "/etc/passwd.csv", "....//secret.csv", "%2e%2e/secret.csv",
    "a/../../secret.csv", "./secret.csv", ".csv", "..csv", "secret.csv\x00.csv", "~/secret.csv", "file:///secret.csv",
    "\\\\host\\secret.csv", "C:\\secret.csv", "secret.csv/", "SECRET.csv", "ｓecret.csv", "secret.csv\n", "..%00.csv",
]  # fmt: skip
BLOCKS = ["../secret", "../../secret", "/etc/passwd", "secret/../secret", "..", ".", "%2e%2e", "secret\x00", "a" * 65]


def choosing(table: str) -> dict[str, Any]:
    made = json.loads(json.dumps({name: part for name, part in CHOOSING.items() if name != "tables"}))
    made["form"]["pages"][2]["questions"][0]["options"]["table"] = table
    return made


def using(name: str) -> dict[str, Any]:
    return document(form={"pages": [page(), {"use": name}]})


@pytest.fixture
def service(tmp_path: Path) -> Path:
    (tmp_path / "secret.csv").write_text(SECRET)
    (tmp_path / "secret.json").write_text(json.dumps({"id": "secret", "pages": [page("x", question("secret"))]}))
    (tmp_path / "here" / "blocks").mkdir(parents=True)
    (tmp_path / "here" / "service.json").write_text("{}")
    return tmp_path / "here" / "service.json"


@pytest.mark.parametrize("made", [*map(choosing, PATHS), *map(using, BLOCKS)])
def test_t38_no_name_leads_out_of_the_folder(service: Path, made: dict[str, Any]) -> None:
    asked: list[str] = []
    read = beside(str(service))

    def reading(name: str) -> str | None:
        asked.append(name)
        return read(name)

    before = hashes(service.parent.parent)
    assert [p for p in check(made, reading) if p.severity == "error"]
    assert [name for name in asked if "/" in name.removeprefix("blocks/") or ".." in name or "\\" in name] == []
    assert hashes(service.parent.parent) == before


def test_t38_a_link_out_of_the_folder_is_not_followed(service: Path) -> None:
    os.symlink(service.parent.parent / "secret.csv", service.parent / "schools.csv")
    with pytest.raises(click.ClickException, match="leads out of the folder"):
        check(choosing("schools.csv"), beside(str(service)))


def test_t38_a_link_inside_the_folder_is(service: Path) -> None:
    (service.parent / "2026.csv").write_text("urn,name,area\n1,Oak,north\n2,Ash,south\n")
    os.symlink(service.parent / "2026.csv", service.parent / "schools.csv")
    assert [p for p in check(choosing("schools.csv"), beside(str(service))) if p.severity == "error"] == []


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
