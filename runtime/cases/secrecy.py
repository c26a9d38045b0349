"""Which names of a service give a sensitive answer away: its own, and whatever is worked out or looked up from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from definitions.items import told
from definitions.known import expressions_of
from definitions.service import Service


@lru_cache(maxsize=512)
def sensitive(service: Service) -> frozenset[str]:
    """Names of questions, lookups and values that are kept out of columns and search. A list's name is one of them
    where showing the list would tell, because what its items are called does."""
    return with_derived(service, frozenset(q.id for q in service.questions.values() if q.sensitive))


@lru_cache(maxsize=512)
def sealed(service: Service) -> frozenset[str]:
    """Names of what is sealed in the database: all that is sensitive, and lists with anything sensitive in them."""
    secret = sensitive(service)
    return secret | {lists[0] for question, lists in service.form.lists.items() if question in secret}


@lru_cache(maxsize=1024)
def with_derived(service: Service, closed: frozenset[str]) -> frozenset[str]:
    """``closed`` and every lookup, value and decision that rests on one of them, however far."""
    hidden, before, sources = set(closed), -1, tuple(_sources(service))
    while len(hidden) != before:
        before = len(hidden)
        hidden |= {name for name, used in sources if used & hidden}
    return frozenset(hidden)


def _sources(service: Service) -> Iterator[tuple[str, frozenset[str]]]:
    form = service.form
    for item in (*form.lookups, *form.derived):
        yield item.id, told(form, (name for expression in expressions_of(item) for name in expression.names))
    for section in form.every_section:
        if section.repeat and section.repeat.name:
            yield section.repeat.id, told(form, section.repeat.name.names)
