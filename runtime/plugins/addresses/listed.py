"""A postcode's addresses in the order in which people look for them, and those that a number or a name can mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from runtime.ports import MOST_ADDRESSES, Address, Found

_NUMBERS = re.compile(r"[0-9]+")
_WORDS = re.compile(r"[^\W_]+")


def listed(addresses: Iterable[Address], building: str = "") -> Found:
    """In the order of the street, 2 before 10, and flats within their house; at most as many as can be shown."""
    wanted = [address for address in addresses if is_meant(address, building)]
    ordered = sorted(wanted, key=lambda address: (_street(address), _order(address.line_1), address.uprn))
    return Found(tuple(ordered[:MOST_ADDRESSES]), len(ordered))


def is_meant(address: Address, building: str) -> bool:
    """Whether every word of ``building`` begins a word of the address; a number must be the whole one."""
    have = _words(f"{address.line_1} {address.line_2}")
    return all(any(_fits(word, known) for known in have) for word in _words(building))


def _fits(word: str, known: str) -> bool:
    return known == word if word[0].isdigit() else known.startswith(word)


def _words(text: str) -> list[str]:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return _WORDS.findall("".join(c for c in plain if not unicodedata.combining(c)).replace("'", "").replace("’", ""))


def _street(address: Address) -> str:
    """What the first line says when its numbers are taken away: the street comes before the number in it."""
    last = address.line_1.rsplit(",", 1)[-1]
    return _NUMBERS.sub("", last).strip().casefold()


def _order(text: str) -> tuple[tuple[int, ...], str]:
    """Numbers from the last to the first: the house, then the flat in it."""
    return tuple(int(number[:9]) for number in reversed(_NUMBERS.findall(text))), text.casefold()
