"""The effect ``write``: a letter to the applicant in a caseworker's words, sent as it was previewed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.facts import Actor, Case, Event
from definitions.history import next_number
from definitions.service import Service
from definitions.text import one_line
from runtime.crypto import keys
from runtime.effects import letters
from runtime.mail import Letter
from runtime.outcomes import Call, NotNeeded, Promised

HIDDEN = "…"


def write(session: Session, promised: Promised) -> Call | NotNeeded:
    letter: Mapping[str, Any] = promised.cause.data.get("letter", {})
    if not letter.get("body"):
        return NotNeeded("not sent: what it said was erased")
    return letters.to_applicant(session, promised, one_line(str(letter["subject"])), str(letter["body"]))


def preview(
    session: Session, case_id: UUID, service: Service, case: Case, actor: Actor, subject: str, body: str, at: datetime
) -> Letter | None:
    """The letter exactly as :func:`write` would send it, but for the secret in the applicant's link, which nobody else
    may have; None where the applicant gave no address to write to."""
    letter = {"subject": subject, "body": body}
    cause = Event(next_number(case), "wrote", at, actor, data={"letter": letter})
    would = Promised("preview", "write", {}, case_id, service, replace(case, events=(*case.events, cause)), cause, at)
    drafted, secret = letters.drafted(session, would, one_line(subject), body), keys(session).track_token(case_id)
    if drafted is None:
        return None
    return replace(drafted, body=drafted.body.replace(secret, HIDDEN), html=drafted.html.replace(secret, HIDDEN))
