"""Did you mean: the closest of the names that would have been right."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def did_you_mean(name: str, known: Iterable[str]) -> str:
    """': did you mean "x"?' for the closest of ``known``; nothing when none is close."""
    close = difflib.get_close_matches(name[:100], list(known), 1, 0.6)
    return f': did you mean "{close[0]}"?' if close else ""


def listed(names: Iterable[object], last: str = "or") -> str:
    """'a, b or c'."""
    words = [str(name) for name in names]
    return f"{', '.join(words[:-1])} {last} {words[-1]}" if len(words) > 1 else "".join(words)
