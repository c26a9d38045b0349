"""Taking answers half-given over to a newer version: what is kept, what is gone, what is asked, told in a sentence.

An answer is kept where its question is the same, or says under ``was`` that it is: with the same kind, or one to which
it carries over unmistakably, inside the same lists. Everything else is asked again. Answers are as an application
stores them (see :mod:`definitions.items`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from definitions.calendars import Moment
from definitions.facts import Answers
from definitions.form import Form, Question
from definitions.items import nested
from definitions.journey import walk
from definitions.known import Record
from definitions.questions import KINDS, BadAnswer
from definitions.scope import Scope
from definitions.service import Service
from definitions.types import ABSENT
from definitions.visits import Visit
from definitions.words import words

AGREED = ("declaration", "signature")
"""Kinds by which somebody agrees to words: to other words they have not agreed."""

NAMED = 3
"""How many questions the sentence names of each sort; of others it gives the number."""


@dataclass(frozen=True, slots=True)
class Moved:
    """``answers`` and ``lookups`` as the newer version stores them. ``kept`` and ``dropped`` are names that the older
    version stored; ``dropped`` those whose question is gone, or must be asked again. ``asked`` are questions of the
    newer version that come up on pages already begun: new ones, and those to be answered again."""

    answers: Answers
    lookups: Mapping[str, Record]
    kept: tuple[str, ...]
    dropped: tuple[str, ...]
    asked: tuple[str, ...]
    sentence: str


def move(
    old: Service,
    new: Service,
    answers: Answers,
    moment: Moment,
    *,
    lookups: Mapping[str, Record],
    language: str = "en",
) -> Moved:
    """Answers to one version of a service, as another version of it takes them over."""
    scope, origins = Scope(new, {}, moment, language), _origins(old, new)
    taken: dict[str, Any] = {}
    kept, dropped = [], []
    for name, value in answers.items():
        place, carried = _carried(name, value, old, new, origins, scope)
        if carried is ABSENT:
            dropped.append(name)
        else:
            taken[place] = carried
            kept.append(name)
    records = {id: record for id, record in lookups.items() if _same_lookup(old.form, new.form, id)}
    asked = tuple(dict.fromkeys(_asked(new, taken, records, origins, dropped, moment, language)))
    gone = tuple(dict.fromkeys(_gone(old, answers, dropped, origins)))
    sentence = _sentence(old, new, asked, gone, origins, scope)
    return Moved(taken, records, tuple(kept), tuple(dropped), asked, sentence)


@dataclass(frozen=True, slots=True)
class _Origins:
    """By id of the newer version, the id in the older one; and the other way round."""

    questions: Mapping[str, str]
    lists: Mapping[str, str]
    now_questions: Mapping[str, str]
    now_lists: Mapping[str, str]


@lru_cache(maxsize=64)
def _origins(old: Service, new: Service) -> _Origins:
    questions = {q.id: q for q in new.form.questions}
    known = {q.id for q in old.form.questions}
    lists = {s.repeat.id: s.repeat for s in new.form.every_section if s.repeat}
    known_lists = {s.repeat.id for s in old.form.every_section if s.repeat}
    found = {id: origin for id, q in questions.items() if (origin := _first((id, *q.was), known))}
    found_lists = {id: origin for id, r in lists.items() if (origin := _first((id, *r.was), known_lists))}
    return _Origins(
        found, found_lists, {was: now for now, was in found.items()}, {was: now for now, was in found_lists.items()}
    )


def _first(names: Iterable[str], known: set[str]) -> str:
    return next((name for name in names if name in known), "")


def _carried(name: str, value: Any, old: Service, new: Service, origins: _Origins, scope: Scope) -> tuple[str, Any]:
    """The name of a stored answer in the newer version, and its value there; ABSENT when it cannot be kept."""
    *steps, last = name.split(".")
    lists = [origins.now_lists.get(step) for step in steps[::2]]
    if None in lists:
        return name, ABSENT
    path = [part for list_id, key in zip(lists, steps[1::2], strict=False) for part in (str(list_id), key)]
    if len(steps) % 2:  # the entry of an item: children.k3f9
        return ".".join((*path, str(lists[-1]), last)), value
    if last in origins.now_lists:  # said of the list itself
        return ".".join((*path, origins.now_lists[last])), value
    now = origins.now_questions.get(last)
    if now is None or new.form.lists.get(now, ()) != tuple(lists):
        return name, ABSENT
    before, after = old.questions[last], new.questions[now]
    return ".".join((*path, now)), _value(before, after, value, scope)


def _value(before: Question, after: Question, value: Any, scope: Scope) -> Any:
    """An answer to one question as one to the other; ABSENT when it could be taken for something else."""
    if value is None:
        return None if before.kind == after.kind and after.required is not True else ABSENT
    if after.kind in AGREED and _agreed_to(before) != _agreed_to(after):
        return ABSENT
    if before.kind != after.kind:
        value = _converted(before.kind, after.kind, value)
    if value is not ABSENT and after.options:
        value = _chosen(after, value, before)
    return value if value is ABSENT or _is_of_its_type(after, value, scope) else ABSENT


def _agreed_to(question: Question) -> tuple[Any, ...]:
    return question.label, question.hint, question.settings.get("statement")


def _converted(before: str, after: str, value: Any) -> Any:
    match before, after:
        case (("radios" | "select"), ("radios" | "select")):
            return value
        case (("radios" | "select"), "checkboxes"):
            return [value]
        case "checkboxes", ("radios" | "select"):
            return value[0] if isinstance(value, list) and len(value) == 1 else ABSENT
        case "integer", "decimal":
            return str(value)
        case _:
            return ABSENT


def _chosen(question: Question, value: Any, before: Question) -> Any:
    """The chosen values as the options are called now; ABSENT when one of them is no choice any more."""
    known = {option.value for option in before.options}
    now = {origin: o.value for o in question.options if (origin := _first((o.value, *o.was), known))}
    if isinstance(value, list):
        return ABSENT if any(each not in now for each in value) else [now[each] for each in value]
    return now.get(value, ABSENT)


def _is_of_its_type(question: Question, value: Any, scope: Scope) -> bool:
    """Whether it is an answer at all. One that breaks a bound is kept: its page shows it with what is wrong."""
    try:
        KINDS[question.kind].check(question, value, scope)
    except BadAnswer as bad:
        return all(problem.code != "answer.type" for problem in bad.problems)
    return True


def _same_lookup(old: Form, new: Form, id: str) -> bool:
    before, after = (next((one for one in form.lookups if one.id == id), None) for form in (old, new))
    return bool(before and after and before.source == after.source and before.kinds == after.kinds)


def _asked(
    new: Service,
    taken: Answers,
    records: Mapping[str, Record],
    origins: _Origins,
    dropped: Iterable[str],
    moment: Moment,
    language: str,
) -> Iterator[str]:
    """Questions without an answer that had one, or that are new on a page where somebody has been already."""
    lost = {origins.now_questions.get(name.rpartition(".")[2]) for name in dropped}
    journey = walk(new.form, nested(new.form, taken), records, moment, service=new, language=language)
    together: dict[object, list[Visit]] = {}
    for visit in journey.visits:
        together.setdefault((visit.section, visit.path), []).append(visit)
    for visits in together.values():
        passed = max((n for n, v in enumerate(visits, 1) if v.begun or lost & {q.id for q in v.questions}), default=0)
        for visit in visits[:passed]:
            yield from (q.id for q in visit.questions if q.id not in origins.questions or q.id in lost)


def _gone(old: Service, answers: Answers, dropped: Iterable[str], origins: _Origins) -> Iterator[str]:
    """Questions of the older version that were answered and are not asked any more."""
    for name in dropped:
        id = name.rpartition(".")[2]
        if answers[name] is not None and id in old.questions and id not in origins.now_questions:
            yield id


def _sentence(
    old: Service, new: Service, asked: tuple[str, ...], gone: tuple[str, ...], origins: _Origins, scope: Scope
) -> str:
    say = words(scope.language)
    parts = [
        (key, [service.questions[id].label.render(scope).strip() for id in ids])
        for key, service, ids in (
            ("moved.new", new, [id for id in asked if id not in origins.questions]),
            ("moved.again", new, [id for id in asked if id in origins.questions]),
            ("moved.gone", old, list(gone)),
        )
    ]
    told = [say(key, labels=_listed(labels, scope.language)) for key, labels in parts if labels]
    if not told:
        return say("moved.nothing")
    return say("moved", what=_joined(told, say("moved.also")))


def _listed(labels: list[str], language: str) -> str:
    say, shown = words(language), [f"“{label}”" for label in labels[:NAMED]]
    more = [say("moved.more", n=len(labels) - NAMED)] if len(labels) > NAMED else []
    return _joined([*shown, *more], say("moved.and"))


def _joined(parts: list[str], joint: str) -> str:
    return f"{', '.join(parts[:-1])}{joint}{parts[-1]}" if len(parts) > 1 else parts[0]
