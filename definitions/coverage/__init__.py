"""What the examples of a service have tried, and what not: a copy whose conditions remember their answers.

Nothing is counted in a service that people use: only the copy made here knows that it is watched.
"""

from __future__ import annotations

from dataclasses import replace

from definitions.coverage.form import watched_form
from definitions.coverage.watching import Covered, Watch, numbered
from definitions.coverage.workflow import watched_queues, watched_workflow
from definitions.service import Service

__all__ = ["Covered", "Watch", "watch"]


def watch(service: Service) -> Watch:
    """A copy of the service to play examples with, and the list of what they should try."""
    found = Watch(service, service)
    found.service = replace(
        service,
        form=watched_form(service, found),
        workflow=watched_workflow(service.workflow, found),
        messages=tuple(
            replace(m, subject=found.text(m.subject, f"{at}/subject"), body=found.text(m.body, f"{at}/body"))
            for at, m in numbered(service.messages, "/messages")
        ),
        queues=watched_queues(service.queues, found),
        replies=tuple(replace(r, when=found.when(r.when, at)) for at, r in numbered(service.replies, "/replies")),
        after_submission=found.text(service.after_submission, "/after_submission"),
    )
    return found
