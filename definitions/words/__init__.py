"""Words that are no service's own: of answers, dates, clocks, letters and refusals, in English and Welsh."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from definitions.words.answers import ANSWERS
from definitions.words.assigned import ASSIGNED
from definitions.words.clocks import CLOCKS
from definitions.words.files import FILES
from definitions.words.letters import LETTERS
from definitions.words.moving import MOVING
from definitions.words.numbers import NUMBERS
from definitions.words.places import PLACES
from definitions.words.refusals import REFUSALS
from definitions.words.tasks import TASKS

LANGUAGES = ("en", "cy")

RIGHT_TO_LEFT = frozenset({"ar", "ckb", "dv", "fa", "he", "ks", "ps", "sd", "ug", "ur", "yi"})
"""Languages written from right to left: a page in one is mirrored, and an author's words in one read as they should."""

_ALL: Mapping[str, tuple[str, str]] = {
    **ANSWERS,
    **ASSIGNED,
    **CLOCKS,
    **FILES,
    **LETTERS,
    **MOVING,
    **NUMBERS,
    **PLACES,
    **REFUSALS,
    **TASKS,
}


@dataclass(frozen=True, slots=True)
class Words:
    """Call it with a key and what the words need: ``words("cy")("error.date.real", Label="Dyddiad geni")``."""

    language: str

    def __call__(self, key: str, **facts: object) -> str:
        """The words under ``key``; under ``key.one`` where there are such and the fact ``n`` is 1.

        Raises:
            KeyError: there are no such words, or a fact that they need was not given.
        """
        if facts.get("n") == 1 and f"{key}.one" in _ALL:
            key = f"{key}.one"
        return _ALL[key][LANGUAGES.index(self.language)].format_map(facts)


@lru_cache(maxsize=16)
def words(language: str) -> Words:
    """The words in that language; in English where we do not speak it."""
    return Words(language if language in LANGUAGES else LANGUAGES[0])


def direction(language: str) -> str:
    """The ``dir`` of text in that language."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def keys() -> frozenset[str]:
    """Every key, for tests and for whoever adds a language."""
    return frozenset(_ALL)


def both(key: str) -> tuple[str, str]:
    """The templates under ``key`` in the order of ``LANGUAGES``."""
    return _ALL[key]
