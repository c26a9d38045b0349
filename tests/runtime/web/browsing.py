"""A browser for tests: it reads every page as HTML, checks what every page must have, and sends forms as they stand."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"input", "link", "meta", "br", "img", "hr", "path"}
UNLABELLED = {"hidden", "submit", "button"}


@dataclass
class Form:
    action: str
    method: str
    fields: dict[str, Any] = field(default_factory=dict)


class Page(HTMLParser):
    """A page as a person has it before them."""

    def __init__(self, response: TestResponse, path: str) -> None:
        super().__init__()
        self.response, self.path, self.status = response, path, response.status_code
        self.forms: list[Form] = []
        self.links: dict[str, str] = {}
        self._texts: list[str] = []
        self._titles: list[str] = []
        self._h1: list[str] = []
        self._open: list[str] = []
        self._ids: Counter[str] = Counter()
        self._labelled: set[str] = set()
        self._inputs: list[str] = []
        self._link = self._select = ""
        self.feed(response.get_data(as_text=True))
        if response.mimetype == "text/html" and self._titles:
            self._check()

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self._texts)).strip()

    @property
    def title(self) -> str:
        return " ".join(self._titles).strip()

    @property
    def heading(self) -> str:
        return re.sub(r"\s+", " ", " ".join(self._h1)).strip()

    def form(self, ending: str) -> Form:
        found = [form for form in self.forms if form.action.endswith(ending)]
        assert found, f"{ending} is none of {[form.action for form in self.forms]}"
        return found[0]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "id" in given:
            self._ids[given["id"]] += 1
        if tag not in VOID:
            self._open.append(tag)
        if tag == "form":
            self.forms.append(Form(given.get("action") or self.path, given.get("method", "get")))
        elif tag == "label":
            self._labelled.add(given.get("for", ""))
        elif tag == "a":
            self._link = given.get("href", "")
        elif tag in ("input", "textarea", "select") and given.get("name"):
            self._field(tag, given)
            self._select = given["name"] if tag == "select" else ""
        elif tag == "option" and "selected" in given and self._select and self.forms:
            self.forms[-1].fields[self._select] = given.get("value", "")

    def _field(self, tag: str, given: dict[str, str]) -> None:
        kind = given.get("type", "text") if tag == "input" else tag
        if kind not in UNLABELLED and "aria-label" not in given:
            self._inputs.append(given.get("id", given["name"]))
        if self.forms and (kind not in ("radio", "checkbox") or "checked" in given):
            self._put(given["name"], given.get("value", ""))
        self._area = given["name"] if tag == "textarea" else ""

    def _put(self, name: str, value: str) -> None:
        """What an input holds. A list's is all that the form says of it: "bins#" marks it as one."""
        fields = self.forms[-1].fields
        listed = name.endswith("#") or f"{name}#" in fields
        fields[name] = [*fields.get(name, []), value] if listed else value

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while self._open.pop() != tag:
                pass

    def handle_data(self, data: str) -> None:
        inside = self._open[-1] if self._open else ""
        if inside == "title" and "svg" not in self._open:
            self._titles.append(data)
        elif inside == "textarea":
            self.forms[-1].fields[self._area] = data
        elif not {"script", "style"} & set(self._open):
            self._texts.append(data)
            if "h1" in self._open:
                self._h1.append(data)
            if "a" in self._open and data.strip():
                self.links[re.sub(r"\s+", " ", data).strip()] = self._link

    def _check(self) -> None:
        """What every page must have: one heading, no id twice, a label for each input."""
        body = self.response.get_data(as_text=True)
        assert body.count("<h1") == 1, f"{self.path} has {body.count('<h1')} headings"
        assert not [name for name, times in self._ids.items() if times > 1], self._ids
        assert not [name for name in self._inputs if name not in self._labelled], self._labelled


class Browser:
    """One person's browser, with cookies of its own."""

    def __init__(self, client: FlaskClient) -> None:
        self.client = client
        self.page: Page | None = None

    def get(self, path: str, **more: Any) -> Page:
        return self._show(self.client.get(path, **more), path)

    def send(self, form: Form, /, **changes: Any) -> Page:
        data = {name: value for name, value in {**form.fields, **changes}.items() if value is not None}
        return self._show(self.client.post(form.action, data=data), form.action)

    def follow(self) -> Page:
        """Go where the last answer sends the browser."""
        assert self.page is not None
        assert self.page.status in (302, 303), (self.page.status, self.page.text[:500])
        return self.get(self.page.response.headers["Location"])

    def _show(self, response: TestResponse, path: str) -> Page:
        self.page = Page(response, path)
        return self.page
