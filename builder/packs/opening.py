"""The bytes of a pack to a Pack, from anybody: bounded before anything is read, and nothing is ever written to disk."""

from __future__ import annotations

import hashlib
import io
import re
import zipfile
import zlib
from collections.abc import Mapping
from typing import Any

from builder.packs.pack import FORMAT, MANIFEST, MOST_GROWN, NOTES, SERVICE, Pack
from definitions.problems import InvalidDefinition
from definitions.reading.parse import parse_document
from definitions.reading.shape import faults

MOST_BYTES = 4_000_000
MOST_FILES = 80
MOST_EACH = 1_000_000
MOST_NOTES = 50_000

_NAMES = re.compile(
    r"manifest\.json|service\.json|notes\.md|[a-z0-9][a-z0-9_-]{0,59}\.csv|blocks/[a-z0-9_-]{1,64}\.json"
)
_HASH = re.compile(r"[0-9a-f]{64}")
_SAYS = {"pack", "service", "title", "hash", "grew_from", "files"}


class PackRefused(ValueError):
    """The file is no pack that can be opened; the message says why, for whoever brought it."""


def opened(content: bytes) -> Pack:
    """The pack of these bytes, its document of the right shape.

    Raises:
        PackRefused: it is no pack, is too large, holds what no pack does, or was changed after it was made.
        InvalidDefinition: its document is not one, with every problem.
    """
    files = _files(content)
    manifest = _manifest(files)
    texts = {name: _text(name, one) for name, one in files.items()}
    notes = texts.pop(NOTES, "")
    if len(notes) > MOST_NOTES:
        raise PackRefused(f"The notes in this pack are longer than {MOST_NOTES:,} characters.")
    pack = Pack(texts.pop(SERVICE), texts, notes, tuple(manifest["grew_from"]))
    if wrong := faults(pack.document):
        raise InvalidDefinition(fault.problem for fault in wrong)
    if (pack.service_id, pack.hash) != (manifest["service"], manifest["hash"]):
        raise PackRefused("This pack says that it holds something else than it does. Ask for it to be made again.")
    return pack


def _files(content: bytes) -> dict[str, bytes]:
    if len(content) > MOST_BYTES:
        raise PackRefused(f"This file is larger than {MOST_BYTES // 1_000_000} MB. A pack is a fraction of that.")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = [entry for entry in archive.infolist() if entry.filename != "blocks/"]
            _look(entries)
            return {entry.filename: _read(archive, entry) for entry in entries}
    except (zipfile.BadZipFile, RuntimeError, EOFError, ValueError, OSError, zlib.error) as error:
        if isinstance(error, PackRefused):
            raise
        raise PackRefused("This file is not a pack, or only part of one. Choose a file that Townclerk made.") from error


def _look(entries: list[zipfile.ZipInfo]) -> None:
    """What the list of contents says, before any of it is read."""
    if len(entries) > MOST_FILES:
        raise PackRefused(f"This pack holds more than {MOST_FILES} files.")
    names = [entry.filename for entry in entries]
    for entry in entries:
        # As it stands in the file: the library cuts a name at a zero byte.
        if not _NAMES.fullmatch(entry.orig_filename) or entry.orig_filename != entry.filename:
            raise PackRefused(f"This pack holds a file called {entry.orig_filename[:80]!r}, which no pack does.")
        if entry.flag_bits & 0x1 or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise PackRefused("This pack is locked with a password, or packed in a way that we do not open.")
        if entry.file_size > MOST_EACH:
            raise PackRefused(f"{entry.filename} in this pack is larger than {MOST_EACH // 1_000_000} MB.")
    if len(set(names)) < len(names):
        raise PackRefused("This pack holds two files of one name.")
    for name in (MANIFEST, SERVICE):
        if name not in names:
            raise PackRefused(f"This file is not a pack: there is no {name} in it.")
    if sum(entry.file_size for entry in entries) > MOST_BYTES:
        raise PackRefused(f"What is in this pack is larger than {MOST_BYTES // 1_000_000} MB.")


def _read(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    """No more than a file may have, whatever size the pack says that it has."""
    with archive.open(entry) as one:
        content = one.read(MOST_EACH + 1)
    if len(content) > MOST_EACH:
        raise PackRefused(f"{entry.filename} in this pack is larger than {MOST_EACH // 1_000_000} MB.")
    return content


def _text(name: str, content: bytes) -> str:
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise PackRefused(f"{name} in this pack is not text in UTF-8.") from error


def _manifest(files: dict[str, bytes]) -> Mapping[str, Any]:
    """What the pack says of itself, taken out of its files: these and their hashes, and no owner, number or place."""
    try:
        said = parse_document(files.pop(MANIFEST)).document
    except InvalidDefinition as bad:
        raise PackRefused(f"{MANIFEST} in this pack cannot be read: {bad.problems[0].message}.") from bad
    if said.get("pack") != FORMAT:
        raise PackRefused("This pack was made by a newer Townclerk, or is none.")
    if more := sorted(said.keys() - _SAYS):
        raise PackRefused(f"{MANIFEST} in this pack says {more[0][:80]!r}, which no pack does.")
    hashes, grown = said.get("files"), said.get("grew_from")
    if not isinstance(hashes, dict) or not isinstance(grown, list) or len(grown) > MOST_GROWN:
        raise PackRefused(f"{MANIFEST} in this pack is not complete.")
    if not all(isinstance(one, str) and _HASH.fullmatch(one) for one in grown):
        raise PackRefused(f"{MANIFEST} in this pack names what it grew from in a way that no pack does.")
    if hashes != {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}:
        raise PackRefused("This pack was changed after it was made, or damaged on its way. Ask for it again.")
    return said
