"""Whether what lies beside the events agrees with them: likenesses, mentions, tasks, links on either side. For fsck."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.links import INVERSE, KINDS
from runtime import crypto
from runtime.cases import likeness, task_rows
from runtime.cases.loading import Loaded
from runtime.cases.replay import Wrong, moment_of
from runtime.models.tasks import tasks
from runtime.models.together import likenesses, mentions


def check(session: Session, loaded: Loaded) -> Iterator[Wrong]:
    """What is not as the events of this case say."""
    kept = sa.select(likenesses.c.kind, likenesses.c.mark).where(likenesses.c.case_id == loaded.id)
    stored = {(row.kind, bytes(row.mark)) for row in session.execute(kept)}
    expected = likeness.marks(crypto.keys(session), loaded.organisation_id, loaded.service, loaded.case.answers)
    erased = any(entry.commitments.keys() - entry.values.keys() for entry in loaded.entries)
    if stored - expected or (expected - stored and not erased):
        yield "likeness", "it is not found by what its answers say", None
    named = sa.select(mentions.c.number, mentions.c.person_id).where(mentions.c.case_id == loaded.id)
    found = {(row.number, str(row.person_id)) for row in session.execute(named)}
    said = {
        (e.number, person) for e in loaded.case.history if e.kind == "noted" for person in e.data.get("mentions", ())
    }
    for number, _ in sorted(found ^ said):
        yield "mention", "who is mentioned is not who is told", number
    yield from _tasks(session, loaded)


def _tasks(session: Session, loaded: Loaded) -> Iterator[Wrong]:
    """What is asked of whom. What a task is called may follow from what was erased."""
    columns = [tasks.c.key, *(tasks.c[name] for name in task_rows.CHANGING if name != "label")]
    rows = session.execute(sa.select(*columns).where(tasks.c.case_id == loaded.id))
    stored = {row.key: dict(row._mapping) for row in rows}
    moment = moment_of(loaded, loaded.case.events[-1].at)
    expected = task_rows.rows(loaded.service, loaded.case, moment)
    for key in sorted(stored.keys() | expected.keys()):
        due = {name: value for name, value in expected.get(key, {}).items() if name != "label"}
        if stored.get(key, {}) != due:
            yield "task", f"the task {key} is listed otherwise than its events say", None


def one_sided(session: Session) -> Iterator[tuple[UUID, int, str]]:
    """Links of which the other case knows nothing, or something else: whose, by which event, and in words."""
    said = {(row.case_id, UUID(row.other)): row for row in session.execute(_LATEST, {"kinds": list(KINDS)})}
    for (case_id, other), row in said.items():
        back = said.get((other, case_id))
        stands, theirs = row.kind != "unlinked", back is not None and back.kind != "unlinked"
        if stands and (back is None or not theirs or back.relation != INVERSE.get(row.relation)):
            yield case_id, row.number, f"it is {row.relation} of {other}, which does not say so"


_LATEST = sa.text(
    "SELECT DISTINCT ON (case_id, data->>'other') case_id, number, kind, data->>'other' AS other,"
    " data->>'relation' AS relation FROM events WHERE kind = ANY(:kinds)"
    " ORDER BY case_id, data->>'other', number DESC"
)
