"""The list of a long form's sections: how far each is, what it waits for, and the way into it."""

from __future__ import annotations

from dataclasses import dataclass

from flask import Blueprint, Response, redirect
from flask.typing import ResponseReturnValue

from definitions.journey import Journey, SectionVisit
from definitions.nearest import listed
from runtime.web import asking, held
from runtime.web.access_rules import access
from runtime.web.held import Held
from runtime.web.public import form_pages, starting
from runtime.web.public.ways import before_sections, entry, has_tasks, href, way_on
from runtime.web.spots import CHECK, TASKS
from runtime.web.words import say

tasks = Blueprint("tasks", __name__)

TAGS = {"not-started": "blue", "in-progress": "light-blue", "cannot-start": "", "done": "", "problem": "red"}


@dataclass(frozen=True, slots=True)
class Task:
    """A line of the list. ``href`` is "" while it cannot be started; ``hint`` says why. ``tag`` is its colour."""

    title: str
    href: str
    words: str
    tag: str
    hint: str = ""
    lang: str = ""


@tasks.get(f"/apply/<service_id>/{TASKS}")
@access("applicant")
def show(service_id: str) -> ResponseReturnValue:
    """Every section of the form with how far it is."""
    of = held.held(service_id)
    if over := starting.over(of):
        return over
    journey = of.journey()
    if not of.begun or not has_tasks(of.service.form):
        return redirect(way_on(of, journey) if of.begun else f"/apply/{service_id}", 303)
    if any(visit.section is None and not visit.left for visit in journey.visits):
        return redirect(way_on(of, journey), 303)
    return page(of, journey, held.banner(of))


def page(of: Held, journey: Journey, banner: str = "") -> Response:
    context = starting.service_surroundings(of, back=before_sections(of, journey)) | {
        "tasks": tuple(_task(of, journey, visit) for visit in journey.sections),
        "ready": _ready(of, journey),
        "done": sum(visit.done for visit in journey.sections),
        "banner": banner,
    }
    return form_pages.reply("public/tasks.html", None, **context)


def _task(of: Held, journey: Journey, visit: SectionVisit) -> Task:
    scope = of.scope(journey.names)
    state = "problem" if visit.open and _has_problem(journey, visit) else visit.state
    hint = ""
    if visit.waits_for:
        titles = [f"“{section.title.render(scope)}”" for section in visit.waits_for]
        hint = say(of.language, "task-waits", sections=listed(titles, "a" if of.language == "cy" else "and"))
    return Task(
        visit.section.title.render(scope),
        href(of, entry(of.service.form, visit)) if visit.open else "",
        say(of.language, f"task-{state}"),
        TAGS[state],
        hint,
        asking.other_language(visit.section.title, of.language),
    )


def _has_problem(journey: Journey, visit: SectionVisit) -> bool:
    """Whether answers that were good are not any more, or do not go together."""
    if visit.section.repeat is None and visit.problems:
        return True
    ids = {q.id for page in visit.section.pages for q in page.questions} | {p.id for p in visit.section.pages}
    return any(name.rpartition(".")[2] in ids for name in journey.problems)


def _ready(of: Held, journey: Journey) -> Task:
    """The last line: to check everything and send it."""
    title = say(of.language, "task-check")
    if journey.next is None and of.application is not None:
        return Task(title, href(of, CHECK), say(of.language, "task-not-started"), TAGS["not-started"])
    return Task(title, "", say(of.language, "task-cannot-start"), "", say(of.language, "task-check-waits"))
