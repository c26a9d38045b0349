"""Uploaded files: judged by content, bounded, sealed before they leave us, and stored where the operator says.

A file's bytes are sealed with a key that comes from the installation's key and the file's own. Whoever steals the
store, the database or both reads nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import obstore
import sqlalchemy as sa
from obstore.store import LocalStore, ObjectStore, from_url
from sqlalchemy.orm import Session

from definitions.questions.sniff import safe_name, sniff
from runtime import crypto
from runtime.config import Settings
from runtime.db import Database
from runtime.errors import FileGone, FileRefused
from runtime.models.base import ORGANISATION
from runtime.models.files import files
from runtime.references import new_id

MOST_BYTES = 25_000_000
MOST_FILES = 10
MOST_OF_ONE = 50_000_000
"""Bytes for one application or case, all its files together."""


def save(
    database: Database, content: bytes, name: str, *, owner_id: UUID, at: datetime, organisation_id: UUID = ORGANISATION
) -> dict[str, Any]:
    """Keep a file for an application or a case: its description, the answer to a file question.

    Raises:
        FileRefused: it is empty, too large or too many, or its content is not what its name says;
            ``facts["reason"]`` is empty, size, quota or type.
    """
    if not content:
        raise FileRefused("The file is empty.", reason="empty")
    if len(content) > MOST_BYTES:
        raise FileRefused("The file must be smaller than 25 MB.", reason="size")
    kind = sniff(content, name)
    if kind is None:
        raise FileRefused("The file is not of a kind that can be taken here.", reason="type")
    file_id, digest = new_id(), hashlib.sha256(content).hexdigest()
    row = {"id": file_id, "organisation_id": organisation_id, "owner_id": owner_id, "created_at": at}
    with database.begin() as session:
        # The row first: bytes without one would never be found again to be removed.
        made = session.execute(_SAVE, row | {"type": kind, "size": len(content), "sha256": digest})
        if made.scalar_one_or_none() is None:
            raise FileRefused("No more files can be added: 10 files, of 50 MB together.", reason="quota")
    sealed = crypto.seal(_key(database.keys, file_id), content, file_id.bytes)
    obstore.put(_store(database.settings), _place(file_id), sealed)
    return {"id": str(file_id), "name": safe_name(name), "type": kind, "size": len(content), "sha256": digest}


def read(database: Database, file_id: str) -> bytes:
    """The content of a file. Who may have it is for the caller to know.

    Raises:
        FileGone: there is no such file, or not as it was saved.
    """
    try:
        place = UUID(file_id)
        sealed = bytes(obstore.get(_store(database.settings), _place(place)).bytes())
        return crypto.unseal(_key(database.keys, place), sealed, place.bytes)
    except (ValueError, FileNotFoundError, crypto.SealBroken) as error:
        raise FileGone("The file is no longer there.", file=file_id) from error


def keep(session: Session, descriptions: Iterable[Mapping[str, Any]], owners: Iterable[UUID]) -> None:
    """These files are answers of a case from now on, and are never swept away. Part of the case's unit of work.

    Raises:
        FileRefused: one is gone, or was uploaded for something else.
    """
    wanted = {UUID(described["id"]): described["sha256"] for described in descriptions}
    if not wanted:
        return
    mine = sa.and_(files.c.id.in_(wanted), files.c.owner_id.in_(list(owners)))
    kept = session.execute(files.update().where(mine).values(kept=True).returning(files.c.id, files.c.sha256)).all()
    if {row.id: row.sha256 for row in kept} != wanted:
        raise FileRefused("A file is no longer there. Add it again.", reason="gone")


def sweep(database: Database, *, at: datetime, limit: int = 500) -> int:
    """Remove files that no case names and whose application is over: how many."""
    over = at - timedelta(days=database.settings.application_days + 1)
    old = sa.select(files.c.id).where(~files.c.kept, files.c.created_at < over).order_by(files.c.created_at)
    with database.read() as session:
        gone = list(session.execute(old.limit(limit)).scalars())
    for file_id in gone:
        try:
            obstore.delete(_store(database.settings), _place(file_id))
        except FileNotFoundError:
            continue
    with database.begin() as session:
        session.execute(files.delete().where(files.c.id.in_(gone)))
    return len(gone)


def is_there(settings: Settings, file_id: UUID, size: int) -> bool:
    """Whether the store holds that many bytes of the file; what they are is only known by reading them."""
    try:
        return int(obstore.head(_store(settings), _place(file_id))["size"]) == size + crypto.SEALED_MORE
    except FileNotFoundError:
        return False


def described(values: Iterable[Any]) -> list[Mapping[str, Any]]:
    """Those of the answers that are files."""
    return [value for value in values if isinstance(value, Mapping) and "sha256" in value]


_SAVE = sa.text(
    "INSERT INTO files (id, organisation_id, owner_id, type, size, sha256, created_at)"  # noqa: S608 - our own numbers
    " SELECT :id, :organisation_id, :owner_id, :type, :size, :sha256, :created_at"
    " FROM (SELECT count(*) AS many, coalesce(sum(size), 0) AS bytes FROM files WHERE owner_id = :owner_id) had"
    f" WHERE had.many < {MOST_FILES} AND had.bytes + :size <= {MOST_OF_ONE} RETURNING id"
)


def _store(settings: Settings) -> ObjectStore:
    if settings.files_url:
        return from_url(settings.files_url)
    return LocalStore(settings.state / "files", mkdir=True)


def _place(file_id: UUID) -> str:
    """Only from our own key, spread over folders by its random end."""
    return f"{file_id.hex[-2:]}/{file_id.hex}"


def _key(keys: crypto.Keys, file_id: UUID) -> bytes:
    return crypto.derive(keys.installation, b"file " + file_id.bytes)
