"""Where an applicant is in a form: the route, what comes next and what is wrong, all derived from the answers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from definitions.answering import Answered, Problems, answer, judge_page
from definitions.calendars import Moment
from definitions.facts import Answers
from definitions.form import Content, Form, Lookup, Page, Question
from definitions.known import Defect, Known, Record
from definitions.scope import Scope
from definitions.service import Service


@dataclass(frozen=True, slots=True)
class Visit:
    """A page on the route, with the questions and content that are shown on it. ``left``: nothing on it is to be
    done."""

    page: Page
    questions: tuple[Question, ...]
    content: tuple[Content, ...]
    left: bool


@dataclass(frozen=True, slots=True)
class Journey:
    """The route that these answers lead along.

    ``next_page`` is the first page not yet left complete, or the stop page when only that is left; None means "check
    your answers". ``stop`` is the stop page that ends the route, if one does. ``answers`` are only those to questions
    and options on the route, ``values`` what follows from them, ``names`` both with the facts looked up: all that a
    text or an expression may name. ``problems`` says what is wrong with answers on the route, by question id, or by
    page id for a rule of the page; ``missing`` names required questions without an answer.

    ``lookups`` are the records on the route that answer their present key, ``lookups_wanted`` those due that were not
    yet fetched, or fetched for another key; ``unavailable`` those whose source was down. ``defects`` are expressions
    that failed while running.
    """

    pages: tuple[Page, ...]
    next_page: Page | None
    stop: Page | None
    answers: Answers
    names: Mapping[str, Any]
    values: Mapping[str, Any]
    problems: Problems
    missing: tuple[str, ...]
    visits: tuple[Visit, ...]
    lookups: Mapping[str, Record]
    lookups_wanted: tuple[tuple[Lookup, Any], ...]
    unavailable: tuple[Lookup, ...]
    defects: tuple[Defect, ...]

    @property
    def complete(self) -> bool:
        """Whether it may be sent: every required answer that is asked for is there, all are good, and nothing stops
        it."""
        return self.stop is None and not self.missing and not self.problems

    def may_visit(self, page: Page) -> bool:
        """Whether the applicant may open this page: it is on the route, and everything before it is done."""
        if page not in self.pages:
            return False
        return self.next_page is None or self.pages.index(page) <= self.pages.index(self.next_page)

    def visit(self, page: Page) -> Visit | None:
        return next((visit for visit in self.visits if visit.page is page), None)

    def following(self, page: Page) -> Page | None:
        """Where to go on leaving ``page``: the next page that only informs, or else ``next_page`` (None: check).

        A page without questions never needs doing, so ``next_page`` alone would pass it by.
        """
        if page in self.pages and self.may_visit(page):
            at = self.pages.index(page)
            for visit in self.visits[at + 1 :]:
                if self.may_visit(visit.page) and not visit.questions:
                    return visit.page
                if not visit.left:
                    break
        return self.next_page


def walk(
    form: Form,
    answers: Answers,
    lookups: Mapping[str, Record],
    moment: Moment,
    *,
    service: Service | None = None,
    language: str = "en",
) -> Journey:
    """Follow the route from the first page, with no memory but the answers.

    ``answers`` are as stored: None means asked and left blank, a missing key not asked yet. ``lookups`` are records
    (see ``known.Record``) by lookup id; those not on the route are ignored. A condition sees only answers given on
    earlier pages, or earlier on its page, and only while their question and option are on the route. ``service`` and
    ``language`` are for the words of problems. Never raises: what cannot be worked out is not shown, and is listed in
    ``defects``.
    """
    known = Known(form, lookups, moment)
    scope = Scope(service, known.names, moment, language)
    visits: list[Visit] = []
    kept: dict[str, Any] = {}
    problems: dict[str, Any] = {}
    missing: list[str] = []
    for page in form.pages:
        if not known.holds(page.when):
            continue
        found = answer(page.questions, answers, known, scope)
        content = tuple(item for item in page.content if known.holds(item.when))
        if page.questions and not found.shown and not content:
            continue
        judge_page(page.id, page.rules, found, known, scope)
        kept |= found.answers
        problems |= found.problems
        missing += found.missing
        visits.append(Visit(page, tuple(found.shown), content, page.kind != "stop" and _left(found)))
        if page.kind == "stop":
            break
    known.settle()
    return _journey(form, visits, kept, problems, missing, lookups, known)


def _left(found: Answered) -> bool:
    return found.complete and not found.unasked


def _journey(
    form: Form,
    visits: list[Visit],
    kept: dict[str, Any],
    problems: dict[str, Any],
    missing: list[str],
    records: Mapping[str, Record],
    known: Known,
) -> Journey:
    last = visits[-1].page if visits else None
    due = [(lookup, known.keys[lookup.id]) for lookup in form.lookups if lookup.id in known.keys]
    fetched = {
        lookup.id: records[lookup.id] for lookup, key in due if records.get(lookup.id, {}).get("key", ...) == key
    }
    return Journey(
        pages=tuple(visit.page for visit in visits),
        next_page=next((visit.page for visit in visits if not visit.left), None),
        stop=last if last and last.kind == "stop" else None,
        answers=kept,
        names=known.names,
        values={item.id: known.names[item.id] for item in form.derived if item.id in known.names},
        problems=problems,
        missing=tuple(missing),
        visits=tuple(visits),
        lookups=fetched,
        lookups_wanted=tuple((lookup, key) for lookup, key in due if lookup.id not in fetched),
        unavailable=tuple(lookup for lookup, _ in due if fetched.get(lookup.id, {}).get("unavailable")),
        defects=tuple(known.defects),
    )
