"""The effects ``ask`` and ``remind``: whoever is asked to do a task is told by e-mail, and again before it is due."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Errand
from definitions.standing import Standing
from definitions.task_words import task_label
from definitions.text import one_line
from definitions.words import words
from definitions.words.dates import day_in_words
from definitions.workflow import Partner, Task
from runtime import mail, people
from runtime.config import Settings
from runtime.crypto import keys
from runtime.effects import letters
from runtime.mail import Letter
from runtime.outcomes import Call, CannotDo, NotNeeded, Promised

WORDS = {"ask": "letter.task", "remind": "letter.task.reminder"}
"""The words of each kind."""


def ask(session: Session, promised: Promised) -> Call | NotNeeded:
    """
    Raises:
        CannotDo: nobody has the role that is asked, or the partner's address cannot be written to.
    """
    return _told(session, promised, WORDS["ask"])


def remind(session: Session, promised: Promised) -> Call | NotNeeded:
    """Raises as :func:`ask`."""
    return _told(session, promised, WORDS["remind"])


@dataclass(frozen=True, slots=True)
class _Open:
    task: Task
    errand: Errand


def _told(session: Session, promised: Promised, words_key: str) -> Call | NotNeeded:
    written: list[Letter] = []
    for one in _open(promised):
        for address in _addresses(session, promised, one):
            written.append(_letter(session, promised, one, address, words_key, len(written)))
    if not written:
        return NotNeeded("not sent: nobody is asked any more")
    return letters.call(written, promised)


def _open(promised: Promised) -> Iterator[_Open]:
    for key in promised.what["tasks"]:
        task, errand = promised.service.workflow.task(key), promised.case.tasks.get(key)
        if task and errand and errand.open:
            yield _Open(task, errand)


def _letter(session: Session, promised: Promised, one: _Open, address: str, words_key: str, nth: int) -> Letter:
    settings, case = _settings(session), promised.case
    subject, said, foot = worded(promised, one.task, one.errand, words_key)
    url = f"{settings.base_url.rstrip('/')}{_path(session, promised, one)}"
    key = f"{promised.key}.{nth}" if nth else promised.key
    return letters.plain_letter(key, address, subject, [said, url, *foot], case.reference, settings)


def worded(promised: Promised, task: Task, errand: Errand, words_key: str) -> tuple[str, str, list[str]]:
    """The subject, what is asked, and what stands below the link to it."""
    service, case = promised.service, promised.case
    say, standing = words("en"), Standing(service, case, Moment(promised.at, service.calendar))
    due = errand.due
    facts = {
        "task": one_line(task_label(task, standing, errand.key)),
        "title": one_line(service.title.render(standing.scope("en"))),
        "reference": case.reference,
        "due": day_in_words(service.calendar.local(due).date(), "en") if due else "",
    }
    subject = say(f"{words_key}.subject" if due else "letter.task.undated.subject", **facts)
    foot = [say("letter.task.partner")] if task.partner else []
    return subject, say(words_key if due else f"{words_key}.undated", **facts), foot


def _path(session: Session, promised: Promised, one: _Open) -> str:
    if one.task.partner:
        return f"/asked/{keys(session).task_token(promised.case_id, one.errand.key, one.errand.opened)}"
    return f"/staff/cases/{promised.case.reference}/tasks/{one.errand.key}"


def _addresses(session: Session, promised: Promised, one: _Open) -> list[str]:
    """Of a partner; of whoever has taken it; of everybody who is asked and, in a vote, has not voted."""
    if one.task.partner:
        return [_fit(one.task.partner)]
    if one.errand.holder:
        held = people.task_address(session, UUID(one.errand.holder.removeprefix("person:")))
        return [held] if held else []
    voted = frozenset(UUID(person) for person in one.errand.votes if person)
    found = people.addresses(session, promised.case_id, one.task.role or "", besides=voted)
    if not found and not voted:
        raise CannotDo(f"Nobody has the role {one.task.role}, so nobody was asked. Give the role to a team.")
    return list(found)


def _fit(partner: Partner) -> str:
    try:
        return mail.fit_address(partner.address)
    except mail.UnfitAddress as error:
        raise CannotDo("The address of whoever is asked cannot be written to") from error


def _settings(session: Session) -> Settings:
    settings: Settings = session.info["settings"]
    return settings
