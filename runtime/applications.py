"""Applications: answers not yet submitted. Every answer is sealed apart, so that two tabs never lose one another's."""

from __future__ import annotations

import hmac
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.facts import Answers
from definitions.known import Record
from definitions.service import Service
from runtime import crypto, documents, references
from runtime.config import Settings
from runtime.direct import Asking
from runtime.errors import ApplicationNotFound, ApplicationSent
from runtime.models.applications import applications
from runtime.models.base import ORGANISATION

Part = Literal["answer", "lookup"]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Application:
    """Answers by question id: None was asked and left blank, a missing one was not asked. ``lookups`` are records as
    :data:`definitions.known.Record` says. ``submitted_reference`` is there once it became a case."""

    id: UUID
    organisation_id: UUID
    version_id: UUID
    service: Service
    answers: Answers
    lookups: Mapping[str, Record]
    language: str
    revision: int
    begun_at: datetime
    expires_at: datetime
    submitted_reference: str | None = None
    data_key: bytes = field(default=b"", repr=False)


def begin(
    session: Asking,
    version_id: UUID,
    *,
    language: str,
    at: datetime,
    organisation_id: UUID = ORGANISATION,
    answers: Answers = NOTHING,
    lookups: Mapping[str, Record] = NOTHING,
) -> tuple[Application, str]:
    """An application with its first answers, and the token that opens it: 256 bits as text, the applicant's alone."""
    token, keys, service = crypto.new_token(), crypto.keys(session), documents.pinned(session, version_id)
    begun = Application(
        references.new_id(), organisation_id, version_id, service, answers, lookups, language,
        0, at, _expiry(session, at), data_key=os.urandom(32),
    )  # fmt: skip
    key, data_key = begun.id.bytes, begun.data_key
    session.execute(
        _BEGIN,
        {
            "id": begun.id, "organisation": organisation_id, "version": version_id, "language": language,
            "hash": crypto.token_hash(token), "sealed": _all_sealed(begun, answers, lookups), "at": at,
            "by_token": crypto.seal(keys.for_token(token), data_key, key),
            "by_installation": crypto.seal(keys.for_applications, data_key, key), "expires": begun.expires_at,
        },
    )  # fmt: skip
    return begun, crypto.url_text(token)


def load(session: Asking, token: str, *, at: datetime | None = None) -> Application:
    """The application that this token opens. ``at`` refuses one that has expired by then.

    Raises:
        ApplicationNotFound: no such token, or its time is over.
    """
    secret = crypto.url_bytes(token)
    row = secret and session.execute(_BY_TOKEN, {"hash": crypto.token_hash(secret)}).one_or_none()
    if not secret or not row or (at is not None and row.expires_at <= at):
        raise ApplicationNotFound("These answers are no longer kept here.")
    data_key = crypto.unseal(crypto.keys(session).for_token(secret), row.key_by_token, row.id.bytes)
    return _opened(session, row, data_key)


def load_for_mail(session: Asking, application_id: UUID) -> Application:
    """The application as only a mail job may open it, by the installation's key: to warn that it expires.

    Raises:
        ApplicationNotFound: there is no such application.
    """
    row = session.execute(_BY_ID, {"id": application_id}).one_or_none()
    if row is None:
        raise ApplicationNotFound("These answers are no longer kept here.")
    data_key = crypto.unseal(crypto.keys(session).for_applications, row.key_by_installation, row.id.bytes)
    return _opened(session, row, data_key)


def save_page(
    session: Asking,
    application: Application,
    page_answers: Answers,
    at: datetime,
    *,
    lookups: Mapping[str, Record] | None = None,
    language: str | None = None,
) -> Application:
    """Merge a page's answers, and what was looked up for them, into the stored ones: the application as it then stands.

    Other answers stay, even those saved meanwhile by another tab. ``language`` is what the applicant changed to.

    Raises:
        ApplicationSent: it is a case already; ``facts["reference"]``.
        ApplicationNotFound: it is gone.
    """
    records, spoken = lookups or {}, language or application.language
    parts: list[tuple[Part, str, Any]] = [("answer", name, value) for name, value in page_answers.items()]
    parts += [("lookup", name, record) for name, record in records.items()]
    sealed = json.dumps(dict(_sealed(application, *part) for part in parts))
    expires = _expiry(session, at)
    saved = {"sealed": sealed, "at": at, "expires": expires, "id": application.id, "language": spoken}
    revision = session.execute(_SAVE, saved).scalar_one_or_none()
    if revision is None:
        _refuse(session, application.id)
    if revision != application.revision + 1:
        row = session.execute(_BY_ID, {"id": application.id}).one()
        return _opened(session, row, application.data_key)
    return replace(
        application,
        answers={**application.answers, **page_answers},
        lookups={**application.lookups, **records},
        language=spoken,
        revision=revision,
        expires_at=expires,
    )


