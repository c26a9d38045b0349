"""The addresses of a form: which page, section or item each names. Nothing personal is ever in one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from definitions.form import Form, Page, Section
from definitions.visits import Path

LONGEST = 400
"""Characters in an address: three ids, two keys and what is between them are fewer."""

CHECK, TASKS = "check", "tasks"


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in a form. ``sections`` are those it stands in, the outer one first; ``path`` the items it stands in.

    With a ``page`` it is that page. Without one it is the last section's own: its check page, or the list of its items;
    or the item's check page, when ``path`` has an item of that section.
    """

    sections: tuple[Section, ...] = ()
    path: Path = ()
    page: Page | None = None

    @property
    def section(self) -> Section | None:
        return self.sections[-1] if self.sections else None

    @property
    def is_item(self) -> bool:
        """Whether it is the check page of an item."""
        return self.page is None and self.is_in_item

    @property
    def address(self) -> str:
        """The part of the web address after that of the service."""
        keys = iter(key for _, key in self.path)
        parts: list[str] = []
        for section in self.sections:
            if section.repeat:
                parts += [section.id, *([key] if (key := next(keys, "")) else [])]
            elif self.page is None:
                parts.append(section.id)
        return "/".join([*parts, *([self.page.id] if self.page else [])])

    @property
    def is_in_item(self) -> bool:
        """Whether it is an item of its own section, or a page of one."""
        section = self.section
        return bool(section and section.repeat and self.path and self.path[-1][0] == section.repeat.id)

    def above(self) -> Spot:
        """The section or item that a page stands in."""
        return Spot(self.sections, self.path)

    def list(self) -> Spot:
        """The list that an item, or a page of one, stands in."""
        return Spot(self.sections, self.path[:-1])


def find(form: Form, address: str) -> Spot | None:
    """What an address names, whether or not there is such an item; None for no place in this form."""
    return _found(form, address) if len(address) <= LONGEST else None


@lru_cache(maxsize=2048)
def _found(form: Form, address: str) -> Spot | None:
    parts = address.split("/")
    if len(parts) == 1 and (page := next((page for page in form.pages if page.id == parts[0]), None)):
        return Spot(page=page)
    for section in form.sections:
        if found := _in_section(section, parts, Spot()):
            return found
    return None


def of_page(form: Form, page: Page, path: Path) -> Spot:
    """The place of a page that stands in the items of ``path``."""
    for section in form.sections:
        if found := _holding(section, page, ()):
            return Spot(found, path, page)
    return Spot(page=page)


def of_section(form: Form, section: Section, path: Path) -> Spot:
    """The place of a section that stands in the items of ``path``, or in none."""
    for outer in form.sections:
        if outer is section:
            return Spot((outer,), path)
        if section in outer.sections:
            return Spot((outer, section), path)
    return Spot(path=path)


def _in_section(section: Section, parts: Sequence[str], above: Spot) -> Spot | None:
    inside = Spot((*above.sections, section), above.path)
    if section.repeat is None:
        if len(parts) != 1:
            return None
        return inside if parts[0] == section.id else _page(section, parts[0], inside)
    if parts[0] != section.id:
        return None
    if len(parts) == 1:
        return inside
    item = Spot(inside.sections, (*inside.path, (section.repeat.id, parts[1])))
    if len(parts) == 2:
        return item
    if len(parts) == 3 and (found := _page(section, parts[2], item)):
        return found
    return next((found for below in section.sections if (found := _in_section(below, parts[2:], item))), None)


def _page(section: Section, page_id: str, within: Spot) -> Spot | None:
    page = next((page for page in section.pages if page.id == page_id), None)
    return Spot(within.sections, within.path, page) if page else None


def _holding(section: Section, page: Page, above: tuple[Section, ...]) -> tuple[Section, ...] | None:
    here = (*above, section)
    if page in section.pages:
        return here
    return next((found for below in section.sections if (found := _holding(below, page, here))), None)
