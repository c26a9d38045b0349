"""What an applicant told us, laid out as the form asked it, and the facts looked up and worked out from it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from definitions.calendars import Moment
from definitions.facts import Answers, Case
from definitions.form import Question
from definitions.items import item_name, qualified
from definitions.journey import SectionVisit, Visit, walk
from definitions.questions import KINDS
from definitions.service import Service
from definitions.words.values import value_in_words
from runtime.web.staff.files_shown import File, Files
from runtime.web.staff.guarded import MASK, Guarded
from runtime.web.staff.timeline import role_label

BLANK = "Not answered"


@dataclass(frozen=True, slots=True)
class Row:
    """One answer. ``question`` is whose, ``place`` names it among all of the case; ``files`` are what it is of files,
    and stand in place of the text."""

    label: str
    text: str
    question: str = ""
    place: str = ""
    masked: bool = False
    blank: bool = False
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A heading of a ``level`` and what stands below it. ``headed`` is the answer to a question that the heading asks
    already."""

    title: str
    rows: tuple[Row, ...]
    words: str = ""
    headed: tuple[Row, ...] = ()
    level: int = 3


@dataclass(frozen=True, slots=True)
class Group:
    title: str
    sections: tuple[Section, ...]


def sections(service: Service, case: Case, scope: Guarded, files: Files) -> tuple[Section, ...]:
    """Page by page, then section by section and item by item, in the order of the form as it was when sent. What was
    not asked is left out."""
    sent = Moment(case.submitted_at, service.calendar)
    journey = walk(service.form, case.answers, case.lookups, sent, service=service, language=scope.language)
    found = []
    for visit in journey.visits:
        rows = _rows([visit], case.answers, scope, files) if visit.section is None else ()
        title = visit.page.title.render(scope)
        if rows:
            asked_above = 1 if rows[0].label == title else 0
            found.append(Section(title, rows[asked_above:], headed=rows[:asked_above]))
    for section in journey.sections:
        found += _in_section(section, case.answers, scope, files)
    return tuple(found)


def _in_section(visit: SectionVisit, answers: Answers, scope: Guarded, files: Files, level: int = 3) -> list[Section]:
    """A section as one list of answers; one that repeats as one for each item, with the lists inside it below."""
    title, repeat = visit.section.title.render(scope), visit.section.repeat
    if repeat is None:
        rows = _rows(visit.visits, answers, scope, files)
        return [Section(title, rows, level=level)] if rows else []
    found = [Section(title, (), "" if visit.items else "None.", level=level)]
    for item in visit.items:
        inside = replace(scope, names=item.names)
        name, rows = item_name(repeat, item.number, inside), _rows(item.visits, item.answers, inside, files)
        found.append(Section(name, rows, level=min(level + 1, 6)))
        for inner in item.sections:
            found += _in_section(inner, item.answers, inside, files, min(level + 2, 6))
    return found


def _rows(visits: Iterable[Visit], answers: Answers, scope: Guarded, files: Files) -> tuple[Row, ...]:
    return tuple(
        row(each, answers.get(each.id), scope, files, qualified(visit.path, each.id))
        for visit in visits
        for each in visit.questions
    )


def further(service: Service, case: Case, scope: Guarded, files: Files) -> tuple[Group, ...]:
    """What came after the form: the latest answers to what actions asked, what was looked up, what follows from it."""
    asked = tuple(row(service.questions[name], case.asked[name], scope, files, name) for name in _asked(service, case))
    groups = (
        Group("Asked since", (Section("", asked),) if asked else ()),
        Group("Looked up", tuple(_looked_up(service, case, scope))),
        Group("Worked out", tuple(_worked_out(service, case, scope))),
    )
    return tuple(group for group in groups if group.sections)


def hidden_words(service: Service, question: Question, scope: Guarded) -> str:
    """Why an answer is masked: who may read it."""
    may = dict.fromkeys((*question.seen_by, *question.shown_to))
    roles = " or ".join(role_label(service, role, scope) for role in may)
    return f"{MASK}. Shown to {roles}." if roles else f"{MASK}."


def named(identifier: str) -> str:
    """An id as words, where a document gives no label: "last_collected" is "Last collected"."""
    return identifier.replace("_", " ").replace("-", " ").capitalize()


def row(question: Question, value: Any, scope: Guarded, files: Files, place: str, *, name: str = "") -> Row:
    """One answer. ``name`` is what it is known by, unless that is its question's id: masked under that."""
    label = question.label.render(scope)
    if (name or question.id) in scope.hidden:
        assert scope.service is not None
        shown = "" if name else question.id
        return Row(label, hidden_words(scope.service, question, scope), shown, place, masked=True)
    if value is None:
        return Row(label, BLANK, question.id, place, blank=True)
    text = KINDS[question.kind].show(question, value, scope.language)
    return Row(label, text, question.id, place, files=files.shown(value) if question.kind == "file" else ())


def _asked(service: Service, case: Case) -> Iterable[str]:
    return [name for name in case.asked if name in service.questions]


def _looked_up(service: Service, case: Case, scope: Guarded) -> Iterable[Section]:
    for lookup in service.form.lookups:
        record = case.lookups.get(lookup.id)
        if record is None:
            continue
        title = named(lookup.id)
        if lookup.id in scope.hidden:
            yield Section(title, (), f"{MASK}.")
        elif record.get("unavailable"):
            yield Section(title, (), "The source did not answer when this was sent in.")
        elif not record.get("found"):
            yield Section(title, (), "Nothing was found.")
        else:
            yield Section(title, tuple(_facts(record.get("facts", {}), lookup.kinds, scope)))


def _facts(facts: Mapping[str, Any], kinds: Mapping[str, str], scope: Guarded) -> Iterable[Row]:
    for name, value in facts.items():
        if value is not None:
            yield Row(named(name), value_in_words(value, kinds.get(name), scope.language))


def _worked_out(service: Service, case: Case, scope: Guarded) -> Iterable[Section]:
    rows = []
    for name, value in case.values.items():
        if name in scope.hidden:
            rows.append(Row(named(name), f"{MASK}.", masked=True))
        elif isinstance(value, Mapping):
            rows += [Row(f"{named(name)}: {named(part).lower()}", scope.shown(f"{name}.{part}")) for part in value]
        else:
            rows.append(Row(named(name), scope.shown(name)))
    if rows:
        yield Section("", tuple(rows))
