"""Queues: each gets cases, none of them falls through, and what sorts them stays as it is while nothing happens."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from definitions.checks.facts import Facts, Placed
from definitions.checks.registry import Found, check
from definitions.items import told
from definitions.known import expressions_of
from definitions.reading.compiling import one_or_more
from definitions.types import Type

_SORTED = ("text", "integer", "decimal", "boolean", "timestamp")


@check("queue.unused", "warning", "It would always be empty.")
def unused_queues(facts: Facts) -> Found:
    used = {name for state in facts.states for _, name in one_or_more(state.part.get("queue"))}
    queues = facts.listed("queues")
    if used - {queue.id for queue in queues}:
        return  # the one that is not used may be the one that was meant there
    for queue in queues:
        if queue.id not in used:
            yield queue.at, f'no state puts its cases into the queue "{queue.id}": name it in a state, or take it out'


@check("queue.never-reached", "error", "A case stands in the first that takes it, so these would stay empty.")
def never_reached(facts: Facts) -> Found:
    for state in facts.states:
        for (_, earlier), (at, _) in _pairs(state):
            if _there(facts, earlier) and not _filtered(facts, earlier):
                words = f'"{earlier}" before it has no filter, and takes every case: put it last, or give it a "filter"'
                yield at, words


@check("queue.falls-through", "error", "A case that no queue takes is seen by nobody.")
def falls_through(facts: Facts) -> Found:
    for state in facts.states:
        named = one_or_more(state.part.get("queue"), f"{state.at}/queue")
        if named and all(_filtered(facts, name) for _, name in named):
            words = "name a queue without one after it"
            yield named[-1][0], f'"{named[-1][1]}" has a filter, and whatever it leaves is in no queue: {words}'


@check("queue.filter-moves", "error", "A case would stand in the wrong queue until something else happens to it.")
def filter_moves(facts: Facts) -> Found:
    """A filter is asked when something happens to a case, and not again as time passes."""
    form = facts.compiled.service.form
    moving = {"clock"} | {
        item.id for item in form.derived if item.live and any(one.reads_clock for one in expressions_of(item))
    }
    for use in facts.uses:
        if use.pointer.startswith("/queues/") and use.expression is not None:
            if use.expression.reads_clock:
                yield use.pointer, "this depends on the day, and a filter is not asked again every day: use an answer"
            for name in sorted({name.partition(".")[0] for name in use.names} & moving):
                yield use.pointer, f'"{name}" changes as time passes, and a filter is not asked again: use an answer'


@check("queue.filter-tells", "warning", "Where a case stands would give the answer away.")
def filter_tells(facts: Facts) -> Found:
    form = facts.compiled.service.form
    for queue in facts.listed("queues"):
        roles = {role for _, role in one_or_more(queue.part["role"])}
        kept = {q.id for q in facts.questions if q.part.get("sensitive") and not roles <= {*q.part.get("seen_by", ())}}
        for use in facts.uses:
            if use.pointer == f"{queue.at}/filter" and use.expression is not None:
                for name in sorted(told(form, use.names) & kept):
                    yield use.pointer, f'"{name}" is sensitive, and not every role of this queue may see it'


@check("queue.order", "error", "There is no telling which of two comes first.")
def no_order(facts: Facts) -> Found:
    for queue in facts.listed("queues"):
        order = queue.part.get("order")
        if isinstance(order, dict):
            kind = _kind(facts, order["column"])
            if kind is not None and kind.name not in (*_SORTED, "any"):
                yield f"{queue.at}/order/column", f'"{order["column"]}" is a {kind.name}: name a part of it to go by'


def _kind(facts: Facts, dotted: str) -> Type | None:
    first, *rest = dotted.split(".")
    kind = facts.compiled.compiling.workflow.get(first)
    for name in rest:
        kind = kind.member(name) if kind else None
    return kind


def _pairs(state: Placed) -> Iterator[tuple[tuple[str, str], tuple[str, str]]]:
    """Each queue of a state but the first, with the one before it."""
    named = one_or_more(state.part.get("queue"), f"{state.at}/queue")
    return pairwise(named)


def _there(facts: Facts, queue: str) -> bool:
    return any(one.id == queue for one in facts.listed("queues"))


def _filtered(facts: Facts, queue: str) -> bool:
    return any(one.id == queue and "filter" in one.part for one in facts.listed("queues"))
