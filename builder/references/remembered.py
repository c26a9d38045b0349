"""A document walked again after an edit: of the items that the edit did not touch it is known what is in them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from builder.references.shapes import Own, Path, Site, Walk, walked
from definitions.schema import schema

KEPT = 20_000
"""Items that are remembered: those of several large documents."""

_kept: dict[tuple[int, int, str, str], tuple[Any, tuple[Site, ...]]] = {}


def remembered(document: Mapping[str, Any]) -> list[Site]:
    """Every place of a whole document that defines or names something. What is in it is not changed from then on."""
    if len(_kept) > KEPT:
        _kept.clear()
    return list(walked(document, schema(), items=_item))


def _item(
    part: Any, own: Own, path: Path, of: str, task: str, only: frozenset[str] | None, items: Walk | None
) -> Iterator[Site]:
    """The places of an item. A section is gone through page by page: an edit of one page leaves the others known."""
    if not isinstance(part, dict) or "pages" in part:
        yield from walked(part, own, path, of, task, only, items)
        return
    key = id(part), id(own), of, task
    kept = _kept.get(key)
    if kept is None or kept[0] is not part:
        kept = _kept[key] = part, tuple(walked(part, own, (), of, task))
    for inner, *rest in kept[1]:
        yield Site(path + inner, *rest)
