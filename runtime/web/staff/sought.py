"""What somebody searches for, sealed: names are personal, and an address is kept in logs and histories."""

from __future__ import annotations

from uuid import UUID

from runtime import crypto
from runtime.web.site import current_site

MOST = 300


def sealed(text: str, by: UUID, most: int = MOST) -> str:
    """The words of a search for an address, which can be gone back to and shows nobody what they are."""
    return crypto.url_text(crypto.seal(_key(), text.strip()[:most].encode(errors="ignore"), by.bytes))


def opened(address: str, by: UUID) -> str:
    """The words that :func:`sealed` was given for this person; "" for anything else."""
    try:
        return crypto.unseal(_key(), crypto.url_bytes(address) or b"", by.bytes).decode()
    except crypto.SealBroken:
        return ""


def _key() -> bytes:
    return crypto.derive(current_site().database.keys.secret, b"searches")
