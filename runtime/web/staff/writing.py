"""Writing to the applicant: begun with a reply of the service's, changed, previewed as it will be sent, and sent."""

from __future__ import annotations

from dataclasses import dataclass, replace
from uuid import uuid4

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from definitions.standing import Standing
from definitions.workflow import Reply
from runtime import cases, jottings
from runtime.cases.letters import LONGEST, LONGEST_SUBJECT
from runtime.effects.letters import applicants_address
from runtime.effects.write import preview
from runtime.errors import CaseNotFound, LetterRefused, StaleCase
from runtime.failpoints import reach
from runtime.mail import Letter
from runtime.web.access_rules import access
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in, timeline
from runtime.web.staff.actions import said_done, sent_revision
from runtime.web.staff.guarded import known_as
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint

pages = Blueprint("writing", __name__, url_prefix="/staff/cases/<reference>/write")


@dataclass(frozen=True, slots=True)
class Given:
    """What was written, what is wrong with each part, and what others did meanwhile. ``kept``: it was not sent last
    time; ``letter`` is the letter as it would arrive."""

    reply: str = ""
    subject: str = ""
    body: str = ""
    subject_problem: str = ""
    body_problem: str = ""
    newer: tuple[timeline.Told, ...] = ()
    kept: bool = False
    letter: Letter | None = None
    key: str = ""


@pages.get("")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    """The letter begun with ``reply``, or as it was kept, or empty."""
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        of.looked(session)
        given = _begun(session, of, request.args.get("reply"))
        return _form(of, given)


@pages.post("")
@access("staff")
def send(reference: str) -> ResponseReturnValue:
    """Preview it, go back to changing it, or send what was previewed."""
    revision, at, form = sent_revision(), now(), request.form
    given = Given(form.get("reply", ""), form.get("subject", ""), form.get("body", ""), key=sent_key())
    database, viewer = current_site().database, signed_in.viewer()
    with database.read() as session:
        of = opened(session, reference, viewer, at)
        if form.get("do") == "change":
            return _form(of, given, revision=revision)
        if form.get("do") != "send":
            return _previewed(session, of, given, revision)
    reply = _reply(of, given.reply)
    begun = reply.id if reply else None
    try:
        with database.begin() as session:
            acted = cases.write(
                session, of.loaded.id, given.subject, given.body, of.actor,
                reply=begun, repeats=_sensitive(of, reply), revision=revision, key=given.key, at=at,
            )  # fmt: skip
            jottings.forget(session, viewer.person_id, of.loaded.id, "letter")
    except LetterRefused as refused:
        return _form(of, _wrong(given, refused), revision=revision, status=422)
    except StaleCase:
        with database.read() as session:
            fresh = opened(session, reference, viewer, at)
            newer = fresh.told(fresh.loaded.since(revision))
            return _form(fresh, replace(given, newer=newer, key=str(uuid4())), status=409)
    reach("act.after_commit")
    return said_done(reference, acted)


def _begun(session: Session, of: Opened, reply_id: str | None) -> Given:
    if reply_id is None:
        kept = jottings.kept(session, of.viewer.person_id, of.loaded.id, "letter")
        reply, subject, body = (kept.get(name, "") for name in ("reply", "subject", "body"))
        return Given(reply, subject, body, kept=bool(subject or body), key=str(uuid4()))
    chosen = _reply(of, reply_id)
    if chosen is None:
        raise CaseNotFound("There is no such reply.")
    scope = of.scope.in_language(of.case.language)
    return Given(chosen.id, chosen.subject.render(scope), chosen.body.render(scope), key=str(uuid4()))


def offered(of: Opened) -> list[tuple[Reply, bool]]:
    """The service's replies for this case, each with whether it may be used: not where it repeats what the viewer may
    not read."""
    standing = Standing(of.service, of.case, of.moment, of.actor)
    found = [reply for reply in of.service.replies if standing.holds(reply.when)]
    return [(reply, _names(reply).isdisjoint(of.scope.hidden)) for reply in found]


def _reply(of: Opened, reply_id: str) -> Reply | None:
    return next((reply for reply, usable in offered(of) if usable and reply.id == reply_id), None)


def _names(reply: Reply) -> frozenset[str]:
    return frozenset(known_as(name) for name in reply.subject.names | reply.body.names)


def _sensitive(of: Opened, reply: Reply | None) -> frozenset[str]:
    """The sensitive answers that the reply put in, or was chosen by."""
    return _names(reply) & cases.sensitive(of.service) if reply else frozenset()


def _previewed(session: Session, of: Opened, given: Given, revision: int) -> ResponseReturnValue:
    try:
        cases.check_letter(given.subject, given.body)
    except LetterRefused as refused:
        return _form(of, _wrong(given, refused), revision=revision, status=422)
    at = of.moment.at
    letter = preview(session, of.loaded.id, of.service, of.case, of.actor, given.subject, given.body, at)
    return _form(of, replace(given, letter=letter), revision=revision)


def _wrong(given: Given, refused: LetterRefused) -> Given:
    why = refused.message.rstrip(".")
    if refused.facts.get("question") == "subject":
        return replace(given, subject_problem=why)
    return replace(given, body_problem=why)


def _form(of: Opened, given: Given, *, revision: int | None = None, status: int = 200) -> ResponseReturnValue:
    address = applicants_address(of.service, of.case)
    if address and of.service.applicant.email in of.scope.hidden:
        address = "the address that they gave"
    letter = replace(given.letter, to=address) if given.letter else None
    replies = [
        {"id": reply.id, "label": reply.label.render(of.scope), "usable": usable} for reply, usable in offered(of)
    ]
    return paint(
        "staff/write.html", status=status, case=of, given=replace(given, letter=letter), replies=replies,
        address=address, most={"subject": LONGEST_SUBJECT, "body": LONGEST},
        revision=of.loaded.revision if revision is None else revision,
    )  # fmt: skip
