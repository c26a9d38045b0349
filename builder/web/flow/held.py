"""The element in hand of a page that has several: its form, what it goes with and where it is used."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

from flask import abort, request

from builder.around import Around, around
from builder.fields import Field, fields
from builder.references import Refused
from builder.references.addresses import resolve, value_at
from builder.web.elements import element_page
from builder.web.work import Work


@dataclass(frozen=True, slots=True)
class Held:
    """``several``: there are others in its list, so that it has an order. ``ways``: it is an action that leads on."""

    address: str
    label: str
    fields: list[Field]
    around: Around
    back: str
    seen: int
    several: bool
    leads: bool


@dataclass(frozen=True, slots=True)
class Typed:
    """A form as it was typed, which is shown again."""

    address: str
    fields: list[Field]
    back: str
    seen: int | None

    @property
    def query(self) -> Mapping[str, str]:
        """That of the page on which the form stands."""
        return {name: values[0] for name, values in parse_qs(urlsplit(self.back).query).items()}


def held(work: Work, address: str, typed: Typed | None, anchor: str = "#element") -> Held:
    """Answers 404 where there is no such element."""
    mine = typed if typed and typed.address == address else None
    try:
        inputs = mine.fields if mine else fields(work.document, address)
    except Refused:
        abort(404)
    path = resolve(work.document, address) or ()
    part = value_at(work.document, path)
    back = typed.back if typed else request.full_path.removesuffix("?") + anchor
    seen = mine.seen if mine and mine.seen is not None else work.revision
    several = bool(path) and isinstance(path[-1], int) and len(value_at(work.document, path[:-1])) > 1
    leads = address.startswith("transition:") and isinstance(part, dict) and "to" in part
    return Held(address, element_page.label(work.document, address), inputs, around(work.document, address), back,
                seen, several, leads)  # fmt: skip


def in_hand(typed: Typed | None, name: str) -> str:
    """An address of the page's query, as the page has it that the form was sent from."""
    return typed.query.get(name, "") if typed else request.args.get(name, "")
