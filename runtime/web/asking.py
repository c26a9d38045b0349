"""Questions and words of a page as HTML, from fragments kept by what they depend on."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from flask import current_app
from markupsafe import Markup

from definitions.form import Content, Page, Question
from definitions.markdown import escape
from definitions.questions import KINDS
from definitions.questions.kind import AnswerProblem, Filled
from definitions.questions.present import Found, present, typed_in
from definitions.scope import Scope
from definitions.service import Service
from definitions.text import Text
from definitions.words import direction, words
from runtime.web.fragments import Frame, Kept, escaped, markdown, safe, slot

CHOICES = frozenset({"radios", "checkboxes", "select", "yes-no", "declaration"})
"""Kinds whose inputs hold one of a few values, so that the HTML with each is worth keeping."""

Revealed = Mapping[str, str]
"""HTML of the questions under each choice, by its value."""

NO_MARKS: Mapping[str, str] = {}

MANY = 30
"""Choices of a list that is kept once, rather than with each of them chosen."""

_questions = Kept()
_contents = Kept()


@dataclass(frozen=True, slots=True)
class Mistake:
    """A line of the error summary: where it leads and what it says."""

    href: str
    text: str


def questions_html(
    scope: Scope,
    questions: Sequence[Question],
    answers: Mapping[str, Any],
    *,
    heading: bool = False,
    searching: bool = False,
    kept: Container[str] = (),
) -> str:
    """The questions with the answers already given, as a page shows them before anything is sent from it.

    ``searching``: the page can look for addresses; on any other they are typed. ``kept`` are questions whose answers
    stay as they are: they are shown, with no input to change them.
    """
    questions = questions if searching else [*map(_typed_only, questions)]
    below = _below(questions)

    def html(question: Question) -> str:
        revealed = {value: "".join(map(html, inner)) for value, inner in below.get(question.id, {}).items()}
        heads = heading and question is questions[0]
        if question.id in kept:
            return _stays(question, scope, answers, heads, revealed)
        return _in_own_language(question, scope, _asked(scope, question, answers.get(question.id), heads, revealed))

    return "".join([html(question) for question in questions if question.under is None])


def questions_again(
    scope: Scope,
    questions: Sequence[Question],
    typed: Mapping[str, Sequence[str]],
    problems: Mapping[str, Sequence[AnswerProblem]],
    answers: Mapping[str, Any],
    *,
    heading: bool = False,
    found: Mapping[str, Found] | None = None,
    kept: Container[str] = (),
) -> str:
    """The questions as they were sent, each with what is wrong with it. Never kept: it holds what somebody typed.

    ``found``: what a search for an address found, on a page that can look for one.
    """
    questions = questions if found is not None else [*map(_typed_only, questions)]
    marks, below = _marks(problems), _below(questions)

    def html(question: Question) -> str:
        revealed = {value: "".join(map(html, inner)) for value, inner in below.get(question.id, {}).items()}
        if question.id in kept:
            return _stays(question, scope, answers, heading and question is questions[0], revealed)
        raw = typed_in(question, KINDS[question.kind].inputs(question), typed)
        heads = heading and question is questions[0]
        more: dict[str, Any] = {"answer": answers.get(question.id), "found": (found or {}).get(question.id)}
        made = _html(question, scope, raw, heads, revealed, marks=marks, **more)
        return _in_own_language(question, scope, Frame(made).join(_slots(revealed)))

    return "".join([html(question) for question in questions if question.under is None])


def mistakes(problems: Mapping[str, Sequence[AnswerProblem]]) -> tuple[Mistake, ...]:
    """The error summary, in the order of the page; each line leads to the input that is wrong."""
    lines = (Mistake(f"#{problem.input}", problem.message) for found in problems.values() for problem in found)
    return tuple(dict.fromkeys(lines))


def contents_html(contents: Iterable[Content], scope: Scope) -> tuple[Markup, ...]:
    """An author's words, formatted. What applicants said in them is escaped first, so that it can format nothing."""
    return tuple(_content(content.text, scope) for content in contents)


def formatted(text: Text, scope: Scope) -> Markup:
    return _content(text, scope)


def other_language(text: Text | None, spoken: str) -> str:
    """The language that a text is in, when it has none in the language of the page; "" when it has."""
    return "" if text is None or not text.variants or spoken in text.variants else next(iter(text.variants))


def is_fixed(text: Text | None) -> bool:
    """Whether a text says the same to everybody, always."""
    return text is None or all(v.when is None and len(v.parts) == 1 for vs in text.variants.values() for v in vs)


@lru_cache(maxsize=8192)
def is_fixed_question(question: Question) -> bool:
    """Whether a question looks the same to everybody, always, but for its answer."""
    texts = [question.label, question.hint, question.why, question.help]
    texts += [text for option in question.options for text in (option.label, option.hint)]
    texts += [each for each in question.settings.values() if isinstance(each, Text)]
    texts += [text for column in question.columns for text in (column.label, *(o.label for o in column.options))]
    always = not question.where and not any(option.when for option in question.options)
    return question.kind != "file" and all(map(is_fixed, texts)) and always


