"""The items of a list as an application stores them: each under a key of its own, whatever is removed around it."""

from __future__ import annotations

import secrets
from typing import Any

from definitions.form import Form
from definitions.items import GONE, ORDER
from definitions.journey import ItemVisit, SectionVisit
from definitions.visits import Path, qualified
from runtime.web.held import Held
from runtime.web.spots import Spot

_LETTERS = "bcdfghjkmnpqrstvwxz23456789"


def new_key() -> str:
    """One that no other item of the same list has: 38 random bits, in letters that spell nothing."""
    return "".join(secrets.choice(_LETTERS) for _ in range(8))


def path(spot: Spot, key: str) -> Path:
    """The way to an item of the list at ``spot``."""
    assert spot.section is not None
    assert spot.section.repeat is not None
    return (*spot.path, (spot.section.repeat.id, key))


def spot_of_item(form: Form, item: ItemVisit) -> Spot:
    """The place of an item that a journey came upon."""
    sections = [section for list_id, _ in item.path if (section := form.section_of(list_id))]
    return Spot(tuple(sections), item.path)


def entry(of: Held, spot: Spot, key: str, *, gone: bool) -> dict[str, Any]:
    """The item's own entry, saying that it was removed or put back."""
    name = _name(spot, key)
    return {name: {**of.answers[name], GONE: gone}}


def is_gone(of: Held, spot: Spot, key: str) -> bool:
    kept = of.answers.get(_name(spot, key))
    return isinstance(kept, dict) and bool(kept.get(GONE))


def begun(of: Held, spot: Spot, key: str, visit: SectionVisit, copied: ItemVisit | None) -> dict[str, Any]:
    """A new item at the end of the list; with the answers of another, but for its files and what is sensitive."""
    name = _name(spot, key)
    orders = [kept.get(ORDER, 0) for other, kept in _entries(of, spot).items() if other != key]
    made: dict[str, Any] = {name: {ORDER: max(orders, default=0) + 1, GONE: False}}
    if copied is not None:
        asked = [question for each in copied.visits for question in each.questions]
        for question in asked:
            if question.id in copied.answers and question.kind != "file" and not question.sensitive:
                made[f"{name}.{question.id}"] = copied.answers[question.id]
    return made


def removed(of: Held, spot: Spot, key: str) -> ItemVisit | None:
    """An item that was removed, as it was: to be named."""
    if not is_gone(of, spot, key):
        return None
    name = _name(spot, key)
    journey = of.journey({**of.answers, name: {**of.answers[name], GONE: False}})
    return journey.item(path(spot, key))


def _entries(of: Held, spot: Spot) -> dict[str, Any]:
    start = f"{qualified(path(spot, 'x')[:-1], path(spot, 'x')[-1][0])}."
    found = {name.removeprefix(start): value for name, value in of.answers.items() if name.startswith(start)}
    return {key: value for key, value in found.items() if "." not in key and isinstance(value, dict)}


def _name(spot: Spot, key: str) -> str:
    return ".".join(part for step in path(spot, key) for part in step)
