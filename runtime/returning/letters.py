"""Letters that lead back: the link asked for, all of them once more, and the warning before the end.

A letter's row and its job name an application, or a hash, and nothing else. Its address and its links are known only
while it is written, by whoever holds the installation's key.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any, Literal, cast
from uuid import UUID

import sqlalchemy as sa
import structlog
from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.scope import Scope
from definitions.text import one_line
from definitions.words import direction, words
from definitions.words.dates import day_in_words
from runtime import allowance, applications, crypto, incidents, mail
from runtime.applications import Application
from runtime.config import Settings
from runtime.db import Database
from runtime.effects import jobs
from runtime.errors import Refused
from runtime.mail import Letter
from runtime.models.applications import applications as table
from runtime.models.returning import return_letters
from runtime.outcomes import CannotDo, TryLater
from runtime.references import new_id
from runtime.returning import ways

Kind = Literal["link", "again", "warning"]

SENT = "sent"
TRIES = 5
SLOWER = 6
MOST_LINKS = 20
LONGEST_HELD = timedelta(days=1)

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Saved:
    """One application as a letter tells of it."""

    title: str
    link: str
    until: str


def ask_for_link(session: Session, application: Application, address: str, at: datetime) -> Application:
    """Have the link of these answers mailed to an address, from now on its only one: a link to another address dies.

    Raises:
        UnfitAddress: it is not exactly one address.
        ApplicationSent, ApplicationNotFound: there is nothing to come back to any more.
    """
    address = mail.fit_address(address)
    mark = crypto.keys(session).return_mark(address)
    open_ = sa.and_(table.c.id == application.id, table.c.submitted_at.is_(None))
    if session.execute(table.update().where(open_).values(return_mark=mark).returning(table.c.id)).first() is None:
        applications.refuse(session, application.id)
    if application.ways.get("address", address).casefold() != address.casefold():
        ways.forget(session, application.id, "link")
    promise(session, "link", [{"application_id": application.id}], at)
    return applications.keep_way(session, application, "address", address)


def ask_again(session: Session, address: str, at: datetime) -> None:
    """Have all links of an address mailed there again. The same is done here for every address, known or not.

    Raises:
        UnfitAddress: it is not exactly one address.
    """
    mark = crypto.keys(session).return_mark(mail.fit_address(address))
    promise(session, "again", [{"return_mark": mark}], at)


def promise(session: Session, kind: Kind, of: Sequence[dict[str, Any]], at: datetime) -> None:
    """Write letters to be sent, and their jobs, as part of this unit of work."""
    rows = [{"id": new_id(), "kind": kind, "created_at": at, **what} for what in of]
    if rows:
        session.execute(return_letters.insert(), rows)
        jobs.enqueue_letters(session, [row["id"] for row in rows])


def deliver_letter(database: Database, letter_id: UUID, *, at: datetime | None = None) -> None:
    """Send a letter, unless it was sent or there is nothing to tell any more; later, when it cannot be sent now."""
    with database.begin() as session:
        row: Any = session.execute(_TAKE, {"id": letter_id, "most": TRIES}).one_or_none()
        letter, outcome = _letter(session, row, at or row.now) if row else (None, "")
        if outcome:
            _ended(session, letter_id, outcome)
        if letter is None:
            return
    wait, outcome = _sent(database, letter, row.attempts, at or row.now)
    with database.begin() as session:
        if wait is None:
            _ended(session, letter_id, outcome)
            if outcome != SENT:
                _failed(session, row, outcome, at or row.now)
        else:
            _later(session, letter_id, wait)


def _sent(database: Database, letter: Letter, attempts: int, at: datetime) -> tuple[timedelta | None, str]:
    """How sending it ended; or how long to wait before it is worth another try."""
    try:
        mail.deliver(letter, database, at)
    except TryLater as error:
        if attempts < TRIES:
            seconds = database.settings.retry_seconds * SLOWER ** (attempts - 1) if error.after is None else error.after
            return timedelta(seconds=seconds), error.reason
        outcome = error.reason
    except CannotDo as error:
        outcome = error.reason
    else:
        return None, SENT
    _log.warning("letter.failed", letter=letter.key, reason=outcome)
    return None, outcome


def came_back(session: Session, letter_id: UUID, reason: str, at: datetime) -> bool:
    """A letter that was sent was given back by its mail server: an incident; False when it is none that was sent."""
    sent = sa.and_(return_letters.c.id == letter_id, return_letters.c.outcome == SENT)
    given_back = sa.update(return_letters).where(sent).values(outcome=reason)
    row: Any = session.execute(given_back.returning(return_letters)).one_or_none()
    if row is not None:
        _failed(session, row, reason, at)
    return row is not None


def _failed(session: Session, row: Any, reason: str, at: datetime) -> None:
    """There is no case, so whoever works the service is told: somebody cannot come back to what they saved."""
    for application in _opened(session, row, at)[:1]:
        incidents.open_letter(
            session, row.id, organisation_id=application.organisation_id, service_id=application.service.id,
            about=row.kind, reason=f"{reason.rstrip('.')}.", at=at,
        )  # fmt: skip


def _letter(session: Session, row: Any, at: datetime) -> tuple[Letter | None, str]:
    """The letter to send now; or none, with why there is none for ever, or without for now."""
    found = list(_opened(session, row, at))
    address = found[0].ways["address"] if found else ""
    if not found:
        return None, "nothing to tell"
    if row.counted_at is None:
        if wait := allowance.take_one(session, address):
            if at - row.created_at > LONGEST_HELD:
                return None, "not sent: too many letters to this address"
            _later(session, row.id, wait, counted=False)
            return None, ""
        session.execute(sa.update(return_letters).where(return_letters.c.id == row.id).values(counted_at=sa.func.now()))
    return _written(session, row.kind, str(row.id), address, found, at), ""


def _opened(session: Session, row: Any, at: datetime) -> list[Application]:
    """The applications that a letter tells of: those not sent yet, whose link still goes to the letter's address."""
    of = table.c.id == row.application_id if row.application_id else table.c.return_mark == row.return_mark
    live = (of, table.c.submitted_at.is_(None), table.c.expires_at > at, table.c.return_mark.is_not(None))
    ids = session.execute(sa.select(table.c.id).where(*live).order_by(table.c.updated_at.desc()).limit(MOST_LINKS))
    found = []
    for application_id in ids.scalars():
        try:
            found.append(applications.load_for_mail(session, application_id))
        except Refused as error:
            _log.error("letter.unreadable", application=str(application_id), error=error.code)
    return found


