"""A council's own looks: what cannot be read does not start, and the message says what would."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from runtime.config import Settings, UnsafeSettings
from runtime.contrast import EDGE, TEXT, WHITE, nearest_that_reads, parse_colour, ratio, written
from runtime.identity import FOCUS, PANEL, shades
from tests.runtime.test_config import SAFE

colours = st.tuples(*[st.integers(0, 255)] * 3)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("#000000", "#ffffff", 21), ("#fff", "#FFFFFF", 1), ("#767676", "#ffffff", 4.54), ("#777777", "#fff", 4.48)],
)
def test_the_ratio_is_that_of_wcag(one: str, other: str, expected: float) -> None:
    first, second = parse_colour(one), parse_colour(other)
    assert first
    assert second
    assert ratio(first, second) == ratio(second, first) == pytest.approx(expected, abs=0.005)


@given(colours)
def test_the_nearest_shade_reads_and_is_no_darker_than_it_must_be(colour: tuple[int, int, int]) -> None:
    better = nearest_that_reads(colour, WHITE)
    assert ratio(better, WHITE) >= TEXT
    assert better == colour or ratio(better, WHITE) < TEXT + 0.35
    assert parse_colour(written(better)) == better


@given(colours)
def test_what_reads_on_white_is_seen_beside_the_focus_and_darker_still_under_a_pointer(
    colour: tuple[int, int, int],
) -> None:
    good = nearest_that_reads(colour, WHITE)
    assert ratio(good, FOCUS) >= EDGE
    _, hover, edge = (parse_colour(shade) for shade in shades(written(good)))
    assert hover
    assert edge
    assert TEXT <= ratio(good, WHITE) <= ratio(hover, WHITE) <= ratio(edge, WHITE)


def refused(**changes: str) -> tuple[str, ...]:
    with pytest.raises(UnsafeSettings) as refusal:
        Settings.from_environ(SAFE | changes)
    return refusal.value.problems


@pytest.mark.parametrize(
    ("setting", "colour", "told"),
    [
        ("TOWNCLERK_COLOUR", "#ffcc00", "white text on it has a contrast of 1.51 to 1, and people need 4.5 to 1"),
        ("TOWNCLERK_BUTTON_COLOUR", "#2fb457", "white text on it has a contrast of 2.69 to 1"),
        ("TOWNCLERK_LINK_COLOUR", "#777777", "it on white has a contrast of 4.47 to 1"),
        ("TOWNCLERK_LINK_COLOUR", "#757575", "it on a shaded panel has a contrast of 4.23 to 1"),
    ],
)
def test_a_colour_that_cannot_be_read_is_refused_with_one_that_can(setting: str, colour: str, told: str) -> None:
    (problem,) = refused(**{setting: colour})
    assert problem.startswith(f"{setting} {colour} cannot be read: {told}")
    better = re.search(r"The nearest shade that passes is (#\w{6})$", problem)
    assert better
    Settings.from_environ(SAFE | {setting: better[1]})


@pytest.mark.parametrize("written", ["teal", "#12345", "1d4f5f", "#ggg", "red; background: url(x)"])
def test_what_is_no_colour_is_refused(written: str) -> None:
    assert refused(TOWNCLERK_COLOUR=written) == (
        f"TOWNCLERK_COLOUR must be a colour written as #rrggbb, and {written!r} is not",
    )


def test_our_own_colours_read() -> None:
    settings = Settings.from_environ(SAFE)
    for colour in (settings.colour, settings.link_colour, settings.button_colour):
        parsed = parse_colour(colour)
        assert parsed
        assert ratio(parsed, PANEL) >= TEXT


def test_a_logo_and_a_typeface_are_files_of_their_kind(tmp_path: Path) -> None:
    files = {"logo.svg": b"<svg/>", "logo.png": b"<svg/>", "sans.woff2": b"wOF2...", "gds-transport.woff2": b"wOF2"}
    for name, content in files.items():
        (tmp_path / name).write_bytes(content)
    at = {name: str(tmp_path / name) for name in (*files, "none.svg", "none.woff2", "sans.ttf", "logo.exe")}
    Settings.from_environ(SAFE | {"TOWNCLERK_LOGO": at["logo.svg"], "TOWNCLERK_FONT": at["sans.woff2"]})
    Settings.from_environ(SAFE | {"TOWNCLERK_FONT": f"{at['sans.woff2']},{at['sans.woff2']}"})
    Settings.from_environ(SAFE | {"TOWNCLERK_FONT": "Verdana"})
    for logo, told in (("logo.png", "no PNG picture"), ("none.svg", "no such file"), ("logo.exe", "SVG or PNG")):
        assert told in refused(TOWNCLERK_LOGO=at[logo])[0]
    for font, told in (
        ("none.woff2", "there is no woff2 font there"),
        ("sans.ttf", "the path of a woff2 file"),
        ("gds-transport.woff2", "Transport is the typeface of GOV.UK"),
    ):
        assert told in refused(TOWNCLERK_FONT=at[font])[0]
    assert "one family" in refused(TOWNCLERK_FONT="Verdana,Arial")[0]
    assert "Transport" in refused(TOWNCLERK_FONT="GDS Transport")[0]
