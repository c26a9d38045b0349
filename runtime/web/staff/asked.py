"""What is asked of a queue, as its address says it: filters, order, columns, and answers, which are sealed there."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from urllib.parse import urlencode
from uuid import UUID

from flask import url_for

from runtime.cases.facets import Wanted
from runtime.queues import Filters
from runtime.web.staff import sought

PLAIN = ("state", "with", "overdue", "urgent", "order", "columns", "view")
"""What an address says openly: nothing in it is about anybody."""

_MOST = 4000


@dataclass(frozen=True)
class Asked:
    """``sealed`` are the answers as the address has them; ``lost``: they were sealed there for somebody else."""

    service_id: str
    queue_id: str
    by: UUID
    plain: Mapping[str, str] = field(default_factory=dict)
    answers: Mapping[str, Wanted] = field(default_factory=dict)
    sealed: str = ""
    lost: bool = False

    @classmethod
    def of(cls, service_id: str, queue_id: str, given: Mapping[str, str], by: UUID) -> Asked:
        plain = {name: given[name] for name in PLAIN if given.get(name)}
        sealed = given.get("f", "")
        answers = _answers(sought.opened(sealed, by)) if sealed else {}
        return cls(service_id, queue_id, by, plain, answers, sealed, lost=bool(sealed) and not answers)

    @property
    def filters(self) -> Filters:
        return Filters.said(self.plain, self.answers)

    @property
    def narrowed(self) -> bool:
        return bool(self.answers) or any(self.plain.get(name) for name in ("state", "with", "overdue", "urgent"))

    @property
    def columns(self) -> tuple[str, ...]:
        return tuple(name for name in self.plain.get("columns", "").split(",") if name)

    def but(self, **changes: str) -> Asked:
        plain = {name: value for name, value in {**self.plain, **changes}.items() if value}
        return replace(self, plain=plain)

    def answering(self, answers: Mapping[str, Wanted]) -> Asked:
        return replace(self, answers=answers, sealed="", lost=False)

    def without(self, name: str) -> Asked:
        return self.answering({one: wanted for one, wanted in self.answers.items() if one != name})

    def url(self, endpoint: str = "queue.show", **more: str) -> str:
        """An address of the queue's in which all this is asked."""
        query = {**self.query, **more}
        path: str = url_for(endpoint, service_id=self.service_id, queue_id=self.queue_id)
        return f"{path}?{urlencode(query)}" if query else path

    @cached_property
    def query(self) -> Mapping[str, str]:
        """All that is asked, as an address or a form says it."""
        if not self.answers:
            return self.plain
        text = json.dumps(self.answers, separators=(",", ":"))
        return {**self.plain, "f": self.sealed or sought.sealed(text, self.by, most=_MOST)}


def _answers(text: str) -> dict[str, Wanted]:
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return dict(found) if isinstance(found, dict) else {}
