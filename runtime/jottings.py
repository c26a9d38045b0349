"""What somebody is writing on a case and has not sent yet, kept sealed, so that a lost session loses no words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from runtime import crypto
from runtime.models.together import jottings

Kind = Literal["note", "letter"]
KEPT_FOR = timedelta(days=28)
LONGEST = 30_000


def keep(session: Session, person_id: UUID, case_id: UUID, kind: Kind, texts: Mapping[str, str], at: datetime) -> None:
    """Keep these texts in place of what was kept before; nothing but spaces is nothing. Old ones of anybody's go."""
    session.execute(jottings.delete().where(jottings.c.at < at - KEPT_FOR))
    if not any(text.strip() for text in texts.values()):
        return forget(session, person_id, case_id, kind)
    kept = {name: text[:LONGEST] for name, text in texts.items()}
    sealed = crypto.seal_json(_key(session), kept, _place(person_id, case_id, kind))
    row = {"person_id": person_id, "case_id": case_id, "kind": kind, "sealed": sealed, "at": at}
    made = insert(jottings).values(row)
    same = ["person_id", "case_id", "kind"]
    session.execute(made.on_conflict_do_update(index_elements=same, set_={"sealed": sealed, "at": at}))
    return None


def kept(session: Session, person_id: UUID, case_id: UUID, kind: Kind) -> Mapping[str, str]:
    """What was being written; nothing when there is none."""
    mine = sa.select(jottings.c.sealed).where(*_same(person_id, case_id, kind))
    sealed = session.execute(mine).scalar_one_or_none()
    if sealed is None:
        return {}
    try:
        texts: Mapping[str, str] = crypto.unseal_json(_key(session), sealed, _place(person_id, case_id, kind))
    except crypto.SealBroken:
        return {}
    return texts


def forget(session: Session, person_id: UUID, case_id: UUID, kind: Kind) -> None:
    session.execute(jottings.delete().where(*_same(person_id, case_id, kind)))


def _same(person_id: UUID, case_id: UUID, kind: Kind) -> tuple[sa.ColumnElement[bool], ...]:
    return jottings.c.person_id == person_id, jottings.c.case_id == case_id, jottings.c.kind == kind


def _key(session: Session) -> bytes:
    return crypto.derive(crypto.keys(session).installation, b"jottings")


def _place(person_id: UUID, case_id: UUID, kind: Kind) -> bytes:
    return person_id.bytes + case_id.bytes + kind.encode()
