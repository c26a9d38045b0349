"""The form of a document, compiled: pages, questions, and all that follows from answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any, TypeVar

from definitions.form import Cell, Decision, DecisionRule, Form, Lookup, Term, Value
from definitions.reading.compile_names import fact
from definitions.reading.compile_pages import END, compile_page
from definitions.reading.compile_sections import compile_sections, waits
from definitions.reading.compiling import Compiling, Document, Where, numbered
from definitions.types import TEXT

T = TypeVar("T")


def compile_form(compiling: Compiling) -> Form:
    document = compiling.document
    anywhere = Where(compiling.form, END)

    def parts(name: str, make: Callable[[Compiling, Document, str, Where], T]) -> tuple[T, ...]:
        return tuple(
            make(compiling, part, at, anywhere) for _, at, part in numbered(document.get(name, ()), f"/{name}")
        )

    pages = tuple(
        compile_page(compiling, page, at, Where(compiling.form, n))
        for n, at, page in numbered(document["form"].get("pages", ()), "/form/pages")
    )
    sections = compile_sections(compiling, document["form"], "/form", Where(compiling.form, len(pages)))
    form = Form(
        pages=pages,
        lookups=parts("lookups", _lookup),
        derived=(*parts("values", _value), *parts("decisions", _decision)),
        terms=parts("terms", _term),
        sections=sections,
        task_list=document["form"].get("task_list", True),
    )
    return replace(form, sections=waits(form, compiling.uses, document)) if sections else form


def _value(compiling: Compiling, value: Document, at: str, where: Where) -> Value:
    type = fact(value["type"])
    expression = compiling.expression(value["value"], f"{at}/value", where, type)
    return Value(value["id"], type, expression, value.get("live", False))


def _decision(compiling: Compiling, decision: Document, at: str, where: Where) -> Decision:
    inputs = tuple(
        compiling.expression(one["value"], f"{below}/value", where, None)
        for _, below, one in numbered(decision["inputs"], f"{at}/inputs")
    )
    outputs = {name: fact(kind) for name, kind in decision["outputs"].items()}
    sources = [one["value"] for one in decision["inputs"]]
    sound = [compiling.sound(f"{at}/inputs/{n}") for n in range(len(sources))]

    def results(part: Document, below: str) -> dict[str, Any]:
        return {
            name: compiling.expression(source, f"{below}/{name}", where, outputs.get(name))
            for name, source in part.items()
        }

    def rule(_: int, below: str, row: Document) -> DecisionRule:
        cells = tuple(
            Cell(cell, compiling.cell(cell, sources[n], place, where) if n < len(sources) and sound[n] else None)
            for n, place, cell in numbered(row["when"], f"{below}/when")
        )
        return DecisionRule(cells, results(row["then"], f"{below}/then"))

    otherwise = decision.get("otherwise")
    return Decision(
        id=decision["id"],
        inputs=inputs,
        outputs=outputs,
        rules=tuple(rule(*one) for one in numbered(decision["rules"], f"{at}/rules")),
        policy=decision.get("policy", "first"),
        otherwise=None if otherwise is None else results(otherwise, f"{at}/otherwise"),
        live=decision.get("live", False),
    )


def _lookup(compiling: Compiling, lookup: Document, at: str, where: Where) -> Lookup:
    return Lookup(
        id=lookup["id"],
        source=lookup["source"],
        by=compiling.expression(lookup["by"], f"{at}/by", where, TEXT),
        gives={name: fact(kind) for name, kind in lookup["gives"].items()},
        kinds=dict(lookup["gives"]),
        unavailable=lookup.get("unavailable", "continue"),
    )


def _term(compiling: Compiling, term: Document, at: str, where: Where) -> Term:
    key = compiling.translations.key("terms", term["id"], "variants")
    return Term(term["id"], compiling.text(term, "variants", at, where, key))
