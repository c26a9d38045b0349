"""Threats 37 and 38: a pack brings no owner and no foreign place, leads out of no folder, and fills no memory."""

from __future__ import annotations

import hashlib
import io
import json
import os
import struct
import tracemalloc
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest

from builder.cli_packs import _write
from builder.packs import Pack, PackRefused, opened, packed
from definitions.problems import InvalidDefinition
from tests.factories import document

GOOD = json.dumps(document())


def archive(files: dict[str, bytes | str], how: int = zipfile.ZIP_DEFLATED) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", how) as made:
        for name, content in files.items():
            made.writestr(name, content)
    return into.getvalue()


def parts(text: str = GOOD, **more: str) -> dict[str, str]:
    """The files of a pack, its manifest right for them whatever they are."""
    made = Pack(GOOD)
    files = {"service.json": text, **more}
    hashes = {name: hashlib.sha256(one.encode()).hexdigest() for name, one in files.items()}
    manifest = {"pack": 1, "service": "report-it", "title": "", "hash": made.hash, "grew_from": [], "files": hashes}
    return {"manifest.json": json.dumps(manifest), **files}


def telling(**changes: Any) -> bytes:
    files = parts()
    return archive(files | {"manifest.json": json.dumps(json.loads(files["manifest.json"]) | changes)})


def test_t37_as_made_it_opens() -> None:
    assert opened(archive(parts())).text == GOOD


@pytest.mark.parametrize(
    "more",
    [{"owner": "mallory"}, {"organisation_id": "x"}, {"version": 9}, {"id": "x"}, {"tenant": 1}, {"published_by": "x"},
     {"live_version_id": "x"}, {"roles": [{"id": "officer", "label": "O", "members": ["mallory"]}]}],
)  # fmt: skip
def test_t37_the_document_says_nothing_of_owner_version_or_place(more: dict[str, Any]) -> None:
    with pytest.raises(InvalidDefinition):
        opened(archive(parts(json.dumps(document(**{"id": "report-it"} | more)) if "id" not in more else GOOD.replace(
            '"id": "report-it"', '"id": {"$oid": "x"}'))))  # fmt: skip


@pytest.mark.parametrize("name", ["owner", "organisation", "version", "tenant", "id", "published_by", "__class__"])
def test_t37_nor_does_the_manifest(name: str) -> None:
    with pytest.raises(PackRefused, match="no pack does"):
        opened(telling(**{name: "x"}))


@pytest.mark.parametrize(
    "text",
    [GOOD.replace('"format": 1', '"format": 1, "format": 1'), GOOD.replace('"format": 1', '"format": NaN'),
     GOOD.replace('"format": 1', '"format": 1e999'), GOOD.replace('"format": 1', '"format": Infinity'), "[]", "", "{",
     "[" * 100_000, GOOD + GOOD, "\ufeff" + GOOD, GOOD.replace("Report it", "\\ud800"),
     '{"a":' * 50 + "1" + "}" * 50],
)  # fmt: skip
def test_t37_json_is_strict(text: str) -> None:
    with pytest.raises(InvalidDefinition):
        opened(archive(parts(text)))


@pytest.mark.parametrize(
    "manifest",
    ["", "[]", "{}", '{"pack": 2}', '{"pack": NaN}', '{"pack": 1, "pack": 1}', '{"pack": 1, "files": []}',
     "[" * 100_000, '{"pack": 1, "files": {}, "grew_from": ["../../x"]}'],
)  # fmt: skip
def test_t37_so_is_the_manifest(manifest: str) -> None:
    with pytest.raises(PackRefused):
        opened(archive(parts() | {"manifest.json": manifest}))


@pytest.mark.parametrize("changes", [{"hash": "0" * 64}, {"service": "another"}, {"files": {}}])
def test_t37_a_pack_that_says_it_holds_another_service_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(PackRefused):
        opened(telling(**changes))


