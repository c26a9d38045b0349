"""The form of a document, compiled: pages, questions, and all that follows from answers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from definitions.form import (
    Cell,
    Content,
    Decision,
    DecisionRule,
    Form,
    Lookup,
    Option,
    Page,
    Question,
    Rule,
    Term,
    Value,
)
from definitions.reading.compile_names import fact
from definitions.reading.compiling import Compiling, Document, Where, numbered
from definitions.schema import settings
from definitions.text import Text
from definitions.types import TEXT

T = TypeVar("T")

END = 1_000_000
"""A place after every question of a page, and after every page of a form."""

_WORDED = ("yes", "no", "statement", "pattern_message")


def compile_form(compiling: Compiling) -> Form:
    document = compiling.document
    anywhere = Where(compiling.form, END)

    def parts(name: str, make: Callable[[Compiling, Document, str, Where], T]) -> tuple[T, ...]:
        return tuple(
            make(compiling, part, at, anywhere) for _, at, part in numbered(document.get(name, ()), f"/{name}")
        )

    return Form(
        pages=tuple(
            _page(compiling, page, at, n) for n, at, page in numbered(document["form"]["pages"], "/form/pages")
        ),
        lookups=parts("lookups", _lookup),
        derived=(*parts("values", _value), *parts("decisions", _decision)),
        terms=parts("terms", _term),
    )


def _page(compiling: Compiling, page: Document, at: str, place: int) -> Page:
    before, last = Where(compiling.form, place), Where(compiling.form, place, END - 1)
    key = compiling.translations.key

    def content(n: int, at: str, part: Document) -> Content:
        text = compiling.text(part, "text", at, before, key("pages", page["id"], f"content.{n}"))
        return Content(text, compiling.when(part, at, before))

    return Page(
        id=page["id"],
        title=compiling.text(page, "title", at, before, key("pages", page["id"], "title")),
        kind=page.get("kind", "page"),
        when=compiling.when(page, at, before),
        questions=tuple(
            compile_question(compiling, question, below, Where(compiling.form, place, n))
            for n, below, question in numbered(page.get("questions", ()), f"{at}/questions")
        ),
        content=tuple(content(*one) for one in numbered(page.get("content", ()), f"{at}/content")),
        rules=_rules(compiling, page, at, last, ("pages", page["id"])),
    )


def compile_question(compiling: Compiling, question: Document, at: str, where: Where) -> Question:
    """A question of a page, or of a transition's ``ask``. Its own rules may use its own answer."""
    id = question["id"]

    def text(name: str) -> Text | None:
        if name not in question:
            return None
        return compiling.text(question, name, at, where, compiling.translations.key("questions", id, name))

    own: dict[str, Any] = {name: question[name] for name in settings(question["type"]) if name in question}
    own |= {name: text(name) for name in _WORDED if name in own}
    return Question(
        id=id,
        kind=question["type"],
        label=text("label") or Text(),
        hint=text("hint"),
        why=text("why"),
        required=question.get("required", True),
        when=compiling.when(question, at, where),
        options=tuple(
            _option(compiling, option, below, where, id)
            for _, below, option in numbered(question.get("options", ()), f"{at}/options")
        ),
        rules=_rules(compiling, question, at, where, ("questions", id)),
        sensitive=question.get("sensitive", False),
        seen_by=tuple(question.get("seen_by", ())),
        searchable=question.get("searchable", False),
        settings=own,
    )


def _option(compiling: Compiling, option: Document, at: str, where: Where, question: str) -> Option:
    def key(name: str) -> str:
        return compiling.translations.key("questions", question, f"{option['value']}.{name}")

    return Option(
        value=option["value"],
        label=compiling.text(option, "label", at, where, key("label")),
        hint=compiling.maybe_text(option, "hint", at, where, key("hint")),
        when=compiling.when(option, at, where),
    )


def _rules(compiling: Compiling, part: Document, at: str, where: Where, owner: tuple[str, str]) -> tuple[Rule, ...]:
    """Rules may use the answers they are about."""
    if "rules" not in part:
        return ()
    where = where.after
    return tuple(
        Rule(
            require=compiling.expression(rule["require"], f"{below}/require", where),
            message=compiling.text(rule, "message", below, where, compiling.translations.key(*owner, f"rules.{n}")),
        )
        for n, below, rule in numbered(part.get("rules", ()), f"{at}/rules")
    )


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
