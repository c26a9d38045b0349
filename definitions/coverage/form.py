"""The form of a service, watched: its pages, sections, questions, rules and decision tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from definitions.coverage.watching import Cell, Output, Watch, numbered
from definitions.expressions import Expression
from definitions.form import Content, Decision, Form, Option, Page, Question, Repeat, Rule, Section, placed
from definitions.problems import pointer
from definitions.service import Service


def watched_form(service: Service, found: Watch) -> Form:
    form = service.form
    places = {table["id"]: n for n, table in enumerate(service.document.get("decisions", ()))}
    return replace(
        form,
        pages=tuple(_page(page, at, found) for at, page in numbered(form.pages, "/form/pages")),
        sections=_sections(form.sections, "/form/sections", found),
        derived=tuple(
            _decision(item, pointer("decisions", places.get(item.id, 0)), found) if isinstance(item, Decision) else item
            for item in form.derived
        ),
        terms=tuple(
            replace(term, text=found.text(term.text, f"{at}/variants")) for at, term in numbered(form.terms, "/terms")
        ),
    )


def _sections(sections: Sequence[Section], at: str, found: Watch) -> tuple[Section, ...]:
    return tuple(
        replace(
            section,
            title=found.text(section.title, f"{below}/title"),
            when=found.when(section.when, below),
            repeat=_repeat(section.repeat, f"{below}/repeat", found),
            pages=tuple(_page(page, place, found) for place, page in numbered(section.pages, f"{below}/pages")),
            rules=_rules(section.rules, below, found),
            sections=_sections(section.sections, f"{below}/sections", found),
        )
        for below, section in numbered(sections, at)
    )


def _repeat(repeat: Repeat | None, at: str, found: Watch) -> Repeat | None:
    if repeat is None:
        return None
    texts = {name: found.text(getattr(repeat, name), f"{at}/{name}") for name in ("label", "name", "add")}
    return replace(repeat, **texts)


def _page(page: Page, at: str, found: Watch) -> Page:
    found.reach("page", at, f"page “{page.id}”", page.id)
    return replace(
        page,
        when=found.when(page.when, at),
        title=found.text(page.title, f"{at}/title"),
        questions=tuple(watched_question(q, below, found) for below, q in placed(page.questions, f"{at}/questions")),
        content=tuple(_content(c, below, found) for below, c in numbered(page.content, f"{at}/content")),
        rules=_rules(page.rules, at, found),
    )


def _content(content: Content, at: str, found: Watch) -> Content:
    return replace(content, when=found.when(content.when, at), text=found.text(content.text, f"{at}/text"))


def watched_question(question: Question, at: str, found: Watch, owner: str = "") -> Question:
    """A question of the form or of an action; of a task, its ``owner``."""
    return replace(
        question,
        when=found.when(question.when, at),
        label=found.text(question.label, f"{at}/label"),
        hint=found.text(question.hint, f"{at}/hint"),
        options=question.options if question.table else _options(question, f"{at}/options", found, owner),
        rules=_rules(question.rules, at, found),
    )


def _options(question: Question, at: str, found: Watch, owner: str) -> tuple[Option, ...]:
    """Nobody can try every row of a table, so only options that are listed are counted."""
    name = f"{owner}.{question.id}" if owner else question.id
    return tuple(_option(option, name, below, found) for below, option in numbered(question.options, at))


def _option(option: Option, question_id: str, at: str, found: Watch) -> Option:
    found.reach("option", at, f"option “{option.value}” of “{question_id}”", question_id, option.value)
    return replace(option, when=found.when(option.when, at))


def _rules(rules: Sequence[Rule], at: str, found: Watch) -> tuple[Rule, ...]:
    return tuple(
        replace(
            rule,
            require=found.condition("require", rule.require, f"{below}/require"),
            message=found.text(rule.message, f"{below}/message"),
        )
        for below, rule in numbered(rules, f"{at}/rules")
    )


def _decision(decision: Decision, at: str, found: Watch) -> Decision:
    rules = []
    for n, rule in enumerate(decision.rules):
        never_false = all(cell.test is None for cell in rule.cells)
        sides = found.sides("rule", f"{at}/rules/{n}", f"rule {n + 1} of “{decision.id}”", never_false=never_false)
        cells = tuple(
            replace(c, test=c.test and cast(Expression, Cell(c.test, sides, strict=True))) for c in rule.cells
        )
        outputs = {name: cast(Expression, Output(e, sides, strict=True)) for name, e in rule.outputs.items()}
        rules.append(replace(rule, cells=cells, outputs=outputs))
    return replace(decision, rules=tuple(rules))
