"""A place is found by its grid reference, easting and northing or coordinates, and words are enough."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from definitions.questions import KINDS, BadAnswer
from definitions.questions.national_grid import (
    from_grid,
    grid_reference,
    on_grid,
    project,
    read_reference,
    to_grid,
    unproject,
)
from tests.definitions.asking import answer, ask, problems, scope

GUIDE = (52 + 39 / 60 + 27.2531 / 3600, 1 + 43 / 60 + 4.5177 / 3600), (651_409.903, 313_177.270)
"""The worked example of Ordnance Survey's guide to coordinate systems, annex C."""

OSTN15 = [
    ("St Mary's, Scilly", 49.92226393730, -6.29977752014, 91_492.146, 11_318.804),
    ("North Foreland", 51.37447025550, 1.44454730409, 639_821.835, 169_565.858),
    ("Lambeth", 51.48936564950, -0.11992557180, 530_624.974, 178_388.464),
    ("Carmarthen", 51.85890896400, -4.30852476960, 241_124.584, 220_332.641),
    ("Droitwich", 52.25529381630, -2.15458614387, 389_544.190, 261_912.153),
    ("TP20", 53.80021519630, -1.66379168242, 422_242.186, 433_818.701),
    ("TP30", 57.48625000720, -4.21926398555, 267_056.768, 846_176.972),
    ("TP40", 60.13308091660, -2.07382822798, 395_999.668, 1_138_728.951),
]
"""Test points that Ordnance Survey publishes with OSTN15."""

METRES = 6
"""What the seven parameters promise, on each axis, with the rounding to a metre."""


def test_the_projection_is_that_of_the_guide_to_a_millimetre() -> None:
    degrees, metres = GUIDE
    assert project(*degrees) == pytest.approx(metres, abs=0.001)
    assert unproject(*metres) == pytest.approx(degrees, abs=1e-8)


@pytest.mark.parametrize(("lat", "lon", "east", "north"), [point[1:] for point in OSTN15], ids=[p[0] for p in OSTN15])
def test_published_points_are_found_within_metres(lat: float, lon: float, east: float, north: float) -> None:
    assert to_grid(lat, lon) == pytest.approx((east, north), abs=METRES)
    assert to_grid(*from_grid(east, north)) == (round(east), round(north))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("TG 51409 13177", (651_409, 313_177, 1)), ("tg514131", (651_400, 313_100, 100)), ("SV0000000000", (0, 0, 1)),
        ("NN 166 712", (216_600, 771_200, 100)), ("HP 6 1", (460_000, 1_210_000, 10_000)), ("TG 5140 131", None),
        ("ZZ 123 456", None), ("IT 123 456", None), ("TI 123 456", None), ("", None), ("TQ", None),
        ("ＴＱ123456", None),
    ],
)  # fmt: skip
def test_grid_references_are_read_as_they_are_printed(text: str, found: object) -> None:
    assert read_reference(text) == found


@given(east=st.integers(0, 699_999), north=st.integers(0, 1_299_999))
def test_every_metre_of_the_grid_has_its_reference(east: int, north: int) -> None:
    assert on_grid(east, north)
    assert read_reference(grid_reference(east, north)) == (east, north, 1)


TRAFALGAR = {"lat": "51.508098", "lon": "-0.128", "easting": 530_013, "northing": 180_457}


@pytest.mark.parametrize(
    "text",
    ["51.508098, -0.128", "51.508098 -0.128000", "51.508098N, 0.128W", "51.508098° N 0.128° W", " 51.508098,-0.128 "],
)
def test_coordinates_are_read_however_they_are_written(text: str) -> None:
    assert answer(ask("map-point"), point=text) == TRAFALGAR


@pytest.mark.parametrize(
    "text", ["TQ 30013 80457", "tq3001380457", "530013, 180457", "530013 180457", "530013.0,180457"]
)
def test_the_grid_is_kept_to_the_metre(text: str) -> None:
    found = answer(ask("map-point"), point=text, description="By the steps")
    assert (found["easting"], found["northing"], found["description"]) == (530_013, 180_457, "By the steps")
    shown = KINDS["map-point"].show(ask("map-point"), found, "en")
    assert shown == f"By the steps\n{found['lat']}, {found['lon']}\nGrid reference TQ 30013 80457"


def test_words_are_enough_and_nothing_is_not() -> None:
    assert answer(ask("map-point"), description="Outside 12 High Street") == {"description": "Outside 12 High Street"}
    assert answer(ask("map-point", required=False)) is None
    assert [(at, code) for at, code, _ in problems(ask("map-point"))] == [("x-description", "map-point.missing")]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("somewhere", "map-point.point"), ("51.5", "map-point.point"), ("1,2,3", "map-point.point"),
        ("TQ 3 8", "map-point.coarse"), ("48.85, 2.35", "map-point.abroad"), ("0,0", "map-point.abroad"),
        ("-33.9, 151.2", "map-point.abroad"), ("900000, 100000", "map-point.abroad"),
        ("51.5, -0.1e5", "map-point.point"),
        ("51.5N 0.1N", "map-point.point"), ("nan, nan", "map-point.point"), ("٥١.٥, ٠.١", None),
    ],
)  # fmt: skip
def test_what_finds_no_place_here_is_said(text: str, code: str | None) -> None:
    assert [found for _, found, _ in problems(ask("map-point"), point=text)] == ([code] if code else [])


def test_a_place_in_northern_ireland_has_coordinates() -> None:
    found = answer(ask("map-point"), point="54.597, -5.930")
    assert (found["lat"], found["lon"]) == ("54.597", "-5.93")


@pytest.mark.parametrize(
    "value",
    [
        {"lat": "51.5"}, {"lat": 51.5, "lon": -0.1}, {"lat": "51.50", "lon": "-0.1"}, {"easting": 1, "northing": 2},
        TRAFALGAR | {"easting": 430_013}, TRAFALGAR | {"easting": 530_013.0}, {"description": "x", "easting": 1},
        {"description": ""}, {"description": "\u200b"}, {"description": 7}, TRAFALGAR | {"x": 1},
        {"lat": "-0", "lon": "1"},
    ],
)  # fmt: skip
def test_what_a_program_sends_is_held_to_the_same(value: Any) -> None:
    with pytest.raises(BadAnswer):
        KINDS["map-point"].check(ask("map-point"), value, scope())


def test_a_program_may_be_as_exact_as_ordnance_survey() -> None:
    KINDS["map-point"].check(ask("map-point"), TRAFALGAR | {"easting": 530_010}, scope())
