"""What makes the pages a council's own: colours, logo and typeface; and why some of them cannot be used."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from runtime.contrast import EDGE, TEXT, WHITE, Colour, darkened, nearest_that_reads, parse_colour, ratio, written

PANEL: Colour = (0xF2, 0xF6, 0xF7)
"""Behind footers and asides, where links stand too."""

FOCUS: Colour = (0xFF, 0xDD, 0x00)
"""Behind whatever has the focus."""

HOVER, UNDER = 0.25, 0.5
"""The share of black that a link or a button takes on under a pointer, and in the edge beneath a button."""

FAMILIES = ("Arial", "Georgia", "Helvetica", "Noto Sans", "Open Sans", "Roboto", "Segoe UI", "Tahoma", "Verdana")
"""Families that devices bring along. Where one is missing, ours are used."""

_LOGOS = {".svg": (b"<svg", b"<?xml", b"<!--", b"\xef\xbb\xbf<"), ".png": (b"\x89PNG\r\n\x1a\n",)}
_WOFF2 = b"wOF2"


def problems(*, colour: str, link: str, button: str, logo: str, font: Sequence[str]) -> Iterator[str]:
    """Everything that makes a council's looks unfit to use, each with what to do."""
    on_white = ("white text on it", WHITE)
    yield from _unreadable("TOWNCLERK_COLOUR", colour, on_white, ("the yellow of the focus beside it", FOCUS))
    yield from _unreadable("TOWNCLERK_BUTTON_COLOUR", button, on_white)
    yield from _unreadable("TOWNCLERK_LINK_COLOUR", link, ("it on white", WHITE), ("it on a shaded panel", PANEL))
    yield from _unfit_logo(logo)
    yield from _unfit_font(font)


def shades(colour: str) -> tuple[str, str, str]:
    """A colour, and its darker selves: for what a pointer is over, and for the edge beneath a button."""
    parsed = parse_colour(colour) or WHITE
    return written(parsed), written(darkened(parsed, HOVER)), written(darkened(parsed, UNDER))


def font_files(font: Sequence[str]) -> tuple[Path, ...]:
    """The files of the council's typeface: for all weights, or the regular and then the bold one."""
    return tuple(Path(part) for part in font if part not in FAMILIES)


def _unreadable(setting: str, colour: str, *beside: tuple[str, Colour]) -> Iterator[str]:
    parsed = parse_colour(colour)
    if parsed is None:
        yield f"{setting} must be a colour written as #rrggbb, and {colour!r} is not"
        return
    for what, other in beside:
        least = EDGE if other == FOCUS else TEXT
        if ratio(parsed, other) < least:
            better = written(_that_reads(parsed, beside))
            yield (
                f"{setting} {colour} cannot be read: {what} has a contrast of {_rounded(ratio(parsed, other))} to 1, "
                f"and people need {least} to 1. The nearest shade that passes is {better}"
            )
            return


def _that_reads(colour: Colour, beside: Sequence[tuple[str, Colour]]) -> Colour:
    for _, other in beside:
        colour = nearest_that_reads(colour, other, EDGE if other == FOCUS else TEXT)
    return colour


def _rounded(number: float) -> str:
    """Down, so that what fails never reads like what passes."""
    return f"{int(number * 100) / 100:g}"


def _unfit_logo(logo: str) -> Iterator[str]:
    if not logo:
        return
    starts = _LOGOS.get(Path(logo).suffix.lower())
    if starts is None:
        yield f"TOWNCLERK_LOGO must name an SVG or PNG file, and {logo} is neither"
    elif not Path(logo).is_file():
        yield f"TOWNCLERK_LOGO names {logo}, and there is no such file"
    elif not Path(logo).read_bytes().lstrip().startswith(starts):
        yield f"TOWNCLERK_LOGO names {logo}, whose content is no {Path(logo).suffix[1:].upper()} picture"


def _unfit_font(font: Sequence[str]) -> Iterator[str]:
    files = font_files(font)
    if len(files) > 2 or (len(font) > 1 and len(files) < len(font)):
        yield "TOWNCLERK_FONT is one family, one woff2 file, or two: the regular one and the bold one"
    for file in files:
        if "transport" in file.name.lower().replace(" ", ""):
            yield "TOWNCLERK_FONT: Transport is the typeface of GOV.UK and of road signs, and not for a council's pages"
        elif file.suffix.lower() != ".woff2":
            yield f"TOWNCLERK_FONT must be one of {', '.join(FAMILIES)}, or the path of a woff2 file: {file} is neither"
        elif not file.is_file() or not file.read_bytes().startswith(_WOFF2):
            yield f"TOWNCLERK_FONT names {file}, and there is no woff2 font there"
