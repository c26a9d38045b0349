"""Letters to the applicant in a caseworker's own words, sent as an effect of an event that keeps what was written."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.casework import done
from definitions.facts import Actor
from definitions.history import conflicted
from definitions.questions.typed import remarks
from definitions.text import one_line
from runtime import mail
from runtime.cases import recording
from runtime.cases.acting import for_change
from runtime.cases.loading import Loaded
from runtime.cases.recording import Acted
from runtime.effects.letters import applicants_address
from runtime.errors import LetterRefused

LONGEST_SUBJECT = mail.LONGEST_SUBJECT
LONGEST = 20_000


def write(
    session: Session,
    case_id: UUID,
    subject: str,
    body: str,
    actor: Actor,
    *,
    reply: str | None = None,
    repeats: Iterable[str] = (),
    revision: int,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Write to the applicant. ``reply`` is the service's text that it was begun with; ``repeats`` names sensitive
    answers that this put in, so that whoever may not read these is not shown the letter.

    Raises:
        CaseNotFound: there is no such case.
        StaleCase: it has moved since ``revision``.
        LetterRefused: it has no subject or no words, is too long, there is no address to write to, or the actor has a
            conflict of interest.
    """
    check_letter(subject, body)
    letter = {"subject": one_line(remarks(subject)), "body": remarks(body)}
    loaded = for_change(session, case_id, revision)
    if repeat := recording.repeated(loaded, key):
        return repeat
    if revision != loaded.revision:
        raise recording.stale(loaded, revision)
    _check_case(loaded, actor)
    data = (
        {"letter": letter}
        | ({"reply": reply} if reply else {})
        | ({"repeats": names} if (names := sorted(repeats)) else {})
    )
    step = done(loaded.service, loaded.case, "wrote", actor, at, **data)
    return recording.append(session, loaded, step, at=at, key=key)


def _check_case(loaded: Loaded, actor: Actor) -> None:
    if not actor.people.isdisjoint(conflicted(loaded.case)):
        raise LetterRefused("You have a conflict of interest: somebody else must write to the applicant.")
    try:
        mail.fit_address(applicants_address(loaded.service, loaded.case))
    except mail.UnfitAddress:
        raise LetterRefused("The applicant gave no email address that can be written to.") from None


def check_letter(subject: str, body: str) -> None:
    """
    Raises:
        LetterRefused: it has no subject or no words, or is too long; ``facts["question"]`` is subject or body.
    """
    subject, body = one_line(remarks(subject)), remarks(body)
    if not subject:
        raise LetterRefused("Enter a subject.", question="subject")
    if len(subject) > LONGEST_SUBJECT:
        raise LetterRefused(f"The subject must be {LONGEST_SUBJECT} characters or less.", question="subject")
    if not body:
        raise LetterRefused("Enter what you want to write.", question="body")
    if len(body) > LONGEST:
        raise LetterRefused(f"The letter must be {LONGEST:,} characters or less.", question="body")
