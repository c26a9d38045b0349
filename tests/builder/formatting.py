"""The texts that one document can have: any blanks, escapes and spellings of numbers."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from typing import Any

GAPS = ["", "", " ", "  ", "\n", "\n  ", "\n\n    ", "\r\n\t", " \n "]
TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+|\s+')


def styles(document: Any) -> dict[str, str]:
    """A document as the common tools write it."""
    plain = json.dumps(document, ensure_ascii=False)
    return {
        "one line": plain,
        "small": json.dumps(document, separators=(",", ":")),
        "two blanks": json.dumps(document, indent=2, ensure_ascii=False) + "\n",
        "tabs": json.dumps(document, indent="\t"),
        "other ends": json.dumps(document, indent=4).replace("\n", "\r\n"),
        "no style": wild(document, random.Random(len(plain))),
    }


def wild(value: Any, chance: random.Random) -> str:
    """A text that nobody would write, and everybody must read."""

    def gap() -> str:
        return chance.choice(GAPS)

    if isinstance(value, dict):
        parts = [f"{gap()}{_text(key, chance)}{gap()}:{gap()}{wild(one, chance)}{gap()}" for key, one in value.items()]
        return "{" + (",".join(parts) or gap()) + "}"
    if isinstance(value, list):
        return "[" + (",".join(f"{gap()}{wild(one, chance)}{gap()}" for one in value) or gap()) + "]"
    if isinstance(value, str):
        return _text(value, chance)
    if isinstance(value, float):
        return f"{value}0" if "e" not in str(value) else str(value)
    return json.dumps(value)


def _text(value: str, chance: random.Random) -> str:
    spelt = json.dumps(value, ensure_ascii=chance.random() < 0.5)
    plain = chance.choice([None, "e", "a", "o"])
    return spelt if plain is None or "\\" in spelt else spelt.replace(plain, f"\\u{ord(plain):04x}", 1)


def tokens(text: str) -> Counter[str]:
    """What a text is made of: its words as they are spelt, and the blanks between them."""
    return Counter(TOKEN.findall(text))
