"""The effect ``mention``: colleagues whom a note names are told by e-mail, if they wish, without what it says."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy.orm import Session

from definitions.text import one_line
from definitions.words import words
from runtime import people
from runtime.access import may_see_service
from runtime.config import Settings
from runtime.effects import letters
from runtime.outcomes import Call, NotNeeded, Promised


def mention(session: Session, promised: Promised) -> Call | NotNeeded:
    settings: Settings = session.info["settings"]
    service, cause = promised.service, promised.cause
    say, scope = words("en"), letters.scope_of(promised, guarded=False).in_language(service.languages[0])
    facts = {
        "name": cause.actor.name,
        "reference": promised.case.reference,
        "title": one_line(service.title.render(scope)),
    }
    url = f"{settings.base_url.rstrip('/')}/staff/cases/{promised.case.reference}#event-{cause.number}"
    body = f"{say('letter.mention', **facts)}\n\n{url}\n\n{say('letter.mention.stop')}"
    told = [
        address for person in cause.data.get("mentions", ()) if (address := _address(session, UUID(person), service.id))
    ]
    if not told:
        return NotNeeded("not sent: nobody mentioned wishes to be written to")
    subject = say("letter.mention.subject", **facts)
    return letters.call(
        [letters.written(promised, one, subject, body, settings, nth=nth) for nth, one in enumerate(told)], promised
    )


def _address(session: Session, person_id: UUID, service_id: str) -> str | None:
    """Where to write to somebody who wishes it, and may still see the case."""
    try:
        viewer = people.viewer(session, person_id)
    except people.UnknownPerson:
        return None
    return people.mention_address(session, person_id) if may_see_service(viewer, service_id) else None
