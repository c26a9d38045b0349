"""How well one colour reads on another, by WCAG 2.2, and the nearest shade that reads well enough. Pure."""

from __future__ import annotations

import colorsys
import re

Colour = tuple[int, int, int]

TEXT, EDGE = 4.5, 3.0
"""The least ratio of text to what is behind it (criterion 1.4.3), and of an edge to what is beside it (1.4.11)."""

WHITE: Colour = (255, 255, 255)
_WRITTEN = re.compile(r"#([0-9a-f]{3}|[0-9a-f]{6})", re.IGNORECASE)
_STEPS = 400


def parse_colour(written: str) -> Colour | None:
    """A colour written as #rgb or #rrggbb; None when it is neither."""
    found = _WRITTEN.fullmatch(written.strip())
    if not found:
        return None
    digits = found[1] if len(found[1]) == 6 else "".join(digit * 2 for digit in found[1])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def written(colour: Colour) -> str:
    return "#{:02x}{:02x}{:02x}".format(*colour)


def ratio(one: Colour, other: Colour) -> float:
    """From 1, the same, to 21, black on white."""
    darker, lighter = sorted((_luminance(one), _luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def darkened(colour: Colour, by: float) -> Colour:
    """The colour with that share of black mixed in."""
    red, green, blue = (round(part * (1 - by)) for part in colour)
    return red, green, blue


def nearest_that_reads(colour: Colour, on: Colour, least: float = TEXT) -> Colour:
    """The same hue, only as much darker as it must be to read on a light colour."""
    hue, light, saturation = colorsys.rgb_to_hls(*(part / 255 for part in colour))
    for step in range(_STEPS):
        red, green, blue = (
            round(part * 255) for part in colorsys.hls_to_rgb(hue, light * (1 - step / _STEPS), saturation)
        )
        if ratio((red, green, blue), on) >= least:
            return red, green, blue
    return 0, 0, 0


def _luminance(colour: Colour) -> float:
    red, green, blue = (_linear(part / 255) for part in colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
