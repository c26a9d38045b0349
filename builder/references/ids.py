"""Ids made of labels: "Who owns the vehicle?" is owns_vehicle, and a second one owns_vehicle_2."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

LONGEST = 40
"""Characters of an id that is made: authors write it in expressions."""

_WORDS = re.compile(r"[a-z0-9]+")
_SMALL = frozenset(
    re.findall(
        r"\w+",
        "a an the of to in on at for by with and or is are was were be been do does did has have had your you we our "
        "us it its this that these those there who what when where which why how will would can could should please",
    )
)


def snake(words: str) -> str:
    """A name that expressions can use."""
    return _joined(words, "_")


def kebab(words: str) -> str:
    return _joined(words, "-")


def made(label: str, join: Callable[[str], str], taken: Callable[[str], bool], otherwise: str = "question") -> str:
    """An id that says what a label says, without its small words, and that nothing else has."""
    plain = join(label).replace("-", "_").split("_")
    telling = [word for word in plain if word not in _SMALL or " " not in label.strip()] or plain
    while len("_".join(telling)) > LONGEST and len(telling) > 1:
        telling.pop()
    first = join(" ".join(telling))[:LONGEST].rstrip("_-") or join(otherwise)
    found, n = first, 1
    while taken(found):
        n += 1
        found = join(f"{first} {n}")
    return found


def _joined(words: str, sign: str) -> str:
    ascii = unicodedata.normalize("NFKD", words).encode("ascii", "ignore").decode().lower().replace("'", "")
    found = _WORDS.findall(ascii)
    while found and not found[0][0].isalpha():
        found.pop(0)
    return sign.join(found)
