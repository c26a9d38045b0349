"""Whether a file may be opened: what the scanner has said of it, if there is a scanner."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal
from uuid import UUID

import sqlalchemy as sa

from runtime.config import Settings
from runtime.direct import Asking
from runtime.errors import FileGone, FileHeld
from runtime.models.files import files

Standing = Literal["unscanned", "pending", "clean", "infected"]
"""``unscanned``: there was no scanner when it came, which the operator decided. ``pending``: nobody may open it yet."""

_STANDINGS = sa.select(files.c.id, files.c.scan).where(files.c.id == sa.func.any(sa.bindparam("ids")))


def at_first(settings: Settings) -> Standing:
    return "pending" if settings.scans else "unscanned"


def standings(session: Asking, file_ids: Iterable[str]) -> Mapping[str, Standing]:
    """How each of these files stands; one that is gone has none."""
    ids = [UUID(file_id) for file_id in file_ids]
    if not ids:
        return {}
    return {str(row.id): row.scan for row in session.execute(_STANDINGS, {"ids": ids}).all()}


def openable(session: Asking, file_id: str) -> None:
    """
    Raises:
        FileHeld: it was not scanned yet, or malware was found in it.
        FileGone: there is no such file.
    """
    match standings(session, [file_id]).get(file_id):
        case "pending":
            raise FileHeld("The file is still being checked for viruses. Try again in a minute.", file=file_id)
        case "infected":
            raise FileHeld("A virus was found in this file, so nobody can open it.", file=file_id)
        case None:
            raise FileGone("The file is no longer there.", file=file_id)
