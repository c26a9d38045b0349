"""Names and ids: their form, and that each is that of one thing only."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from types import MappingProxyType

from definitions.checks.facts import ACTORS, Facts, Placed
from definitions.checks.registry import Found, check
from definitions.known import FOUND
from definitions.reading.asked import choices

CEL = (
    "true false null in as break const continue else for function if import let loop package namespace return var void "
    "while"
)
OURS = "case clock actor task service"

RESERVED = frozenset(f"{CEL} {OURS}".split())
PAGES = frozenset(("again", "check", "sent", "leave", "later", "tasks"))
"""Pages that every service has at its own address."""

_SAYS = "opened open done late due count answered answers abstained interests cast quorate result item"
OF_TASKS = frozenset(f"{_SAYS} abstain interest undecided inquorate".split())
"""What a task says of itself, beside its answers and the choices of its vote."""

_SNAKE = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_KEBAB = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")


def _named(facts: Facts) -> Iterator[Placed]:
    """Everything that an expression or text can name."""
    yield from facts.named
    yield from facts.repeats
    for kind in ("values", "decisions", "lookups", "terms"):
        yield from facts.listed(kind)
    yield from facts.clocks
    yield from facts.tasks


def _inside(facts: Facts) -> Iterator[list[Placed]]:
    """What has a name inside a task only, by task: what it asks, and what can be voted for."""
    for task in facts.tasks:
        choices = enumerate(task.part.get("votes", {}).get("choices", ()))
        yield [*facts.asked_of[task.at], *(Placed(f"{task.at}/votes/choices/{n}", choice) for n, choice in choices)]


def _others(facts: Facts) -> Iterator[list[Placed]]:
    """The lists of everything else with an id."""
    yield from ([*facts.pages, *facts.sections], facts.states, facts.transitions)
    yield from (facts.listed(kind) for kind in ("roles", "queues", "messages", "replies"))


@check("id.snake-case", "error", "Expressions can only use names of this form.")
def snake_case(facts: Facts) -> Found:
    for one in [*_named(facts), *(one for parts in _inside(facts) for one in parts)]:
        if not _SNAKE.fullmatch(one.id):
            better = re.sub(r"[^a-z0-9]+", "_", one.id.lower()).strip("_")
            yield _id_at(one), f'"{one.id}" must be small words joined by _, such as "{better or "my_name"}"'


@check("id.kebab-case", "error", "One form for all ids keeps web addresses and reports readable.")
def kebab_case(facts: Facts) -> Found:
    for one in [Placed("", facts.document), *(one for parts in _others(facts) for one in parts)]:
        if not _KEBAB.fullmatch(one.id):
            better = re.sub(r"[^a-z0-9]+", "-", one.id.lower()).strip("-")
            yield f"{one.at}/id", f'"{one.id}" must be small words joined by -, such as "{better or "my-name"}"'


@check("id.reserved", "error", "The name already means something to the language.")
def reserved(facts: Facts) -> Found:
    taken = [(one, RESERVED | ({"item"} if facts.repeats else set())) for one in _named(facts)]
    taken += [(one, RESERVED | OF_TASKS) for parts in _inside(facts) for one in parts]
    taken += [(page, PAGES) for page in (*facts.pages, *facts.sections)]
    taken += [(role, frozenset(ACTORS)) for role in facts.listed("roles")]
    places = [(_id_at(one), one.id) for one, names in taken if one.id in names]
    places += [(f"{one.at}/gives/{FOUND}", FOUND) for one in facts.listed("lookups") if FOUND in one.part["gives"]]
    for at, name in places:
        yield at, f'"{name}" has a meaning of its own in this language: choose another name'


@check("id.repeated", "error", "Whatever names it could mean either.")
def repeated(facts: Facts) -> Found:
    yield from _twice(_named(facts), "in the service")
    named = {one.id: one.at for one in _named(facts)}
    for parts in _inside(facts):
        yield from _twice(parts, "in this task, or for the whole service", named)
    for parts in _others(facts):
        yield from _twice(parts, "in this list")


@check("option.repeated", "error", "An answer could mean either choice.")
def repeated_options(facts: Facts) -> Found:
    for question in facts.questions:
        seen: set[str] = set()
        for n, option in enumerate(choices(question.part)):
            if option["value"] in seen:
                at = f"{question.at}/options/{n}/value"
                yield at, f'the choice "{option["value"]}" is there twice: each needs a value of its own'
            seen.add(option["value"])


def _twice(parts: Iterable[Placed], where: str, taken: Mapping[str, str] = MappingProxyType({})) -> Found:
    """Parts with the id of one before them, or of one that has ``taken`` it."""
    seen = dict(taken)
    for one in parts:
        first = seen.setdefault(one.id, one.at)
        if first != one.at:
            yield _id_at(one), f'"{one.id}" is already used {where}, at {first}: choose another name'


def _id_at(one: Placed) -> str:
    """Where the id stands: a choice of a vote calls it its value."""
    return f"{one.at}/{'id' if 'id' in one.part else 'value'}"


@check("was.taken", "error", "Answers could be kept for either, and would end under the wrong one.")
def taken_before(facts: Facts) -> Found:
    """An older name that is still somebody's, or that two claim."""
    yield from _claimed([(f"{one.at}/was", one.part.get("was", ())) for one in facts.named],
                        {one.id for one in facts.named})  # fmt: skip
    lists = [(f"{one.at}/was", one.part.get("was", ())) for one in facts.repeats]
    yield from _claimed(lists, {one.id for one in facts.repeats})
    for question in facts.questions:
        options = choices(question.part) if "options" in question.part else ()
        if not any("was" in option for option in options):
            continue
        places = [(f"{question.at}/options/{n}/was", option.get("was", ())) for n, option in enumerate(options)]
        yield from _claimed(places, {option["value"] for option in options})


def _claimed(places: Iterable[tuple[str, Iterable[str]]], taken: set[str]) -> Found:
    for at, names in places:
        for n, name in enumerate(names):
            if name in taken:
                yield f"{at}/{n}", f'"{name}" is taken: it is still used, or another says that it was called so'
            taken.add(name)
