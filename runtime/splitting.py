"""One case that holds two matters becomes two: the second goes through submission like any other, and each knows the
other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions import notes
from definitions.casework import done
from definitions.facts import Actor
from definitions.items import flat
from definitions.questions.typed import remarks
from runtime import applications, cases, files, references
from runtime.applications import Application
from runtime.cases import Acted, Loaded, linking, loading, recording
from runtime.db import Database
from runtime.errors import ApplicationIncomplete, LinkRefused

LONGEST_REASON = 2000


@dataclass(frozen=True, slots=True)
class Parts:
    """What goes along: answers by question or list, and notes by their numbers. ``reason`` says what the other matter
    is."""

    answers: frozenset[str]
    notes: frozenset[int]
    reason: str


def split(
    database: Database,
    loaded: Loaded,
    parts: Parts,
    by: Callable[[str], Actor],
    *,
    revision: int,
    key: str | None = None,
    at: datetime,
) -> Acted:
    """Make a case of some of this one's answers. It counts as sent in when this one was, so that no promise is lost.

    Raises:
        StaleCase: the case has moved since ``revision``.
        ApplicationIncomplete: the form needs answers that do not go along; ``facts`` say which.
        LinkRefused: nothing is said of the other matter, the case was merged into another, or the actor has a conflict
            of interest in it.
    """
    if repeat := recording.repeated(loaded, key):
        return repeat
    why = remarks(parts.reason)[:LONGEST_REASON]
    _check(loaded, by, why, revision)
    with database.begin() as session:
        begun, token = applications.begin(session, loaded.version_id, language=loaded.case.language, at=at)
    try:
        answers = _copied(database, loaded, parts, begun.id, at)
        with database.begin() as session:
            return _made(session, loaded.id, begun, answers, parts, by, revision=revision, why=why, key=key, at=at)
    except Exception:
        with database.begin() as session:
            applications.discard(session, token)
        raise


def _made(
    session: Session,
    case_id: UUID,
    begun: Application,
    answers: Mapping[str, Any],
    parts: Parts,
    by: Callable[[str], Actor],
    *,
    revision: int,
    why: str,
    key: str | None,
    at: datetime,
) -> Acted:
    loading.take_turn(session, case_id)
    one = loading.load(session, case_id)
    if repeat := recording.repeated(one, key):
        return repeat
    _check(one, by, why, revision)
    kept = flat(one.service.form, answers, lambda: references.new_id().hex[-8:])
    filled = applications.save_page(session, begun, kept, at, lookups=one.case.lookups)
    receipt = cases.submit(session, filled, at=one.case.submitted_at)
    actor, new = by(one.service_id), loading.load(session, receipt.case_id)
    step = done(new.service, new.case, "split", actor, at, other=str(one.id), relation="split-from", reason=why)
    recording.append(session, new, step, at=at)
    for number, note in notes.notes(one.case.events).items():
        if number in parts.notes and note.text:
            new = loading.load(session, new.id)
            copied = {"by": note.by.name, "at": note.at.isoformat()}
            step = done(new.service, new.case, "noted", actor, at, text=note.text, copied=copied)
            recording.append(session, new, step, at=at)
    step = done(one.service, one.case, "split", actor, at, other=str(new.id), relation="split-to", reason=why)
    return recording.append(session, one, step, at=at, key=key)


def _check(loaded: Loaded, by: Callable[[str], Actor], why: str, revision: int) -> None:
    if revision != loaded.revision:
        raise recording.stale(loaded, revision)
    linking.unconflicted(by, loaded)
    if loaded.case.merged:
        raise LinkRefused("This case was merged into another. Split that one.")
    if not why:
        raise LinkRefused("Enter what the other matter is.", question="reason")


def _copied(database: Database, loaded: Loaded, parts: Parts, owner_id: UUID, at: datetime) -> dict[str, Any]:
    """The answers that go along, their files as copies: a file belongs to one case."""
    chosen = {name: value for name, value in loaded.case.answers.items() if name in parts.answers}
    with database.read() as session:
        for file in files.described(chosen.values()):
            files.openable(session, file["id"])

    def copied(value: Any) -> Any:
        if isinstance(value, Mapping) and "sha256" in value:
            return files.save(database, files.read(database, value["id"]), value["name"], owner_id=owner_id, at=at)
        if isinstance(value, Mapping):
            return {name: copied(part) for name, part in value.items()}
        return [copied(part) for part in value] if isinstance(value, list | tuple) else value

    return {name: copied(value) for name, value in chosen.items()}


def lacking(loaded: Loaded, incomplete: ApplicationIncomplete) -> list[str]:
    """The names of the questions that the second case would need answers to."""
    missing: Any = incomplete.facts.get("missing") or ()
    problems: Any = incomplete.facts.get("problems") or {}
    names = dict.fromkeys(str(name).rpartition(".")[2] for name in (*missing, *problems))
    return [name for name in names if name in loaded.service.questions]
