"""How far the examples try each element of a document: what is drawn on the outline and on the diagram."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.examples.running import Run
from builder.references import Element
from builder.references.addresses import elements_on, steps

Document = Mapping[str, Any]
REACHED = frozenset(("page", "option", "transition", "task"))
"""What coverage counts once an example comes to it at all."""


@dataclass(frozen=True, slots=True)
class Mark:
    """Of an element and all that is in it: ``of`` so many things that examples can try they try ``covered``; ``missed``
    are the others, in words. ``met``: some example comes to it."""

    of: int
    covered: int
    missed: tuple[str, ...] = ()
    met: bool = True

    @property
    def state(self) -> str:
        """all, some or none: fit for the name of a style."""
        return "all" if self.covered == self.of else "some" if self.covered and self.met else "none"

    @property
    def words(self) -> str:
        if self.state == "all":
            return "Tried by examples"
        return "Not tried by any example" if self.state == "none" else f"Tried in part: {self.covered} of {self.of}"


def coverage_marks(document: Document, run: Run | None) -> dict[str, Mark]:
    """By address, such as ``page:where``, ``transition:send`` or ``state:reported``. ``run`` is what :func:`run` or
    :func:`known` gave; without one there are no marks."""
    if run is None:
        return {}
    found: dict[Element, list[tuple[bool, str]]] = {}
    unmet: set[Element] = set()
    known: dict[str, list[Element]] = {}
    for item in run.coverage:
        if item.pointer not in known:
            known[item.pointer] = [one for _, one in elements_on(document, steps(item.pointer, document))]
        if item.kind in REACHED and not item.covered:
            unmet.update(known[item.pointer][-1:])
        for one in known[item.pointer]:
            found.setdefault(one, []).append((item.covered, item.what))
    for state in document.get("workflow", {}).get("states", ()):
        reached, label = state["id"] in run.reached, f"a case in the state “{state['id']}”"
        found.setdefault(Element("state", state["id"]), []).append((reached, label))
    return {str(one): _mark(items, met=one not in unmet) for one, items in found.items()}


def _mark(items: list[tuple[bool, str]], *, met: bool) -> Mark:
    missed = tuple(what for tried, what in items if not tried)
    return Mark(len(items), len(items) - len(missed), missed, met)
