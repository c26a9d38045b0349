"""Applications begun on an older version, as the live one takes them over. Looking moves nothing: what is found here
is written with the next page that is saved, in one statement."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from definitions.calendars import Moment
from definitions.moving import move
from runtime import documents
from runtime.applications.application import Application, Takeover
from runtime.direct import Asking
from runtime.errors import ServiceUnavailable


def brought_up(session: Asking, application: Application, at: datetime, language: str) -> Application:
    """The application on the live version, where that says so; else as it is, to be finished on the one it began."""
    live = application.live_version_id
    if live is None or live == application.version_id or application.submitted_reference:
        return application
    try:
        newer = documents.pinned(session, live)
    except ServiceUnavailable:
        return application
    if not newer.unsent.moves:
        return application
    spoken = language if language in newer.languages else newer.languages[0]
    moved = move(
        application.service, newer, application.answers, Moment(at, newer.calendar),
        lookups=application.lookups, language=spoken,
    )  # fmt: skip
    gone = [("answer", name) for name in application.answers if name not in moved.answers]
    gone += [("typed", name) for name in application.typed]
    gone += [("lookup", name) for name in application.lookups if name not in moved.lookups]
    return replace(
        application, version_id=live, service=newer, answers=moved.answers, lookups=moved.lookups, typed={},
        takeover=Takeover(application.version_id, tuple(gone), moved.sentence),
    )  # fmt: skip