def discard(session: Asking, token: str) -> None:
    """Forget the answers that this token opens, at the applicant's wish. One that became a case stays a case."""
    if secret := crypto.url_bytes(token):
        session.execute(_DISCARD, {"hash": crypto.token_hash(secret)})


def expire(session: Session, *, at: datetime, limit: int = 1000) -> int:
    """Forget applications whose time is over, the oldest first: how many."""
    over = sa.select(applications.c.id).where(applications.c.expires_at <= at).order_by(applications.c.expires_at)
    done = session.execute(applications.delete().where(applications.c.id.in_(over.limit(limit).with_for_update())))
    return int(done.rowcount)  # type: ignore[attr-defined]


_BY_TOKEN = sa.select(applications).where(applications.c.token_hash == sa.bindparam("hash"))
_BY_ID = sa.select(applications).where(applications.c.id == sa.bindparam("id"))
_DISCARD = applications.delete().where(applications.c.token_hash == sa.bindparam("hash"))
_BEGIN = sa.text(
    "INSERT INTO applications (id, organisation_id, version_id, language, token_hash, key_by_token,"
    " key_by_installation, sealed, created_at, updated_at, expires_at) VALUES (:id, :organisation, :version, :language,"
    " :hash, :by_token, :by_installation, CAST(:sealed AS jsonb), :at, :at, :expires)"
)
_SAVE = sa.text(
    "UPDATE applications SET sealed = sealed || CAST(:sealed AS jsonb), revision = revision + 1, language = :language,"
    " updated_at = :at, expires_at = :expires WHERE id = :id AND submitted_at IS NULL RETURNING revision"
)


def _expiry(session: Asking, at: datetime) -> datetime:
    settings: Settings = session.info["settings"]
    return at + timedelta(days=settings.application_days)


def _all_sealed(application: Application, answers: Answers, lookups: Mapping[str, Record]) -> str:
    """Answers and lookups as the JSON that is stored."""
    sealed = [_sealed(application, "answer", name, value) for name, value in answers.items()]
    sealed += [_sealed(application, "lookup", name, record) for name, record in lookups.items()]
    return json.dumps(dict(sealed))


def _sealed(application: Application, part: Part, name: str, value: Any) -> tuple[str, str]:
    """One answer under a name that says nothing without the key."""
    hidden = crypto.url_text(hmac.digest(application.data_key, f"{part} {name}".encode(), "sha256")[:9])
    return hidden, crypto.seal_json(application.data_key, [part, name, value], application.id.bytes + hidden.encode())


def _opened(session: Asking, row: Any, data_key: bytes) -> Application:
    parts: dict[Part, dict[str, Any]] = {"answer": {}, "lookup": {}}
    opened, place = crypto.opener(data_key), row.id.bytes
    for hidden, sealed in row.sealed.items():
        part, name, value = opened(sealed, place + hidden.encode())
        parts[part][name] = value
    return Application(
        id=row.id,
        organisation_id=row.organisation_id,
        version_id=row.version_id,
        service=documents.pinned(session, row.version_id),
        answers=parts["answer"],
        lookups=parts["lookup"],
        language=row.language,
        revision=row.revision,
        begun_at=row.created_at,
        expires_at=row.expires_at,
        submitted_reference=references.show(row.reference) if row.reference else None,
        data_key=data_key,
    )


def _refuse(session: Asking, application_id: UUID) -> None:
    row = session.execute(_BY_ID, {"id": application_id}).one_or_none()
    if row is None:
        raise ApplicationNotFound("These answers are no longer kept here.")
    raise ApplicationSent("These answers were sent already.", reference=references.show(row.reference or ""))
