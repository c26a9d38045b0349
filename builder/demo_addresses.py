"""The demo's gazetteer: a few streets that are not there, and a tower with more flats than a list can show."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy.orm import Session

from runtime import gazetteer

STREETS = {
    "AB1 2CD": ("High Street", 24), "AB1 2CE": ("Mill Lane", 12), "AB1 2CF": ("Church Road", 9),
    "AB1 2CG": ("Station Road", 15), "AB1 2CH": ("Castle Street", 6), "AB9 9ZZ": ("Elm Grove", 18),
}  # fmt: skip
TOWER = "AB1 2CJ"
FLATS = 131


def make_gazetteer(session: Session, now: datetime) -> None:
    """Load it as an operator would, from a file."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "gazetteer.csv"
        path.write_text("\n".join(_lines()), "utf-8")
        gazetteer.load(session, path, at=now)


def _lines() -> Iterator[str]:
    yield "uprn,line_1,line_2,town,county,postcode,class,ward"
    uprn = 100_010_000
    for postcode, (street, houses) in STREETS.items():
        for house in range(1, houses + 1):
            uprn += 1
            yield f"{uprn},{house} {street},,Anytown,,{postcode},RD04,Castle"
    yield f"{uprn + 1},Rose Cottage,High Street,Anytown,,AB1 2CD,RD02,Castle"
    for flat in range(1, FLATS + 1):
        yield f'{uprn + 1 + flat},"Flat {flat}, Tower House",1 Castle Street,Anytown,,{TOWER},RD06,Castle'
