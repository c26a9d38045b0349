"""Who has looked at a case, as its applicant is told where the service says so: by role and day, perhaps by name."""

from __future__ import annotations

from dataclasses import dataclass

from definitions.words.dates import day_in_words
from runtime.cases.loading import Loaded
from runtime.cases.looks import by_day
from runtime.web.public.progress import Progress
from runtime.web.site import current_site
from runtime.web.words import say


@dataclass(frozen=True, slots=True)
class Line:
    day: str
    iso: str
    who: str


def lines(loaded: Loaded, shown: Progress) -> tuple[Line, ...]:
    """One line for each person, role and day; none where the service does not tell."""
    how = loaded.service.privacy.show_reads
    if not how:
        return ()
    with current_site().database.read() as session:
        found = by_day(session, loaded)
    labels = {role.id: role.label.render(shown.scope) for role in loaded.service.roles}
    told = []
    for each in found:
        roles = ", ".join(labels.get(role, role) for role in sorted(each.roles))
        who = say(shown.language, "seen-emergency") if each.emergency else roles or say(shown.language, "seen-other")
        if how == "names" and each.name:
            who = f"{each.name} ({who})"
        line = Line(day_in_words(each.day, shown.language), each.day.isoformat(), who)
        if line not in told:
            told.append(line)
    return tuple(told)
