"""Files are taken in, up to a number for each application or case; become answers; or are taken back out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.questions.sniff import ENDINGS, safe_name, sniff
from runtime.db import Database
from runtime.errors import FileRefused
from runtime.failpoints import reach
from runtime.files import pictures, store
from runtime.files.standing import at_first
from runtime.models.base import ORGANISATION
from runtime.models.files import files
from runtime.references import new_id

MOST_BYTES = 25 << 20
MOST_FILES = 10
MOST_OF_ONE = 50_000_000
"""Bytes for one application or case, all its files together."""


def save(
    database: Database, content: bytes, name: str, *, owner_id: UUID, at: datetime, organisation_id: UUID = ORGANISATION
) -> dict[str, Any]:
    """Keep a file for an application or a case: its description, the answer to a file question. A picture is kept as
    it is drawn again, without where and when it was taken.

    Raises:
        FileRefused: it is empty, too large or too many, or its content is not what its name says, or a picture that
            cannot be drawn, or there is no room: ``facts["reason"]`` is empty, size, quota, type, picture, pixels, busy
            or full.
    """
    if not store.has_room(database.settings):
        raise FileRefused("There is no room for files just now.", reason="full")
    content, name, kind = _judged(content, name)
    file_id, digest = new_id(), hashlib.sha256(content).hexdigest()
    row = {"id": file_id, "organisation_id": organisation_id, "owner_id": owner_id, "created_at": at}
    row |= {"type": kind, "size": len(content), "sha256": digest, "scan": at_first(database.settings)}
    with database.begin() as session:
        # The row first: bytes without one would never be found again to be removed.
        session.execute(_ONE_AT_A_TIME, {"owner": owner_id.bytes[-8:].hex()})
        if session.execute(_SAVE, row).scalar_one_or_none() is None:
            raise FileRefused("No more files can be added: 10 files, of 50 MB together.", reason="quota")
    try:
        reach("upload.before_write")
        store.put(database, file_id, content)
    except store.FAULTS as error:
        with suppress(*store.FAULTS):
            store.delete(database.settings, [file_id])
        with database.begin() as session:
            session.execute(files.delete().where(files.c.id == file_id))
        raise FileRefused("The file could not be kept just now.", reason="full") from error
    return {"id": str(file_id), "name": safe_name(name), "type": kind, "size": len(content), "sha256": digest}


def _judged(content: bytes, name: str) -> tuple[bytes, str, str]:
    """The content to keep, the name for it and its type.

    Raises:
        FileRefused: it is none that can be kept.
    """
    if not content:
        raise FileRefused("The file is empty.", reason="empty")
    if len(content) > MOST_BYTES:
        raise FileRefused("The file must be smaller than 25 MB.", reason="size")
    kind = sniff(content, name)
    if kind is None:
        raise FileRefused("The file is not of a kind that can be taken here.", reason="type")
    if kind not in pictures.BECOMES:
        return content, name, kind
    return pictures.redrawn(content, kind), _renamed(name, kind), pictures.BECOMES[kind]


def _renamed(name: str, kind: str) -> str:
    """The name with the ending of what the picture is kept as."""
    kept = pictures.BECOMES[kind]
    if kept == kind:
        return name
    return f"{name.rpartition('.')[0]}.{next(ending for ending, of in ENDINGS.items() if of == kept)}"


def keep(session: Session, descriptions: Iterable[Mapping[str, Any]], owners: Iterable[UUID]) -> None:
    """These files are answers of a case from now on, and are never swept away. Part of the case's unit of work.

    Raises:
        FileRefused: one is gone, or was uploaded for something else, or malware was found in it;
            ``facts["reason"]`` is gone or infected, ``facts["file"]`` the id of an infected one.
    """
    wanted = {UUID(described["id"]): described["sha256"] for described in descriptions}
    if not wanted:
        return
    mine = sa.and_(files.c.id.in_(wanted), files.c.owner_id.in_(list(owners)))
    kept = session.execute(
        files.update().where(mine).values(kept=True).returning(files.c.id, files.c.sha256, files.c.scan)
    ).all()
    if {row.id: row.sha256 for row in kept} != wanted:
        raise FileRefused("A file is no longer there. Add it again.", reason="gone")
    if bad := [row.id for row in kept if row.scan == "infected"]:
        raise FileRefused("A virus was found in a file. Remove it.", reason="infected", file=str(bad[0]))


def remove(database: Database, file_ids: Iterable[str], owner_id: UUID) -> None:
    """Remove files that were uploaded for this and that no case names; others are left. Where the store fails they are
    left too, and swept away later."""
    ids = [UUID(file_id) for file_id in file_ids]
    its = sa.and_(files.c.id.in_(ids), files.c.owner_id == owner_id, ~files.c.kept)
    with suppress(*store.FAULTS), database.begin() as session:
        gone = list(session.execute(sa.select(files.c.id).where(its).with_for_update()).scalars())
        store.delete(database.settings, gone)
        session.execute(files.delete().where(files.c.id.in_(gone)))


_ONE_AT_A_TIME = sa.text("SELECT pg_advisory_xact_lock(('x' || :owner)::bit(64)::bigint)")
"""Two files sent at once must not each be the last that fits."""

_SAVE = sa.text(
    "INSERT INTO files (id, organisation_id, owner_id, type, size, sha256, created_at, scan, scan_due)"  # noqa: S608 - our own numbers
    " SELECT :id, :organisation_id, :owner_id, :type, :size, :sha256, :created_at, :scan,"
    " CASE WHEN :scan = 'pending' THEN now() END"
    " FROM (SELECT count(*) AS many, coalesce(sum(size), 0) AS bytes FROM files WHERE owner_id = :owner_id) had"
    f" WHERE had.many < {MOST_FILES} AND had.bytes + :size <= {MOST_OF_ONE} RETURNING id"
)
