"""What the examples of a service have tried, and what not: a copy whose conditions remember their answers.

Nothing is counted in a service that people use: only the copy made here knows that it is watched.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar, cast

from definitions.calendars import Moment
from definitions.expressions import Expression
from definitions.form import Content, Decision, Form, Option, Page, Question, Repeat, Rule, Section, placed
from definitions.problems import pointer
from definitions.service import Service
from definitions.text import Text
from definitions.workflow import Clock, Effect, State, Transition, Workflow

Part = TypeVar("Part")


@dataclass(frozen=True, slots=True)
class Covered:
    """One thing that examples must try. ``kind``: page, option, when, require, rule, transition or refusal; ``pointer``
    is into the document; ``what`` says it in words."""

    kind: str
    pointer: str
    what: str
    covered: bool


@dataclass(slots=True)
class _Item:
    kind: str
    pointer: str
    what: str
    covered: bool = False


@dataclass(slots=True)
class _Sides:
    """The two outcomes of one condition. Where there is no ``false``, it cannot fail."""

    true: _Item
    false: _Item | None

    def saw(self, outcome: bool) -> None:
        if outcome:
            self.true.covered = True
        elif self.false:
            self.false.covered = True


class _Watched:
    """An expression that remembers what it said. A condition with an absent answer is false; a requirement or a cell
    with one says nothing."""

    __slots__ = ("_expression", "_sides", "_strict")

    def __init__(self, expression: Expression, sides: _Sides, strict: bool) -> None:
        self._expression, self._sides, self._strict = expression, sides, strict

    def __getattr__(self, name: str) -> Any:
        return getattr(self._expression, name)

    def holds(self, names: Mapping[str, Any], moment: Moment) -> bool:
        said = self._expression.evaluate(names, moment)
        if isinstance(said, bool) or not self._strict:
            self._sides.saw(said is True)
        return said is True

    def passes(self, names: Mapping[str, Any], moment: Moment) -> bool:
        said = self._expression.evaluate(names, moment)
        if isinstance(said, bool):
            self._sides.saw(said)
        return said is not False


class _Cell(_Watched):
    """A cell of a table: it can only show that its rule was false."""

    __slots__ = ()

    def holds(self, names: Mapping[str, Any], moment: Moment) -> bool:
        said = self._expression.evaluate(names, moment)
        if said is False:
            self._sides.saw(False)
        return said is True


class _Output(_Watched):
    """An output of a rule: it is asked for only when the rule was true."""

    __slots__ = ()

    def evaluate(self, names: Mapping[str, Any], moment: Moment) -> Any:
        self._sides.saw(True)
        return self._expression.evaluate(names, moment)


@dataclass(slots=True)
class Watch:
    """``service`` is the watched copy of ``plain``. Whoever plays the examples tells with :meth:`saw` what was
    reached."""

    plain: Service
    service: Service
    items: list[_Item] = field(default_factory=list)
    _reached: dict[tuple[str, ...], _Item] = field(default_factory=dict)

    def saw(self, kind: str, *ids: str) -> None:
        """That this page (page id), option (question id, value), transition (id) or refusal (transition id, code) was
        reached."""
        if item := self._reached.get((kind, *ids)):
            item.covered = True

    def covered(self) -> tuple[Covered, ...]:
        return tuple(Covered(item.kind, item.pointer, item.what, item.covered) for item in self.items)

    def reach(self, kind: str, at: str, what: str, *ids: str) -> None:
        self.items.append(_Item(kind, at, what))
        self._reached[(kind, *ids)] = self.items[-1]

    def sides(self, kind: str, at: str, said: str, *, never_false: bool = False) -> _Sides:
        true, false = _Item(kind, at, f"{said} is true"), _Item(kind, at, f"{said} is false")
        self.items += [true] if never_false else [true, false]
        return _Sides(true, None if never_false else false)

    def when(self, when: Expression | None, at: str) -> Expression | None:
        return when and self.condition("when", when, f"{at}/when")

    def condition(self, kind: str, expression: Expression, at: str) -> Expression:
        sides = self.sides(kind, at, f"“{expression.source}”")
        return cast(Expression, _Watched(expression, sides, strict=kind != "when"))

    def guard(self, when: Expression, transition_id: str, at: str) -> Expression:
        """The condition of an action: where it is false, that is the action's refusal."""
        true = _Item("when", at, f"“{when.source}” is true")
        false = _Item("refusal", at, f"“{transition_id}” refused, because “{when.source}” is false")
        self.items += [true, false]
        return cast(Expression, _Watched(when, _Sides(true, false), strict=False))

    def text(self, text: Part, at: str) -> Part:
        """A text whose variants in the document's language are watched."""
        if not isinstance(text, Text) or not text.variants:
            return text
        first = next(iter(text.variants))
        mine = tuple(replace(v, when=self.when(v.when, f"{at}/{n}")) for n, v in enumerate(text.variants[first]))
        return cast(Part, replace(text, variants={**text.variants, first: mine}))


