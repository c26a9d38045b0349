"""A demonstration's mailbox: the letters that would have been sent, for developers to read. Only in demo mode."""

from __future__ import annotations

import re
from dataclasses import dataclass

from flask import Blueprint, Response

from definitions.calendars import calendar
from definitions.words.dates import moment_in_words
from runtime import mail
from runtime.web import htmx
from runtime.web.access_rules import access
from runtime.web.public import starting
from runtime.web.site import current_site

mailbox = Blueprint("mailbox", __name__)

_LINK = re.compile(r"(https?://\S+)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Part of a letter. ``href`` is set when it is a link."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Shown:
    address: str
    subject: str
    when: str
    paragraphs: tuple[tuple[tuple[Piece, ...], ...], ...]
    """Paragraphs of lines of pieces."""


@mailbox.get("/demo/mailbox")
@access("public")
def letters() -> Response:
    """Every letter, the newest first."""
    with current_site().database.read() as reading:
        found = mail.delivered(reading)
    zone = calendar().zone
    shown = [
        Shown(one.address, one.subject, moment_in_words(one.at.astimezone(zone), "en"), _paragraphs(one.body))
        for one in found
    ]
    return htmx.render("public/mailbox.html", block="content", letters=shown, **starting.surroundings())


def _paragraphs(body: str) -> tuple[tuple[tuple[Piece, ...], ...], ...]:
    blocks = [block for block in re.split(r"\n{2,}", body.strip()) if block]
    return tuple(tuple(_pieces(line) for line in block.split("\n")) for block in blocks)


def _pieces(line: str) -> tuple[Piece, ...]:
    parts = _LINK.split(line)
    return tuple(Piece(part, part if odd % 2 else "") for odd, part in enumerate(parts) if part)
