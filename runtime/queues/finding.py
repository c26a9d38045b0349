"""Search: cases, open and closed, by reference or by words, among exactly those that one may open."""

from __future__ import annotations

from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from runtime import documents, references
from runtime.access import Viewer
from runtime.cases.folding import fold_words
from runtime.cases.rows import ROWS, Row, as_rows
from runtime.models.cases import cases
from runtime.queues.pages import PAGE
from runtime.queues.sight import may_open, services_seen


def search(session: Session, viewer: Viewer, text: str, at: datetime, *, limit: int = PAGE) -> tuple[Row, ...]:
    """Cases, open and closed, by reference or by words of the applicant's: all words, each from its beginning.

    Only in services where the viewer has a role. Of very common words, the newest of the first thousand found.
    """
    services = services_seen(viewer)
    reference = references.parse(text)
    words = fold_words(text)[:10]
    if not services or not (reference or words):
        return ()
    where = [*may_open(viewer, services)]
    if reference:
        where.append(cases.c.reference == reference)
    else:
        query = " & ".join(f"'{word}':*" for word in words)
        hits = sa.select(cases.c.id).where(*where, cases.c.search.op("@@")(sa.cast(query, TSQUERY)))
        where = [cases.c.id.in_(hits.limit(1000))]
    found = session.execute(ROWS.where(*where).order_by(cases.c.submitted_at.desc(), cases.c.id).limit(limit)).all()
    live = documents.catalogue(session, viewer.organisation_id) if found else []
    return as_rows(found, {one.service.id: one.service for one in live})
