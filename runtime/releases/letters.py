"""Letters about requests to publish: to those who may answer one, and to whoever asked once it is answered."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID, uuid5

import sqlalchemy as sa
import structlog

from runtime import mail
from runtime.config import Settings
from runtime.db import Database
from runtime.effects.letters import plain_letter
from runtime.mail import Letter
from runtime.models.releases import release_requests
from runtime.outcomes import CannotDo
from runtime.people import task_address
from runtime.releases.requests import Request, State, request
from runtime.staffing.authors import authors_addresses

SAID: Mapping[State, tuple[str, str]] = {
    "asked": (
        "Please look at {title} before it goes live",
        "{asker} asks for it to be published, and a second person must look at it first. The first answer counts.",
    ),
    "approved": ("{title} was approved", "{who} agreed to what you asked for. It goes live on its day."),
    "live": ("{title} is live", "What you asked for is live. Who agreed to it stands in the history."),
    "refused": ("{title} was not approved", "{who} did not agree to what you asked for, and says why."),
    "withdrawn": ("The request to publish {title} was taken back", "What you asked for does not go live."),
    "stopped": ("{title} did not go live", "What you asked for could not go live on its day. The page says why."),
}
"""The subject, and what is said, of a request as it stands."""

_log = structlog.get_logger(__name__)


def tell(database: Database, request_id: UUID) -> None:
    """Write about a request as it stands now. What was said in words of their own stays on its page."""
    with database.read() as session:
        of = release_requests.c
        ours = session.scalars(sa.select(of.organisation_id).where(of.id == request_id)).one()
        asked = request(session, ours, request_id)
        asker = asked.asker.person_id
        if asked.state == "asked":
            addresses = authors_addresses(session, ours, but=asker)
        else:
            address = task_address(session, asker) if asker else None
            addresses = (address,) if address else ()
    for address in addresses:
        letter = _letter(database.settings, asked, address)
        try:
            mail.deliver(letter, database, asked.answered_at or asked.asked_at)
        except CannotDo as error:
            _log.warning("release.untold", request=str(request_id), reason=error.reason)
        except mail.UnfitAddress:
            _log.warning("release.untold", request=str(request_id), reason="What stands as an address is none.")


def _letter(settings: Settings, asked: Request, address: str) -> Letter:
    subject, words = SAID[asked.state]
    told = words.format(asker=asked.asker.name, who=asked.answerer.name if asked.answerer else "")
    link = f"{settings.base_url.rstrip('/')}/build/{asked.service_id}/request/{asked.id}"
    # Of the address, so that what is told again after a failure is the same message to each.
    key = str(uuid5(asked.id, f"{asked.state} {address}"))
    return plain_letter(key, address, subject.format(title=f"“{asked.title}”"), [told, link], "", settings)
