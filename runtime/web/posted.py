"""What somebody sent from a page: the good answers, what is wrong with the others, and all as they typed it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from uuid import uuid4

from flask import request

from definitions.form import Page, Question
from definitions.journey import Journey
from definitions.questions import KINDS
from definitions.questions.kind import AnswerProblem, BadAnswer
from definitions.scope import Scope
from definitions.service import Service
from definitions.text import Text
from definitions.visits import qualified
from runtime.web.asking import is_plain_page
from runtime.web.held import Held
from runtime.web.spots import Spot

Typed = Mapping[str, Sequence[str]]
ASKED = "asked"
"""The hidden input that names the questions a page showed: an unticked box sends nothing, but was asked."""

VERSION = "version"
"""The hidden input that says which version asked."""


@dataclass(slots=True)
class Posted:
    """``answers`` holds None for what was left blank. ``problems`` are by question id, in the page's order."""

    typed: Typed
    answers: dict[str, Any] = field(default_factory=dict)
    problems: dict[str, tuple[AnswerProblem, ...]] = field(default_factory=dict)
    unanswered: list[Question] = field(default_factory=list)
    """Recommended questions that were left blank."""
    files: dict[str, Any] = field(default_factory=dict)
    """The files that each question has now, sent with this form or before."""
    status: int = 422
    """Of the page that says what is wrong."""


def read_page(held: Held, spot: Spot, typed: Typed) -> tuple[Posted, Journey]:
    """Read what a page of the form sent, question by question, each seeing the answers before it.

    Only questions that the page showed and that are on the route are read: whatever else was sent is dropped. The
    journey is the one that the good answers lead to.
    """
    page, path = spot.page, spot.path
    assert page is not None
    posted, asked = Posted(typed), _asked(typed, page)
    journey = held.route() if is_plain_page(held.service, page) else held.journey()
    hangs_together = _hangs_together(page)
    for question in page.questions:
        if question.id not in asked:
            continue
        good = {**dict.fromkeys(posted.problems), **posted.answers}
        if hangs_together and good:
            journey = held.journey({**held.answers, **stored(spot, good)})
        visit = journey.visit(page, path)
        if visit and question in visit.questions:
            read(question, typed, held.scope(journey.names_at(path)), posted)
    good = {**dict.fromkeys(posted.problems), **posted.answers}
    journey = held.journey({**held.answers, **stored(spot, good)})
    for place in (*(question.id for question in page.questions), page.id):
        problems = journey.problems.get(qualified(path, place))
        if problems and place not in posted.problems:
            posted.problems[place] = problems
    return posted, journey


def stored(spot: Spot, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers of a page under the names by which an application stores them."""
    return {qualified(spot.path, name): value for name, value in answers.items()}


def read(question: Question, typed: Typed, scope: Scope, posted: Posted) -> None:
    """Read one question's inputs into ``posted``."""
    kind = KINDS[question.kind]
    try:
        value = kind.parse(question, typed, scope)
        if value is None and question.required is True:
            raise kind.missing(question, scope)
    except BadAnswer as bad:
        posted.problems[question.id] = bad.problems
        return
    posted.answers[question.id] = value
    if value is None and question.required == "recommended":
        posted.unanswered.append(question)


def read_asked(questions: Iterable[Question], typed: Typed, scope: Scope) -> Posted:
    """Read what an action asked: its questions see the case, and of one another only the choice they stand under."""
    posted = Posted(typed)
    for question in questions:
        if question.under is None or question.under.chosen(posted.answers):
            read(question, typed, scope, posted)
    return posted


def read_in_turn(questions: Iterable[Question], scope: Scope, posted: Posted) -> Scope:
    """Read questions into ``posted``, each asked or not by the answers to those before it. Returns the scope with
    these."""
    names = dict(scope.names)
    seeing = replace(scope, names=names)
    for question in questions:
        if seeing.asks(question) and (question.under is None or question.under.chosen(posted.answers)):
            read(question, posted.typed, seeing, posted)
            if posted.answers.get(question.id) is not None:
                names[question.id] = posted.answers[question.id]
    return seeing


def version_mark(service: Service) -> str:
    return service.hash[:12]


def whole_number(bits: int = 31) -> Callable[[str], int]:
    """What reads a whole number of an address that PostgreSQL can hold in so many bits, and no other."""

    def read(text: str) -> int:
        number = int(text)
        if abs(number) >= 2**bits:
            raise ValueError(text)
        return number

    return read


def sent_key() -> str:
    """The key that makes sending a form twice the same as once; a new one where what was sent can be none."""
    key = request.form.get("key", "")[:100]
    return key if key and key.isascii() and key.isprintable() else str(uuid4())


def filled(questions: Iterable[Question], answers: Mapping[str, Any]) -> Typed:
    """What the inputs would hold to give these answers."""
    answered = ((question, answers[question.id]) for question in questions if answers.get(question.id) is not None)
    inputs = [pair for question, value in answered for pair in KINDS[question.kind].fill(question, value).items()]
    return {name: [given] if isinstance(given, str) else given for name, given in inputs}


def typed_form() -> Typed:
    """This request's form, every input with all that was sent under its name."""
    return {name: request.form.getlist(name) for name in request.form}


@lru_cache(maxsize=4096)
def _hangs_together(page: Page) -> bool:
    """Whether what one question of the page shows depends on the answer to another of the same page."""
    ids = {question.id for question in page.questions}
    used: set[str] = set()
    for question in page.questions:
        conditions = [question.when, *(option.when for option in question.options)]
        used |= {name for condition in conditions if condition for name in condition.names}
        texts = [question.label, question.hint, question.help, *question.settings.values()]
        used |= {name for text in texts if isinstance(text, Text) for name in text.names}
    if any(question.under for question in page.questions):
        return True
    return len(ids) > 1 and not ids.isdisjoint(name.partition(".")[0] for name in used)


def _asked(typed: Typed, page: Page) -> frozenset[str]:
    if named := typed.get(ASKED):
        return frozenset(named[0].split())
    return frozenset(question.id for question in page.questions)
