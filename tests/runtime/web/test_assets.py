"""Files that browsers keep: compressed beforehand, and mirrored for languages written from right to left."""

from __future__ import annotations

import gzip
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from flask import Flask

from definitions.words import direction
from runtime import frontend
from runtime.web import words


def built(name: str) -> Path:
    files = frontend.manifest()["files"]
    assert isinstance(files, Mapping)
    return frontend.VENDOR / str(files[name]["file"])


@pytest.mark.parametrize("name", ["townclerk.css", "townclerk.rtl.css", "htmx.js", "govuk-frontend.js", "page.js"])
@pytest.mark.parametrize(
    ("accepted", "coding"),
    [("gzip, deflate, br, zstd", "br"), ("gzip", "gzip"), ("br;q=0, gzip", "gzip"), ("identity", None), ("", None)],
)
def test_a_file_is_sent_in_the_smallest_form_that_is_taken(
    site: Flask, name: str, accepted: str, coding: str | None
) -> None:
    plain = built(name).read_bytes()
    reply = site.test_client().get(
        f"/static/vendor/{built(name).name}", headers={"Accept-Encoding": accepted}, buffered=True
    )
    assert reply.headers.get("Content-Encoding") == coding
    assert reply.headers["Vary"] == "Accept-Encoding"
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert reply.mimetype == ("text/css" if name.endswith("css") else "text/javascript")
    if coding is None:
        assert reply.data == plain
    elif coding == "gzip":
        assert gzip.decompress(reply.data) == plain
    else:
        assert len(reply.data) < len(plain) / 2


@pytest.mark.parametrize("path", ["../words.json", "%2e%2e/words.json", "manifest", "none.css", "..", "."])
def test_nothing_else_is_served(site: Flask, path: str) -> None:
    assert site.test_client().get(f"/static/vendor/{path}").status_code == 404
    assert site.test_client().get(f"/static/{path}").status_code == 404


def test_a_page_with_a_token_is_never_compressed(site: Flask) -> None:
    for path in ("/", "/track", "/nowhere", "/staff/sign-in"):
        reply = site.test_client().get(path, headers={"Accept-Encoding": "gzip, br"})
        assert "Content-Encoding" not in reply.headers


def test_the_mirrored_sheet_turns_the_components_round() -> None:
    for name, side in (("townclerk.css", "left"), ("townclerk.rtl.css", "right")):
        assert f".govuk-radios__input{{margin-{side}:-10px}}" in built(name).read_text()


@pytest.mark.parametrize(("language", "way"), [("en", "ltr"), ("cy", "ltr"), ("ar", "rtl"), ("fa-IR", "rtl")])
def test_a_language_has_a_direction(language: str, way: str) -> None:
    assert direction(language) == way


def test_a_page_in_a_language_from_right_to_left_is_mirrored(site: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(words.LANGUAGES, "ar", "العربية")  # type: ignore[arg-type] - a language that we do not speak yet
    client = site.test_client()
    page = client.get("/").text
    assert '<body class="govuk-template__body" dir="ltr">' in page
    assert 'lang="ar" dir="rtl">العربية</button>' in page
    token = re.search(r'name="csrf_token" value="([^"]+)"', page)
    assert token
    client.post("/language/ar", data={"csrf_token": token[1]})
    page = client.get("/").text
    assert '<html lang="ar"' in page
    assert '<body class="govuk-template__body" dir="rtl">' in page
    assert f"/static/vendor/{built('townclerk.rtl.css').name}" in page
    assert built("townclerk.css").name not in page


def test_scripts_import_each_other_by_the_names_that_are_served() -> None:
    for script in frontend.VENDOR.glob("*.js"):
        for name in re.findall(r'(?:import|from)\s*\(?"\./([^"]+)"', script.read_text()):
            assert (frontend.VENDOR / name).is_file(), f"{script.name} imports {name}"
