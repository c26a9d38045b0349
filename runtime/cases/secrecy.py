"""Which names of a service give a sensitive answer away: its own, and whatever is worked out or looked up from it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache

from definitions.facts import Event
from definitions.form import Question
from definitions.items import told
from definitions.known import expressions_of
from definitions.service import Service


@lru_cache(maxsize=512)
def sensitive(service: Service) -> frozenset[str]:
    """Names of questions, lookups and values that are kept out of columns and search. A list's name is one of them
    where showing the list would tell, because what its items are called does."""
    return with_derived(service, frozenset(name for name, q in every_question(service) if q.sensitive))


def every_question(service: Service) -> Iterator[tuple[str, Question]]:
    """Every question by the name that its answer has: of the form, of actions, and "task.structures.view"."""
    yield from service.questions.items()
    for task in service.workflow.tasks:
        yield from ((f"task.{task.id}.{question.id}", question) for question in task.ask)


@lru_cache(maxsize=512)
def sealed(service: Service) -> frozenset[str]:
    """Names of what is sealed in the database: all that is sensitive, and lists with anything sensitive in them."""
    secret = sensitive(service)
    return secret | {lists[0] for question, lists in service.form.lists.items() if question in secret}


def shut(service: Service, event: Event, personal: Iterable[str]) -> frozenset[str]:
    """Which of an event's personal values, by their dotted names, are sealed: those of a task by its own names. A
    letter may repeat whatever its writer could read, so it is sealed whole."""
    secret, task = sealed(service), str(event.data.get("task", "")).partition(".")[0]
    found = set()
    for dotted in personal:
        part, _, name = dotted.partition(".")
        if part == "letter" or (f"task.{task}.{name}" if part == "said" else name) in secret:
            found.add(dotted)
    return frozenset(found)


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
