"""The age at which English words can be read, by the Automated Readability Index: letters a word, words a sentence.

It needs no dictionary and no count of syllables, so the same words have the same age everywhere. Welsh is not scored:
the index was made for English.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

READABLE = 9
"""The reading age that GOV.UK asks content for everybody to have."""

FEWEST_WORDS = 4
"""A label of a word or two is no sentence, and says nothing about how hard a page is."""

ENOUGH_WORDS = 15
"""A page with fewer has no age: one long word would decide it."""

_FIRST_GRADE = 5
"""The age at which children start to be in American grade 0."""

_WORD = re.compile(r"[^\W_](?:[^\W_]|['’-](?=[^\W_]))*")
_JOINTS = re.compile(r"['’-]")
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
    found = [one for text in texts for one in _read(text)]
    words, letters = sum(words for _, words, _ in found), sum(letters for _, _, letters in found)
    if words < ENOUGH_WORDS:
        return None
    hardest, age = max(((each, _grade(words, letters, 1)) for each, words, letters in found), key=lambda pair: pair[1])
    return Reading(_age(_grade(words, letters, len(found))), hardest, _age(age))


@lru_cache(maxsize=8192)
def _read(text: str) -> tuple[tuple[str, int, int], ...]:
    """The sentences of a text, each with its words and letters: of a form that is checked again most are the same."""
    return tuple((sentence, *_counted(sentence)) for sentence in sentences(text))


def sentences(text: str) -> Iterator[str]:
    """What is written in sentences. What is put in for ``{name}`` counts as a short word: nobody knows it yet."""
    plain = _PUT_IN.sub("this", text) if "{" in text else text
    plain = _LINK.sub(r"\1", plain) if "](" in plain else plain
    for part in _ENDS.split(plain):
        sentence = " ".join(part.lstrip("-*# ").split())
        if sentence.count(" ") >= FEWEST_WORDS - 1 and _counted(sentence)[0] >= FEWEST_WORDS:
            yield sentence


def _counted(sentence: str) -> tuple[int, int]:
    """Words, and the letters and digits in them."""
    words = _WORD.findall(sentence)
    return len(words), len(_JOINTS.sub("", "".join(words)))


def _grade(words: int, letters: int, sentences: int) -> float:
    return 4.71 * letters / words + 0.5 * words / sentences - 21.43


def _age(grade: float) -> float:
    return round(max(grade, 0) + _FIRST_GRADE, 1)
