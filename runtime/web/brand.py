"""The council's own colour and logo, as files that a browser may keep."""

from __future__ import annotations

import hashlib
import mimetypes
import re
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, abort

from runtime.config import Settings
from runtime.web.access_rules import access
from runtime.web.site import current_site

brand = Blueprint("brand", __name__)

KEPT = "public, max-age=31536000, immutable"
PLAIN = "#1d4f5f"
_COLOUR = re.compile(r"#[0-9a-fA-F]{3}(?:[0-9a-fA-F]{3})?")


def names(settings: Settings) -> dict[str, Any]:
    """What templates need: the colour, and the addresses of both files, which change with their content."""
    logo = Path(settings.logo) if settings.logo else None
    return {
        "colour": colour(settings),
        "brand_href": f"/brand/{_mark(_css(settings))}.css",
        "logo_href": f"/brand/{_mark(logo.read_bytes())}/logo" if logo and logo.is_file() else "",
    }


def colour(settings: Settings) -> str:
    """The council's colour, or ours where theirs cannot be one."""
    return settings.colour if _COLOUR.fullmatch(settings.colour) else PLAIN


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


def _css(settings: Settings) -> bytes:
    return f":root {{ --tc-colour: {colour(settings)}; }}\n".encode()


def _mark(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]
