"""A form: pages asked in order, and the questions on them. Frozen; compiled from a document, never written back."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Any, Literal

from definitions.expressions import Expression
from definitions.text import Text
from definitions.types import Type


@dataclass(frozen=True, slots=True)
class Option:
    """A choice. ``when`` shows it only if true. ``cells`` are those of its row that its question filters by."""

    value: str
    label: Text
    hint: Text | None = None
    when: Expression | None = None
    was: tuple[str, ...] = ()
    cells: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of the answers, and what to say when it does not. An absent answer lets a rule pass."""

    require: Expression
    message: Text


@dataclass(frozen=True, slots=True)
class Under:
    """The choice that a question stands under: it is asked only while that one is chosen."""

    question: str
    option: str

    def chosen(self, answers: Mapping[str, Any]) -> bool:
        answer = answers.get(self.question)
        return self.option in answer if isinstance(answer, list) else answer == self.option


@dataclass(frozen=True, slots=True)
class Prefill:
    """Where an answer may come from before it is given: a parameter ``query`` of the address, a sealed ``link``. What a
    link brought stays as it is where ``readonly``."""

    query: str = ""
    link: bool = False
    readonly: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One thing asked. ``kind`` names a module of ``definitions.questions``; ``settings`` holds what only that kind has
    (min, max, pattern, ...) as the document says it. ``under`` is the choice that reveals it, before it on its page.
    ``was`` are its ids in older versions, as for options and lists. ``columns`` are those of a small table. ``correct``
    are the roles that may correct its answer, None when the service says.

    ``table`` names the file that its options are the rows of; of these, only those are offered whose ``cells`` are what
    the expressions of ``where`` come to."""

    id: str
    kind: str
    label: Text
    hint: Text | None = None
    why: Text | None = None
    required: bool | Literal["recommended"] = True
    when: Expression | None = None
    options: tuple[Option, ...] = ()
    rules: tuple[Rule, ...] = ()
    sensitive: bool = False
    seen_by: tuple[str, ...] = ()
    shown_to: tuple[str, ...] = ()
    correct: tuple[str, ...] | None = None
    searchable: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)
    under: Under | None = None
    help: Text | None = None
    was: tuple[str, ...] = ()
    columns: tuple[Question, ...] = ()
    table: str = ""
    where: tuple[Expression, ...] = ()
    prefill: Prefill | None = None

    def offered(self, holds: Callable[[Expression], bool], worth: Callable[[Expression], Any]) -> tuple[Option, ...]:
        """The options that there are to choose from, by what conditions and other expressions come to."""
        if self.table:
            wanted = tuple(map(worth, self.where))
            return tuple(option for option in self.options if option.cells == wanted) if wanted else self.options
        return tuple(option for option in self.options if option.when is None or holds(option.when))


def placed(questions: Iterable[Question], at: str) -> Iterator[tuple[str, Question]]:
    """Each question with its pointer below ``at``: one under a choice stands in the document inside that option."""
    pointers: dict[str, str] = {}
    values: dict[str, list[str]] = {}
    count: Counter[str] = Counter()
    for question in questions:
        above = at
        if under := question.under:
            option = values[under.question].index(under.option)
            above = f"{pointers[under.question]}/options/{option}/questions"
        pointers[question.id] = f"{above}/{count[above]}"
        values[question.id] = [option.value for option in question.options]
        count[above] += 1
        yield pointers[question.id], question


@dataclass(frozen=True, slots=True)
class Content:
    """Words on a page, in our Markdown subset."""

    text: Text
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Calculated:
    """A value shown on a page while it is filled in, and where the answers are checked."""

    value: str
    label: Text


@dataclass(frozen=True, slots=True, eq=False)
class Page:
    """One thing per page. ``kind`` "stop" ends the journey with an explanation."""

    id: str
    title: Text
    kind: Literal["page", "stop"] = "page"
    when: Expression | None = None
    questions: tuple[Question, ...] = ()
    content: tuple[Content, ...] = ()
    rules: tuple[Rule, ...] = ()
    calculated: tuple[Calculated, ...] = ()


@dataclass(frozen=True, slots=True)
class Repeat:
    """That a section is asked once for each item of a list. ``id`` names the list in expressions and answers; ``name``
    names one item, from its own answers."""

    id: str
    label: Text
    max: int
    min: int = 1
    name: Text | None = None
    add: Text | None = None
    copy: bool = False
    was: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Section:
    """Pages that belong together: one line of a task list.

    ``waits`` are ids of earlier sections that must be done before it can be started: those its author names, and those
    whose answers it uses. ``check`` gives it a page of its own to check its answers on. ``sections`` are asked inside
    each of its items.
    """

    id: str
    title: Text
    pages: tuple[Page, ...] = ()
    when: Expression | None = None
    waits: tuple[str, ...] = ()
    repeat: Repeat | None = None
    rules: tuple[Rule, ...] = ()
    check: bool = True
    sections: tuple[Section, ...] = ()


@dataclass(frozen=True, slots=True)
class Value:
    """Computed from answers and lookups, and frozen at submission unless ``live``."""

    id: str
    type: Type
    value: Expression
    live: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What one input of a decision rule must be: an expression over the service's names, or None for anything."""

    source: str
    test: Expression | None


