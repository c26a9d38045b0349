"""A service's texts as one member of staff may read them: what is hidden from them is hidden inside other words too."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from definitions.known import expressions_of, roots
from definitions.scope import Scope
from definitions.service import Service
from runtime.access import Viewer, may_read_answer

MASK = "Hidden"


@dataclass(frozen=True, slots=True)
class Guarded(Scope):
    """A scope that shows :data:`MASK` for names in ``hidden`` and for what was worked out or looked up from them."""

    hidden: frozenset[str] = frozenset()

    def shown(self, dotted: str) -> str:
        return MASK if dotted.partition(".")[0] in self.hidden else Scope.shown(self, dotted)


def hidden_from(viewer: Viewer, service: Service) -> frozenset[str]:
    """Names whose answers this person may not read, and every name that would give one of these away."""
    closed = frozenset(q.id for q in service.questions.values() if not may_read_answer(viewer, service.id, q))
    return _with_derived(service, closed)


@lru_cache(maxsize=1024)
def _with_derived(service: Service, closed: frozenset[str]) -> frozenset[str]:
    hidden, before = set(closed), -1
    while len(hidden) != before:
        before = len(hidden)
        for name, used in _sources(service):
            if used & hidden:
                hidden.add(name)
    return frozenset(hidden)


def _sources(service: Service) -> Iterator[tuple[str, frozenset[str]]]:
    for item in (*service.form.lookups, *service.form.derived):
        yield item.id, frozenset(root for expression in expressions_of(item) for root in roots(expression))
