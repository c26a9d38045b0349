"""One case on one page: what was answered, what has happened, when it is due, and what can be done now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import uuid4

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue
from flask.wrappers import Response
from sqlalchemy.orm import Session

from definitions.clocks import Due, dues, explain
from definitions.step import offers
from definitions.undo import until
from definitions.waiting import queue_of
from runtime import incidents
from runtime.access import may_see_queue
from runtime.cases.projections import applicant
from runtime.effects import progress
from runtime.effects.progress import Progress
from runtime.web.access_rules import access
from runtime.web.posted import whole_number
from runtime.web.site import current_site, now
from runtime.web.staff import answers_shown, incident_words, notes_shown, signed_in, spoken, tasks_shown, timeline
from runtime.web.staff.conflict_panel import panel
from runtime.web.staff.files_shown import Files
from runtime.web.staff.masks import correctable, emergency, looks_url, masks
from runtime.web.staff.merged import merged_here
from runtime.web.staff.notes_shown import Note
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint
from runtime.web.staff.prioritising import priorities
from runtime.web.staff.related import related
from runtime.web.staff.summary import handed
from runtime.web.staff.taken import Taken, taken
from runtime.web.staff.undoable import undoable

pages = Blueprint("case_page", __name__, url_prefix="/staff/cases")


NAMED: Mapping[str, str] = {
    "acknowledge": "E-mail to say it was received",
    "write": "E-mail to the applicant",
    "joined": "E-mail to say two were merged",
    "mention": "E-mail to whoever is mentioned",
}
TO_WHOM_IS_ASKED: Mapping[str, str] = {"ask": "E-mail", "remind": "Reminder"}


@pages.get("/<reference>")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        case = opened(session, reference, signed_in.viewer(), now(), even_broken=True)
        case.looked(session, case.in_sight)
        return case_shown(session, case, Note(key=str(uuid4())))


def case_shown(session: Session, of: Opened, note: Note, *, unsaid: str = "", status: int = 200) -> Response:
    """The page of a case. The caller has it recorded that it was looked at."""
    service, case, scope = of.service, of.case, of.scope
    files = Files.of(session, case, f"{of.url}/files")
    return paint(
        "staff/case.html",
        status=status,
        case=_standing(of, taken(session, of)),
        priorities=priorities(of),
        conflict=panel(of),
        sections=answers_shown.sections(service, case, scope, files),
        facts=(*answers_shown.further(service, case, scope, files), *tasks_shown.said(of, files)),
        tasks=tasks_shown.lines(of),
        masks=masks(of, unsaid),
        corrections=correctable(of),
        emergency=emergency(of),
        looks_url=looks_url(of),
        timeline=_timeline(session, of),
        clocks=[_clock(of, due) for due in dues(service, case, of.moment)],
        actions=_actions(of),
        done=_done(of),
        undo=undoable(of),
        next=_next(of),
        incidents=[_incident(of, each) for each in incidents.open_for(session, of.loaded.id)],
        note=notes_shown.form(session, of, note),
        pinned=notes_shown.pinned(of),
        related=related(session, of),
        held=merged_here(session, of),
        handed=handed(of),
    )


def _standing(of: Opened, taken: Taken) -> dict[str, Any]:
    service, case = of.service, of.case
    state = service.workflow.state(case.state)
    open_, mine = of.loaded.closed_at is None and of.broken is None, case.assignee == of.viewer.assignee
    return {
        "reference": case.reference,
        "service": service.title.render(of.scope),
        "applicant": applicant(service, case) or "",
        "url": of.url,
        "revision": of.loaded.revision,
        "state": state.label.render(of.scope),
        "final": state.final,
        "priority": answers_shown.named(case.priority) if case.priority != "normal" else "",
        "due": _soonest(of),
        "holder": of.holder,
        "mine": mine,
        "submitted": spoken.when(case.submitted_at, of.moment),
        "given": taken.given,
        "behalf": of.actor.behalf_name,
        "may_take": open_ and not mine and taken.may,
        "untakeable": taken.against if open_ and not mine else (),
        "may_hand_on": open_,
        "back": _back(of),
        "key": str(uuid4()),
    }


def _soonest(of: Opened) -> spoken.Due | None:
    """When the case is due next, by whichever of its clocks runs out first; none while none runs."""
    running = [due.due for due in dues(of.service, of.case, of.moment) if due.running and not due.stopped and due.due]
    return spoken.due(min(running), of.moment) if running else None


def _back(of: Opened) -> dict[str, str]:
    queue = _queue(of)
    if queue is None:
        return {"url": url_for("staff.home"), "label": "My work"}
    url = url_for("queue.show", service_id=of.service.id, queue_id=queue.id)
    return {"url": url, "label": queue.label.render(of.scope)}


def _next(of: Opened) -> dict[str, str] | None:
    """The queue to take the next case from: the one this case was in before the last thing done to it, else now."""
    left = next((e.source for e in reversed(of.case.events) if e.kind == "moved" and e.source), of.case.state)
    for state_id in (left, of.case.state):
        queue = queue_of(of.service, of.case, state_id)
        if queue and may_see_queue(of.viewer, of.service.id, queue):
            url = url_for("queue.next_case", service_id=of.service.id, queue_id=queue.id)
            return {"url": url, "label": queue.label.render(of.scope)}
    return None


def _queue(of: Opened) -> Any:
    queue = queue_of(of.service, of.case)
    return queue if queue and may_see_queue(of.viewer, of.service.id, queue) else None


def _done(of: Opened) -> timeline.Told | None:
    """What this person has just done, as the address says it; derived from the events, so a reload says it again."""
    number = request.args.get("done", type=whole_number())
    mine = (e for e in of.case.events if e.number == number and e.actor.id == str(of.viewer.person_id))
    event = next(mine, None)
    return of.told([replace(event, actor=replace(event.actor, name="You"))])[0] if event else None


def _timeline(session: Session, of: Opened) -> list[dict[str, Any]]:
    effects: dict[int, list[Progress]] = defaultdict(list)
    for each in progress.of_case(session, of.loaded.id):
        effects[each.event_number].append(each)
    told, undone = of.told(reversed(of.case.history)), {event.number for event in of.case.undone}
    notes = notes_shown.shown(of)
    return [
        {
            "told": each,
            "effects": [_effect(of, e) for e in effects[each.number]],
            "undone": each.number in undone,
            "note": notes.get(each.number),
        }
        for each in told
    ]


def _effect(of: Opened, effect: Progress) -> dict[str, str]:
    """What was promised and what came of it: "E-mail “Your missed bin”: sent"."""
    named = {**NAMED, "webhook": f"Message to {_host(effect)}"}
    if effect.kind == "send":
        named["send"] = f"E-mail “{of.service.message(effect.what['message']).subject.render(of.scope)}”"
    named |= {kind: f"{what} to {tasks_shown.asked_in(of, effect.what)}" for kind, what in TO_WHOM_IS_ASKED.items()}
    waits = effect.due > of.moment.at and not effect.attempts and effect.outcome is None
    sending = f"waits until {spoken.clock(of.moment.calendar.local(effect.due).time())}"
    sending += ", in case this is undone" if until(of.service, of.case) == effect.due else ""
    state = {
        "waiting": f"will be tried again ({effect.outcome})"
        if effect.attempts and effect.outcome
        else sending
        if waits
        else "being sent",
        "parked": f"failed. {effect.outcome}",
        "given-up": f"given up. {effect.outcome}",
    }.get(effect.state, effect.outcome or "done")
    tone = {"parked": "failed", "given-up": "failed", "waiting": "waiting"}.get(effect.state, "done")
    quiet = tone == "done" and state.startswith("not sent")
    return {"words": f"{named.get(effect.kind, effect.kind)}: {state}", "tone": "quiet" if quiet else tone}


def _host(effect: Progress) -> str:
    return str(effect.what.get("url", "")).partition("://")[2].partition("/")[0]


def _clock(of: Opened, due: Due) -> dict[str, Any]:
    """A clock in words. One that stands still is due at no time yet; one that has stopped was in time or was not."""
    said = spoken.due(due.due, of.moment)
    lines = [line[:1].upper() + line[1:] for line in explain(due, of.scope.language)]
    shown = {"label": due.clock.label.render(of.scope), "lines": lines, "words": "", "exact": said.exact, "due": said}
    if due.stopped:
        tone, words = ("overdue", "Ran out before the end") if due.breached else ("met", "Ended in time")
        return shown | {"tone": tone, "words": words, "exact": spoken.when(due.stopped, of.moment)}
    if not due.running:
        return shown | {"tone": "none", "words": "Paused", "exact": ""}
    return shown


def _actions(of: Opened) -> dict[str, list[dict[str, Any]]]:
    """The actions of the state the case is in, for staff: those open, and those not with every reason why."""
    shown: dict[str, list[dict[str, Any]]] = {"open": [], "closed": []}
    for offer in offers(of.service, of.case, of.actor, of.moment):
        if not offer.here or not of.may_do(offer.transition.id):
            continue
        transition = offer.transition
        shown["open" if offer.open else "closed"].append(
            {
                "id": transition.id,
                "label": transition.label.render(of.scope),
                "asks": bool(transition.ask),
                "url": f"{of.url}/do/{transition.id}",
                "reasons": [reason.staff for reason in offer.reasons],
                "key": str(uuid4()),
            }
        )
    return shown


def _incident(of: Opened, incident: incidents.Incident) -> dict[str, Any]:
    return {
        "what": incident_words.what(incident.kind),
        "about": incident_words.about(incident, of.service),
        "reason": incident.reason,
        "means": incident_words.means(incident, of.service),
        "with": incident.taken_name or "",
        "when": spoken.when(incident.opened_at, of.moment),
        "owner": incident_words.owner(incident, of.service),
        "mine": incident.owner in ("", *of.viewer.roles_in(of.service.id)),
        "url": url_for("incident_group.show", service_id=incident.service_id, cause=incident.cause),
    }
