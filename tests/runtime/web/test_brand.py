"""A council's own looks on its pages, as files that browsers keep."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

from flask.testing import FlaskClient

from runtime.app import create_site
from runtime.config import Settings
from runtime.db import Database
from tests.conftest import KEYS

LOGO = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


def council(database: Database, **changes: Any) -> FlaskClient:
    settings = Settings(mode="demo", **KEYS, state=database.settings.state, **changes)
    return create_site(settings, database).test_client()


def styles(client: FlaskClient) -> tuple[str, str]:
    """The council's sheet, and its address on the page."""
    address = re.search(r'href="(/brand/\w+\.css)"', client.get("/").text)
    assert address
    reply = client.get(address[1])
    assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    return reply.text, address[1]


def test_colours_are_the_councils_and_their_address_changes_with_them(database: Database) -> None:
    plain, plain_address = styles(council(database))
    own, own_address = styles(
        council(database, colour="#5b2333", link_colour="#00437a", button_colour="#004d40", council="Ynys Council")
    )
    assert "--tc-colour: #1d4f5f;" in plain
    assert "--tc-font" not in plain
    for said in ("--tc-colour: #5b2333;", "--govuk-link-colour: #00437a;", "--tc-button: #004d40;"):
        assert said in own
    assert "--govuk-link-hover-colour: #00325c;" in own
    assert plain_address != own_address


def test_the_name_stands_in_the_title_the_header_and_the_footer(database: Database) -> None:
    page = council(database, council="Ynys <Council>").get("/").text
    assert page.count("Ynys &lt;Council&gt;") >= 3
    assert "Ynys <Council>" not in page


def test_a_logo_runs_nothing(database: Database, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_bytes(LOGO)
    client = council(database, logo=str(tmp_path / "logo.svg"))
    address = re.search(r'<img class="tc-header__logo" src="(/brand/\w+/logo)" alt="">', client.get("/").text)
    assert address
    reply = client.get(address[1])
    assert reply.data == LOGO
    assert reply.mimetype == "image/svg+xml"
    assert "sandbox" in reply.headers["Content-Security-Policy"]
    assert council(database).get("/brand/0/logo").status_code == 404


def test_a_family_is_named_and_ours_stand_behind_it(database: Database) -> None:
    sheet, _ = styles(council(database, font=("Verdana",)))
    assert '--tc-font: "Verdana";' in sheet
    assert "@font-face" not in sheet


def test_a_typeface_is_served_by_us_alone(database: Database, tmp_path: Path) -> None:
    regular, bold = tmp_path / "regular.woff2", tmp_path / "bold.woff2"
    regular.write_bytes(b"wOF2 regular")
    bold.write_bytes(b"wOF2 bold")
    client = council(database, font=(str(regular), str(bold)))
    sheet, _ = styles(client)
    assert "--tc-font: Council;" in sheet
    drawn = re.findall(r'font-weight: (\d+ \d+);.*?url\("([^"]+)"\)', sheet)
    assert [weights for weights, _ in drawn] == ["100 500", "600 900"]
    for (_, address), file in zip(drawn, (regular, bold), strict=True):
        reply = client.get(address)
        assert (reply.data, reply.mimetype) == (file.read_bytes(), "font/woff2")
        assert reply.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert "font-src 'self'" in client.get("/").headers["Content-Security-Policy"]
    assert client.get("/brand/0.woff2").status_code == 404
    assert council(database).get(drawn[0][1]).status_code == 404