def _written(
    session: Session, kind: Kind, key: str, address: str, found: Sequence[Application], at: datetime
) -> Letter:
    language, settings = found[0].language, cast(Settings, session.info["settings"])
    say, saved = words(language), [_saved(session, one, address, at) for one in found]
    lead = f"letter.return.{kind}"
    facts = {
        "subject": say(f"{lead}.subject", title=saved[0].title, until=saved[0].until), "saved": saved,
        "lead": say(lead, title=saved[0].title, until=saved[0].until), "warning": kind == "warning",
        "say": say, "language": language, "direction": direction, "council": settings.council,
    }  # fmt: skip
    body, html = (_templates().get_template(f"mail/return.{ending}").render(facts) for ending in ("txt", "html"))
    return Letter(key, address, str(facts["subject"]), body, html, language)


def _saved(session: Session, application: Application, address: str, at: datetime) -> Saved:
    service, settings = application.service, cast(Settings, session.info["settings"])
    secret = crypto.keys(session).return_link(application.id, address)
    ways.add(session, application, "link", secret, at)
    title = service.title.render(Scope(service, {}, Moment(at, service.calendar), application.language))
    until = day_in_words(service.calendar.local(application.expires_at).date(), application.language)
    return Saved(one_line(title), link_to(settings, secret), until)


def link_to(settings: Settings, secret: str) -> str:
    return f"{settings.base_url.rstrip('/')}/return/{secret}"


def _later(session: Session, letter_id: UUID, wait: timedelta, *, counted: bool = True) -> None:
    now: datetime = session.execute(sa.select(sa.func.now())).scalar_one()
    if not counted:
        back = {"attempts": return_letters.c.attempts - 1}
        session.execute(sa.update(return_letters).where(return_letters.c.id == letter_id).values(back))
    jobs.enqueue_letters(session, [letter_id], at=now + wait)


def _ended(session: Session, letter_id: UUID, outcome: str) -> None:
    ended = {"ended_at": sa.func.now(), "outcome": outcome}
    session.execute(sa.update(return_letters).where(return_letters.c.id == letter_id).values(ended))


@cache
def _templates() -> Environment:
    return Environment(
        loader=PackageLoader("templates", ""), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip


_TAKE = sa.text(
    "UPDATE return_letters SET attempts = attempts + 1 WHERE id = :id AND ended_at IS NULL AND attempts < :most"
    " RETURNING *, now() AS now"
)
