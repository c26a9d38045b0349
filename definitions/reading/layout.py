"""Where pages and sections stand in a document: in the order in which they are asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

Document = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Seat:
    """A page or a section, its JSON pointer, and the sections that it stands in, the outermost first."""

    at: str
    part: Document
    above: tuple[Document, ...] = ()

    @property
    def within(self) -> tuple[str, ...]:
        """The lists in whose items it is asked."""
        return tuple(section["repeat"]["id"] for section in self.above if "repeat" in section)


def sections(document: Document) -> Iterator[Seat]:
    """Every section, each before those inside it."""
    return _sections(document["form"], "/form", ())


def pages(document: Document) -> Iterator[Seat]:
    """Every page: the form's own, then those of each section."""
    for n, page in enumerate(document["form"].get("pages", ())):
        yield Seat(f"/form/pages/{n}", page)
    for section in sections(document):
        above = (*section.above, section.part)
        for n, page in enumerate(section.part.get("pages", ())):
            yield Seat(f"{section.at}/pages/{n}", page, above)


def _sections(part: Document, at: str, above: tuple[Document, ...]) -> Iterator[Seat]:
    for n, section in enumerate(part.get("sections", ())):
        below = f"{at}/sections/{n}"
        yield Seat(below, section, above)
        yield from _sections(section, below, (*above, section))
