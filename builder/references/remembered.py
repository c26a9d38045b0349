"""A document walked again after an edit: of the items that the edit did not touch it is known what is in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from builder.references.elements import Element
from builder.references.shapes import Own, Path, Site, Walk, element_of, sites, walked
from definitions.schema import schema

KEPT = 20_000
"""Items that are remembered: those of several large documents."""
ELSEWHERE = ("block", "table")
"""What is named where a part of the document is written somewhere else."""


@dataclass(frozen=True, slots=True)
class Item:
    """The places within an item of a list, by their paths from it."""

    part: Any
    sites: tuple[Site, ...]
    defined: tuple[tuple[Element, Site], ...]
    whole: bool


class Places:
    """Every place of a document that defines or names something, put together from what is known of its items only
    where it is asked for: most edits change no name, and then nobody asks for all that name one."""

    def __init__(self, pieces: Iterable[Site | tuple[Path, Item]]) -> None:
        self._pieces = list(pieces)
        self.whole = all(one[1].whole if len(one) == 2 else one.what not in ELSEWHERE for one in self._pieces)
        """Whether it holds and names no block and no table."""

    def __iter__(self) -> Iterator[Site]:
        for one in self._pieces:
            if len(one) == 2:
                path, item = one
                yield from (Site(path + inner, *rest) for inner, *rest in item.sites)
            else:
                yield one

    def defined(self) -> Iterator[tuple[Element, Path, bool]]:
        """The elements, each with the place that gives it its id, and whether that is a key."""
        for one in self._pieces:
            if len(one) == 2:
                path, item = one
                for element, site in item.defined:
                    # A colleague's name is told from where its example stands.
                    at = path + site.path
                    here = element if element.kind != "colleague" else element_of(site._replace(path=at))
                    yield here, at, site.key
            elif one.sort == "defines":
                yield element_of(one), one.path, one.key


_kept: dict[tuple[int, int, str, str], Item] = {}


def remembered(document: Mapping[str, Any]) -> Places:
    """The places of a whole document. What is in it is not changed from then on."""
    if len(_kept) > KEPT:
        _kept.clear()
    return Places(walked(document, schema(), items=_items))


def found(document: Mapping[str, Any]) -> Places:
    """The places of a document of which nothing is known and nothing is remembered: it may be changed."""
    return Places(sites(document))


def _items(
    part: Any, own: Own, path: Path, of: str, task: str, only: frozenset[str] | None, items: Walk | None
) -> Iterator[Any]:
    """What is known of an item. A section is gone through page by page: an edit of one page leaves the others known."""
    if not isinstance(part, dict) or "pages" in part:
        yield from walked(part, own, path, of, task, only, items)
        return
    key = id(part), id(own), of, task
    kept = _kept.get(key)
    if kept is None or kept.part is not part:
        places = tuple(walked(part, own, (), of, task))
        whole = not any(one.what in ELSEWHERE for one in places)
        kept = _kept[key] = Item(part, places, tuple(_defined(places, path)), whole)
    yield path, kept


def _defined(places: Iterable[Site], path: Path) -> Iterator[tuple[Element, Site]]:
    for one in places:
        if one.sort == "defines":
            yield element_of(one._replace(path=path + one.path)), one
