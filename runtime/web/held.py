"""The applications that this browser holds: for each service a version, and a token once something is saved."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from flask import session

from definitions.calendars import Moment
from definitions.facts import Answers
from definitions.items import nested
from definitions.journey import Journey, walk
from definitions.known import Record
from definitions.scope import Scope
from definitions.service import Service
from definitions.visits import Path, qualified
from runtime import applications, documents, returning
from runtime.applications import Application, Given
from runtime.applications.application import NOTHING
from runtime.direct import Asking
from runtime.errors import ApplicationNotFound, ServiceNotFound
from runtime.returning import Opened
from runtime.web import routes
from runtime.web.shell import language
from runtime.web.site import current_site, now

_KEY = "apply"


@dataclass(frozen=True, slots=True)
class Held:
    """Where this browser is with one service.

    ``application`` is None until a page is saved: until then nothing is in the database. ``begun`` says that it was
    started here; ``ended`` that there were answers, which are no longer kept.
    """

    service: Service
    version_id: UUID
    at: datetime
    application: Application | None = None
    begun: bool = False
    ended: bool = False
    _walked: list[tuple[object, Journey]] = field(default_factory=list, compare=False, repr=False)
    """Routes found in this request, each with the answers that lead there: saving what was sent walks no new one."""

    @property
    def language(self) -> str:
        """The language of the pages: the one chosen, if the service speaks it."""
        chosen = language()
        return chosen if chosen in self.service.languages else self.service.languages[0]

    @property
    def base(self) -> str:
        """The address below which its pages are."""
        return f"/apply/{self.service.id}"

    @property
    def answers(self) -> Answers:
        """As they are stored: those inside an item by their qualified names."""
        return self.application.answers if self.application else {}

    def answers_in(self, path: Path) -> Answers:
        """The answers of the item that ``path`` leads to, by question id."""
        if not path:
            return self.answers
        start = qualified(path, "")
        return {name.removeprefix(start): value for name, value in self.answers.items() if name.startswith(start)}

    @property
    def lookups(self) -> Mapping[str, Record]:
        return self.application.lookups if self.application else {}

    @property
    def changes(self) -> str:
        """What to tell of a newer version that it moves to, until a page of that is saved."""
        takeover = self.application.takeover if self.application else None
        return takeover.sentence if takeover else ""

    @property
    def moment(self) -> Moment:
        return Moment(self.at, self.service.calendar)

    @property
    def reference(self) -> str | None:
        """The case's, when it was sent already."""
        return self.application.submitted_reference if self.application else None

    def journey(self, answers: Answers | None = None, lookups: Mapping[str, Record] | None = None) -> Journey:
        """The route as the answers stand, or as they would with others, given as they are stored."""
        if self.application is None and answers is None and lookups is None:
            return _first_steps(self.service, int(self.at.timestamp()) // 60, self.language)
        given = self.answers if answers is None else answers
        records = self.lookups if lookups is None else lookups
        where = (given, records, self.language)
        for known, journey in self._walked:
            if known == where:
                return journey
        form = self.service.form
        journey = walk(form, nested(form, given), records, self.moment, service=self.service, language=self.language)
        self._walked.append((where, journey))
        return journey

    def route(self) -> Journey:
        """The journey for whoever asks only where it leads: without answers and names, and mostly from memory."""
        if self.application is None:
            return self.journey()
        minute = self.at.replace(second=0, microsecond=0)
        stands = (self.application.id, self.application.revision, self.version_id, self.language, minute)
        return routes.remembered(stands, self.journey)

    def scope(self, names: Mapping[str, Any]) -> Scope:
        return Scope(self.service, names, self.moment, self.language)

    def saved(self, answers: Answers, lookups: Mapping[str, Record]) -> Held:
        """After a page's answers were saved. Raises as :func:`save`."""
        return save(self, answers, lookups)


def held(service_id: str) -> Held:
    """This browser's application for a service, or a fresh look at the live version when it has none.

    Raises:
        ServiceNotFound: nothing is published under this name.
        ServiceUnavailable: what is stored no longer compiles.
    """
    kept, at, database = _all().get(service_id), now(), current_site().database
    if kept and "token" not in kept and (service := known_version(UUID(kept["version"]))):
        return Held(service, UUID(kept["version"]), at, begun=True)
    with database.direct() as reading:
        if kept and "token" in kept:
            try:
                application = applications.load(reading, kept["token"], at=at)
            except ApplicationNotFound:
                return replace(_live(reading, service_id, at), ended=True)
            application = applications.brought_up(reading, application, at, language())
            return Held(application.service, application.version_id, at, application, begun=True)
        if kept:
            try:
                return Held(_known(reading, UUID(kept["version"])), UUID(kept["version"]), at, begun=True)
            except ServiceNotFound:
                return replace(_live(reading, service_id, at), ended=True)
        return _live(reading, service_id, at)


def from_memory(service_id: str) -> Held | None:
    """What can be known of this browser's application while the database is away: its service, and no answers."""
    kept = _all().get(service_id)
    service = known_version(UUID(kept["version"])) if kept else None
    return Held(service, UUID(kept["version"]), now(), begun=True) if kept and service else None


def banner(of: Held) -> str:
    """What to tell on the next page that is shown, once; and what changed, for as long as it matters."""
    said = session.pop("banner", "") if "banner" in session else ""
    return " ".join(part for part in (said, of.changes) if part)


def begin(of: Held) -> None:
    """Remember that this browser started: the version it saw is the one it goes on with."""
    _remember(of.service.id, {"version": str(of.version_id)})


def begin_with(of: Held, answers: Answers = NOTHING, given: Mapping[str, Given] = NOTHING) -> Held:
    """Start with answers that are there already, or that were brought along to be confirmed."""
    begun: dict[str, Any] = {"language": of.language, "at": of.at, "answers": answers, "given": given}
    with current_site().database.direct() as writing:
        application, token = applications.begin(writing, of.version_id, **begun)
    _remember(of.service.id, {"version": str(of.version_id), "token": token})
    return replace(of, application=application, begun=True, ended=False)


def save(of: Held, answers: Answers, lookups: Mapping[str, Record]) -> Held:
    """Save a page's answers, durably, beginning the application if this is the first of them.

    Raises:
        ApplicationSent: it became a case meanwhile.
        ApplicationNotFound: it expired or was discarded meanwhile.
        ApplicationMoved: another tab has taken it over to a newer version meanwhile.
    """
    given: dict[str, Any] = {"lookups": lookups, "language": of.language}
    with current_site().database.direct() as writing:
        if of.application is not None:
            application = applications.save_page(writing, of.application, answers, of.at, **given)
            if of.application.takeover:
                _remember(of.service.id, {**_all()[of.service.id], "version": str(of.version_id)})
        else:
            application, token = applications.begin(writing, of.version_id, answers=answers, at=of.at, **given)
            _remember(of.service.id, {"version": str(of.version_id), "token": token})
    return replace(of, application=application, begun=True, ended=False)


def keep_code(of: Held, application: Application, typed: Mapping[str, Mapping[str, list[str]]]) -> Held:
    """Have a code that opens these answers on any device, and beside them what was typed and is none yet.

    Raises:
        ApplicationSent, ApplicationNotFound: as :func:`save`.
    """
    with current_site().database.begin() as writing:
        if typed:
            application = applications.keep_typed(writing, application, typed)
        application, _ = returning.keep_code(writing, application, of.at)
    return replace(of, application=application)


def take_over(opened: Opened) -> None:
    """This browser goes on with what a link or a code has opened."""
    application = opened.application
    _remember(application.service.id, {"version": str(application.version_id), "token": opened.token})


def scope_of(application: Application, at: datetime, spoken: str) -> Scope:
    """For what a page outside the service says of it."""
    languages = application.service.languages
    moment = Moment(at, application.service.calendar)
    return Scope(application.service, {}, moment, spoken if spoken in languages else languages[0])


def at_stake(opened: Opened) -> bool:
    """Whether this browser would lose answers of another application by going on with this one."""
    kept = _all().get(opened.application.service.id)
    if not kept or "token" not in kept:
        return False
    try:
        with current_site().database.direct() as reading:
            mine = applications.load(reading, kept["token"], at=now())
    except ApplicationNotFound:
        return False
    return not (mine.submitted_reference or mine.ways or mine.id == opened.application.id or not mine.answers)


def leave() -> None:
    """Nothing opens anything from this browser any more; what has a way back is kept, and the rest forgotten."""
    tokens = [kept["token"] for kept in _all().values() if "token" in kept]
    with current_site().database.begin() as writing:
        for token in tokens:
            applications.let_go(writing, token)


def discard(service_id: str) -> None:
    """Forget this browser's application, here and in the database."""
    kept = _all().get(service_id)
    if kept and "token" in kept:
        with current_site().database.direct() as writing:
            applications.discard(writing, kept["token"])
    forget(service_id)


def forget(service_id: str) -> None:
    session[_KEY] = {name: kept for name, kept in _all().items() if name != service_id}


@lru_cache(maxsize=64)
def _first_steps(service: Service, minute: int, spoken: str) -> Journey:
    """The route before anything is answered, which many share: conditions on the time are as exact as a minute (counted
    from 1970)."""
    moment = Moment(datetime.fromtimestamp(60 * minute, UTC), service.calendar)
    return walk(service.form, {}, {}, moment, service=service, language=spoken)


_versions: dict[UUID, Service] = {}


def known_version(version_id: UUID) -> Service | None:
    """A version that this process has compiled before: what is published never changes, so nobody need be asked. Its
    calendar is the one that counted when it was last asked for."""
    return _versions.get(version_id)


def _live(reading: Asking, service_id: str, at: datetime) -> Held:
    live = documents.published(reading, service_id)
    return Held(_known(reading, live.version_id), live.version_id, at)


def _known(reading: Asking, version_id: UUID) -> Service:
    if len(_versions) > 512:
        _versions.clear()
    _versions[version_id] = service = documents.pinned(reading, version_id)
    return service


def _all() -> Mapping[str, Mapping[str, str]]:
    kept: Mapping[str, Mapping[str, str]] = session.get(_KEY, {})
    return kept


def _remember(service_id: str, kept: Mapping[str, str]) -> None:
    session[_KEY] = {**_all(), service_id: dict(kept)}
