"""Words without accents and case, as stored and as sought."""

from __future__ import annotations

import re
import unicodedata

_WORDS = re.compile(r"\w+")
_QUOTES = frozenset("'\\")


def fold_words(text: str) -> list[str]:
    """The words of a text without accents and case, as stored and as sought. An email address is also one word."""
    plain = fold(text)
    whole = [token.strip(".,;:'\"\\") for token in plain.split() if "@" in token]
    return [word[:100] for word in (*_WORDS.findall(plain), *whole) if word.isprintable() and not set(word) & _QUOTES]


def fold(text: str) -> str:
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    return "".join(c for c in decomposed if not unicodedata.combining(c))
