"""Signing in with a password: the same words and the same work for every no, and few tries. Closed when in doubt."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from runtime import passwords, people, sessions
from runtime.db import Database
from runtime.models.people import people as people_table
from runtime.models.people import sign_in_attempts
from runtime.references import new_id

WINDOW = timedelta(minutes=15)
PER_ACCOUNT, PER_ADDRESS = 5, 30
_KEPT = timedelta(days=1)


class SignInRefused(Exception):
    """The email address or password is not right. It does not say which, nor whether there is such an account."""


class TooManyAttempts(Exception):
    """That account or that network address has tried too often. ``wait`` is until the next try is worth making."""

    def __init__(self, wait: timedelta) -> None:
        self.wait = wait
        super().__init__(f"try again in {wait}")


@dataclass(frozen=True, slots=True)
class Attempt:
    """What came to the door. ``address`` is the network's, ``device`` the browser, ``pepper`` a server secret."""

    email: str
    password: str
    address: str
    device: str
    pepper: bytes

    @property
    def account_mark(self) -> bytes:
        return hashlib.blake2b(self.email.strip().casefold().encode(), key=self.pepper[:64], person=b"account").digest()

    @property
    def address_mark(self) -> bytes:
        return hashlib.blake2b(self.address.encode(), key=self.pepper[:64], person=b"address").digest()


def sign_in(database: Database, attempt: Attempt, *, at: datetime) -> str:
    """The token of a new session. Raises as :func:`prove`."""
    person_id = prove(database, attempt, at=at)
    with database.begin() as session:
        return sessions.begin(session, person_id, device=attempt.device, at=at)


def prove(database: Database, attempt: Attempt, *, at: datetime) -> UUID:
    """Whose password that is: at the door, and before somebody signed in may change it.

    Each try is on record before its password is looked at, so a burst cannot outrun the count; without a database to
    count in, nobody gets in.

    Raises:
        SignInRefused: for every wrong pair of address and password.
        TooManyAttempts: more than 5 failures of an account or 30 of a network address in 15 minutes.
    """
    with database.begin() as session:
        attempt_id = _record(session, attempt, at)
    with database.begin() as session:
        wait = _wait(session, attempt, attempt_id, at)
        if wait is None:
            person_id, kept = _account(session, attempt.email)
        else:
            session.execute(delete(sign_in_attempts).where(sign_in_attempts.c.id == attempt_id))
    if wait is not None:
        raise TooManyAttempts(wait)
    if not passwords.matches(kept, attempt.password) or person_id is None or kept is None:
        raise SignInRefused
    with database.begin() as session:
        _welcome(session, attempt, person_id, kept, at)
    return person_id


def _record(session: Session, attempt: Attempt, at: datetime) -> UUID:
    row = {
        "id": new_id(), "account": attempt.account_mark, "address": attempt.address_mark, "at": at, "succeeded": False,
    }  # fmt: skip
    session.execute(insert(sign_in_attempts).values(row))
    return UUID(str(row["id"]))


def _wait(session: Session, attempt: Attempt, attempt_id: UUID, at: datetime) -> timedelta | None:
    """How long until one of the failures that fill an allowance has passed out of the window, or None."""
    of = sign_in_attempts.c
    waits = []
    for mark, kept, allowance in (
        (of.account, attempt.account_mark, PER_ACCOUNT),
        (of.address, attempt.address_mark, PER_ADDRESS),
    ):
        failed = (mark == kept, of.at > at - WINDOW, of.succeeded.is_(False), of.id != attempt_id)
        times = session.execute(select(of.at).where(*failed).order_by(of.at.desc()).limit(allowance)).scalars().all()
        if len(times) == allowance:
            waits.append(times[-1] + WINDOW - at)
    return max(waits) if waits else None


def _account(session: Session, email: str) -> tuple[UUID | None, str | None]:
    of = people_table.c
    try:
        wanted = people.normal_email(email)
    except people.UnfitPerson:
        return None, None
    row = session.execute(select(of.id, of.password).where(of.email == wanted, of.left_at.is_(None))).first()
    return (row.id, row.password) if row else (None, None)


def _welcome(session: Session, attempt: Attempt, person_id: UUID, kept: str, at: datetime) -> None:
    """Failures of this account are forgiven; those against other accounts from the same address still count."""
    of = sign_in_attempts.c
    forgiven = update(sign_in_attempts).where(of.account == attempt.account_mark, of.at > at - WINDOW)
    session.execute(forgiven.values(succeeded=True))
    session.execute(delete(sign_in_attempts).where(of.at < at - _KEPT))
    if passwords.is_dated(kept):
        again = passwords.keep_again(attempt.password)
        session.execute(update(people_table).where(people_table.c.id == person_id).values(password=again))
