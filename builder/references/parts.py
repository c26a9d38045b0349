"""Copies of a document with one part otherwise: taken out, put in, set. What is not touched is shared."""

from __future__ import annotations

from typing import Any

from builder.references.addresses import value_at
from builder.references.shapes import Path


def without(part: Any, path: Path) -> Any:
    """A copy without what stands at the path, an item or a property; the rest is shared."""
    step, *rest = path
    if isinstance(part, list):
        if not rest:
            return [value for n, value in enumerate(part) if n != step]
        return [without(value, tuple(rest)) if n == step else value for n, value in enumerate(part)]
    if not rest:
        return {key: value for key, value in part.items() if key != step}
    return {key: without(value, tuple(rest)) if key == step else value for key, value in part.items()}


def with_item(part: Any, path: Path, item: Any) -> Any:
    """A copy with an item put into the list above the last step of the path, which is made where there is none."""
    *above, place = path
    listed = list(value_at(part, tuple(above)) or ())
    listed.insert(int(place), item)
    return with_value(part, tuple(above), listed)


def with_value(part: Any, path: Path, value: Any) -> Any:
    """A copy in which ``value`` stands at the path. What is missing above it is made: objects.

    Raises:
        LookupError: an item of a list on the way is not there.
    """
    if not path:
        return value
    step, *rest = path
    if isinstance(part, list):
        if not isinstance(step, int) or step >= len(part):
            raise LookupError(step)
        return [with_value(one, tuple(rest), value) if n == step else one for n, one in enumerate(part)]
    if not isinstance(part, dict):
        raise LookupError(step)
    below = with_value(part.get(step, {}), tuple(rest), value)
    if step not in part:
        return {**part, step: below}
    return {key: below if key == step else one for key, one in part.items()}
