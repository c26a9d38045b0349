"""What staff do to a case: its actions with their forms, and taking it."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from definitions.step import Offer, offers
from definitions.workflow import Transition
from runtime import cases
from runtime.access import may_hold
from runtime.cases import Acted
from runtime.errors import ActionRefused, AssignmentRefused, BadInputs, CaseNotFound, StaleCase
from runtime.failpoints import reach
from runtime.web import uploads
from runtime.web.access_rules import access
from runtime.web.asking import mistakes
from runtime.web.htmx import wants_piece
from runtime.web.posted import Posted, sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import ask_form, signed_in
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint, paint_part

pages = Blueprint("actions", __name__, url_prefix="/staff/cases/<reference>")


@pages.get("/do/<action>")
@access("staff")
def ask(reference: str, action: str) -> ResponseReturnValue:
    """The action's own form; to htmx only the form, which opens in its place on the page of the case."""
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now(), even_broken=True)
        of.looked(session)
    offer = _offer(of, action)
    html = ask_form.blank_form(of, offer.transition) if offer.open else ""
    facts = _action(of, offer) | {"questions": html, "mistakes": (), "piece": wants_piece()}
    return paint_part("staff/action.html", block="form", **facts)


@pages.post("/do/<action>")
@access("staff", takes_files=True)
def do(reference: str, action: str) -> ResponseReturnValue:
    typed, revision, key = request.form.to_dict(flat=False), sent_revision(), sent_key()
    at, database = now(), current_site().database
    with database.read() as session:
        of = opened(session, reference, signed_in.viewer(), at, even_broken=True)
    transition = _offer(of, action).transition
    posted = ask_form.read_ask(of, transition, typed)
    if uploads.stays(transition.ask) and not posted.problems:
        return _again(of, action, posted, problems={}, told=(), status=200)
    if posted.problems and not _is_repeat(of, key):
        told, status = mistakes(posted.problems), posted.status
        return _again(of, action, posted, problems=posted.problems, told=told, status=status)
    try:
        with database.begin() as session:
            acted = cases.act(
                session, of.loaded.id, action, posted.answers, of.actor, revision=revision, key=key, at=at
            )
    except BadInputs as bad:
        problems, told = ask_form.problems_of(of, bad.refusal.reasons)
        return _again(of, action, posted, problems=problems, told=told)
    except (StaleCase, ActionRefused) as refused:
        return _overtaken(of, transition, posted, revision, refused)
    reach("act.after_commit")
    return said_done(reference, acted)


@pages.post("/take")
@access("staff")
def take(reference: str) -> ResponseReturnValue:
    revision, at = sent_revision(), now()
    try:
        with current_site().database.begin() as session:
            of = opened(session, reference, signed_in.viewer(), at)
            if not may_hold(of.actor.roles, of.service, of.case.state):
                raise AssignmentRefused("None of your roles works a case in this state.")
            if against := cases.untakeable(session, of.loaded, of.actor, of.moment):
                raise AssignmentRefused(f"You cannot take it. {'; '.join(against)}.")
            acted = cases.take(session, of.loaded.id, of.actor, revision=revision, key=sent_key(), at=at)
    except StaleCase:
        return overtaken(of, revision, url=f"{of.url}/take", button="Take it over")
    return said_done(reference, acted)


def said_done(reference: str, acted: Acted) -> ResponseReturnValue:
    """Back to the case, which says what was done. The same for a form that was sent twice."""
    number = acted.events[0].number if acted.events else None
    return redirect(url_for("case_page.show", reference=reference, done=number), 303)


def sent_revision() -> int:
    """The revision that the person was shown. Without it nobody could know whether they had seen the latest."""
    try:
        return int(request.form["revision"])
    except ValueError as error:
        raise BadRequest from error


def overtaken(
    of: Opened, revision: int, *, url: str, button: str, questions: str = "", kept: Any = (), reasons: Any = ()
) -> ResponseReturnValue:
    """Somebody acted first: what they did, and what was typed, to be sent again against the case as it is now.

    ``reasons`` say why it cannot be sent any more; then ``kept`` shows it for copying.
    """
    with current_site().database.begin() as session:
        fresh = opened(session, of.case.reference, of.viewer, now(), even_broken=of.broken is not None)
        fresh.looked(session)
    since = fresh.loaded.since(revision)
    mine = bool(since) and all(event.actor.id == of.actor.id for event in since)
    standing = fresh.service.workflow.state(fresh.case.state).label.render(fresh.scope)
    return paint(
        "staff/overtaken.html", status=409, case=fresh, newer=fresh.told(since), mine=mine, state=standing, url=url,
        button=button,
        questions=questions, multipart='type="file"' in questions,
        kept=kept, reasons=reasons, revision=fresh.loaded.revision, key=str(uuid4()),
    )  # fmt: skip


def _overtaken(
    of: Opened, transition: Transition, posted: Posted, revision: int, refused: StaleCase | ActionRefused
) -> ResponseReturnValue:
    with current_site().database.read() as session:
        fresh = opened(session, of.case.reference, of.viewer, now(), even_broken=of.broken is not None)
    offer = _offer(fresh, transition.id)
    url, button = f"{of.url}/do/{transition.id}", transition.label.render(of.scope)
    if offer.open and isinstance(refused, StaleCase):
        html = ask_form.filled_form(fresh, transition, posted, {})
        return overtaken(of, revision, url=url, button=button, questions=html)
    reasons = offer.reasons or (refused.refusal.reasons if isinstance(refused, ActionRefused) else ())
    kept = ask_form.typed_words(fresh, transition, posted)
    return overtaken(of, revision, url=url, button=button, kept=kept, reasons=[each.staff for each in reasons])


def _again(
    of: Opened, action: str, posted: Posted, *, problems: ask_form.Problems, told: Any, status: int = 422
) -> ResponseReturnValue:
    """The form with what was typed and what is wrong with it; its key is still good, for nothing was done."""
    offer = _offer(of, action)
    html = ask_form.filled_form(of, offer.transition, posted, problems)
    facts = _action(of, offer) | {"key": sent_key(), "revision": sent_revision(), "open": True, "piece": False}
    return uploads.told(paint("staff/action.html", status=status, **facts, questions=html, mistakes=told))


def _action(of: Opened, offer: Offer) -> dict[str, Any]:
    return {
        "case": of,
        "label": offer.transition.label.render(of.scope),
        "url": f"{of.url}/do/{offer.transition.id}",
        "open": offer.open,
        "reasons": [reason.staff for reason in offer.reasons],
        "multipart": any(question.kind == "file" for question in offer.transition.ask),
        "revision": of.loaded.revision,
        "key": str(uuid4()),
    }


def _offer(of: Opened, action: str) -> Offer:
    found = (o for o in offers(of.service, of.case, of.actor, of.moment) if o.transition.id == action)
    if (offer := next(found, None)) and of.may_do(action):
        return offer
    raise CaseNotFound("There is no such action on this case.")


def _is_repeat(of: Opened, key: str) -> bool:
    return any(entry.key == key for entry in of.loaded.entries)
