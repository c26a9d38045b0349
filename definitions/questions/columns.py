"""The columns of a table, each as a question: as they were compiled, or from what the document says of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from definitions.form import Option, Question
from definitions.text import Text, plain


@lru_cache(maxsize=1024)
def columns(question: Question) -> tuple[Question, ...]:
    return question.columns or tuple(_bare(column) for column in question.settings.get("columns", ()))


def _bare(column: Mapping[str, Any]) -> Question:
    options = tuple(Option(option["value"], _plain(option.get("label"))) for option in column.get("options", ()))
    required, label = column.get("required", True), _plain(column.get("label"))
    return Question(column["id"], column["type"], label, required=required, options=options, settings=column)


def _plain(label: Any) -> Text:
    return plain(label) if isinstance(label, str) else Text()
