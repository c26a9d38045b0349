"""Something new among values, decisions, lookups, words and tables: from a few inputs to the edit that puts it in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from builder.edits import Add, Edit, Set
from builder.grids.written import blank
from builder.references import Element, indexed
from builder.references.fresh import fresh
from builder.references.ids import kebab
from definitions.expressions import InvalidExpression
from definitions.expressions.parse import parse

FACTS = {"boolean": "Yes or no", "text": "Text", "money": "Money", "integer": "Whole number",
         "decimal": "Decimal number", "date": "Date"}  # fmt: skip
LISTS = {"value": "values", "decision": "decisions", "lookup": "lookups", "term": "terms"}


class Lacking(Exception):
    """What the inputs of a new thing do not say yet: of which ``kind`` it is to be, and ``words`` for the author."""

    def __init__(self, kind: str, words: str) -> None:
        super().__init__(words)
        self.kind, self.words = kind, words


def new(document: Mapping[str, Any], form: Mapping[str, str]) -> tuple[Edit, Element]:
    """The edit, and what it puts in.

    Raises:
        Lacking: something is not said, or not well.
    """
    kind, name = form.get("kind", ""), form.get("name", "").strip()
    if kind == "table":
        return _table(document, form)
    if kind not in LISTS:
        raise Lacking("value", "Choose what to add")
    if not name:
        raise Lacking(kind, "Enter a name")
    one = Element(kind, fresh(indexed(document), Element(kind, ""), name))
    part = {"value": _value, "decision": _decision, "lookup": _lookup, "term": _term}[kind](document, form)
    return Add(f"/{LISTS[kind]}", {"id": one.id} | part), one


def _value(document: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    of = form.get("type", "")
    if of not in FACTS:
        raise Lacking("value", "Choose what kind of fact it is")
    return {"type": of, "value": _expression("value", form.get("value", "")) or blank(of)}


def _decision(document: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    looked = _expression("decision", form.get("looks", ""))
    if not looked:
        raise Lacking("decision", "Choose what it looks at")
    of = form.get("type", "")
    of = of if of in FACTS else "text"
    output = fresh(indexed(document), Element("part", "", "new"), form.get("gives", "").strip() or "result")
    return {"inputs": [{"value": looked}], "outputs": {output.replace("-", "_"): of},
            "rules": [{"when": ["-"], "then": {output.replace("-", "_"): blank(of)}}]}  # fmt: skip


def _lookup(document: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    source, by = kebab(form.get("source", "")), _expression("lookup", form.get("looks", ""))
    if not source:
        raise Lacking("lookup", "Enter the name of the source")
    if not by:
        raise Lacking("lookup", "Choose what to look up")
    return {"source": source, "by": by, "gives": {"fact": "text"}}


def _term(document: Mapping[str, Any], form: Mapping[str, str]) -> dict[str, Any]:
    text = form.get("text", "").strip()
    if not text:
        raise Lacking("term", "Enter its usual wording")
    return {"variants": [{"text": text}]}


def _table(document: Mapping[str, Any], form: Mapping[str, str]) -> tuple[Edit, Element]:
    name, text = kebab(form.get("name", "").strip().removesuffix(".csv")), form.get("csv", "").strip()
    if not name:
        raise Lacking("table", "Enter a name")
    if f"{name}.csv" in document.get("tables", {}):
        raise Lacking("table", f"There is a table called {name} already")
    if "\n" not in text:
        raise Lacking("table", "Enter the names of the columns, and below them a row for each choice")
    return Set(f"/tables/{name}.csv", text.replace("\r\n", "\n") + "\n"), Element("table", f"{name}.csv")


def _expression(kind: str, written: str) -> str:
    plain = written.strip()
    if plain:
        try:
            parse(plain)
        except InvalidExpression as bad:
            raise Lacking(kind, bad.problems[0].message) from None
    return plain
