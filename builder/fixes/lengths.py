"""Lengths of time in place of those that are too long."""

from __future__ import annotations

from definitions.durations import Duration, parse_duration

_SMALLER = {
    "year": (11, "month"),
    "month": (3, "week"),
    "week": (6, "day"),
    "day": (23, "hour"),
    "hour": (59, "minute"),
}


def half(text: str) -> str | None:
    """About half of a length; None where there is none."""
    try:
        whole = parse_duration(text)
    except ValueError:
        return None
    if whole.count > 1:
        return str(Duration(whole.count // 2, whole.unit))
    return shorter(text)


def shorter(text: str) -> str | None:
    """A little less than a length."""
    try:
        whole = parse_duration(text)
    except ValueError:
        return None
    if whole.count > 1:
        return str(Duration(whole.count - 1, whole.unit))
    count, unit = _SMALLER.get(whole.unit, (0, ""))
    return f"{count} {unit}s" if count and whole.count else None
