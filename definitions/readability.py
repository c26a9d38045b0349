"""The age at which English words can be read, by the Automated Readability Index: letters a word, words a sentence.

It needs no dictionary and no count of syllables, so the same words have the same age everywhere. Welsh is not scored:
the index was made for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

READABLE = 9
"""The reading age that GOV.UK asks content for everybody to have."""

FEWEST_WORDS = 4
"""A label of a word or two is no sentence, and says nothing about how hard a page is."""

ENOUGH_WORDS = 15
"""A page with fewer has no age: one long word would decide it."""

_FIRST_GRADE = 5
"""The age at which children start to be in American grade 0."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’-](?=[^\W_]))*")
_PUT_IN = re.compile(r"\{[^{}]*\}")
_LINK = re.compile(r"\[([^\]]*)\]\([^)]*\)")
_ENDS = re.compile(r"[.!?:;]+(?=\s|$)|\n+")


@dataclass(frozen=True, slots=True)
class Reading:
    """How hard some texts are: the age, rounded to a tenth, and the sentence that is hardest, with its own."""

    age: float
    hardest: str
    hardest_age: float


def reading_of(texts: Iterable[str]) -> Reading | None:
    """The reading age of texts together; None when there are too few words to tell."""
    found = [sentence for text in texts for sentence in sentences(text)]
    if sum(len(_words(sentence)) for sentence in found) < ENOUGH_WORDS:
        return None
    hardest = max(found, key=lambda sentence: _age([sentence]))
    return Reading(_age(found), hardest, _age([hardest]))


def sentences(text: str) -> Iterator[str]:
    """What is written in sentences. What is put in for ``{name}`` counts as a short word: nobody knows it yet."""
    plain = _LINK.sub(r"\1", _PUT_IN.sub("this", text))
    for part in _ENDS.split(plain):
        sentence = " ".join(part.lstrip("-*# ").split())
        if len(_words(sentence)) >= FEWEST_WORDS:
            yield sentence


def _words(text: str) -> list[str]:
    return _WORD.findall(text)


def _age(sentences: list[str]) -> float:
    words = [word for sentence in sentences for word in _words(sentence)]
    letters = sum(character.isalnum() for word in words for character in word)
    grade = 4.71 * letters / len(words) + 0.5 * len(words) / len(sentences) - 21.43
    return round(max(grade, 0) + _FIRST_GRADE, 1)
