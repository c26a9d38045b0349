"""A form: pages asked in order, and the questions on them. Frozen; compiled from a document, never written back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from definitions.expressions import Expression
from definitions.text import Text
from definitions.types import Type


@dataclass(frozen=True, slots=True)
class Option:
    """A choice. ``when`` shows it only if true."""

    value: str
    label: Text
    hint: Text | None = None
    when: Expression | None = None


@dataclass(frozen=True, slots=True)
class Rule:
    """What must hold of the answers, and what to say when it does not. An absent answer lets a rule pass."""

    require: Expression
    message: Text


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """One thing asked. ``kind`` names a module of ``definitions.questions``; ``settings`` holds what only that kind has
    (min, max, pattern, ...) as the document says it."""

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
    searchable: bool = False
    settings: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Content:
    """Words on a page, in our Markdown subset."""

    text: Text
    when: Expression | None = None


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
    """The pages in order, and all that a journey through them may need. ``derived`` is in order of dependency."""

    pages: tuple[Page, ...]
    lookups: tuple[Lookup, ...] = ()
    derived: tuple[Value | Decision, ...] = ()
    terms: tuple[Term, ...] = ()

    def page(self, page_id: str) -> Page | None:
        return next((page for page in self.pages if page.id == page_id), None)
