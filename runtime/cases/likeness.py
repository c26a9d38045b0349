"""Cases that are like one another, found by keyed hashes of what their applicants answered, each over an index."""

from __future__ import annotations

import hmac
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.facts import Answers, Case
from definitions.likeness import places, spellings
from definitions.service import Service
from definitions.workflow import Likeness
from runtime import crypto
from runtime.access import Viewer, may_see_service
from runtime.cases.events import canonical
from runtime.cases.loading import Loaded
from runtime.crypto import Keys
from runtime.models.together import likenesses

MOST_ALIKE = 5
MOST_OTHERS = 10
NEAREST = 20
"""As many of each likeness as are looked at, on either side in time."""

PERSON, PLACE, SAME = "person", "place", "same:"
BYTES = 16
MARGIN = timedelta(days=14)
"""A time counted back in working days is not quite one counted forwards: what lies between is asked again."""

Mark = tuple[str, bytes]
"""A kind of likeness, and the hash by which it is found."""


@dataclass(frozen=True, slots=True)
class Alike:
    """Another case of the service that may be about the same thing, by these likenesses."""

    case_id: UUID
    by: tuple[Likeness, ...]
    submitted_at: datetime


@dataclass(frozen=True, slots=True)
class Other:
    """Another case of the same applicant, or of the same place, or both."""

    case_id: UUID
    kinds: frozenset[str]
    submitted_at: datetime


def marks(keys: Keys, organisation_id: UUID, service: Service, answers: Answers) -> frozenset[Mark]:
    """By what the case is found: nothing that is sensitive, and nothing that can be read back."""
    key = crypto.derive(keys.secret, b"likenesses")

    def mark(*parts: str) -> bytes:
        return hmac.digest(key, canonical([str(organisation_id), *parts]), "sha256")[:BYTES]

    found = {
        (f"{SAME}{rule.id}", mark(SAME, service.id, rule.id, *way))
        for rule in service.duplicates
        for way in spellings(service, rule.same, answers)
    }
    found |= {(PERSON, mark(PERSON, *way)) for way in _person(service, answers)}
    found |= {(PLACE, mark(PLACE, *way)) for name in places(service) for way in spellings(service, (name,), answers)}
    return frozenset(found)


def rows(keys: Keys, service: Service, answers: Answers, case: Any) -> list[dict[str, str]]:
    """The marks as rows, in JSON's own types. ``case`` has the columns of the case."""
    organisation_id = UUID(str(case["organisation_id"]))
    return [
        {
            "case_id": str(case["id"]), "kind": kind, "mark": f"\\x{mark.hex()}", "service_id": service.id,
            "submitted_at": str(case["submitted_at"]),
        }
        for kind, mark in sorted(marks(keys, organisation_id, service, answers))
    ]  # fmt: skip


def follow(session: Session, loaded: Loaded, after: Case) -> None:
    """Bring the marks up to answers that have changed."""
    if after.answers != loaded.case.answers:
        renew(session, loaded, after)


def renew(session: Session, loaded: Loaded, after: Case) -> None:
    """Write the marks anew, whatever they were."""
    session.execute(likenesses.delete().where(likenesses.c.case_id == loaded.id))
    case = {"id": loaded.id, "organisation_id": loaded.organisation_id, "submitted_at": after.submitted_at}
    new = marks(crypto.keys(session), loaded.organisation_id, loaded.service, after.answers)
    made = [
        {"case_id": case["id"], "kind": kind, "mark": mark, "service_id": loaded.service_id,
         "submitted_at": case["submitted_at"]}
        for kind, mark in new
    ]  # fmt: skip
    if made:
        session.execute(likenesses.insert(), made)


def alike(session: Session, loaded: Loaded, viewer: Viewer) -> tuple[Alike, ...]:
    """Likely duplicates of a case, the nearest in time first; none that is linked with it already."""
    if not may_see_service(viewer, loaded.service_id, loaded.organisation_id):
        return ()
    rules = {f"{SAME}{rule.id}": rule for rule in loaded.service.duplicates}
    mine = [mark for mark in _marks(session, loaded) if mark[0] in rules]
    found: dict[UUID, tuple[datetime, list[Likeness]]] = {}
    for kind, case_id, at in _near(session, loaded, mine, rules):
        if case_id != loaded.id and str(case_id) not in loaded.case.links and _within(rules[kind], loaded, at):
            by = found.setdefault(case_id, (at, []))[1]
            by += [] if rules[kind] in by else [rules[kind]]
    sent = loaded.case.submitted_at
    nearest = sorted(found.items(), key=lambda one: (abs(one[1][0] - sent), one[0]))[:MOST_ALIKE]
    return tuple(Alike(case_id, tuple(by), at) for case_id, (at, by) in nearest)


