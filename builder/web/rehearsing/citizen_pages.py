"""The citizen played: the form's pages one after another, stop pages, the check of the answers, sending."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from flask import redirect, request
from flask.typing import ResponseReturnValue

from builder.web.painting import paint
from builder.web.rehearsing.behind import behind
from builder.web.rehearsing.blueprint import pages
from builder.web.rehearsing.in_hand import InHand, Rehearsed, held, loaded, shown
from builder.web.rehearsing.pretended import REMOVE, with_files
from builder.web.rehearsing.steps import Step, lead, taken
from definitions.journey import Journey
from definitions.visits import qualified
from runtime.web import page_buttons
from runtime.web.access_rules import access
from runtime.web.posted import filled, read_page, stored, typed_form
from runtime.web.public import check, form_pages, sections, tasks, ways
from runtime.web.public.form_pages import Sending
from runtime.web.spots import CHECK, TASKS, Spot, find
from runtime.web.words import say


@pages.get("/<uuid:step_id>/apply", defaults={"address": ""})
@pages.get("/<uuid:step_id>/apply/<path:address>")
@access("author")
def page(service_id: str, step_id: UUID, address: str) -> ResponseReturnValue:
    """A page of the form, if the route leads there; else the place that it leads to."""
    of = held(taken(service_id, step_id))
    return _page(of, address)


@pages.post("/<uuid:step_id>/apply/<path:address>")
@access("author", takes_files=True)
def save(service_id: str, step_id: UUID, address: str) -> ResponseReturnValue:
    """Answer a page, and go on; or show it again with what is wrong. For a list: add, remove, put back."""
    of = held(taken(service_id, step_id))
    journey = of.journey()
    if address == CHECK:
        return _sent(of) if journey.next is None else redirect(ways.way_on(of, journey), 303)
    spot = find(of.service.form, address)
    if spot is None:
        return redirect(ways.way_on(of, journey), 303)
    if spot.page is None:
        return _around(of, spot, lambda: sections.change(of, spot))
    if spot.page.kind == "stop" or not journey.visit(spot.page, spot.path):
        return redirect(ways.way_on(of, journey), 303)
    return _answered(of, spot)


@pages.get("/<uuid:step_id>/sent")
@access("author")
def sent(service_id: str, step_id: UUID) -> ResponseReturnValue:
    """What the citizen reads once it is sent."""
    step = taken(service_id, step_id)
    if step.played.case is None:
        return lead(step)
    made = lambda: check.sent_page(loaded(step), step.played.story.moment.at, step.story.language)  # noqa: E731
    return _painted(held(step), made, back="", progress=step.url, sent=True)


def _page(of: Rehearsed, address: str) -> ResponseReturnValue:
    journey = of.journey()
    onward = redirect(ways.way_on(of, journey), 303)
    if address == CHECK:
        return onward if journey.next else _around(of, CHECK, lambda: check.page(of, journey))
    if address == TASKS and ways.has_tasks(of.service.form):
        begun = all(visit.left for visit in journey.visits if visit.section is None)
        return _around(of, TASKS, lambda: tasks.page(of, journey)) if begun else onward
    spot = find(of.service.form, address)
    if spot is None or not ways.is_open(journey, spot):
        return onward
    if spot.page is None:
        return _around(of, spot, lambda: sections.show(of, spot, journey))
    return _around(of, spot, lambda: form_pages.show(of, spot, journey, _gone_bad(of, spot, journey)))


def _gone_bad(of: Rehearsed, spot: Spot, journey: Journey) -> Sending | None:
    """Answers that were good when they were given and are not any more: a day that has passed, say."""
    assert spot.page is not None
    places = {place: qualified(spot.path, place) for place in (*(q.id for q in spot.page.questions), spot.page.id)}
    problems = {place: journey.problems[name] for place, name in places.items() if name in journey.problems}
    return Sending(filled(spot.page.questions, of.answers_in(spot.path)), problems) if problems else None


def _answered(of: Rehearsed, spot: Spot) -> ResponseReturnValue:
    assert spot.page is not None
    questions, before = spot.page.questions, of.answers_in(spot.path)
    typed = with_files(questions, typed_form(), before)
    pressed = page_buttons.press(questions, typed, before, of.scope(of.journey().names_at(spot.path)))
    posted, journey = read_page(of, spot, pressed.typed)
    if pressed.again:
        looking = Sending(pressed.typed, pressed.problems, found=pressed.found)
        return _around(of, spot, lambda: form_pages.show(of, spot, journey, looking))
    if request.form.get(REMOVE):
        files = {q.id: posted.answers.get(q.id) for q in questions if q.kind == "file"}
        of = of.saved(stored(spot, files), {})
        return redirect(ways.href(of, spot), 303)
    if posted.problems:
        again = Sending(posted.typed, posted.problems, found=pressed.found)
        return _around(of, spot, lambda: form_pages.show(of, spot, journey, again, 422))
    if posted.unanswered and "reminded" not in request.form:
        labels = ", ".join(q.label.render(of.scope(journey.names_at(spot.path))) for q in posted.unanswered)
        words = say(of.language, "recommended-banner", labels=labels)
        again = Sending(posted.typed, banner=words, reminded=True, found=pressed.found)
        return _around(of, spot, lambda: form_pages.show(of, spot, journey, again))
    of = of.saved(stored(spot, posted.answers), {})
    change, journey = request.args.get("change", ""), of.journey()
    return redirect(ways.after_change(of, journey, spot, change) if change else ways.onward(of, journey, spot), 303)


def _sent(of: Rehearsed) -> ResponseReturnValue:
    assert of.step is not None
    step = of.step.on(of.step.story.sending())
    return redirect(f"{step.url}/sent", 303)


def _around(of: Rehearsed, spot: Spot | str, make: Any) -> ResponseReturnValue:
    """The page with what is behind it beside it."""
    return _painted(of, make, back=_back(of, spot))


def _back(of: Rehearsed, spot: Spot | str) -> str:
    journey, change = of.journey(), request.args.get("change", "")
    if isinstance(spot, Spot):
        return ways.back(of, journey, spot, change)
    if spot == TASKS or not ways.has_tasks(of.service.form):
        return ways.before_sections(of, journey)
    return ways.href(of, TASKS)


def _painted(of: Rehearsed, make: Any, *, back: str, sent: bool = False, **addresses: str) -> ResponseReturnValue:
    assert of.step is not None
    made = shown(of.step, make, **addresses)
    if not isinstance(made, InHand):
        return made
    facts = behind(of.step) | {"page": made.html, "spoken": of.language, "sent_page": sent}
    facts["back"] = "" if back == of.base else back
    return paint("build/try.html", work=of.step.work, tab="try", status=made.status, **facts)


def onward(step: Step) -> str:
    """Where the citizen goes on."""
    of = held(step)
    return ways.way_on(of, of.journey())
