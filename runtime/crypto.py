"""Keys and what is sealed with them. AES-256-GCM with a random nonce, and the place of a value bound into its seal."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import os
from binascii import a2b_base64, b2a_base64
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, cast
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from runtime.config import Settings
from runtime.direct import Asking

NONCE = 12
SEALED_MORE = NONCE + 16
"""How many bytes a seal adds: its nonce and its tag."""

BLOCK = 64
"""Sealed answers are padded to a multiple of this many bytes, so that their length does not tell "yes" from "no"."""


class SealBroken(Exception):
    """Sealed bytes do not open with this key: another key, another place, or changed bytes."""


@dataclass(frozen=True, slots=True)
class Keys:
    """The installation's keys, kept out of the database: ``secret`` derives, ``installation`` encrypts."""

    secret: bytes = field(repr=False)
    installation: bytes = field(repr=False)

    @classmethod
    def from_settings(cls, settings: Settings) -> Keys:
        return cls(hashlib.sha256(settings.secret_key.encode()).digest(), base64.b64decode(settings.installation_key))

    def for_token(self, token: bytes) -> bytes:
        """The key that a bearer's token gives, which needs the installation's secret too."""
        return derive(hmac.digest(self.secret, token, "sha256"), b"application token")

    def way_mark(self, way: str) -> bytes:
        """How a link or code is found again. Keyed, so that a stolen database lets nobody try codes against it."""
        return hmac.digest(derive(self.secret, b"ways back"), way.encode(), "sha256")

    def return_mark(self, address: str) -> bytes:
        """How the applications of an address are found, in a database that does not hold it."""
        return hmac.digest(derive(self.secret, b"return addresses"), address.casefold().encode(), "sha256")

    def return_link(self, application_id: UUID, address: str) -> str:
        """The secret of the link that is mailed to this address. Only the mail job derives it, and nobody stores it;
        to another address goes another link."""
        place = application_id.bytes + address.casefold().encode()
        return url_text(hmac.digest(derive(self.installation, b"return links"), place, "sha256"))

    def acquaintance_mark(self, kind: str, value: str) -> bytes:
        """How it is found that somebody on the staff knows this name or address, in a database that holds neither."""
        return hmac.digest(derive(self.secret, b"acquaintances"), f"{kind}:{value}".encode(), "sha256")

    @property
    def for_acquaintances(self) -> bytes:
        """Seals whom staff have said that they know."""
        return derive(self.installation, b"acquaintances")

    @property
    def for_applications(self) -> bytes:
        return derive(self.installation, b"application data keys")

    @property
    def for_answers(self) -> bytes:
        """Seals the sensitive answers of cases."""
        return derive(self.installation, b"sensitive answers")

    def track_token(self, case_id: UUID) -> str:
        """The secret of a case's progress link. Derived and never stored, so that a repeated submission and a job can
        say it again, and a stolen database holds none."""
        return url_text(case_id.bytes + self._track_mac(case_id))

    def tracked(self, token: str) -> UUID | None:
        """The case whose progress link carries this token; None when we did not make it."""
        value = url_bytes(token) or b""
        if len(value) != 16 + 32:
            return None
        case_id = UUID(bytes=value[:16])
        return case_id if hmac.compare_digest(value[16:], self._track_mac(case_id)) else None

    def task_token(self, case_id: UUID, task: str, opened: int) -> str:
        """The secret of the link by which somebody outside answers a task, for the time that this event opened it."""
        place = f"{opened}:{task}".encode()
        return url_text(case_id.bytes + self._task_mac(case_id, place) + place)

    def task_of(self, token: str) -> tuple[UUID, str, int] | None:
        """The case, the task and the event of a token; None when we did not make it."""
        value = url_bytes(token) or b""
        case_bytes, mac, place = value[:16], value[16:48], value[48:]
        if len(mac) != 32 or not hmac.compare_digest(mac, self._task_mac(UUID(bytes=case_bytes), place)):
            return None
        opened, _, task = place.decode().partition(":")
        return UUID(bytes=case_bytes), task, int(opened)

    def _task_mac(self, case_id: UUID, place: bytes) -> bytes:
        return hmac.digest(derive(self.secret, b"task links"), case_id.bytes + place, "sha256")

    def _track_mac(self, case_id: UUID) -> bytes:
        return hmac.digest(derive(self.secret, b"progress links"), case_id.bytes, "sha256")


def keys(session: Asking) -> Keys:
    """The keys that this session's database came with."""
    return cast(Keys, session.info["keys"])


def derive(key: bytes, purpose: bytes) -> bytes:
    """A key for one purpose: RFC 5869's HKDF-Expand, of which 32 bytes need only the first block."""
    return hmac.digest(key, b"townclerk " + purpose + b"\x01", "sha256")


def seal(key: bytes, value: bytes, place: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(key).encrypt(nonce, value, place)


def unseal(key: bytes, sealed: bytes, place: bytes) -> bytes:
    """
    Raises:
        SealBroken: these are not bytes sealed with this key at this place.
    """
    try:
        return AESGCM(key).decrypt(sealed[:NONCE], sealed[NONCE:], place)
    except (InvalidTag, ValueError):
        raise SealBroken from None


def seal_json(key: bytes, value: Any, place: bytes) -> str:
    """A JSON value sealed as text, padded so that its length says little."""
    return sealer(key)(value, place)


def sealer(key: bytes) -> Callable[[Any, bytes], str]:
    """:func:`seal_json` for many values under one key, which is made ready once."""
    encrypt = AESGCM(key).encrypt

    def sealed(value: Any, place: bytes) -> str:
        plain, nonce = _as_json(value).encode(), os.urandom(NONCE)
        padded = plain + b" " * (-len(plain) % BLOCK)
        return b2a_base64(nonce + encrypt(nonce, padded, place), newline=False).decode()

    return sealed


_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def unseal_json(key: bytes, sealed: str, place: bytes) -> Any:
    """
    Raises:
        SealBroken: as :func:`unseal`.
    """
    return opener(key)(sealed, place)


def opener(key: bytes) -> Callable[[str, bytes], Any]:
    """:func:`unseal_json` for many values under one key, which is made ready once."""
    decrypt = AESGCM(key).decrypt

    def opened(sealed: str, place: bytes) -> Any:
        try:
            value = a2b_base64(sealed)
            return _first_value(decrypt(value[:NONCE], value[NONCE:], place).decode())[0]
        except (InvalidTag, ValueError):
            raise SealBroken from None

    return opened


_first_value = json.JSONDecoder().raw_decode
"""Reads a JSON value and leaves the padding after it."""


def new_token() -> bytes:
    """256 random bits that open what they are handed out for. Only their hash is stored."""
    return os.urandom(32)


def token_hash(token: bytes) -> bytes:
    return hashlib.sha256(token).digest()


def url_text(value: bytes) -> str:
    return base64.urlsafe_b64encode(value).rstrip(b"=").decode()


def url_bytes(text: str) -> bytes | None:
    """What :func:`url_text` made, or None when ``text`` is no such thing."""
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)) if text.isascii() else None
    except ValueError:
        return None