@lru_cache(maxsize=4096)
def is_fixed_page(service: Service, page: Page) -> bool:
    """Whether a page looks the same to everybody, always, but for its questions."""
    texts = [service.title, page.title, *(content.text for content in page.content)]
    plain = not page.calculated and not any(content.when for content in page.content)
    return plain and all(map(is_fixed, texts))


@lru_cache(maxsize=4096)
def is_plain_page(service: Service, page: Page) -> bool:
    """Whether what was answered before changes nothing of a page but which of its questions are asked."""
    return is_fixed_page(service, page) and all(map(is_fixed_question, page.questions))


@lru_cache(maxsize=1024)
def _typed_only(question: Question) -> Question:
    """The question without its search for an address."""
    if "lookup" not in question.settings:
        return question
    return replace(question, settings={name: of for name, of in question.settings.items() if name != "lookup"})


def _in_own_language(question: Question, scope: Scope, html: str) -> str:
    """The question marked as being in another language than its page, where it is not translated."""
    other = other_language(question.label, scope.language)
    return f'<div lang="{escaped(other)}" dir="{direction(other)}">{html}</div>' if other else html


def _asked(scope: Scope, question: Question, answer: Any, heading: bool, revealed: Revealed) -> str:
    raw = {} if answer is None else KINDS[question.kind].fill(question, answer)
    if not is_fixed_question(question):
        return Frame(_html(question, scope, raw, heading, revealed, answer=answer)).join(_slots(revealed))

    def made(holding: Filled) -> str:
        return _html(question, scope, holding, heading, revealed)

    if question.kind == "select" and len(question.options) > MANY:
        html = _questions.get((question, scope.language, heading), lambda: made({})).join({})
        return _selected(html, str(raw.get(question.id, "")))
    if question.kind in CHOICES:
        chosen = (question, scope.language, heading, tuple(raw.get(question.id) or ()), tuple(revealed))
        return _questions.get(chosen, lambda: made(raw)).join(_slots(revealed))
    filled = {name: text for name, text in raw.items() if text}
    key = (question, scope.language, heading, *filled)
    frame = _questions.get(key, lambda: made({name: slot(name) for name in filled}))
    return frame.join({name: escaped(str(text)) for name, text in filled.items()})


def _stays(question: Question, scope: Scope, answers: Mapping[str, Any], heading: bool, revealed: Revealed) -> str:
    """An answer that stays as it is, and what it reveals."""
    value, shown = answers.get(question.id), present(question, scope)
    lines = KINDS[question.kind].show(question, value, scope.language).split("\n")
    macros = current_app.jinja_env.get_template("questions/kept.html").module
    said = words(scope.language)("question.kept")
    told = str(macros.kept(shown, lines, said, heading and shown.heads))  # type: ignore[attr-defined]
    chosen = value if isinstance(value, list) else [value]
    return "".join([told, *(html for option, html in revealed.items() if option in chosen)])


def _selected(html: str, value: str) -> str:
    """A long list with one choice made in it: to keep a copy of it for each choice would fill the memory."""
    begins = f'<option value="{escaped(value)}"'
    return html.replace(f"{begins}>", f"{begins} selected>", 1) if value else html


def _below(questions: Iterable[Question]) -> Mapping[str, Mapping[str, list[Question]]]:
    """The questions that a choice reveals, by the question that offers it and the choice."""
    below: dict[str, dict[str, list[Question]]] = {}
    for question in questions:
        if under := question.under:
            below.setdefault(under.question, {}).setdefault(under.option, []).append(question)
    return below


def _slots(revealed: Revealed) -> dict[str, str]:
    return {f"under {value}": html for value, html in revealed.items()}


def _html(
    question: Question,
    scope: Scope,
    raw: Filled,
    heading: bool,
    revealed: Revealed,
    *,
    answer: Any = None,
    marks: Mapping[str, str] = NO_MARKS,
    found: Found | None = None,
) -> str:
    """One question by its macro. What its choices reveal is put in afterwards: a macro would indent what was typed."""
    shown = present(question, scope, answer)
    if found:
        shown = replace(shown, found=found)
    if revealed:
        slots = {value: slot(f"under {value}") for value in revealed}
        shown = replace(shown, options=tuple(replace(o, reveals=slots.get(o.value, "")) for o in shown.options))
    macros = current_app.jinja_env.get_template("questions/question.html").module
    help = _content(question.help, scope) if question.help else ""
    return str(macros.question(shown, raw, marks, heading and shown.heads, help))  # type: ignore[attr-defined]


def _marks(problems: Mapping[str, Sequence[AnswerProblem]]) -> dict[str, str]:
    """The message by input; "" for one that is wrong together with another."""
    marks: dict[str, str] = {}
    for found in problems.values():
        for problem in found:
            marks |= {name: "" for name in problem.also if name not in marks}
            if not marks.get(problem.input):
                marks[problem.input] = problem.message
    return marks


def _content(text: Text, scope: Scope) -> Markup:
    if is_fixed(text):
        words = text.render(scope)
        return safe(_contents.get(words, lambda: str(markdown(words))).join({}))
    return markdown(text.render(scope, escape=escape))
