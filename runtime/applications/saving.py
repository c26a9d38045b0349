"""Answers as they are saved page by page and read again, each sealed under a name that says nothing."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, NoReturn
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.durations import Duration
from definitions.facts import Answers
from definitions.known import Record
from definitions.service import Service
from runtime import crypto, documents, references
from runtime.applications import statements
from runtime.applications.application import NOTHING, Application, Given, Takeover
from runtime.applications.sealing import all_sealed, hidden_name, opened
from runtime.config import Settings
from runtime.direct import Asking
from runtime.errors import ApplicationMoved, ApplicationNotFound, ApplicationSent
from runtime.models.applications import applications
from runtime.models.base import ORGANISATION


def begin(
    session: Asking,
    version_id: UUID,
    *,
    language: str,
    at: datetime,
    organisation_id: UUID = ORGANISATION,
    answers: Answers = NOTHING,
    lookups: Mapping[str, Record] = NOTHING,
    given: Mapping[str, Given] = NOTHING,
) -> tuple[Application, str]:
    """An application with its first answers, and the token that opens it: 256 bits as text, the applicant's alone."""
    token, keys, service = crypto.new_token(), crypto.keys(session), documents.pinned(session, version_id)
    begun = Application(
        references.new_id(), organisation_id, version_id, service, answers, lookups, language,
        0, at, _expiry(session, service, at), given=given, data_key=os.urandom(32),
    )  # fmt: skip
    brought = {name: [one.value, one.sealed] for name, one in given.items()}
    key, data_key = begun.id.bytes, begun.data_key
    session.execute(
        statements.BEGIN,
        {
            "id": begun.id, "organisation": organisation_id, "version": version_id, "language": language,
            "hash": crypto.token_hash(token), "at": at,
            "sealed": all_sealed(begun, [("answer", answers), ("lookup", lookups), ("given", brought)]),
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
    mark = {"hash": crypto.token_hash(secret)} if secret else {}
    row = secret and (
        session.execute(statements.BY_TOKEN, mark).one_or_none() or by_way(session, mark["hash"], "browser")
    )
    if not secret or not row or (at is not None and row.expires_at <= at):
        raise ApplicationNotFound("These answers are no longer kept here.")
    data_key = crypto.unseal(crypto.keys(session).for_token(secret), row.key_by_token, row.id.bytes)
    return opened(session, row, data_key)


def by_way(session: Asking, mark: bytes, kind: str) -> Any:
    """The row of the application that a way back opens, with the data key as that way wraps it; None without one."""
    return session.execute(statements.BY_WAY, {"hash": mark, "kind": kind}).one_or_none()


def load_for_mail(session: Asking, application_id: UUID) -> Application:
    """The application as only a mail job may open it, by the installation's key: to warn that it expires.

    Raises:
        ApplicationNotFound: there is no such application.
    """
    row = session.execute(statements.BY_ID, {"id": application_id}).one_or_none()
    if row is None:
        raise ApplicationNotFound("These answers are no longer kept here.")
    data_key = crypto.unseal(crypto.keys(session).for_applications, row.key_by_installation, row.id.bytes)
    return opened(session, row, data_key)


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
        ApplicationMoved: it is stored as another version has it, or was changed while it was taken over.
    """
    if application.takeover:
        return _taken_over(session, application, application.takeover, page_answers, at, lookups or {}, language)
    records, spoken = lookups or {}, language or application.language
    right_now = dict.fromkeys(name for name in page_answers if name in application.typed)
    sealed = all_sealed(application, [("answer", page_answers), ("lookup", records), ("typed", right_now)])
    expires = _expiry(session, application.service, at)
    saved = {"sealed": sealed, "at": at, "expires": expires, "id": application.id, "language": spoken}
    revision = session.execute(statements.SAVE, saved | {"version": application.version_id}).scalar_one_or_none()
    if revision is None:
        refuse(session, application.id)
    if revision != application.revision + 1:
        row = session.execute(statements.BY_ID, {"id": application.id}).one()
        return opened(session, row, application.data_key)
    return replace(
        application,
        answers={**application.answers, **page_answers},
        lookups={**application.lookups, **records},
        language=spoken,
        revision=revision,
        expires_at=expires,
        typed={name: inputs for name, inputs in application.typed.items() if name not in right_now},
    )


def settled(session: Asking, application: Application, at: datetime, lookups: Mapping[str, Record]) -> Application:
    """The application stored as its version has it. Raises as :func:`save_page`."""
    return save_page(session, application, NOTHING, at, lookups=lookups) if application.takeover else application


def _taken_over(
    session: Asking,
    application: Application,
    takeover: Takeover,
    page_answers: Answers,
    at: datetime,
    records: Mapping[str, Record],
    language: str | None,
) -> Application:
    """Write a page, and with it the version that the application moves to: all of it, or nothing."""
    now = replace(
        application, answers={**application.answers, **page_answers}, lookups={**application.lookups, **records},
        language=language or application.language, revision=application.revision + 1, takeover=None, typed={},
        expires_at=_expiry(session, application.service, at),
    )  # fmt: skip
    written = {
        "id": now.id, "sealed": all_sealed(now, [("answer", now.answers), ("lookup", now.lookups)]), "at": at,
        "language": now.language, "expires": now.expires_at,
        "gone": [hidden_name(now.data_key, part, name) for part, name in takeover.gone],
        "version": now.version_id, "before": takeover.version_id, "revision": application.revision,
    }  # fmt: skip
    if session.execute(statements.TAKE_OVER, written).scalar_one_or_none() is None:
        refuse(session, application.id)
    return now


def keep_way(session: Asking, application: Application, name: str, value: str) -> Application:
    """Seal a way back among the answers, for those who may read them: the code, or the address of the link."""
    sealed = all_sealed(application, [("way", {name: value})])
    session.execute(statements.KEEP_WAY, {"id": application.id, "sealed": sealed})
    return replace(application, ways={**application.ways, name: value})


def keep_typed(session: Asking, application: Application, typed: Mapping[str, Mapping[str, list[str]]]) -> Application:
    """Seal what was typed and is no answer yet, to be shown again until it is one."""
    sealed = all_sealed(application, [("typed", typed)])
    session.execute(statements.KEEP_WAY, {"id": application.id, "sealed": sealed})
    return replace(application, typed={**application.typed, **typed})


def discard(session: Asking, token: str) -> None:
    """Forget the answers that this token opens, at the applicant's wish. One that became a case stays a case."""
    if secret := crypto.url_bytes(token):
        session.execute(statements.DISCARD, {"hash": crypto.token_hash(secret)})


def let_go(session: Session, token: str) -> None:
    """Shut this token's door: answers that nothing else opens are forgotten, those with a way back are kept."""
    if secret := crypto.url_bytes(token):
        mark = {"hash": crypto.token_hash(secret)}
        session.execute(statements.DISCARD_UNSAVED, mark)
        session.execute(statements.SHUT, mark | {"never": os.urandom(32)})
        session.execute(statements.SHUT_LATER, mark)


def expire(session: Session, *, at: datetime, limit: int = 1000) -> int:
    """Forget applications whose time is over, the oldest first: how many."""
    over = sa.select(applications.c.id).where(applications.c.expires_at <= at).order_by(applications.c.expires_at)
    done = session.execute(applications.delete().where(applications.c.id.in_(over.limit(limit).with_for_update())))
    return int(done.rowcount)  # type: ignore[attr-defined]


def keeping(service: Service, settings: Settings) -> Duration:
    """How long answers are kept after the last page was saved."""
    return service.unsent.keep or Duration(settings.application_days, "day")


def _expiry(session: Asking, service: Service, at: datetime) -> datetime:
    length = keeping(service, session.info["settings"])
    if length.unit in ("day", "week"):
        return at + timedelta(days=length.count * (7 if length.unit == "week" else 1))
    return service.calendar.add(at, length)


def refuse(session: Asking, application_id: UUID) -> NoReturn:
    """Say why nothing can be written: it was sent, it is gone, or it is not as it was when it was looked at."""
    row = session.execute(statements.BY_ID, {"id": application_id}).one_or_none()
    if row is None:
        raise ApplicationNotFound("These answers are no longer kept here.")
    if row.submitted_at is None:
        raise ApplicationMoved("The form was changed meanwhile.")
    raise ApplicationSent("These answers were sent already.", reference=references.show(row.reference or ""))
