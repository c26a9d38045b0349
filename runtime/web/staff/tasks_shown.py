"""What others are asked about a case and what they said, as its page shows it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from definitions.errands.doing import Asked, asked
from definitions.facts import Errand
from definitions.scope import result_in_words
from definitions.task_words import task_label, whose
from definitions.tasks.votes import tally
from definitions.workflow import Task
from runtime.web.staff import answers_shown, spoken, timeline
from runtime.web.staff.answers_shown import Group, Row, Section
from runtime.web.staff.files_shown import Files
from runtime.web.staff.opened import Opened
from runtime.web.staff.task_form import standing_of


@dataclass(frozen=True, slots=True)
class Line:
    """One task in the list of a case. ``due`` for one that is open, else ``state`` and ``when`` it ended. ``asks``: it
    is the viewer's to answer."""

    label: str
    who: str
    url: str
    due: spoken.Due | None
    state: str
    tone: str
    asks: bool


def lines(of: Opened) -> tuple[Line, ...]:
    """Every task that the case has had, the open ones first."""
    found = [_line(of, each) for each in asked(of.service, of.case, of.actor, of.moment)]
    return tuple(sorted(found, key=lambda line: line.due is None))


def _line(of: Opened, each: Asked) -> Line:
    task, errand = each.task, each.errand
    mine = errand.open and not each.reasons and of.broken is None
    return Line(
        label=task_label(task, standing_of(of), errand.key),
        who=who_in_words(of, task, errand),
        url=f"{of.url}/tasks/{errand.key}",
        due=spoken.due(errand.due, of.moment) if errand.open else None,
        state=state_in_words(of, task, errand),
        tone={"open": "later", "done": "met", "withdrawn": "none"}[errand.state],
        asks=mine and str(of.viewer.person_id) not in errand.votes,
    )


def who_in_words(of: Opened, task: Task, errand: Errand) -> str:
    """Who is asked, and which of them has taken it."""
    whom = whose(task, standing_of(of))
    held = timeline.holder(of.service, errand.holder, of.names, of.scope) if errand.holder else ""
    return f"{whom}: {held}" if held else whom


def asked_in(of: Opened, what: Mapping[str, Any]) -> str:
    """Who is asked the tasks that an effect is about."""
    tasks = filter(None, map(of.service.workflow.task, what.get("tasks", ())))
    return ", ".join(dict.fromkeys(whose(task, standing_of(of)) for task in tasks))


def state_in_words(of: Opened, task: Task, errand: Errand) -> str:
    """How far it is: who has voted so far, how a vote ended, who did it and when."""
    if errand.open:
        voted = len(errand.votes)
        return f"{voted} of {task.votes.members} have voted" if task.votes else ""
    if errand.state == "withdrawn":
        return "No longer needed"
    when = spoken.when(errand.ended_at or errand.opened_at, of.moment)
    if task.votes:
        result = tally(task.votes, errand.votes.values()).result
        return f"{result_in_words(task, result, of.scope.language)}. {when}"
    return f"{errand.by.name if errand.by else 'Somebody'}. {when}"


def said(of: Opened, files: Files) -> tuple[Group, ...]:
    """What others have said so far. How members voted is told once their vote is over."""
    sections = tuple(_sections(of, files))
    return (Group("What others said", sections),) if sections else ()


def _sections(of: Opened, files: Files) -> Iterator[Section]:
    for each in asked(of.service, of.case, of.actor, of.moment):
        task, errand = each.task, each.errand
        if errand.state != "done":
            continue
        rows = votes_of(of, task, errand, files) if task.votes else answers_of(of, task, errand.answers, files)
        label = task_label(task, standing_of(of), errand.key)
        yield Section(label, rows, words=state_in_words(of, task, errand))


def answers_of(of: Opened, task: Task, answers: Mapping[str, Any], files: Files) -> tuple[Row, ...]:
    """What was answered, each masked if this person may not read it."""
    shown = ((q, f"task.{task.id}.{q.id}") for q in task.ask if q.id in answers)
    return tuple(answers_shown.row(q, answers[q.id], of.scope, files, "", name=name) for q, name in shown)


def votes_of(of: Opened, task: Task, errand: Errand, files: Files) -> tuple[Row, ...]:
    """The counts, then what each member said, with what they wrote beside it."""
    if task.votes is None:
        return ()
    found, language = tally(task.votes, errand.votes.values()), of.scope.language
    counts = [(result_in_words(task, choice, language), count) for choice, count in found.counts.items()]
    counts += [("Abstained", found.abstained), ("Had an interest", found.interests)]
    rows = [Row("Votes", ", ".join(f"{label}: {count}" for label, count in counts if count) or "None")]
    for vote in errand.votes.values():
        rows.append(Row(vote.actor.name, result_in_words(task, vote.choice, language)))
        rows += answers_of(of, task, vote.answers, files)
    return tuple(rows)
