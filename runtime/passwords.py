"""Passwords of staff: what may be one, how it is kept, and how it is compared."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)


class UnfitPassword(Exception):
    """That cannot be a password here; the message says why, for the person who typed it."""


def keep(password: str, *, name: str = "", email: str = "") -> str:
    """The argon2id hash to store. Memory and passes are the OWASP minimum: a web worker hashes within its budget.

    Raises:
        UnfitPassword: too short, too long, or made of what everybody knows of the person.
    """
    plain = _composed(password)
    if len(plain) < SHORTEST:
        raise UnfitPassword(f"Password must be {SHORTEST} characters or more")
    if len(plain) > LONGEST:
        raise UnfitPassword(f"Password must be {LONGEST} characters or fewer")
    if len(set(plain)) < 5:
        raise UnfitPassword("Password must have at least 5 different characters")
    if plain.casefold() in {name.casefold(), email.casefold(), email.casefold().partition("@")[0]}:
        raise UnfitPassword("Password must not be your name or email address")
    return _hasher.hash(plain)


def keep_again(password: str) -> str:
    """A new hash of a password that has just been found right, and is not to be judged anew."""
    return _hasher.hash(_composed(password))


def matches(kept: str | None, password: str) -> bool:
    """Whether the password is the one kept. With nothing kept it works just as hard, and says no."""
    nobody = _nobody()  # made for everyone alike: the first stranger must not wait longer than the first colleague
    try:
        right = _hasher.verify(kept or nobody, _composed(password)[: LONGEST + 1])
    except (VerificationError, InvalidHashError):
        return False
    return right and kept is not None


def is_dated(kept: str) -> bool:
    """Whether the hash was made with weaker settings than ours are now, and should be made again."""
    return _hasher.check_needs_rehash(kept)


@lru_cache(maxsize=1)
def _nobody() -> str:
    return _hasher.hash("nobody has this password")


def _composed(password: str) -> str:
    return unicodedata.normalize("NFC", password)
