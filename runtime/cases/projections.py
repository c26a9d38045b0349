"""What queues and searches know of a case: columns derived from its facts, and never anything sensitive."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from definitions.barriers import held
from definitions.calendars import Moment
from definitions.clocks import dues
from definitions.facts import Case
from definitions.items import every_answer
from definitions.names import base_names
from definitions.questions import KINDS
from definitions.scope import Scope
from definitions.service import Service
from runtime.cases.secrecy import sensitive
from runtime.models.base import NEVER

LONGEST_COLUMN = 120
_WORDS = re.compile(r"\w+")
_QUOTES = frozenset("'\\")


def of_case(service: Service, case: Case, moment: Moment) -> dict[str, Any]:
    """The columns of ``cases`` that change with its events, in JSON's own types."""
    state = service.workflow.state(case.state)
    running = _dues(service, case, moment)
    return {
        "state": case.state,
        "entered_at": case.entered_at.isoformat(),
        "queue": state.queue,
        "assignee": case.assignee,
        "priority": case.priority,
        "held": list(held(case)),
        "closed_at": case.entered_at.isoformat() if state.final else None,
        "due_at": min((d["due"] for d in running.values() if d["running"]), default=NEVER.isoformat()),
        "dues": running,
        "columns": columns(service, case, moment),
        "applicant": applicant(service, case),
        "search": vector(searchable(service, case)),
    }


def _dues(service: Service, case: Case, moment: Moment) -> dict[str, dict[str, Any]]:
    return {
        due.clock.id: {
            "due": due.due.isoformat(),
            "running": due.running,
            "warn_at": due.warn_at.isoformat() if due.warn_at else None,
            "breached": due.breached,
        }
        for due in dues(service, case, moment)
    }


def columns(service: Service, case: Case, moment: Moment) -> dict[str, str]:
    """What each column of any of the service's queues shows, by name, in the service's first language."""
    scope = Scope(service, base_names(service, case, moment), moment, service.languages[0])
    shown = {}
    for name in dict.fromkeys(name for queue in service.queues for name in queue.columns):
        if name.partition(".")[0] not in sensitive(service) and (text := scope.shown(name)):
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
    people = {service.applicant.name, service.applicant.email, service.applicant.phone}
    for name, value in _latest(service, case):
        question = service.questions.get(name)
        if question is None or question.sensitive:
            continue
        if name in people or question.searchable:
            yield from _texts(value)
        elif isinstance(value, Mapping) and value.get("postcode"):
            yield from (value["postcode"], value["postcode"].replace(" ", ""))


def vector(texts: Iterable[str]) -> str:
    """A tsvector, as text, of the folded words: each once, without places."""
    words = dict.fromkeys(word for text in texts for word in fold_words(text))
    return " ".join(f"'{word}'" for word in list(words)[:500])


def fold_words(text: str) -> list[str]:
    """The words of a text without accents and case, as stored and as sought. An email address is also one word."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    whole = [token.strip(".,;:'\"\\") for token in plain.split() if "@" in token]
    return [word[:100] for word in (*_WORDS.findall(plain), *whole) if word.isprintable() and not set(word) & _QUOTES]


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