def watch(service: Service) -> Watch:
    """A copy of the service to play examples with, and the list of what they should try."""
    found = Watch(service, service)
    found.service = replace(
        service,
        form=_form(service, found),
        workflow=_workflow(service.workflow, found),
        messages=tuple(
            replace(m, subject=found.text(m.subject, f"{at}/subject"), body=found.text(m.body, f"{at}/body"))
            for at, m in _numbered(service.messages, "/messages")
        ),
        after_submission=found.text(service.after_submission, "/after_submission"),
    )
    return found


def _numbered(parts: Sequence[Part], at: str) -> Iterable[tuple[str, Part]]:
    return ((f"{at}/{n}", part) for n, part in enumerate(parts))


def _form(service: Service, found: Watch) -> Form:
    form = service.form
    places = {table["id"]: n for n, table in enumerate(service.document.get("decisions", ()))}
    return replace(
        form,
        pages=tuple(_page(page, at, found) for at, page in _numbered(form.pages, "/form/pages")),
        sections=_sections(form.sections, "/form/sections", found),
        derived=tuple(
            _decision(item, pointer("decisions", places.get(item.id, 0)), found) if isinstance(item, Decision) else item
            for item in form.derived
        ),
        terms=tuple(
            replace(term, text=found.text(term.text, f"{at}/variants")) for at, term in _numbered(form.terms, "/terms")
        ),
    )


def _sections(sections: Sequence[Section], at: str, found: Watch) -> tuple[Section, ...]:
    return tuple(
        replace(
            section,
            title=found.text(section.title, f"{below}/title"),
            when=found.when(section.when, below),
            repeat=_repeat(section.repeat, f"{below}/repeat", found),
            pages=tuple(_page(page, place, found) for place, page in _numbered(section.pages, f"{below}/pages")),
            rules=_rules(section.rules, below, found),
            sections=_sections(section.sections, f"{below}/sections", found),
        )
        for below, section in _numbered(sections, at)
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
        questions=tuple(_question(q, below, found) for below, q in placed(page.questions, f"{at}/questions")),
        content=tuple(_content(c, below, found) for below, c in _numbered(page.content, f"{at}/content")),
        rules=_rules(page.rules, at, found),
    )


def _content(content: Content, at: str, found: Watch) -> Content:
    return replace(content, when=found.when(content.when, at), text=found.text(content.text, f"{at}/text"))


def _question(question: Question, at: str, found: Watch) -> Question:
    return replace(
        question,
        when=found.when(question.when, at),
        label=found.text(question.label, f"{at}/label"),
        hint=found.text(question.hint, f"{at}/hint"),
        options=tuple(
            _option(option, question.id, below, found) for below, option in _numbered(question.options, f"{at}/options")
        ),
        rules=_rules(question.rules, at, found),
    )


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
        for below, rule in _numbered(rules, f"{at}/rules")
    )


def _decision(decision: Decision, at: str, found: Watch) -> Decision:
    rules = []
    for n, rule in enumerate(decision.rules):
        never_false = all(cell.test is None for cell in rule.cells)
        sides = found.sides("rule", f"{at}/rules/{n}", f"rule {n + 1} of “{decision.id}”", never_false=never_false)
        cells = tuple(
            replace(c, test=c.test and cast(Expression, _Cell(c.test, sides, strict=True))) for c in rule.cells
        )
        outputs = {name: cast(Expression, _Output(e, sides, strict=True)) for name, e in rule.outputs.items()}
        rules.append(replace(rule, cells=cells, outputs=outputs))
    return replace(decision, rules=tuple(rules))


def _workflow(workflow: Workflow, found: Watch) -> Workflow:
    return replace(
        workflow,
        states=tuple(_state(state, at, found) for at, state in _numbered(workflow.states, "/workflow/states")),
        transitions=tuple(
            _transition(transition, at, found)
            for at, transition in _numbered(workflow.transitions, "/workflow/transitions")
        ),
        clocks=tuple(_clock(clock, at, found) for at, clock in _numbered(workflow.clocks, "/workflow/clocks")),
    )


def _state(state: State, at: str, found: Watch) -> State:
    return replace(state, public=found.text(state.public, f"{at}/public"))


def _transition(transition: Transition, at: str, found: Watch) -> Transition:
    found.reach("transition", at, f"action “{transition.id}”", transition.id)
    when = transition.when and found.guard(transition.when, transition.id, f"{at}/when")
    if transition.not_by:
        what = f"“{transition.id}” refused to whoever did {' or '.join(transition.not_by)}"
        found.reach("refusal", f"{at}/not_by", what, transition.id, "separation")
    return replace(
        transition,
        when=when,
        refusal_staff=found.text(transition.refusal_staff, f"{at}/refusal/staff"),
        refusal_applicant=found.text(transition.refusal_applicant, f"{at}/refusal/applicant"),
        ask=tuple(_question(question, below, found) for below, question in placed(transition.ask, f"{at}/ask")),
        effects=_effects(transition.effects, f"{at}/effects", found),
    )


def _effects(effects: Sequence[Effect], at: str, found: Watch) -> tuple[Effect, ...]:
    return tuple(replace(effect, when=found.when(effect.when, below)) for below, effect in _numbered(effects, at))


def _clock(clock: Clock, at: str, found: Watch) -> Clock:
    return replace(
        clock, when=found.when(clock.when, at), on_breach=_effects(clock.on_breach, f"{at}/on_breach", found)
    )
