"""Ways back: a code to write down and a link by mail, each of which wraps the data key together with our own secret."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from runtime import applications, crypto, references
from runtime.applications import Application
from runtime.errors import ApplicationNotFound
from runtime.models.returning import ways_back

Kind = Literal["code", "link", "browser"]


@dataclass(frozen=True, slots=True)
class Opened:
    """What a way back has opened, and the token that lets one browser go on with it; none once it was sent."""

    application: Application
    token: str


def keep_code(session: Session, application: Application, at: datetime) -> tuple[Application, str]:
    """The code that opens these answers on any device, as people write it; the same each time it is asked for.

    Raises:
        ApplicationSent, ApplicationNotFound: there is nothing to open any more.
    """
    code = application.ways.get("code")
    if code is None:
        code = references.new_code()
        add(session, application, "code", code, at)
        application = applications.keep_way(session, application, "code", code)
    return application, references.show_code(code)


def by_code(session: Session, typed: str, at: datetime) -> Opened:
    """
    Raises:
        ApplicationNotFound: for everything that opens nothing, whatever is wrong with it.
    """
    return _open(session, "code", references.parse_code(typed) or "", at)


def by_link(session: Session, secret: str, at: datetime) -> Opened:
    """Open what a mailed link leads to: as often as wanted, until its time is over.

    Raises:
        ApplicationNotFound: as :func:`by_code`.
    """
    return _open(session, "link", secret if len(secret) < 100 else "", at)


def add(session: Session, application: Application, kind: Kind, secret: str, at: datetime) -> None:
    """Let ``secret`` open the application. Only its hash is stored, and the data key that it wraps.

    Raises:
        ApplicationSent, ApplicationNotFound: there is nothing to open any more.
    """
    keys = crypto.keys(session)
    _write(session, application, kind, keys.way_mark(secret), keys.for_token(secret.encode()), at)


def forget(session: Session, application_id: UUID, kind: Kind) -> None:
    """Whatever of that kind opened it opens nothing any more."""
    mine = (ways_back.c.application_id == application_id, ways_back.c.kind == kind)
    session.execute(ways_back.delete().where(*mine))


def _open(session: Session, kind: Kind, secret: str, at: datetime) -> Opened:
    keys = crypto.keys(session)
    row = applications.by_way(session, keys.way_mark(secret), kind)
    if row is None or row.expires_at <= at:
        raise ApplicationNotFound("These answers are no longer kept here.")
    data_key = crypto.unseal(keys.for_token(secret.encode()), row.key_by_token, row.id.bytes)
    application, token = applications.opened(session, row, data_key), crypto.new_token()
    if application.submitted_reference:
        return Opened(application, "")
    _write(session, application, "browser", crypto.token_hash(token), keys.for_token(token), at)
    return Opened(application, crypto.url_text(token))


def _write(session: Session, application: Application, kind: Kind, mark: bytes, key: bytes, at: datetime) -> None:
    wrapped = crypto.seal(key, application.data_key, application.id.bytes)
    row = {"mark": mark, "id": application.id, "kind": kind, "key": wrapped, "at": at}
    if session.execute(_WRITE, row).scalar_one_or_none() is None:
        applications.refuse(session, application.id)


_WRITE = sa.text(
    "INSERT INTO ways_back (mark, application_id, kind, key_by_way, created_at)"
    " SELECT :mark, id, :kind, :key, :at FROM applications WHERE id = :id AND submitted_at IS NULL"
    " ON CONFLICT (mark) DO UPDATE SET key_by_way = excluded.key_by_way RETURNING 1"
)
