"""What lists of tasks know of a case: a row for each task it has had, in the unit of work that changed it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Case, Errand
from definitions.service import Service
from definitions.standing import Standing
from definitions.task_words import task_label
from runtime.models.base import NEVER
from runtime.models.tasks import tasks

LONGEST_LABEL = 200

Errands = Mapping[str, Errand]


def follow(
    session: Session,
    of: UUID,
    service: Service,
    case_id: UUID,
    before: Errands,
    case: Case,
    moment: Moment,
) -> None:
    """Write what has changed since ``before``. ``of`` is the organisation. A case without tasks costs nothing."""
    changed = [key for key, errand in case.tasks.items() if before.get(key) != errand]
    if gone := before.keys() - case.tasks.keys():
        session.execute(sa.delete(tasks).where(tasks.c.case_id == case_id, tasks.c.key.in_(gone)))
    if changed:
        known = rows(service, case, moment)
        fixed = {"case_id": case_id, "organisation_id": of, "service_id": service.id}
        new = insert(tasks).values([fixed | known[key] for key in changed])
        others = {name: new.excluded[name] for name in CHANGING}
        session.execute(new.on_conflict_do_update(index_elements=["case_id", "key"], set_=others))


CHANGING = ("role", "label", "state", "opened_at", "due_at", "holder", "voted")


def rows(service: Service, case: Case, moment: Moment) -> dict[str, dict[str, Any]]:
    """The rows of a case, by their keys."""
    standing = Standing(service, case, moment)
    return {key: _row(service, errand, standing) for key, errand in case.tasks.items()}


def _row(service: Service, errand: Errand, standing: Standing) -> dict[str, Any]:
    task = service.workflow.task(errand.key)
    return {
        "key": errand.key,
        "role": task.role if task else None,
        "label": task_label(task, standing, errand.key)[:LONGEST_LABEL] if task else errand.key,
        "state": errand.state,
        "opened_at": errand.opened_at,
        "due_at": errand.due or NEVER,
        "holder": errand.holder,
        "voted": sorted(errand.votes),
    }
