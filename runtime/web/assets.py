"""Styles, scripts and pictures of ours: named by their content, compressed beforehand, kept by browsers for ever.

Pages are not compressed: each holds a token of its visitor's beside words that an address can choose, and their
lengths together would tell the token to whoever can see and cause enough of them (BREACH). They are small as they are.
"""

from __future__ import annotations

import mimetypes

from flask import Blueprint, Response, request, send_from_directory

from runtime import frontend
from runtime.web.access_rules import access

assets = Blueprint("assets", __name__)


@assets.get("/static/vendor/<name>")
@access("public")
def asset(name: str) -> Response:
    """One file, in the smallest form that this browser takes."""
    coding = next((coding for coding in frontend.COMPRESSED if _takes(coding) and _has(name, coding)), "")
    kind = mimetypes.guess_type(name)[0] or "application/octet-stream"
    response = send_from_directory(frontend.VENDOR, name + frontend.COMPRESSED.get(coding, ""), mimetype=kind)
    if coding:
        response.content_encoding = coding
    response.vary.add("Accept-Encoding")
    return response


def _takes(coding: str) -> bool:
    return request.accept_encodings.quality(coding) > 0


def _has(name: str, coding: str) -> bool:

    return (frontend.VENDOR / f"{name}{frontend.COMPRESSED[coding]}").is_file()
