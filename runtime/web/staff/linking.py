"""Saying how a case has to do with another: linked, merged, told apart, or not linked any more."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from uuid import uuid4

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from runtime import cases
from runtime.access import may_hold
from runtime.cases import Acted
from runtime.errors import CaseNotFound, LinkRefused, StaleCase
from runtime.failpoints import reach
from runtime.web.access_rules import access
from runtime.web.posted import sent_key
from runtime.web.site import current_site, now
from runtime.web.staff import relations, signed_in, timeline
from runtime.web.staff.actions import sent_revision
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint

pages = Blueprint("linking", __name__, url_prefix="/staff/cases/<reference>")

INTO, FROM, NONE = "merge-into", "merge-from", "none"
NOT_HERE = "There is no such case in the services that you work on. Check the reference"

TOLD = "Its applicant is told by email, and the earlier promise stays."
CHOICES: Sequence[tuple[str, str, str]] = (
    ("duplicate-of", "{it} is a duplicate of {that}", "Both stay open"),
    ("has-duplicate", "{that} is a duplicate of {it}", "Both stay open"),
    (INTO, "Merge {it} into {that}", f"{{it}} closes, and what it holds is seen on {{that}}. {TOLD}"),
    (FROM, "Merge {that} into {it}", f"{{that}} closes, and what it holds is seen on {{it}}. {TOLD}"),
    ("follows", "{it} follows from {that}", ""),
    ("followed-by", "{that} follows from {it}", ""),
    ("part-of", "{it} is part of {that}", ""),
    ("has-part", "{that} is part of {it}", ""),
    ("related", "They are related in another way", ""),
    ("distinct", "They are about different things", "They are not suggested as duplicates any more"),
)
UNLINKED = (NONE, "Nothing: take the link away", "Merged cases stand by themselves again; their clocks have run on")


@dataclass(frozen=True, slots=True)
class Given:
    """What was chosen and typed, what is wrong with each, and what others did meanwhile. ``standing``: how the two are
    linked already."""

    other: str = ""
    relation: str = ""
    reason: str = ""
    other_problem: str = ""
    relation_problem: str = ""
    standing: str = ""
    newer: tuple[timeline.Told, ...] = ()
    key: str = ""


@pages.get("/link")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        of.looked(session)
        asked = request.args
        return _form(session, of, Given(asked.get("other", "")[:40], asked.get("as", "")[:40], key=str(uuid4())))


@pages.post("/link")
@access("staff")
def do(reference: str) -> ResponseReturnValue:
    revision, at, viewer = sent_revision(), now(), signed_in.viewer()
    form, database = request.form, current_site().database
    given = Given(form.get("other", "")[:40], form.get("relation", ""), form.get("reason", "")[:2000], key=sent_key())
    try:
        with database.begin() as session:
            of = opened(session, reference, viewer, at)
            other = _other(session, of, given.other)
            if other is None or given.relation not in [value for value, *_ in (*CHOICES, UNLINKED)]:
                return _form(session, of, given, status=422)
            acted = _do(session, of, other, given, revision)
    except StaleCase:
        with database.read() as session:
            fresh = opened(session, reference, viewer, at)
            newer = fresh.told(fresh.loaded.since(revision))
            return _form(session, fresh, replace(given, newer=newer, key=str(uuid4())), status=409)
    except LinkRefused as refused:
        with database.read() as session:
            why = refused.message.rstrip(".")
            return _form(
                session, opened(session, reference, viewer, at), replace(given, relation_problem=why), status=422
            )
    reach("act.after_commit")
    number = acted.events[0].number if acted.events else None
    return redirect(url_for("case_page.show", reference=reference, done=number), 303)


def _do(session: Session, of: Opened, other: Opened, given: Given, revision: int) -> Acted:
    one_id, other_id, by, at = of.loaded.id, other.loaded.id, of.viewer.actor, of.moment.at
    if given.relation in (INTO, FROM) or (given.relation == NONE and _are_merged(of, other)):
        for each in (of, other):
            works(each)
    if given.relation in (INTO, FROM):
        pair = (one_id, other_id) if given.relation == INTO else (other_id, one_id)
        return cases.merge(
            session, *pair, by, revision=revision, shown=one_id, reason=given.reason, key=given.key, at=at
        )
    if given.relation == NONE:
        return cases.unlink(session, one_id, other_id, by, revision=revision, reason=given.reason, key=given.key, at=at)
    return cases.link(
        session, one_id, other_id, given.relation, by, revision=revision, reason=given.reason, key=given.key, at=at
    )


def works(of: Opened) -> None:
    """
    Raises:
        LinkRefused: the case is open or was merged, and no role of this person's works it as it stands.
    """
    over = of.service.workflow.state(of.case.state).final
    if not over and not may_hold(of.sight, of.service, of.case.state):
        raise LinkRefused(f"None of your roles works {of.case.reference} as it stands.")


def _are_merged(of: Opened, other: Opened) -> bool:
    link = of.case.links.get(str(other.loaded.id))
    return link is not None and link.relation.startswith("merged")


def _other(session: Session, of: Opened, typed: str) -> Opened | None:
    """The case that was named, if it is there for this person: nobody can tell one that is not from one they may not
    see."""
    try:
        other = opened(session, typed, of.viewer, of.moment.at)
    except CaseNotFound:
        return None
    return None if other.loaded.id == of.loaded.id else other


def _form(session: Session, of: Opened, given: Given, *, status: int = 200) -> ResponseReturnValue:
    other = _other(session, of, given.other) if given.other else None
    link = of.case.links.get(str(other.loaded.id)) if other else None
    merged = other is not None and _are_merged(of, other)
    if status == 422 and other is None:
        itself = given.other.strip().upper() == of.case.reference
        wrong = (
            "That is this case itself" if itself else NOT_HERE if given.other else "Enter the other case’s reference"
        )
        given = replace(given, other_problem=wrong)
    if status == 422 and not given.relation_problem and given.relation not in [value for value, *_ in CHOICES]:
        given = replace(given, relation_problem="Select how the two are related")
    choices = (UNLINKED,) if merged else (*CHOICES, UNLINKED) if link else CHOICES
    if other and other.service.id != of.service.id:
        choices = tuple(choice for choice in choices if choice[0] not in (INTO, FROM))
    names = {"it": of.case.reference, "that": other.case.reference if other else "the other"}
    said = [(value, *(_capital(words.format_map(names)) for words in both)) for value, *both in choices]
    return paint(
        "staff/link.html", status=status, case=of, other=_named(other), given=given, choices=said,
        standing=relations.WORDS[link.relation] if link else "", revision=of.loaded.revision,
    )  # fmt: skip


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]


def _named(other: Opened | None) -> dict[str, str]:
    if other is None:
        return {}
    state = other.service.workflow.state(other.case.state).label.render(other.scope)
    title = other.service.title.render(other.scope)
    return {"reference": other.case.reference, "url": other.url, "words": f"{title}, {state.lower()}"}
