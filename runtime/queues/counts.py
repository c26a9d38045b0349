"""How much there is, never counted further than one needs to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

import sqlalchemy as sa
from sqlalchemy.orm import Session

from definitions.service import Service
from definitions.workflow import Queue
from runtime.models.cases import cases
from runtime.queues.sight import in_queue
from runtime.queues.words import MANY, bounded
from runtime.queues.work import Desk, List, Statement


@dataclass(frozen=True, slots=True)
class Count:
    """How much is in a queue, each number at most 100, which stands for more than 99."""

    service: Service
    queue: Queue
    open: int
    overdue: int
    today: int
    unassigned: int


def counts(session: Session, desk: Desk, lists: Iterable[List]) -> tuple[tuple[Count, ...], Mapping[List, int]]:
    """Every queue of that person's and the lists of their work, counted in one query."""
    counted = [*_queues(desk), *(_list(desk, name) for name in lists)]
    rows = {(row.service, row.queue): row for row in session.execute(sa.union_all(*counted))}
    queues = [
        Count(service, queue, row.open, row.overdue, row.today, row.unassigned)
        for service_id, queue_id in desk.queues
        if (service := desk.services[service_id]) and (queue := service.queue(queue_id))
        for row in [rows[service_id, queue_id]]
    ]
    return tuple(queues), {name: rows["", name].open for name in lists}


def _queues(desk: Desk) -> Iterator[Statement]:
    if not desk.queues:
        return
    of = sa.func.unnest(*(sa.cast(list(each), sa.ARRAY(sa.Text)) for each in zip(*desk.queues, strict=True)))
    queue = of.table_valued("service", "queue", name="q").render_derived()
    base = sa.select(sa.literal(1)).where(*in_queue(desk.viewer, queue.c.service, queue.c.queue)).correlate(queue)
    yield sa.select(
        queue.c.service,
        queue.c.queue,
        bounded(base).label("open"),
        bounded(base.where(cases.c.due_at < desk.at)).label("overdue"),
        bounded(base.where(cases.c.due_at >= desk.at, cases.c.due_at < desk.midnight)).label("today"),
        bounded(base.where(cases.c.assignee.is_(None))).label("unassigned"),
    )


def _list(desk: Desk, name: List) -> Statement:
    nothing = sa.literal(0)
    return sa.select(
        sa.literal("").label("service"), sa.literal(name).label("queue"), bounded(desk.of(name, MANY)).label("open"),
        nothing.label("overdue"), nothing.label("today"), nothing.label("unassigned"),
    )  # fmt: skip
