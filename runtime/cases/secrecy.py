"""Which names of a service give a sensitive answer away: its own, and whatever is worked out or looked up from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from definitions.known import expressions_of, roots
from definitions.service import Service


@lru_cache(maxsize=512)
def sensitive(service: Service) -> frozenset[str]:
    """Names of questions, lookups and values that are sealed in the database, and kept out of columns and search."""
    return with_derived(service, frozenset(q.id for q in service.questions.values() if q.sensitive))


@lru_cache(maxsize=1024)
def with_derived(service: Service, closed: frozenset[str]) -> frozenset[str]:
    """``closed`` and every lookup, value and decision that rests on one of them, however far."""
    hidden, before = set(closed), -1
    while len(hidden) != before:
        before = len(hidden)
        hidden |= {name for name, used in _sources(service) if used & hidden}
    return frozenset(hidden)


def _sources(service: Service) -> Iterator[tuple[str, frozenset[str]]]:
    for item in (*service.form.lookups, *service.form.derived):
        yield item.id, frozenset(root for expression in expressions_of(item) for root in roots(expression))
