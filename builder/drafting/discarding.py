"""A draft put back to what is live, as one change that can be undone; or thrown away, where nothing is live."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from builder.drafting.following import follow
from builder.drafting.opening import first_text, open_draft, parsed
from builder.writing import spliced
from runtime import drafts
from runtime.drafts import Splice, comments

WORDS = "Discarded the changes"


def discard(
    session: Session, organisation_id: UUID, service_id: str, *, seen: int | None, by: UUID, at: datetime
) -> bool:
    """Discard a draft as its author saw it, at a revision; False when somebody has changed it since.

    Raises:
        DraftNotFound: there is none.
    """
    draft = drafts.hold(session, organisation_id, service_id)
    if draft.revision != seen:
        return False
    live = open_draft(session, organisation_id, service_id).live_document
    if live is None:
        drafts.discard(session, draft)
        comments.forget(session, organisation_id, service_id)
        return True
    before, text = parsed(draft.text), first_text(service_id, live)
    if text != draft.text:
        drafts.record(session, draft, Splice(*spliced(draft.text, text)), words=WORDS, by=by, at=at)
        follow(session, organisation_id, service_id, before, parsed(text))
    return True
