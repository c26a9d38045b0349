"""A condition in an element's form: its rows beside its text, and the button of a row that was pressed."""

from __future__ import annotations

from dataclasses import dataclass

from builder.conditions import Vocabulary, read, said
from builder.conditions.entries import Free
from builder.conditions.panel import Panel, Panels
from builder.conditions.posted import ALWAYS, Form, Posted, posted, rows_of
from builder.references.addresses import value_at
from builder.references.shapes import Path

BUTTON = "condition"
"""The name of every button of rows; its value is the field's name and what is to be done."""
CONDITIONS = frozenset(("when", "require", "filter"))


@dataclass(frozen=True, slots=True)
class Rule:
    """``sentence`` reads the condition back; it is empty where there is none."""

    panel: Panel
    sentence: str
    posted: Posted

    @property
    def text(self) -> str:
        return self.posted.text

    @property
    def of(self) -> str:
        return self.posted.of

    @property
    def whole(self) -> bool:
        """Whether rows can say nothing of it, so that it is text alone."""
        parts = self.posted.bundle.parts
        return len(parts) == 1 and isinstance(parts[0], Free)


def is_condition(words: Vocabulary, path: Path) -> bool:
    """Whether the expression at a place is true or false, so that rows can say it."""
    if path[-1] in CONDITIONS:
        return True
    value = value_at(words.document, path[:-1])
    return path[0] == "values" and isinstance(value, dict) and value.get("type") == "boolean"


def rule(words: Vocabulary, path: Path, field: str, source: str, form: Form | None) -> Rule:
    """The rows and the text of a condition at a place: as posted, where it was."""
    if form is not None and field in form:
        button = next((one for one in form.getlist(BUTTON)), "")
        name, _, do = button.partition(" ")
        found = posted(form, field, words, do if name == field else "")
    else:
        found = Posted(source, rows_of(source, words), {}, source)
    panel = Panels(words, path).panel(field, found.bundle, found.problems)
    return Rule(panel, _sentence(found.text.strip(), words), found)


def _sentence(text: str, words: Vocabulary) -> str:
    return ALWAYS.get(text) or (said(read(text), words) if text else "")
