"""Where the bytes of files lie, sealed: a local folder, or what the operator names by a URL."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote, urlsplit
from uuid import UUID

import obstore
from obstore.exceptions import BaseError
from obstore.store import LocalStore, ObjectStore, from_url

from runtime import crypto
from runtime.config import Settings
from runtime.db import Database
from runtime.errors import FileGone

FAULTS = (BaseError, OSError)
"""What a store raises when it fails."""


def put(database: Database, file_id: UUID, content: bytes) -> None:
    """Keep the bytes, sealed. What was begun and not ended leaves nothing behind.

    Raises:
        BaseError, OSError: the store fails.
    """
    sealed = crypto.seal(_key(database.keys, file_id), content, file_id.bytes)
    obstore.put(_store(database.settings), _place(file_id), sealed)


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


def delete(settings: Settings, file_ids: Iterable[UUID]) -> None:
    """Remove the bytes of these files; those that are not there are as good as removed."""
    store = _store(settings)
    for file_id in file_ids:
        with suppress(FileNotFoundError):
            obstore.delete(store, _place(file_id))


def is_there(settings: Settings, file_id: UUID, size: int) -> bool:
    """Whether the store holds that many bytes of the file; what they are is only known by reading them."""
    try:
        return int(obstore.head(_store(settings), _place(file_id))["size"]) == size + crypto.SEALED_MORE
    except FileNotFoundError:
        return False


def has_room(settings: Settings) -> bool:
    """Whether the disk has more left than the part that must stay free for everything else. Another's store does."""
    folder = _folder(settings)
    if folder is None:
        return True
    usage = shutil.disk_usage(next(place for place in (folder, *folder.parents) if place.exists()))
    return usage.free * 100 > usage.total * settings.disk_reserve


def _store(settings: Settings) -> ObjectStore:
    if settings.files_url:
        return from_url(settings.files_url)
    return LocalStore(settings.state / "files", mkdir=True)


def _folder(settings: Settings) -> Path | None:
    if not settings.files_url:
        return settings.state / "files"
    parts = urlsplit(settings.files_url)
    return Path(os.fspath(unquote(parts.path))) if parts.scheme == "file" else None


def _place(file_id: UUID) -> str:
    """Only from our own key, spread over folders by its random end."""
    return f"{file_id.hex[-2:]}/{file_id.hex}"


def _key(keys: crypto.Keys, file_id: UUID) -> bytes:
    return crypto.derive(keys.installation, b"file " + file_id.bytes)
