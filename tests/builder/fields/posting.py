"""An element's form as a browser has it: painted with the builder's own templates, and posted as it stands."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from werkzeug.datastructures import MultiDict

from builder.fields import Field, fields

PAINTING = Environment(loader=PackageLoader("templates", ""), autoescape=True, undefined=StrictUndefined)


class Inputs(HTMLParser):
    """What a browser posts of the forms of a page, or of the one with an action."""

    def __init__(self, action: str | None = None) -> None:
        super().__init__()
        self._action, self._here = action, action is None
        self.posted: list[tuple[str, str]] = []
        self.ids: list[str] = []
        self._area: str | None = None
        self._text = ""
        self._select = ""
        self._options: list[tuple[str, bool]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form" and self._action is not None:
            self._here = given.get("action") == self._action
        if not self._here:
            return
        if "id" in given:
            self.ids.append(given["id"])
        if tag == "input" and "name" in given:
            kind = given.get("type")
            if kind != "file" and (kind not in ("checkbox", "radio") or "checked" in given):
                self.posted.append((given["name"], given.get("value", "")))
        elif tag == "textarea":
            self._area, self._text = given["name"], ""
        elif tag == "select":
            self._select, self._options = given["name"], []
        elif tag == "option" and self._select:
            self._options.append((given["value"], "selected" in given))

    @classmethod
    def of(cls, html: str, action: str) -> list[tuple[str, str]]:
        reading = cls(action)
        reading.feed(html)
        return reading.posted

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            self._text += data

    def handle_endtag(self, tag: str) -> None:
        if tag == "textarea" and self._area is not None:
            self.posted.append((self._area, self._text.removeprefix("\n").replace("\n", "\r\n")))
            self._area = None
        elif tag == "select" and self._here:
            chosen = [value for value, selected in self._options if selected]
            self.posted.append((self._select, (chosen or [value for value, _ in self._options] or [""])[0]))
            self._select = ""


def painted(made: list[Field]) -> str:
    return PAINTING.get_template("build/fields.html").render(fields=made)


def form_of(document: dict[str, Any], address: str, **typed: Any) -> MultiDict[str, str]:
    """What a browser posts of an element's form, with some inputs otherwise: by name, dots for slashes."""
    return sent(fields(document, address), **typed)


def sent(made: list[Field], **typed: Any) -> MultiDict[str, str]:
    reading = Inputs()
    reading.feed(painted(made))
    assert len(reading.ids) == len(set(reading.ids)), "an id is there twice"
    form: MultiDict[str, str] = MultiDict(reading.posted)
    for name, value in typed.items():
        plain = name.replace("__", "/")
        if value is None:
            form.poplist(plain)
        else:
            form.setlist(plain, value if isinstance(value, list) else [value])
    return form
