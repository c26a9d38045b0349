"""In what order a queue is shown, and with which columns, as one person wants it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from werkzeug.datastructures import MultiDict

from definitions.service import Service
from definitions.workflow import Queue
from runtime.cases.secrecy import sensitive
from runtime.queues import Page
from runtime.web.staff import rows
from runtime.web.staff.asked import Asked

_ORDERS = {
    "due": "Due first",
    "priority": "Urgent first, then due",
    "submitted": "Oldest first",
    "newest": "Newest first",
}


def columns(service: Service, queue: Queue, asked: Asked) -> tuple[str, ...]:
    """The columns to show: those asked for that there are, or else the queue's own."""
    known = list(_known(service, queue))
    chosen = tuple(name for name in known if name in asked.columns)
    return chosen or tuple(name for name in queue.columns if name in known)


def fields(page: Page, asked: Asked) -> dict[str, Any]:
    shown = columns(page.service, page.queue, asked)
    return {
        "orders": [{"value": value, "label": label, "on": value == page.order}
                   for value, label in _orders(page.service, page.queue)],
        "columns": [{"value": name, "label": rows.heading(page.service, name), "on": name in shown}
                    for name in _known(page.service, page.queue)],
    }  # fmt: skip


def arranged(service: Service, queue: Queue, asked: Asked, posted: Mapping[str, str]) -> Asked:
    """As posted, saying nothing of what is as the queue has it."""
    order = posted.get("order", "")
    known = order in dict(_orders(service, queue)) and order != queue.order.by
    chosen = [name for name in _known(service, queue) if name in _every(posted, "columns")]
    own = set(chosen) == set(queue.columns) or not chosen
    return asked.but(order=order if known else "", columns="" if own else ",".join(chosen))


def _orders(service: Service, queue: Queue) -> Iterator[tuple[str, str]]:
    yield from _ORDERS.items()
    if queue.order.column:
        yield "column", f"By {rows.heading(service, queue.order.column).lower()}"


def _known(service: Service, queue: Queue) -> Iterator[str]:
    """Whatever any queue of the service shows of a case is known of all its cases: this one's own come first."""
    every = (name for one in (queue, *service.queues) for name in one.columns)
    return (name for name in dict.fromkeys(every) if name.partition(".")[0] not in sensitive(service))


def _every(posted: Mapping[str, str], name: str) -> list[str]:
    return posted.getlist(name) if isinstance(posted, MultiDict) else [posted.get(name, "")]
