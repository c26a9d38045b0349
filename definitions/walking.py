"""One walk through a form: page by page, section by section, item by item, with what was found on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from definitions.answering import Answered, answer, failed_rules, judge_page
from definitions.facts import Answers
from definitions.form import Form, Page, Repeat, Section
from definitions.known import Known
from definitions.questions.kind import AnswerProblem
from definitions.scope import Scope
from definitions.visits import ItemVisit, Path, SectionVisit, State, Visit, qualified
from definitions.words import words

KEY = "_"
"""Under which an item of stored answers carries its key. No case ever holds it."""

MORE = 10
"""Items over the most allowed that are still looked at, so that somebody can see and remove them. No expression sees
them in the list: what it may cost is reckoned with the most allowed."""


class Walker:
    """``visits``, ``problems`` and ``missing`` are of the whole walk, with qualified names inside items; ``stop`` is
    the page that ended it. What comes after that is listed, but not visited."""

    __slots__ = ("known", "missing", "problems", "scope", "stop", "visits")

    def __init__(self, known: Known, scope: Scope) -> None:
        self.known, self.scope = known, scope
        self.visits: list[Visit] = []
        self.problems: dict[str, tuple[AnswerProblem, ...]] = {}
        self.missing: list[str] = []
        self.stop: Page | None = None

    def pages(
        self, pages: Sequence[Page], given: Answers, kept: dict[str, Any],
        *, open: bool = True, section: Section | None = None, path: Path = (),
    ) -> tuple[Visit, ...]:  # fmt: skip
        """Visit pages in order. The answers that are on the route are put into ``kept``."""
        known, begin = self.known, len(self.visits)
        for page in pages:
            if not known.holds(page.when):
                continue
            found = answer(page.questions, given, known, self.scope)
            content = tuple(item for item in page.content if known.holds(item.when))
            if page.questions and not found.shown and not content:
                continue
            judge_page(page.id, page.rules, found, known, self.scope)
            kept |= found.answers
            self._note(found, path)
            left = page.kind != "stop" and found.complete and not found.unasked
            begun = len(found.unasked) < len(found.shown)
            asked, waiting = tuple(found.shown), tuple(found.waiting)
            self.visits.append(Visit(page, asked, content, left, open, begun, section, path, waiting))
            open = open and left
            if page.kind == "stop":
                self.stop = page
                break
        return tuple(self.visits[begin:])

    def sections(self, form: Form, given: Answers, kept: dict[str, Any]) -> tuple[SectionVisit, ...]:
        """Visit the form's sections, once its own pages have been visited."""
        open = self.stop is None and all(visit.left for visit in self.visits)
        found: list[SectionVisit] = []
        for section in form.sections:
            waits = tuple(one.section for one in found if one.section.id in section.waits and not one.done)
            in_line = form.task_list or all(one.done for one in found)
            one = self._section(section, given, kept, (), waits, open=open and in_line and not waits)
            if one is not None:
                found.append(one)
        return tuple(found)

    def _note(self, found: Answered, path: Path) -> None:
        if not path:
            self.problems |= found.problems
            self.missing += found.missing
        else:
            self.problems |= {qualified(path, name): problems for name, problems in found.problems.items()}
            self.missing += (qualified(path, name) for name in found.missing)

    def _section(
        self, section: Section, given: Answers, kept: dict[str, Any], path: Path, waits: tuple[Section, ...],
        *, open: bool,
    ) -> SectionVisit | None:  # fmt: skip
        """None when it is not asked: its condition is not met, or none of its pages has anything to ask."""
        if not self.known.holds(section.when):
            return None
        if self.stop:
            return SectionVisit(section, path, "cannot-start", waits)
        if section.repeat:
            return self._list(section, section.repeat, given, kept, path, waits, open=open)
        visits = self.pages(section.pages, given, kept, open=open, section=section, path=path)
        if not visits:
            return None
        problems = self._judged(section, path)
        done = not problems and all(visit.left for visit in visits)
        state = _state(open=open, done=done, begun=any(visit.begun for visit in visits))
        return SectionVisit(section, path, state, waits, visits, problems=problems)

    def _list(
        self, section: Section, repeat: Repeat, given: Answers, kept: dict[str, Any], path: Path,
        waits: tuple[Section, ...], *, open: bool,
    ) -> SectionVisit:  # fmt: skip
        """A section that repeats. Its list is there for whatever comes after, even with no items."""
        items, answers = [], list[dict[str, Any]]()
        for number, one in enumerate(_items(given.get(repeat.id), repeat.max + MORE), 1):
            item = self._item(section, repeat, one, number, answers, path, open=open)
            items.append(item)
            answers.append(dict(item.answers))
        kept[repeat.id] = answers
        self.known.add(repeat.id, answers[: repeat.max])
        problems = (*self._counted(repeat, len(items), path), *self._judged(section, path))
        asked = bool(items) or given.get(repeat.id, ...) is not ...
        done = asked and not problems and all(item.done for item in items)
        state = _state(open=open, done=done, begun=asked)
        return SectionVisit(section, path, state, waits, (), tuple(items), problems, asked)

    def _item(
        self, section: Section, repeat: Repeat, given: Answers, number: int, before: list[dict[str, Any]], path: Path,
        *, open: bool,
    ) -> ItemVisit:  # fmt: skip
        """An item, whose answers have names only while it is visited: no other item sees them bare."""
        key = given.get(KEY)
        key = key if isinstance(key, str) and key else str(number)
        names, around = self.known.names, self.known.names.get("item")
        names[repeat.id], names["item"] = before[: repeat.max], {"number": number}
        inner, kept, stopped = (*path, (repeat.id, key)), dict[str, Any](), self.stop is not None
        visits: tuple[Visit, ...] = ()
        sections: list[SectionVisit] = []
        if not stopped:
            visits = self.pages(section.pages, given, kept, open=open, section=section, path=inner)
            sections = list(self._inside(section, given, kept, inner, open=open and all(v.left for v in visits)))
        seen = dict(names)
        for name in kept:
            names.pop(name, None)
        names.pop(repeat.id)
        if around is None:
            names.pop("item")
        else:
            names["item"] = around
        done = not stopped and all(visit.left for visit in visits) and all(one.done for one in sections)
        return ItemVisit(key, number, inner, kept, seen, visits, tuple(sections), done)

    def _inside(
        self, section: Section, given: Answers, kept: dict[str, Any], path: Path, *, open: bool
    ) -> Iterator[SectionVisit]:
        """The sections inside an item, asked in line."""
        for inner in section.sections:
            found = self._section(inner, given, kept, path, (), open=open)
            if found is not None:
                yield found
                open = open and found.done

    def _judged(self, section: Section, path: Path) -> tuple[AnswerProblem, ...]:
        """The rules of a section, whose answers are all there; what fails stands under the section's id."""
        if self.stop:
            return ()
        failed = failed_rules(section.id, section.rules, (), self.known, self.scope)
        if failed:
            self.problems[qualified(path, section.id)] = failed
        return failed

    def _counted(self, repeat: Repeat, count: int, path: Path) -> tuple[AnswerProblem, ...]:
        """Too few items count as missing, too many as a problem, both under the list's id."""
        if repeat.min <= count <= repeat.max:
            return ()
        code, bound = ("list.least", repeat.min) if count < repeat.min else ("list.most", repeat.max)
        label = repeat.label.render(self.scope)
        said = words(self.scope.language)(f"error.{code}", n=bound, Label=label, label=label[:1].lower() + label[1:])
        problem = AnswerProblem(repeat.id, code, said)
        if count < repeat.min:
            self.missing.append(qualified(path, repeat.id))
        else:
            self.problems[qualified(path, repeat.id)] = (problem,)
        return (problem,)


def _state(*, open: bool, done: bool, begun: bool) -> State:
    if not open:
        return "cannot-start"
    return "done" if done else "in-progress" if begun else "not-started"


def _items(value: Any, most: int) -> list[Mapping[str, Any]]:
    """The items of what was given for a list: what is no item is none."""
    given = value if isinstance(value, list | tuple) else ()
    return [item for item in given if isinstance(item, Mapping)][:most]
