"""Other cases beside one: likely duplicates, those it is linked with, those of its applicant and its place."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID, uuid4

from flask import url_for
from sqlalchemy.orm import Session

from runtime import queues
from runtime.cases.likeness import MOST_OTHERS, PERSON, PLACE, alike, others
from runtime.cases.rows import Row
from runtime.web.staff import alikeness, spoken
from runtime.web.staff.answers_shown import named
from runtime.web.staff.opened import Opened
from runtime.web.staff.relations import WORDS

SAME = {frozenset({PERSON}): "Same person", frozenset({PLACE}): "Same address",
        frozenset({PERSON, PLACE}): "Same person and address"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Beside:
    """Another case in a list: ``words`` say how it has to do with this one, and ``lead`` that they come before its
    reference."""

    reference: str
    url: str
    words: str
    service: str
    state: str
    sent: str
    holder: str
    change: str
    closed: bool = False
    lead: bool = False


@dataclass(frozen=True, slots=True)
class Related:
    """``alike`` may be duplicates; ``linked`` are by somebody's word; ``others`` are of the same person or place, and
    ``more`` says that there are others still."""

    alike: tuple[Beside, ...] = ()
    linked: tuple[Beside, ...] = ()
    others: tuple[Beside, ...] = ()
    more: bool = False
    merged: Beside | None = None
    url: str = ""
    revision: int = 0
    key: str = ""


def related(session: Session, of: Opened) -> Related:
    """Three queries over indexes, and one for the rows. In an emergency there is nothing: only the one case is open."""
    if of.broken is not None:
        return Related()
    like, rest = alike(session, of.loaded, of.viewer), others(session, of.loaded, of.viewer)
    suggested = {each.case_id for each in like}
    links = {UUID(name): link for name, link in of.case.links.items()}
    rows = queues.among(session, of.viewer, [*suggested, *links, *(each.case_id for each in rest)])
    sent = of.case.submitted_at
    further = [each for each in rest if each.case_id in rows and each.case_id not in suggested]
    linked = {
        case_id: _beside(of, rows[case_id], WORDS[link.relation], lead=True)
        for case_id, link in links.items()
        if case_id in rows
    }
    into = of.case.merged
    return Related(
        alike=tuple(
            _beside(of, rows[each.case_id], alikeness.reason(of.service, each.by, each.submitted_at - sent))
            for each in like
            if each.case_id in rows
        ),
        linked=tuple(linked.values()),
        others=tuple(_beside(of, rows[each.case_id], SAME[each.kinds]) for each in further[:MOST_OTHERS]),
        more=len(further) > MOST_OTHERS,
        merged=linked.get(UUID(into[0])) if into else None,
        url=f"{of.url}/link",
        revision=of.loaded.revision,
        key=str(uuid4()),
    )


def _beside(of: Opened, row: Row, words: str, *, lead: bool = False) -> Beside:
    return Beside(
        reference=row.reference,
        url=url_for("case_page.show", reference=row.reference),
        words=words,
        service=named(row.service_id) if row.service_id != of.service.id else "",
        state=row.state_label,
        sent=spoken.when(row.submitted_at, of.moment),
        holder="you" if row.assignee == of.viewer.assignee else row.assignee_name or "",
        change=f"{of.url}/link?other={row.reference}",
        closed=row.closed_at is not None,
        lead=lead,
    )
