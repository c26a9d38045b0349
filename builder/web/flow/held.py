"""What a page of this room has in hand: an element with its form, another beside it, or a form of something new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol
from urllib.parse import parse_qs, urlsplit

from flask import Response, abort, request, url_for

from builder.around import Around, around
from builder.fields import Field, fields
from builder.references import Refused
from builder.references.addresses import resolve, value_at
from builder.web.elements import element_page
from builder.web.painting import paint
from builder.web.painting.places import place
from builder.web.painting.work import Work

Wrong = Sequence[tuple[str, str]]
"""Pairs of an input and what is wrong with it."""


@dataclass(frozen=True, slots=True)
class Held:
    """An element and its form. ``several``: there are others in its list, so that it has an order. ``leads``: it is an
    action that leads on."""

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


@dataclass(frozen=True, slots=True)
class InHand:
    """``at`` is the address of the element, ``adding`` the kind of the new thing that is asked about in its stead."""

    at: str
    adding: str
    held: Held | None
    beside: Held | None


class Painted(Protocol):
    """How a page of this room is made."""

    def __call__(self, work: Work, typed: Typed, /, *, wrong: Wrong, status: int) -> Response: ...


def in_hand(work: Work, typed: Typed | None, adding: str | None) -> InHand:
    """As the page's query has it, unless something new was sent and not done.

    Answers 404 where there is no such element."""
    at, also = asked(typed, "at"), asked(typed, "also")
    adding = asked(typed, "add") if adding is None else adding
    hand = _held(work, at, typed) if at and not adding else None
    return InHand(at, adding, hand, _held(work, also, typed, "#beside") if also and hand else None)


def asked(typed: Typed | None, name: str) -> str:
    """An address of the page's query, as the page has it that the form was sent from."""
    return typed.query.get(name, "") if typed else request.args.get(name, "")


def painted(tab: str, work: Work, hand: InHand, *, wrong: Wrong, status: int, **context: Any) -> Response:
    return paint(
        f"build/{tab}.html", work=work, tab=tab, status=status, at=hand.at, held=hand.held, beside=hand.beside,
        adding=hand.adding, wrong=wrong, place=place, room=url_for(f"build_{tab}.show", service_id=work.id), **context,
    )  # fmt: skip


def shown_again(tab: str, page: Painted) -> None:
    """The page of a tab shows its form again where that cannot be done as it was typed."""

    def again(
        work: Work, *, address: str, fields: list[Field], problems: Wrong, back: str, seen: int | None, status: int,
        **_: Any
    ) -> Response:  # fmt: skip
        return page(work, Typed(address, fields, back, seen), wrong=problems, status=status)

    element_page.AGAIN[tab] = again


def lacking(*inputs: tuple[str, Any, str]) -> Wrong:
    """What a form of something new leaves out: of each input its name, what was given, and what to say without it."""
    return [(name, words) for name, given, words in inputs if not given]


def _held(work: Work, address: str, typed: Typed | None, anchor: str = "#element") -> Held:
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
