"""The gazetteer is loaded whole from a CSV file, says which rows are bad, and answers by postcode and by number."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
import sqlalchemy as sa
from click.testing import CliRunner

from builder.cli import townclerk
from runtime import gazetteer
from runtime.db import Database
from runtime.errors import TableRefused
from runtime.plugins.addresses.gazetteer import Gazetteer
from runtime.ports import MOST_ADDRESSES, SourceDown

HEADER = "UPRN,Line 1,line-2,town,county,postcode,class,easting,northing,ward,notes\n"


def row(uprn: int | str, line_1: str = "1 High Street", postcode: str = "ab12cd", line_2: str = "") -> str:
    return f'{uprn},"{line_1}",{line_2},Anytown,,{postcode},RD04,400000,300000,North,\n'


def load(database: Database, path: Path, *rows: str, header: str = HEADER, **given: object) -> gazetteer.Loaded:
    path.write_text(header + "".join(rows), "utf-8-sig")
    with database.begin() as session:
        return gazetteer.load(session, path, **given)  # type: ignore[arg-type]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "gazetteer.csv"


def lines(database: Database, building: str = "", postcode: str = "AB1 2CD") -> list[str]:
    return [address.line_1 for address in Gazetteer(database).at(postcode, building).addresses]


def test_addresses_are_found_in_the_order_of_the_street(database: Database, path: Path) -> None:
    streets = ["10 High Street", "2 High Street", "Flat 10, 4 High Street", "Flat 2, 4 High Street", "1 Alma Road"]
    rows = [row(n + 1, street) for n, street in enumerate(streets)]
    done = load(database, path, *rows, "\n", row("000000000099", "9 Elm Grove", "AB1 2CE"))
    assert (done.rows, done.left_out) == (6, 0)
    assert lines(database) == [
        "1 Alma Road", "2 High Street", "Flat 2, 4 High Street", "Flat 10, 4 High Street", "10 High Street",
    ]  # fmt: skip
    found = Gazetteer(database).of("99")
    assert found is not None
    assert found.parts == {"line_1": "9 Elm Grove", "town": "Anytown", "postcode": "AB1 2CE", "uprn": "99"}
    assert Gazetteer(database).of("98") is None
    assert lines(database, postcode="ZZ1 1ZZ") == []


@pytest.mark.parametrize(
    ("building", "found"),
    [
        ("2", ["2 High Street"]), (" 2a ", ["2A High Street"]), ("rose", ["Rose Cottage"]),
        ("ROSE cot", ["Rose Cottage"]),
        ("chateau", ["Le Château"]), ("flat 1", ["Flat 1, 4 High Street"]), ("12", []), ("%", None), ("'", None),
    ],
)  # fmt: skip
def test_a_number_or_a_name_narrows_the_list(
    database: Database, path: Path, building: str, found: list[str] | None
) -> None:
    streets = ["2 High Street", "2A High Street", "Rose Cottage", "Le Château", "Flat 1, 4 High Street"]
    load(database, path, *[row(n + 1, street) for n, street in enumerate(streets)])
    assert sorted(lines(database, building)) == sorted(streets if found is None else found)


def test_no_more_are_listed_than_can_be_looked_through(database: Database, path: Path) -> None:
    load(database, path, *[row(n, f"Flat {n}, Tower House") for n in range(1, 132)])
    found = Gazetteer(database).at("AB1 2CD")
    assert (len(found.addresses), found.total) == (MOST_ADDRESSES, 131)
    assert lines(database, "flat 131") == ["Flat 131, Tower House"]


def test_loading_again_replaces_everything_at_once(database: Database, path: Path) -> None:
    load(database, path, row(1), row(2, "2 High Street"))
    path.write_text(HEADER + row(3, "3 High Street"))
    with database.begin() as session:
        gazetteer.load(session, path)
        assert lines(database) == ["1 High Street", "2 High Street"]
    assert lines(database) == ["3 High Street"]


def test_bad_rows_are_told_by_their_line_and_left_out(database: Database, path: Path) -> None:
    good = [row(n) for n in range(100, 200)]
    bad = [row("12x"), row(100), row(7, ""), row(8, postcode="AB1"), row(9, "x" * 101)]
    done = load(database, path, *good, *bad)
    assert (done.rows, done.left_out) == (100, 5)
    assert done.bad == [
        "Line 102: the UPRN '12x' is no number of 1 to 12 digits.",
        "Line 103: the UPRN 100 is there for a second time.",
        "Line 104: it has no line_1.",
        "Line 105: 'AB1' is not a full UK postcode.",
        "Line 106: a part of the address is longer than 100 characters, or holds some that cannot be printed.",
    ]
    with pytest.raises(TableRefused, match=r"Line 102: (?s:.*)5 of 105 rows are bad"):
        load(database, path, *good, *bad, strict=True)
    with pytest.raises(TableRefused, match="The old ones stay"):
        load(database, path, *good[:20], *bad)
    assert len(lines(database)) == 100


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (b"", "it lacks uprn, line_1, town, postcode"), (b"uprn,line_1,town\n", "it lacks postcode"),
        (b"uprn,line_1,town,postcode,Town\n", "twice"), (b"uprn,line_1,town,postcode\n", "no addresses"),
        (b'uprn,line_1,town,postcode\n1,"x', "Line 2 is not CSV"),
        (b"uprn,line_1,town,postcode\n1,caf\xe9", "not UTF-8"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_gazetteer_changes_nothing(database: Database, path: Path, text: bytes, says: str) -> None:
    load(database, path, row(1))
    path.write_bytes(text)
    with pytest.raises(TableRefused, match=says), database.begin() as session:
        gazetteer.load(session, path)
    assert lines(database) == ["1 High Street"]


def test_without_a_gazetteer_it_is_down_and_not_empty(database: Database) -> None:
    with pytest.raises(SourceDown, match="townclerk gazetteer load"):
        Gazetteer(database).at("AB1 2CD")


def test_a_long_file_tells_how_far_it_is_and_is_streamed(database: Database, path: Path) -> None:
    heard: list[tuple[int, int]] = []
    load(database, path, *[row(n) for n in range(1, 20_001)], progress=lambda rows, read: heard.append((rows, read)))
    assert [rows for rows, _ in heard] == [10_000, 20_000]
    assert heard[0][1] < path.stat().st_size == heard[1][1]


def test_the_command_loads_a_file_and_says_what_was_wrong(
    database: Database, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = database.settings
    environ = {
        "TOWNCLERK_MODE": "demo", "DATABASE_URL": settings.database_url, "TOWNCLERK_STATE": str(settings.state),
        "TOWNCLERK_INSTALLATION_KEY": settings.installation_key,
    }  # fmt: skip
    for name, value in environ.items():
        monkeypatch.setitem(os.environ, name, value)
    path.write_text(HEADER + "".join(row(n) for n in range(1, 31)) + row("x"))
    run = CliRunner().invoke(townclerk, ["gazetteer", "load", str(path)])
    assert run.exit_code == 0, run.output
    assert "Line 32: the UPRN 'x'" in run.stderr
    assert run.stdout == "Loaded 30 addresses.\n"
    with database.read() as session:
        assert session.execute(sa.text("SELECT rows, left_out FROM gazetteer_loads")).one() == (30, 1)
