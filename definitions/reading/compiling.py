"""What compiling a document needs all the way: its names and their types, and a place for every problem found."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from definitions.calendars import NATIONS
from definitions.decisions import compile_cell
from definitions.durations import Duration, parse_duration
from definitions.expressions import Expression, ExpressionProblem, InvalidExpression, compile_expression
from definitions.problems import Problem
from definitions.reading import layout
from definitions.reading.asked import bare
from definitions.reading.memory import Made, Memory
from definitions.reading.translating import Translations
from definitions.text import InvalidText, Text, Variant, compile_text
from definitions.types import BOOLEAN, Type

Document = Mapping[str, Any]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Where:
    """Where an expression or text stands. ``names`` may be used there.

    ``page`` and ``question`` are its place in the form's order: answers of earlier pages have been given, and those of
    earlier questions on the same page (all of them when ``question`` is None and ``after`` is true). Both are None in
    the workflow, where the whole form has been answered. ``lists`` are those in whose items it stands: their names hold
    the items before.
    """

    names: Mapping[str, Type]
    page: int | None = None
    question: int = 0
    lists: tuple[str, ...] = ()

    @property
    def after(self) -> Where:
        """Just after the question that stands here."""
        return self.at(self.question + 1)

    def at(self, question: int) -> Where:
        """Just before that question of the same page."""
        return Where(self.names, self.page, question, self.lists)


@dataclass(frozen=True, slots=True)
class Use:
    """An expression or text of the document, compiled: where it stands and which names it needs."""

    pointer: str
    where: Where
    names: frozenset[str]
    expression: Expression | None = None


@dataclass(slots=True)
class Compiling:
    """Turns sources into expressions and texts, keeping the problems instead of stopping at the first."""

    document: Document
    form: Mapping[str, Type]
    workflow: Mapping[str, Type]
    terms: tuple[str, ...]
    translations: Translations
    problems: list[Problem] = field(default_factory=list)
    uses: list[Use] = field(default_factory=list)
    lists: list[tuple[str, Sequence[Mapping[str, str]]]] = field(default_factory=list)
    """Texts that are lists of wordings, with their pointers; translations too."""
    keyed: dict[str, str] = field(default_factory=dict)
    """The key of each text under translations, by its pointer: where there is another language."""
    often: Mapping[str, str] = field(default_factory=dict)
    """Questions inside items, each with the outermost list it is in."""
    memory: Memory | None = None
    _groups: frozenset[str] = frozenset()
    _asked: frozenset[str] = frozenset()

    def __post_init__(self) -> None:
        groups = [part["id"] for kind in ("lookups", "decisions") for part in self.document.get(kind, ())]
        self._groups = frozenset((*groups, "case", "clock", "task", "actor"))
        self.often = {
            question["id"]: seat.within[0]
            for seat in layout.pages(self.document)
            if seat.above and seat.within
            for question in bare(seat.part.get("questions", ()))
        }
        self._asked = frozenset(self.workflow) - frozenset(self.form) - self._groups
        if self.memory is not None:
            self.memory.begin((self.form, self.workflow, self.terms, self.often, *self.translations.around))

    def once(self, part: Document, where: tuple[Any, ...], make: Callable[[], T]) -> T:
        """What is made of a part, which stands there: as before where it is the same part among the same names."""
        if self.memory is None:
            return make()
        kept = self.memory.made.get(where)
        if kept is None or kept.part is not part:
            outer = self._telling(([], [], [], {}, {}))
            try:
                value = make()
            finally:
                told = self._telling(outer)
            kept = self.memory.made[where] = Made(part, value, told)
        problems, uses, lists, keyed, sources = kept.told
        self.problems += problems
        self.uses += uses
        self.lists += lists
        self.keyed |= keyed
        self.translations.sources |= sources
        made: T = kept.value
        return made

    def _telling(self, to: tuple[Any, ...]) -> tuple[Any, ...]:
        """From now on all is told to these; gives what it was told to so far."""
        before = self.problems, self.uses, self.lists, self.keyed, self.translations.sources
        self.problems, self.uses, self.lists, self.keyed, self.translations.sources = to
        return before

    def problem(self, pointer: str, code: str, message: str) -> None:
        self.problems.append(Problem(pointer, code, message))

    def expression(self, source: str, pointer: str, where: Where, expects: Type | None = BOOLEAN) -> Expression:
        """The compiled source; when it cannot be, the problems are kept and something harmless stands in for it."""
        try:
            compiled = compile_expression(source, where.names, expects)
        except InvalidExpression as bad:
            for problem in bad.problems:
                self.problem(pointer, problem.code, self._later(problem, where) or problem.message)
            return _harmless()
        self.uses.append(Use(pointer, where, compiled.names, compiled))
        return compiled

    def cell(self, source: str, subject: str, pointer: str, where: Where) -> Expression | None:
        """A cell of a decision table as a condition on ``subject``; None when anything will do."""
        try:
            compiled = compile_cell(source, subject, where.names)
        except InvalidExpression as bad:
            for problem in bad.problems:
                self.problem(pointer, problem.code, problem.message)
            return None
        if compiled is not None:
            self.uses.append(Use(pointer, where, compiled.names, compiled))
        return compiled

    def sound(self, pointer: str) -> bool:
        """Whether nothing wrong has been found at or under ``pointer`` so far."""
        return not any(p.pointer == pointer or p.pointer.startswith(f"{pointer}/") for p in self.problems)

    def when(self, part: Document, pointer: str, where: Where, key: str = "when") -> Expression | None:
        return self.expression(part[key], f"{pointer}/{key}", where) if key in part else None

    def text(self, part: Document, name: str, pointer: str, where: Where, key: str) -> Text:
        """The text under ``name``, with its translations under ``key``."""
        source, pointer = part[name], f"{pointer}/{name}"
        others = self.translations.of(key, source)
        self.keyed[pointer] = key
        if not others and isinstance(source, str) and "{" not in source and "}" not in source:
            return Text({self.translations.source: (Variant(None, (source,)),)})
        if isinstance(source, list):
            self.lists.append((pointer, source))
        for language, other in others.items():
            if isinstance(other, list):
                self.lists.append((self.translations.pointer(language, key), other))
        try:
            compiled = compile_text(
                {self.translations.source: source} | others,
                where.names,
                shown=self.terms,
                groups=self._groups,
                later=() if where.page is None else self.workflow,
                often=self.often,
            )
        except InvalidText as bad:
            for problem in bad.problems:
                ours = problem.language == self.translations.source
                above = pointer if ours else self.translations.pointer(problem.language, key)
                self.problem(above + problem.pointer, problem.code, problem.message)
            return Text()
        if compiled.names:
            self.uses.append(Use(pointer, where, compiled.names))
        return compiled

    def _later(self, problem: ExpressionProblem, where: Where) -> str | None:
        """What to say of a name that is known elsewhere: only in the workflow, or only inside a list's items."""
        name = (problem.name or "").partition(".")[0]
        if name in self.often and name not in where.names:
            each = f"{self.often[name]}.exists(x, x.{name} == ...)"
            return (
                f"{name} is asked for each item of {self.often[name]}: outside them, go through the list, as in {each}"
            )
        if where.page is None or name in where.names or name not in self._asked:
            return None
        return f"{name} is asked by a transition, so it is known only once the application has been sent"

    def maybe_text(self, part: Document, name: str, pointer: str, where: Where, key: str) -> Text | None:
        return self.text(part, name, pointer, where, key) if name in part else None

    def duration(self, part: Document, name: str) -> Duration | None:
        """The length under ``name``. One that cannot be read has been reported with the shape."""
        if name not in part:
            return None
        try:
            return parse_duration(part[name])
        except ValueError:
            return Duration(1, "day")


def calendar_name(part: Document, otherwise: str = "england") -> str:
    name = part.get("calendar", otherwise)
    return name if name in NATIONS else otherwise


def numbered(parts: Any, pointer: str) -> Iterator[tuple[int, str, Any]]:
    """Each part of a list with its place and pointer."""
    return ((n, f"{pointer}/{n}", part) for n, part in enumerate(parts))


def one_or_more(part: Any, pointer: str = "") -> list[tuple[str, str]]:
    """The names where there may be one, several in a list, or none, each with its pointer."""
    if isinstance(part, list):
        return [(f"{pointer}/{n}", name) for n, name in enumerate(part)]
    return [] if part is None else [(pointer, part)]


@cache
def _harmless() -> Expression:
    return compile_expression("true", {}, BOOLEAN)
