"""Every route through a form: walked with answers that make a difference, told as a tree whose like ends are one."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from builder.paths.candidates import Deciding, likely
from builder.paths.filling import Answers, flattened, with_answer, with_item
from builder.paths.minutes import minutes
from builder.paths.sources import Sources
from definitions.calendars import Moment
from definitions.form import Question
from definitions.journey import Journey, SectionVisit, Visit, walk
from definitions.reading.compile_service import compile_service
from definitions.visits import qualified

Document = Mapping[str, Any]
WALKS = 8000
"""How often the form is walked before the rest is left out: ``Routes.cut`` then says so."""


@dataclass(slots=True)
class Stop:
    """A page on a route, or its end: ``kind`` is page, stop (a page that ends it), sent, or stuck where no answer that
    was tried leads on. ``choices`` are the answers that lead on, each to a stop of its own."""

    kind: Literal["page", "stop", "sent", "stuck"]
    page: str = ""
    item: str = ""
    questions: tuple[str, ...] = ()
    minutes: float = 0.0
    choices: list[Choice] = field(default_factory=list)


@dataclass(slots=True)
class Choice:
    """``decided`` are the answers on the page that make a difference; ``answers`` all answers of a route so far."""

    decided: Mapping[str, Any]
    answers: Answers
    to: Stop


@dataclass(frozen=True, slots=True)
class Routes:
    """``first`` has a stop for each way that look-ups turn out: nothing found, everything found.

    ``findings`` are these ways: what each look-up gives, by its id and the names of its facts.
    ``pages`` and ``questions`` are those that nobody can reach, ``options`` answers that nobody can give, each with its
    question. Where ``cut``, the form has more routes than were walked, and what was not reached may yet be.
    """

    first: tuple[Stop, ...]
    findings: tuple[Mapping[str, Any], ...]
    pages: tuple[str, ...]
    questions: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    cut: bool

    @property
    def count(self) -> int:
        return sum(_counted(one, {}) for one in self.first)

    @property
    def minutes(self) -> tuple[float, float]:
        """The shortest and the longest route that is sent."""
        found = [time for one in self.first for time in _times(one, {})]
        return (min(found), max(found)) if found else (0.0, 0.0)


def routes(document: Document, moment: Moment, most: int = WALKS) -> Routes:
    """The routes through a document of the right shape."""
    explorer = Explorer(document, moment, most)
    first = explorer.all()
    asked = explorer.seen_questions
    options = [(q.id, o.value) for q in explorer.form.questions if q.id in asked and not q.table
               for o in q.options if o.when is not None and (q.id, o.value) not in explorer.taken]  # fmt: skip
    return Routes(
        first,
        tuple(explorer.sources.findings(moment)),
        tuple(page.id for page in explorer.form.every_page if page.id not in explorer.seen_pages),
        tuple(q.id for q in explorer.form.questions if q.id not in asked),
        tuple(options),
        explorer.walks >= most,
    )


class Explorer:
    """One search. ``facts`` are what look-ups give, by look-up: nothing is found where there are none."""

    def __init__(self, document: Document, moment: Moment, most: int) -> None:
        compiled = compile_service(document)
        self.form, self.moment, self.most = compiled.service.form, moment, most
        self.sources = Sources(compiled)
        self.deciding = Deciding(self.sources.expressions, self.sources.roots)
        self.walks = 0
        self._last: tuple[Answers, Mapping[str, Any], Journey] | None = None
        self.seen_pages: set[str] = set()
        self.seen_questions: set[str] = set()
        self.taken: set[tuple[str, str]] = set()
        self._known: dict[tuple[Any, ...], Stop] = {}
        self._waiting: deque[tuple[Stop, Visit, Answers, Mapping[str, Any]]] = deque()

    def walk(self, answers: Answers, facts: Mapping[str, Any]) -> Journey:
        """Where these answers lead. Once walked they are not changed, and most are asked of twice in a row."""
        if self._last is not None and self._last[0] is answers and self._last[1] is facts:
            return self._last[2]
        journey = self._walked(answers, facts)
        self._last = (answers, facts, journey)
        return journey

    def _walked(self, answers: Answers, facts: Mapping[str, Any]) -> Journey:
        self.walks += 1
        records: dict[str, Any] = {}
        for _ in range(len(self.form.lookups) + 1):
            journey = walk(self.form, answers, records, self.moment)
            if not journey.lookups_wanted:
                break
            for lookup, key in journey.lookups_wanted:
                given = facts.get(lookup.id)
                records[lookup.id] = {"key": key, "found": given is not None, "facts": given or {}}
        return journey

    def all(self) -> tuple[Stop, ...]:
        """The first stop for each way that look-ups turn out, once all that there is time for has been walked: by turns
        what was come upon first, so that no part of the form is forgotten, and what last, so that there are ends."""
        first = tuple(self.explore({}, facts) for facts in self.sources.findings(self.moment))
        last = True
        while self._waiting and self.walks < self.most:
            self._leave(*(self._waiting.pop() if last else self._waiting.popleft()))
            last = not last
        return first

    def explore(self, answers: Answers, facts: Mapping[str, Any]) -> Stop:
        """The stop that these answers lead to. What leads on from there is left for later."""
        journey = self.walk(answers, facts)
        here = journey.next
        if journey.stop is not None and (here is None or (isinstance(here, Visit) and here.page is journey.stop)):
            self.seen_pages.add(journey.stop.id)
            return Stop("stop", journey.stop.id)
        if here is None:
            return Stop("sent")
        if isinstance(here, SectionVisit):
            more = with_item(answers, here)
            return Stop("stuck", here.section.id) if more is None else self.explore(more, facts)
        key = (here.page.id, here.path, repr(facts), self._state(journey, here, answers))
        if key not in self._known:
            self._known[key] = stop = Stop("page", here.page.id, qualified(here.path, "")[:-1],
                                           tuple(q.id for q in here.questions), minutes(here))  # fmt: skip
            self._waiting.append((stop, here, answers, facts))
        return self._known[key]

    def _state(self, journey: Journey, here: Visit, answers: Answers) -> str:
        return self.sources.state(here.page.id, flattened(answers), journey.names_at(here.path), self.moment)

    def _leave(self, stop: Stop, visit: Visit, answers: Answers, facts: Mapping[str, Any]) -> None:
        self.seen_pages.add(visit.page.id)
        for after, decided in self._filled(visit, answers, facts, {}):
            if self.walks >= self.most:
                break
            stop.choices.append(Choice(decided, after, self.explore(after, facts)))
        if not stop.choices:
            stop.kind = "stuck" if self.walks < self.most else stop.kind

    def _filled(
        self, visit: Visit, answers: Answers, facts: Mapping[str, Any], decided: dict[str, Any]
    ) -> Iterator[tuple[Answers, dict[str, Any]]]:
        """The page answered in every way that makes a difference."""
        journey = self.walk(answers, facts)
        here = journey.visit(visit.page, visit.path)
        if here is None or here.left:
            if here is not None:
                yield answers, decided
            return
        self.seen_questions |= {question.id for question in here.questions}
        left = next((q for q in here.questions if _unanswered(q, answers, visit)), None)
        if left is None:
            if not here.questions:
                yield answers, decided
            return
        decides = left.id in self.sources.needed(visit.page.id)
        tried: set[str] = set()
        given = [one for one in flattened(answers).values() if isinstance(one, str)]
        answers_of = self.deciding.of if decides else likely
        for value in answers_of(left, self.moment, given):
            if self.walks >= self.most:
                return
            after = with_answer(answers, visit.path, left.id, value)
            journey = self.walk(after, facts)
            if not self._accepted(visit, left, value, journey):
                continue
            means = self.sources.meaning(left.id, value, journey.names_at(visit.path), self.moment)
            if decides and means in tried:
                continue
            tried.add(means)
            done = False
            for one in self._filled(visit, after, facts, decided | {left.id: value} if decides else decided):
                done = True
                yield one
            if done and not decides:
                return

    def _accepted(self, visit: Visit, question: Question, value: Any, journey: Journey) -> bool:
        here = journey.visit(visit.page, visit.path)
        name = qualified(visit.path, question.id)
        if here is None or name in journey.problems or (value is not None and name in journey.missing):
            return False
        chosen = value if isinstance(value, list) else [value]
        if question.options:
            self.taken |= {(question.id, one) for one in chosen if isinstance(one, str)}
        return True


def _unanswered(question: Question, answers: Answers, visit: Visit) -> bool:
    here: Any = answers
    for name, key in visit.path:
        items = here.get(name) or [{}]
        here = items[min(int(key), len(items)) - 1] if key.isdecimal() else items[-1]
    return question.id not in here


def _counted(stop: Stop, known: dict[int, int]) -> int:
    if id(stop) not in known:
        known[id(stop)] = 1  # a route that comes back to where it is counts once
        known[id(stop)] = sum(_counted(one.to, known) for one in stop.choices) or 1
    return known[id(stop)]


def _times(stop: Stop, known: dict[int, tuple[float, ...]]) -> tuple[float, ...]:
    """The shortest and longest time from here to sending; nothing where nobody gets there."""
    if id(stop) not in known:
        known[id(stop)] = ()
        below = [time for one in stop.choices for time in _times(one.to, known)]
        ends = [0.0] if stop.kind == "sent" else below
        known[id(stop)] = (min(ends) + stop.minutes, max(ends) + stop.minutes) if ends else ()
    return known[id(stop)]
