"""Problems as pages show them: by the thing they are of, worst first, with the way there and buttons that mend them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from itertools import islice
from typing import Any

from builder.edits import as_json
from builder.fixes import Fix, Spoken, Standing, fixes, spoken, standing
from builder.references import Element
from builder.references.addresses import located, resolve, value_at
from builder.references.fresh import labelled
from builder.references.kinds import kind_in_words
from builder.web.painting.places import place
from definitions.problems import Problem, pointer

Document = Mapping[str, Any]
MOST = 200
"""The most problems on one page."""
FEW = 5
"""The most in a panel beside something else."""
_ELSEWHERE = {
    "examples": ("Examples", "examples"), "translations": ("Translation", "translate"), "form": ("The form", "form"),
    "workflow": ("The workflow", "workflow"), "tables": ("Tables", "data"), "duplicates": ("Duplicates", "work"),
}  # fmt: skip
"""What stands in no element that has a page of its own, by the property of the service that it is in."""


@dataclass(frozen=True, slots=True)
class Mending:
    """A button: its words, and the edit that its form sends."""

    words: str
    edit: str


@dataclass(frozen=True, slots=True)
class Shown:
    """``of`` is the element whose problem it is, where that is not all of what it is grouped under."""

    spoken: Spoken
    error: bool
    url: str
    of: str
    buttons: tuple[Mending, ...]
    code: str


@dataclass(slots=True)
class Group:
    """A thing that has problems."""

    kind: str
    label: str
    url: str
    problems: list[Shown] = field(default_factory=list)

    @property
    def errors(self) -> int:
        return sum(one.error for one in self.problems)


def grouped(work: Any, problems: Iterable[Problem]) -> list[Group]:
    """By page, state and the like, those with the most that must be put right first."""
    found: dict[str, Group] = {}
    for one in problems:
        where = standing(work.document, one)
        group = found.setdefault(_key(one, where), _group(work, one, where))
        group.problems.append(shown(work, one, where))
    for group in found.values():
        group.problems.sort(key=lambda one: not one.error)
    return sorted(found.values(), key=lambda group: -group.errors)


def shown(work: Any, problem: Problem, where: Standing) -> Shown:
    own = str(where.element) if where.element and where.element != where.group else ""
    mended = tuple(_button(one) for one in fixes(work.document, problem))
    url = place(work.id, own or str(where.group)) if own or where.group else _elsewhere(work, problem)[1]
    of = _called(work.document, where.element) if own and where.element else ""
    error = problem.severity == "error"
    return Shown(spoken(work.document, problem), error, url, of, mended, problem.code)


def of_element(work: Any, address: str) -> list[Shown]:
    """The problems of an element and of all that is in it; of the whole service where none is in hand."""
    path = resolve(work.document, address)
    around = pointer(*path) if path is not None else ""
    inside = (one for one in worst(work.problems) if f"{one.pointer}/".startswith(f"{around}/"))
    return [shown(work, one, standing(work.document, one)) for one in islice(inside, FEW)]


def worst(problems: Iterable[Problem]) -> list[Problem]:
    return sorted(problems, key=lambda one: one.severity != "error")


def by_address(work: Any) -> dict[str, str]:
    """What is wrong with each property, by its address: for showing it beside the input of that."""
    found: dict[str, str] = {}
    for one in worst(work.problems)[:MOST]:
        said = spoken(work.document, one)
        found.setdefault(standing(work.document, one).address, f"{said.what}. {said.why}".strip())
    return found


def around(work: Any) -> dict[str, Any]:
    """What templates show problems with, worked out when they ask."""
    said = cache(partial(by_address, work))
    return {
        "problems_here": partial(of_element, work),
        "problems_said": said,
        "problems_at": lambda address: said().get(address, ""),
    }


def _button(fix: Fix) -> Mending:
    return Mending(fix.words, json.dumps(as_json(fix.edit), ensure_ascii=False))


def _key(problem: Problem, where: Standing) -> str:
    return str(where.group) if where.group else problem.pointer.split("/")[1] if problem.pointer else ""


def _group(work: Any, problem: Problem, where: Standing) -> Group:
    if where.group is None:
        label, url = _elsewhere(work, problem)
        return Group("", label, url)
    kind = kind_in_words(where.group.kind).capitalize()
    return Group(kind, _called(work.document, where.group), place(work.id, str(where.group)))


def _elsewhere(work: Any, problem: Problem) -> tuple[str, str]:
    first = problem.pointer.split("/")[1] if problem.pointer else ""
    if problem.code == "example.none":
        first = "examples"
    label, tab = _ELSEWHERE.get(first, ("The service", "settings"))
    return label, f"/build/{work.id}/{tab}"


def _called(document: Document, one: Element) -> str:
    path = located(document, one)
    part = value_at(document, path) if path is not None else None
    return (labelled(part).rstrip("?.:") if isinstance(part, dict) else "") or one.id
