"""What the checks look at: the document, its compiled form, and where each thing in it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from typing import Any, NamedTuple, TypeVar

from definitions.form import Under
from definitions.problems import Problem
from definitions.reading import layout
from definitions.reading.asked import asked
from definitions.reading.compile_service import Compiled
from definitions.reading.compiling import Use

Part = Mapping[str, Any]
T = TypeVar("T")

ACTORS = ("applicant", "assignee", "system", "timer", "partner")
"""Who can act besides roles."""


class Placed(NamedTuple):
    """A part of the document and its JSON pointer. ``page`` and ``question`` are a question's place in the form,
    ``lists`` those in whose items it is asked, the outermost first, and ``under`` the choice that reveals it.
    ``around`` holds a page and the sections it is in."""

    at: str
    part: Part
    page: int | None = None
    question: int = 0
    lists: tuple[str, ...] = ()
    under: Under | None = None
    around: tuple[Part, ...] = ()

    @property
    def id(self) -> str:
        """Its id; the value of a choice."""
        id: str = self.part["id"] if "id" in self.part else self.part["value"]
        return id


class Facts:
    """One document, indexed once for all checks."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self.document = compiled.compiling.document
        self.uses: list[Use] = compiled.compiling.uses
        self.compile_problems: list[Problem] = compiled.compiling.problems
        self._remembered: dict[str, Any] = {}

    def remember(self, key: str, make: Callable[[], T]) -> T:
        """What ``make`` gave the first time: for what several checks need and is dear."""
        if key not in self._remembered:
            self._remembered[key] = make()
        found: T = self._remembered[key]
        return found

    def of(self, what: str, part: Part, read: Callable[[Part], T]) -> T:
        """What can be read from a part alone: after an edit, only from what it touched."""
        memory = self.compiled.compiling.memory
        return read(part) if memory is None else memory.of(what, part, read)

    def without(self, what: str, part: Part, read: Callable[[Part], bool]) -> bool:
        """Whether it is known of a part, of itself and whatever stands around it, that there is nothing of this kind in
        it. Nothing is known where nothing is remembered: then looking at all of it at once is quicker."""
        memory = self.compiled.compiling.memory
        return memory is not None and not memory.of(what, part, read)

    def listed(self, *path: str) -> list[Placed]:
        """The parts of the list at ``path``."""
        parts: Any = self.document
        for name in path:
            parts = parts.get(name, ())
        at = "".join(f"/{name}" for name in path)
        return [Placed(f"{at}/{n}", part) for n, part in enumerate(parts)]

    @cached_property
    def pages(self) -> list[Placed]:
        """Those of sections too, in the order in which they are asked."""
        return [
            Placed(seat.at, seat.part, lists=seat.within, around=(seat.part, *seat.above))
            for seat in layout.pages(self.document)
        ]

    @cached_property
    def sections(self) -> list[Placed]:
        """Those inside others too. ``lists`` are those in whose items a section itself stands."""
        return [Placed(seat.at, seat.part, lists=seat.within) for seat in layout.sections(self.document)]

    @cached_property
    def repeats(self) -> list[Placed]:
        """What makes a section repeat: the names of lists."""
        return [
            Placed(f"{one.at}/repeat", one.part["repeat"], lists=one.lists)
            for one in self.sections
            if "repeat" in one.part
        ]

    @cached_property
    def states(self) -> list[Placed]:
        return self.listed("workflow", "states")

    @cached_property
    def transitions(self) -> list[Placed]:
        return self.listed("workflow", "transitions")

    @cached_property
    def clocks(self) -> list[Placed]:
        return self.listed("workflow", "clocks")

    @cached_property
    def form_questions(self) -> list[Placed]:
        return [
            Placed(one.at, one.part, place, one.n, page.lists, one.under)
            for place, page in enumerate(self.pages)
            for one in asked(page.part.get("questions", ()), f"{page.at}/questions")
        ]

    @cached_property
    def asked_often(self) -> Mapping[str, str]:
        """Questions inside items, each with the outermost list it is in: there is no one answer to them."""
        return {question.id: question.lists[0] for question in self.form_questions if question.lists}

    @cached_property
    def list_ids(self) -> frozenset[str]:
        return frozenset(repeat.id for repeat in self.repeats)

    @cached_property
    def asked(self) -> list[Placed]:
        return [
            Placed(one.at, one.part, under=one.under)
            for transition in self.transitions
            for one in asked(transition.part.get("ask", ()), f"{transition.at}/ask")
        ]

    @cached_property
    def tasks(self) -> list[Placed]:
        return self.listed("workflow", "tasks")

    @cached_property
    def asked_of(self) -> Mapping[str, list[Placed]]:
        """What each task asks: questions whose names are its own."""
        return {
            task.at: [Placed(o.at, o.part, under=o.under) for o in asked(task.part.get("ask", ()), f"{task.at}/ask")]
            for task in self.tasks
        }

    @cached_property
    def questions(self) -> list[Placed]:
        """All of them, those of tasks too."""
        return [*self.named, *(question for questions in self.asked_of.values() for question in questions)]

    @cached_property
    def named(self) -> list[Placed]:
        """Those whose ids are names all over the service: of the form, and of actions."""
        return [*self.form_questions, *self.asked]

    @cached_property
    def question_by_id(self) -> Mapping[str, Placed]:
        return {question.id: question for question in self.named}

    @cached_property
    def sensitive(self) -> frozenset[str]:
        """The names of sensitive answers, as :func:`definitions.items.told` tells them."""
        own = [(f"task.{task.id}.{one.id}", one) for task in self.tasks for one in self.asked_of[task.at]]
        places = [*((one.id, one) for one in self.named), *own]
        return frozenset(name for name, one in places if one.part.get("sensitive"))

    @cached_property
    def role_ids(self) -> list[str]:
        return [role["id"] for role in self.document.get("roles", ())]

    @cached_property
    def glass(self) -> Part:
        """How a case is opened in an emergency; empty when it cannot be."""
        found: Part = self.document.get("privacy", {}).get("break_glass", {})
        return found

    @cached_property
    def state_ids(self) -> list[str]:
        return [state.id for state in self.states]

    @cached_property
    def effects(self) -> list[Placed]:
        """Of transitions, of clocks that warn or run out, and of late tasks."""
        lists = [(one, "effects") for one in self.transitions]
        lists += [(one, name) for one in self.clocks for name in ("on_warn", "on_breach")]
        lists += [(one, "late") for one in self.tasks]
        return [
            Placed(f"{one.at}/{name}/{n}", effect)
            for one, name in lists
            for n, effect in enumerate(one.part.get(name, ()))
        ]

    @cached_property
    def leaving(self) -> Mapping[str, list[Placed]]:
        """The transitions that can be done in each state, in order."""
        leaving: dict[str, list[Placed]] = {state: [] for state in self.state_ids}
        for transition in self.transitions:
            for source in transition.part["from"]:
                if source in leaving:
                    leaving[source].append(transition)
        return leaving

    def moves(self, state: str) -> Iterator[tuple[Placed, str]]:
        """The transitions out of a state that lead to another state that exists, and which."""
        for transition in self.leaving.get(state, ()):
            to = transition.part.get("to")
            if to is not None and to != state and to in self.leaving:
                yield transition, to

    def staff(self, transition: Placed) -> bool:
        """Whether a person who works here may do it."""
        return any(actor == "assignee" or actor in self.role_ids for actor in transition.part["by"])
