"""The buttons of a form's lists: adding a row, taking one out, moving one; pressed without any script."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from builder.fields.posted import ROWS, Form
from builder.fields.rules import BUTTON


class Posted:
    """A form in which the rows of some lists are others."""

    def __init__(self, form: Form, changed: Mapping[str, list[str]]) -> None:
        self._form, self._changed = form, changed

    def getlist(self, key: str, /) -> list[str]:
        return self._changed[key] if key in self._changed else self._form.getlist(key)

    def __contains__(self, key: object, /) -> bool:
        return key in self._changed or key in self._form


@dataclass(frozen=True, slots=True)
class Pressed:
    """``again``: the form is shown once more, with a row that is still empty."""

    form: Form
    again: bool = False


BUTTONS = ("add-row", "remove-row", "row-up", "row-down")


def pressed(form: Form) -> Pressed:
    """The form after the button that was pressed in it, if one was."""
    if any(" remove " not in one for one in form.getlist(BUTTON)):
        return Pressed(form, again=True)
    button, at = next(((one, form.getlist(one)[0]) for one in BUTTONS if one in form), ("", ""))
    if not button:
        return Pressed(form)
    if button == "add-row":
        return _added(form, at)
    name, _, key = at.rpartition("/")
    keys = [one for one in form.getlist(name + ROWS) if one]
    if key not in keys:
        return Pressed(form)
    place = keys.index(key)
    keys.remove(key)
    if button != "remove-row":
        keys.insert(max(0, place + (1 if button == "row-down" else -1)), key)
    return Pressed(Posted(form, {name + ROWS: ["", *keys]}))


def _added(form: Form, name: str) -> Pressed:
    keys = [one for one in form.getlist(name + ROWS) if one]
    new = _fresh(keys)
    if name in form and name + ROWS not in form:
        return Pressed(Posted(form, {name + ROWS: ["", new, "n0"], f"{name}/n0/text": form.getlist(name)}), again=True)
    return Pressed(Posted(form, {name + ROWS: ["", *keys, new]}), again=True)


def _fresh(keys: Iterable[str]) -> str:
    taken = [int(key[1:]) for key in keys if key[:1] == "n" and key[1:].isdecimal()]
    return f"n{max(taken, default=0) + 1}"
