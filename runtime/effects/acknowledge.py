"""The effect ``acknowledge``: what we write by ourselves after a submission, when the service itself writes nothing."""

from __future__ import annotations

from sqlalchemy.orm import Session

from definitions.text import one_line
from definitions.words import words
from runtime.effects import letters
from runtime.outcomes import Call, NotNeeded, Promised


def acknowledge(session: Session, promised: Promised) -> Call | NotNeeded:
    return letters.to_applicant(session, promised, *worded(promised))


def worded(promised: Promised) -> tuple[str, str]:
    """The service's title, where the case stands, and what happens next in the service's own words."""
    service, scope = promised.service, letters.scope_of(promised, guarded=True)
    say, title = words(scope.language), one_line(service.title.render(scope))
    state = service.workflow.state(promised.case.state).public.render(scope)
    parts = [say("letter.received", title=title), say("letter.stands", state=state)]
    if service.after_submission is not None and (after := service.after_submission.render(scope).strip()):
        parts += [say("letter.next"), after]
    return say("letter.received.subject", title=title), "\n\n".join(parts)
