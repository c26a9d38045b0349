"""Answers as the cells of a table that a spreadsheet opens: shown as people read them, and never run as a formula."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from definitions.facts import Answers
from definitions.items import every_answer
from definitions.questions import KINDS
from definitions.questions.kind import in_language
from definitions.service import Service

FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""What a spreadsheet may begin to reckon at, full-width forms too (OWASP, CSV injection)."""

Row = tuple[str, str, str]
"""The answer's place ("children.2.first_name", items counted from 1), its question, and the answer."""


def rows(service: Service, answers: Answers, language: str = "en") -> Iterator[Row]:
    """A row for each answer, those inside the items of lists too, in the order in which they are stored."""
    for path, name, value in every_answer(service.form, answers):
        question = service.questions.get(name)
        if question is None or value is None:
            continue
        place = ".".join([part for step in path for part in step] + [name])
        shown = KINDS[question.kind].show(question, value, language)
        yield place, cell(in_language(question.label, language)), cell(shown)


def cell(text: Any) -> str:
    """The text of a cell; after an apostrophe where a spreadsheet would take it for a formula."""
    said = str(text)
    return f"'{said}" if said[:1] in FORMULA else said
