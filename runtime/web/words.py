"""The site's own words, in each language it speaks. What a service says is in its document, never here."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

LANGUAGES: Mapping[str, str] = {"en": "English", "cy": "Cymraeg"}
"""Each language that the site itself speaks, by its own name."""

WORDS: Mapping[str, Mapping[str, str]] = json.loads(Path(__file__).with_name("words.json").read_text("utf-8"))


def say(language: str, key: str, **values: object) -> str:
    """The words of ``key`` in that language, or in English where it has none, with values put in: plain text.

    Raises:
        KeyError: there are no such words, or a value they need was not given.
    """
    words = WORDS[key]
    return (words.get(language) or words["en"]).format_map(values)
