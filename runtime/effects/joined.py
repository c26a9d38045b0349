"""The effect ``joined``: the applicant of a case that was merged into another is told so."""

from __future__ import annotations

from sqlalchemy.orm import Session

from definitions.text import one_line
from definitions.words import words
from runtime.effects import letters
from runtime.outcomes import Call, NotNeeded, Promised


def joined(session: Session, promised: Promised) -> Call | NotNeeded:
    """Nothing of the other case is told: it may be another person's."""
    if promised.case.merged is None:
        return NotNeeded("not sent: it stands by itself again")
    service, language = promised.service, promised.case.language
    say, title = words(language), one_line(service.title.render(letters.scope_of(promised, guarded=True)))
    parts = [say("letter.joined", title=title), say("letter.joined.same")]
    return letters.to_applicant(session, promised, say("letter.joined.subject", title=title), "\n\n".join(parts))