def others(session: Session, loaded: Loaded, viewer: Viewer) -> tuple[Other, ...]:
    """Other cases of the applicant's, and of the places that this one is about, the newest first: of services whose
    cases the viewer may see. One more than :data:`MOST_OTHERS` says that there are more."""
    if loaded.organisation_id != viewer.organisation_id:
        return ()
    services = sorted(service_id for service_id in viewer.roles if may_see_service(viewer, service_id))
    mine = [mark for mark in _marks(session, loaded) if mark[0] in (PERSON, PLACE)]
    if not mine or not services:
        return ()
    given = _given(mine) | {"services": services, "most": MOST_OTHERS + len(loaded.case.links) + 2}
    found: dict[UUID, tuple[datetime, set[str]]] = {}
    for row in session.execute(_OTHERS, given):
        if row.case_id != loaded.id and str(row.case_id) not in loaded.case.links:
            found.setdefault(row.case_id, (row.submitted_at, set()))[1].add(row.kind)
    newest = sorted(found.items(), key=lambda one: (one[1][0], one[0]), reverse=True)[: MOST_OTHERS + 1]
    return tuple(Other(case_id, frozenset(kinds), at) for case_id, (at, kinds) in newest)


def _person(service: Service, answers: Answers) -> Iterator[tuple[str, ...]]:
    """Ways of telling who applied, each enough by itself: an email address, or a name with a postcode."""
    told = service.applicant
    open_ = {q.id for q in service.questions.values() if not q.sensitive}
    if told.email in open_:
        yield from (("email", *way) for way in spellings(service, (str(told.email),), answers))
    if told.name in open_:
        for place in places(service):
            name = next(spellings(service, (str(told.name),), answers), ())
            where = next(spellings(service, (f"{place}.postcode",), answers), ())
            if name and where:
                yield ("name", *name, *where)


def _marks(session: Session, loaded: Loaded) -> Sequence[Mark]:
    return sorted(marks(crypto.keys(session), loaded.organisation_id, loaded.service, loaded.case.answers))


def _near(
    session: Session, loaded: Loaded, mine: Sequence[Mark], rules: dict[str, Likeness]
) -> Iterable[tuple[str, UUID, datetime]]:
    if not mine:
        return []
    sent, add = loaded.case.submitted_at, loaded.service.calendar.add
    spans = [(add(sent, rules[kind].within.back()) - MARGIN, add(sent, rules[kind].within)) for kind, _ in mine]
    given = _given(mine) | {
        "since": [first for first, _ in spans], "until": [last for _, last in spans], "sent": sent,
        "service": loaded.service_id, "most": NEAREST + len(loaded.case.links) + 1,
    }  # fmt: skip
    return [(row.kind, row.case_id, row.submitted_at) for row in session.execute(_NEAR, given)]


def _within(rule: Likeness, loaded: Loaded, at: datetime) -> bool:
    first, second = sorted((loaded.case.submitted_at, at))
    return second <= loaded.service.calendar.add(first, rule.within)


def _given(mine: Sequence[Mark]) -> dict[str, Any]:
    return {"kinds": [kind for kind, _ in mine], "marks": [mark for _, mark in mine]}


_NEAR = sa.text("""
SELECT m.kind, l.case_id, l.submitted_at
FROM unnest(CAST(:kinds AS text[]), CAST(:marks AS bytea[]), CAST(:since AS timestamptz[]),
            CAST(:until AS timestamptz[])) AS m(kind, mark, since, until)
CROSS JOIN LATERAL (
    (SELECT case_id, submitted_at FROM likenesses WHERE mark = m.mark AND service_id = :service
        AND submitted_at BETWEEN m.since AND :sent ORDER BY submitted_at DESC LIMIT :most)
    UNION ALL
    (SELECT case_id, submitted_at FROM likenesses WHERE mark = m.mark AND service_id = :service
        AND submitted_at > :sent AND submitted_at <= m.until ORDER BY submitted_at LIMIT :most)) AS l
""")
_OTHERS = sa.text("""
SELECT m.kind, l.case_id, l.submitted_at
FROM unnest(CAST(:kinds AS text[]), CAST(:marks AS bytea[])) AS m(kind, mark)
CROSS JOIN unnest(CAST(:services AS text[])) AS s(id)
CROSS JOIN LATERAL (
    SELECT case_id, submitted_at FROM likenesses WHERE mark = m.mark AND service_id = s.id
    ORDER BY submitted_at DESC LIMIT :most) AS l
""")