NAMES = [
    "../service.json", "../../etc/passwd", "/etc/passwd", "..\\..\\x.csv", "C:\\x.csv", "blocks/../../x.json",
    "blocks/a/b.json", "a/b.csv", "x.exe", ".csv", "..csv", "X.csv", "x.csv/", "blocks\\x.json", "con:.csv", "x.csv ",
    "x.csv\n", "ｘ.csv", "blocks/" + "a" * 65 + ".json", "a" * 61 + ".csv", "~/x.csv", "%2e%2e/x.csv", "./x.csv",
    "service.JSON", "x\u202e.csv", "templates/page.html", "builder/cli.py",
]  # fmt: skip


@pytest.mark.parametrize("name", NAMES)
def test_t38_no_name_leads_anywhere(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(PackRefused):
        opened(archive({**parts(), name: "x"}))
    assert list(tmp_path.iterdir()) == []


def test_t38_a_zero_byte_hides_no_name() -> None:
    content = archive({**parts(), "a.csv_/../../x": "x"})
    with pytest.raises(PackRefused):
        opened(content.replace(b"a.csv_/../../x", b"a.csv\x00/../../x"))


def twice(content: bytes) -> bytes:
    return content.replace(b"b.csv", b"a.csv")


def locked(content: bytes) -> bytes:
    """The flag that an entry is locked with a password, in the list of contents."""
    at = content.index(b"PK\x01\x02")
    return content[: at + 8] + struct.pack("<H", 1) + content[at + 10 :]


def lying(content: bytes) -> bytes:
    """A pack of a large file that says it is a small one."""
    large = struct.pack("<I", 5_000_000)
    return content.replace(large, struct.pack("<I", 500))


SICK: list[tuple[dict[str, bytes | str], int, Callable[[bytes], bytes]]] = [
    ({"a.csv": "x", "b.csv": "y"}, zipfile.ZIP_STORED, twice),
    ({}, zipfile.ZIP_DEFLATED, locked),
    ({}, zipfile.ZIP_LZMA, bytes),
    ({}, zipfile.ZIP_BZIP2, bytes),
    ({"a.csv": b"0" * 5_000_000}, zipfile.ZIP_DEFLATED, lying),
    ({"a.csv": b"0" * 60_000_000}, zipfile.ZIP_DEFLATED, bytes),
    ({f"t{n}.csv": b"0" * 999_000 for n in range(40)}, zipfile.ZIP_DEFLATED, bytes),
    ({f"t{n}.csv": "x" for n in range(200)}, zipfile.ZIP_DEFLATED, bytes),
    ({"a.csv": b"\xff\xfe"}, zipfile.ZIP_STORED, bytes),
    ({}, zipfile.ZIP_DEFLATED, lambda content: content[:-30]),
    ({}, zipfile.ZIP_DEFLATED, lambda content: content[: len(content) // 2]),
    ({}, zipfile.ZIP_STORED, lambda content: content.replace(b"Report it", b"Report me")),
    ({}, zipfile.ZIP_DEFLATED, lambda content: b""),
    ({}, zipfile.ZIP_DEFLATED, lambda content: b"\x00" * 5_000_000),
    ({}, zipfile.ZIP_DEFLATED, lambda content: b"GIF89a" + b"<script>"),
]


@pytest.mark.parametrize("sick", SICK, ids=range(len(SICK)))
def test_t38_bombs_and_broken_packs_are_refused_before_they_are_read(
    sick: tuple[dict[str, bytes | str], int, Callable[[bytes], bytes]],
) -> None:
    more, how, harm = sick
    content = harm(archive({**parts(), **more}, how))
    tracemalloc.start()
    try:
        with pytest.raises(PackRefused):
            opened(content)
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


def test_t38_what_is_unpacked_follows_no_link(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("mine")
    (tmp_path / "into").mkdir()
    os.symlink(secret, tmp_path / "into" / "service.json")
    with pytest.raises(click.ClickException, match="is a link"):
        _write(tmp_path / "into", opened(packed(Pack(GOOD))))
    assert secret.read_text() == "mine"
