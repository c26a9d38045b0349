"""Staff sessions, kept on our side: a cookie is only a key to one, and a key that stops working when we say so."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, insert, select, update
from sqlalchemy.orm import Session

from runtime.access import Viewer, by_service
from runtime.db import Database
from runtime.models.people import grants, members, people, staff_sessions
from runtime.references import new_id
from runtime.staffing.standing_in import as_stand_ins, standing_in

IDLE = timedelta(minutes=30)
ABSOLUTE = timedelta(hours=8)
_TOUCH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An open session: whose, since when, and what they may see at this moment. ``proved_at``: when its person last
    gave their password, at the door or since."""

    id: UUID
    viewer: Viewer
    signed_in_at: datetime
    seen_at: datetime
    proved_at: datetime


@dataclass(frozen=True, slots=True)
class OpenSession:
    """One of a person's own sessions, as they are shown them. ``device`` is the browser in words."""

    id: UUID
    device: str
    signed_in_at: datetime
    seen_at: datetime


def begin(session: Session, person_id: UUID, *, device: str, at: datetime) -> str:
    """Open a session: the token for the cookie, which is stored nowhere."""
    return _open(session, person_id, device=device, signed_in_at=at, at=at)


def visit(database: Database, token: str, *, at: datetime) -> SignedIn | None:
    """As :func:`resolve`, for a request. Being used keeps a session open, and is written down once a minute at most."""
    with database.read() as session:
        signed_in = resolve(session, token, at=at)
    if signed_in and at - signed_in.seen_at > _TOUCH:
        with database.begin() as session:
            touched = update(staff_sessions).where(staff_sessions.c.id == signed_in.id, _alive(at))
            session.execute(touched.values(seen_at=at))
    return signed_in


def resolve(session: Session, token: str, *, at: datetime) -> SignedIn | None:
    """Whose session a cookie opens, or None when it is unknown, ended, idle for too long or simply too old.

    One query, which reads the roles of this moment too.
    """
    held = (
        select(
            staff_sessions.c.id, staff_sessions.c.signed_in_at, staff_sessions.c.seen_at,
            staff_sessions.c.proved_at,
            people.c.id.label("person_id"), people.c.organisation_id, people.c.name, grants.c.service_id, grants.c.role,
            standing_in(people.c.id),
        )
        .join(people, and_(people.c.id == staff_sessions.c.person_id, people.c.left_at.is_(None)))
        .outerjoin(members, members.c.person_id == people.c.id)
        .outerjoin(grants, grants.c.team_id == members.c.team_id)
        .where(staff_sessions.c.token == _kept(token), _alive(at))
    )  # fmt: skip
    rows = session.execute(held).all()
    if not rows:
        return None
    first = rows[0]
    roles = by_service((row.service_id, row.role) for row in rows)
    stands_in = as_stand_ins(first.stands_in)
    viewer = Viewer(first.person_id, first.organisation_id, first.name, roles, stands_in)
    proved_at = first.proved_at or first.signed_in_at
    return SignedIn(first.id, viewer, first.signed_in_at, first.seen_at, proved_at)


def renew(session: Session, signed_in: SignedIn, *, at: datetime) -> str:
    """Give a session a new key, as when privilege changes: the old one opens nothing. Its eight hours go on."""
    old = select(staff_sessions.c.device).where(staff_sessions.c.id == signed_in.id)
    device = session.execute(old).scalar_one()
    _end(session, staff_sessions.c.id == signed_in.id, "renewed", at)
    since = signed_in.signed_in_at
    return _open(session, signed_in.viewer.person_id, device=device, signed_in_at=since, at=at)


def proved(session: Session, signed_in: SignedIn, *, at: datetime) -> None:
    """Keep that its person has just given their password again."""
    its = update(staff_sessions).where(staff_sessions.c.id == signed_in.id, _alive(at))
    session.execute(its.values(proved_at=at))


def end(session: Session, token: str, *, at: datetime) -> None:
    """Sign out: the key is dead wherever a copy of it may lie."""
    _end(session, staff_sessions.c.token == _kept(token), "sign-out", at)


def end_one(session: Session, person_id: UUID, session_id: UUID, *, at: datetime) -> bool:
    """End one of a person's own sessions; False when it is not open, or not theirs."""
    its = and_(staff_sessions.c.id == session_id, staff_sessions.c.person_id == person_id)
    return _end(session, its, "elsewhere", at)


def end_others(session: Session, signed_in: SignedIn, *, at: datetime) -> None:
    mine = staff_sessions.c.person_id == signed_in.viewer.person_id
    _end(session, and_(mine, staff_sessions.c.id != signed_in.id), "elsewhere", at)


def open_sessions(session: Session, person_id: UUID, *, at: datetime) -> tuple[OpenSession, ...]:
    """A person's sessions that still open something, the one used last first."""
    of = staff_sessions.c
    found = (
        select(of.id, of.device, of.signed_in_at, of.seen_at)
        .where(of.person_id == person_id, _alive(at))
        .order_by(of.seen_at.desc(), of.id)
    )
    return tuple(OpenSession(*row) for row in session.execute(found))


def _open(session: Session, person_id: UUID, *, device: str, signed_in_at: datetime, at: datetime) -> str:
    token = secrets.token_urlsafe(32)
    row = {
        "id": new_id(), "person_id": person_id, "token": _kept(token), "device": device[:120],
        "signed_in_at": signed_in_at, "seen_at": at,
    }  # fmt: skip
    session.execute(insert(staff_sessions).values(row))
    return token


def _alive(at: datetime) -> ColumnElement[bool]:
    of = staff_sessions.c
    return and_(of.ended_at.is_(None), of.seen_at > at - IDLE, of.signed_in_at > at - ABSOLUTE)


def _end(session: Session, which: ColumnElement[bool], why: str, at: datetime) -> bool:
    ending = update(staff_sessions).where(which, staff_sessions.c.ended_at.is_(None))
    ended = session.execute(ending.values(ended_at=at, ended_by=why).returning(staff_sessions.c.id))
    return bool(ended.all())


def _kept(token: str) -> bytes:
    return hashlib.sha256(token.encode()).digest()
