"""The council's own colours, logo and typeface, as files that a browser may keep."""

from __future__ import annotations

import hashlib
import mimetypes
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort

from runtime.config import Settings
from runtime.identity import font_files, shades
from runtime.web.access_rules import access
from runtime.web.site import current_site

brand = Blueprint("brand", __name__)

KEPT = "public, max-age=31536000, immutable"
_FAMILY = "Council"


def names(settings: Settings) -> dict[str, Any]:
    """What templates need: the colour, and the addresses of the files, which change with their content."""
    logo = Path(settings.logo) if settings.logo else None
    return {
        "colour": settings.colour,
        "brand_href": f"/brand/{_mark(_css(settings))}.css",
        "logo_href": f"/brand/{_mark(logo.read_bytes())}/logo" if logo and logo.is_file() else "",
    }


@brand.get("/brand/<mark>.css")
@access("public")
def stylesheet(mark: str) -> Response:
    return Response(_css(current_site().settings), mimetype="text/css", headers={"Cache-Control": KEPT})


@brand.get("/brand/<mark>/logo")
@access("public")
def logo(mark: str) -> Response:
    """The operator's own file. Shown as an image only: a drawing that holds a script runs none."""
    path = Path(current_site().settings.logo)
    if not current_site().settings.logo or not path.is_file():
        abort(404)
    kind = mimetypes.guess_type(path.name)[0] or "application/octet-stream"
    headers = {
        "Cache-Control": KEPT,
        "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; sandbox",
    }
    return Response(path.read_bytes(), mimetype=kind, headers=headers)


@brand.get("/brand/<mark>.woff2")
@access("public")
def font(mark: str) -> Response:
    drawn = {_mark(content): content for content in map(Path.read_bytes, font_files(current_site().settings.font))}
    if mark not in drawn:
        abort(404)
    return Response(drawn[mark], mimetype="font/woff2", headers={"Cache-Control": KEPT})


def _css(settings: Settings) -> bytes:
    link, link_hover, _ = shades(settings.link_colour)
    button, button_hover, button_edge = shades(settings.button_colour)
    said = {
        "--tc-colour": settings.colour,
        "--govuk-brand-colour": settings.colour,
        "--govuk-link-colour": link,
        "--govuk-link-hover-colour": link_hover,
        "--tc-button": button,
        "--tc-button-hover": button_hover,
        "--tc-button-edge": button_edge,
    }
    files = font_files(settings.font)
    if settings.font:
        said["--tc-font"] = _FAMILY if files else f'"{settings.font[0]}"'
    root = "".join(f"  {name}: {value};\n" for name, value in said.items())
    return ("".join(_face(nth, file, len(files)) for nth, file in enumerate(files)) + f":root {{\n{root}}}\n").encode()


def _face(nth: int, file: Path, of: int) -> str:
    """One file draws every weight it can; of two, the second draws the bold ones."""
    weight = "" if of == 1 else f"font-weight: {'600 900' if nth else '100 500'}; "
    source = f'url("/brand/{_mark(file.read_bytes())}.woff2") format("woff2")'
    return f"@font-face {{ font-family: {_FAMILY}; {weight}font-display: swap; src: {source}; }}\n"


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