@dataclass(frozen=True, slots=True)
class DecisionRule:
    """A row: every cell must hold (an absent input fails its cell). ``outputs`` by output id."""

    cells: tuple[Cell, ...]
    outputs: Mapping[str, Expression]


@dataclass(frozen=True, slots=True, eq=False)
class Decision:
    """A decision table. Its name in expressions is an object of its outputs, or a list of such under ``collect``."""

    id: str
    inputs: tuple[Expression, ...]
    outputs: Mapping[str, Type]
    rules: tuple[DecisionRule, ...]
    policy: Literal["first", "unique", "collect"] = "first"
    otherwise: Mapping[str, Expression] | None = None
    live: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Lookup:
    """Facts about what was answered, from a source the installation knows by name. ``by`` is the key."""

    id: str
    source: str
    by: Expression
    gives: Mapping[str, Type]
    kinds: Mapping[str, str] = field(default_factory=dict)
    unavailable: Literal["continue", "hold"] = "continue"


@dataclass(frozen=True, slots=True)
class Term:
    """A word that changes with the applicant, interpolated like an answer."""

    id: str
    text: Text


@dataclass(frozen=True, slots=True, eq=False, weakref_slot=True)
class Form:
    """The pages in order, then the sections, and all that a journey through them may need. ``derived`` is in order of
    dependency. ``task_list`` lets the applicant choose which section to do next; otherwise they are asked in line.

    ``every_page`` and ``every_section`` hold those inside sections too, as they stand in the document. ``lists`` says
    for each question inside items which lists it is an item's of, the outermost first.
    """

    pages: tuple[Page, ...]
    lookups: tuple[Lookup, ...] = ()
    derived: tuple[Value | Decision, ...] = ()
    terms: tuple[Term, ...] = ()
    sections: tuple[Section, ...] = ()
    task_list: bool = True
    every_page: tuple[Page, ...] = field(init=False)
    every_section: tuple[Section, ...] = field(init=False)
    lists: Mapping[str, tuple[str, ...]] = field(init=False)

    def __post_init__(self) -> None:
        placed = tuple(_placed(self.sections, ()))
        fill = partial(object.__setattr__, self)
        fill("every_section", tuple(section for section, _ in placed))
        fill("every_page", (*self.pages, *(page for section, _ in placed for page in section.pages)))
        fill("lists", {q.id: at for section, at in placed if at for page in section.pages for q in page.questions})

    @property
    def questions(self) -> Iterator[Question]:
        """Every question of every page, in order."""
        return (question for page in self.every_page for question in page.questions)

    def page(self, page_id: str) -> Page | None:
        return next((page for page in self.every_page if page.id == page_id), None)

    def section(self, section_id: str) -> Section | None:
        return next((section for section in self.every_section if section.id == section_id), None)

    def section_of(self, list_id: str) -> Section | None:
        """The section that is asked for each item of this list."""
        return next((one for one in self.every_section if one.repeat and one.repeat.id == list_id), None)


def _placed(sections: Iterable[Section], above: tuple[str, ...]) -> Iterator[tuple[Section, tuple[str, ...]]]:
    """Each section, and the lists inside whose items its pages are."""
    for section in sections:
        within = (*above, section.repeat.id) if section.repeat else above
        yield section, within
        yield from _placed(section.sections, within)
