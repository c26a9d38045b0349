"""What queues and searches know of a case: columns derived from its facts, and never anything sensitive."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import Any

from definitions.barriers import held
from definitions.calendars import Moment
from definitions.clocks import Due
from definitions.facts import Case
from definitions.form import Question
from definitions.items import every_answer
from definitions.questions import KINDS
from definitions.scope import Scope
from definitions.service import Service
from definitions.standing import Standing
from definitions.waiting import queue_of
from definitions.workflow import Order
from runtime.cases.facets import marks, quoted
from runtime.cases.folding import fold_words
from runtime.cases.secrecy import sensitive
from runtime.cases.sorting import sort_key
from runtime.models.base import NEVER

LONGEST_COLUMN = 120


def of_case(service: Service, case: Case, moment: Moment) -> dict[str, Any]:
    """The columns of ``cases`` that change with its events, in JSON's own types."""
    state = service.workflow.state(case.state)
    standing = Standing(service, case, moment)
    running, queue = _dues(standing.dues), queue_of(service, case)
    scope = standing.scope(service.languages[0])
    return {
        "state": case.state,
        "entered_at": case.entered_at.isoformat(),
        "queue": queue.id if queue else None,
        "assignee": case.assignee,
        "priority": case.priority,
        "held": list(held(case)),
        "closed_at": _closed(case, final=state.final),
        "due_at": min((d["due"] for d in running.values() if d["running"]), default=NEVER.isoformat()),
        "dues": running,
        "columns": columns(service, scope),
        "applicant": applicant(service, case),
        "search": vector(searchable(service, case), [] if state.final else marks(service, case)),
        "sort": sort_key(service, queue.order, scope) if queue and _open(service, queue.order) else "",
    }


def _open(service: Service, order: Order) -> bool:
    """Whether everybody who sees the queue may know what it goes by."""
    return order.column is not None and order.column.partition(".")[0] not in sensitive(service)


def _closed(case: Case, *, final: bool) -> str | None:
    if case.merged:
        return case.merged[1].at.isoformat()
    return case.entered_at.isoformat() if final else None


def _dues(found: Iterable[Due]) -> dict[str, dict[str, Any]]:
    return {
        due.clock.id: {
            "due": due.due.isoformat(),
            "running": due.running,
            "warn_at": due.warn_at.isoformat() if due.warn_at else None,
            "breached": due.breached,
        }
        for due in found
    }


def columns(service: Service, scope: Scope) -> dict[str, str]:
    """What each column of any of the service's queues shows, by name, in the service's first language."""
    shown = {}
    for name in dict.fromkeys(name for queue in service.queues for name in queue.columns):
        if sensitive(service).isdisjoint((name, name.partition(".")[0])) and (text := scope.shown(name)):
            shown[name] = ", ".join(text.split("\n"))[:LONGEST_COLUMN]
    return shown


def applicant(service: Service, case: Case) -> str | None:
    """Who applied, for a list: the name, or the email address where no name is asked for."""
    for name in (service.applicant.name, service.applicant.email):
        question = service.questions.get(name or "")
        value = question and case.answers.get(question.id)
        if question and value and not question.sensitive:
            return KINDS[question.kind].show(question, value, service.languages[0])[:LONGEST_COLUMN]
    return None


def searchable(service: Service, case: Case) -> Iterable[str]:
    """The words by which a case can be found: reference, applicant, postcodes, and answers that say they may be."""
    yield case.reference.replace("-", "")
    for _, _, texts in found_by(service, case):
        yield from texts


def found_by(service: Service, case: Case) -> Iterator[tuple[Question, Any, list[str]]]:
    """The answers by which a case can be found, each with its question and the texts that are kept of it."""
    people = {service.applicant.name, service.applicant.email, service.applicant.phone}
    for name, value in _latest(service, case):
        question = service.questions.get(name)
        if question is None or question.sensitive:
            continue
        if name in people or question.searchable:
            yield question, value, list(_texts(value))
        elif isinstance(value, Mapping) and value.get("postcode"):
            yield question, value, [value["postcode"], value["postcode"].replace(" ", "")]


def vector(texts: Iterable[str], marked: Iterable[str] = ()) -> str:
    """A tsvector, as text, of the folded words and the marks: each once, without places."""
    words = dict.fromkeys(word for text in texts for word in fold_words(text))
    return " ".join(map(quoted, [*list(words)[:500], *list(dict.fromkeys(marked))[:500]]))


def _latest(service: Service, case: Case) -> Iterable[tuple[str, Any]]:
    """Every answer by its question's id, those inside items too."""
    return ((name, value) for _, name, value in every_answer(service.form, {**case.answers, **case.asked}))


def _texts(value: Any) -> Iterable[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        yield from (part for part in value.values() if isinstance(part, str))
    elif isinstance(value, list):
        yield from (part for part in value if isinstance(part, str))


def due_or_none(due_at: datetime) -> datetime | None:
    """``due_at`` as people know it: None when nothing is due."""
    return None if due_at.year == NEVER.year else due_at
