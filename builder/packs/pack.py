"""What is in a pack, and its bytes: the same service makes the same bytes, on every machine and for ever."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from definitions.reading.beside import Beside, taken_in
from definitions.reading.compile_service import canonical
from definitions.reading.parse import parse_document

FORMAT = 1
MANIFEST, SERVICE, NOTES = "manifest.json", "service.json", "notes.md"
MOST_GROWN = 200
"""The most earlier contents that a pack names."""
_BEGAN = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip file can give: a pack says nothing of when and where it was made."""


@dataclass(frozen=True, eq=False)
class Pack:
    """``text`` is the document as its author has it. ``beside`` holds the tables and blocks that lie in its folder, by
    the names of their files. ``grew_from``: hashes of contents that this one grew from, the newest first."""

    text: str
    beside: Mapping[str, str] = field(default_factory=dict)
    notes: str = ""
    grew_from: tuple[str, ...] = ()

    @cached_property
    def document(self) -> dict[str, Any]:
        """The document with its tables and blocks in it.

        Raises:
            InvalidDefinition: the text, or a block's, is not JSON as a document must be.
        """
        return taken_in(parse_document(self.text).document, self.beside.get)

    @cached_property
    def hash(self) -> str:
        """Of the whole content, however it is written down: what a published version of it has, too."""
        return document_hash(self.document)

    @property
    def service_id(self) -> str:
        return str(self.document.get("id"))


def gathered(text: str, read: Beside) -> dict[str, str]:
    """What must lie beside a document for it to be whole anywhere: the tables and blocks that ``read`` has of those it
    asks for, and those of our library that it uses, which another installation may have otherwise.

    Raises:
        InvalidDefinition: the text, or a block's, is not JSON as a document must be.
    """
    found: dict[str, str] = {}

    def reading(name: str) -> str | None:
        content = read(name)
        if content is not None:
            found[name] = content
        return content

    written = parse_document(text).document
    whole = taken_in(written, reading)
    for name, block in whole.get("blocks", {}).items():
        if name not in written.get("blocks", {}) and f"blocks/{name}.json" not in found:
            bare = {key: one for key, one in block.items() if key != "hash"}
            found[f"blocks/{name}.json"] = json.dumps(bare, indent=1, ensure_ascii=False) + "\n"
    return found


def document_hash(document: Mapping[str, Any]) -> str:
    return hashlib.sha256(canonical(document).encode()).hexdigest()


def packed(pack: Pack) -> bytes:
    """The bytes of a pack: a zip file that every computer can open."""
    files = {SERVICE: pack.text, **pack.beside} | ({NOTES: pack.notes} if pack.notes else {})
    contents = {name: files[name].encode() for name in sorted(files)}
    manifest = {
        "pack": FORMAT,
        "service": pack.service_id,
        "title": _title(pack.document.get("title")),
        "hash": pack.hash,
        "grew_from": list(pack.grew_from[:MOST_GROWN]),
        "files": {name: hashlib.sha256(content).hexdigest() for name, content in contents.items()},
    }
    written = json.dumps(manifest, indent=1, ensure_ascii=False).encode() + b"\n"
    into = io.BytesIO()
    # Stored, not deflated: what a compressor makes of the same bytes differs between machines.
    with zipfile.ZipFile(into, "w", zipfile.ZIP_STORED) as archive:
        for name, content in ((MANIFEST, written), *contents.items()):
            entry = zipfile.ZipInfo(name, _BEGAN)
            entry.create_system, entry.external_attr = 3, 0o644 << 16
            archive.writestr(entry, content)
    return into.getvalue()


def _title(title: Any) -> str:
    """The title as it reads for most: a text may have several wordings."""
    return title if isinstance(title, str) else str(title[-1]["text"]) if isinstance(title, list) and title else ""
