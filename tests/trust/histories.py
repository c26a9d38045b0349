"""A town in which random people do random things to cases of several services, while days pass."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from builder.demo_examples import _retold
from definitions import council
from definitions.calendars import Moment
from definitions.correcting import Correction, may_correct
from definitions.errands.doing import may_do
from definitions.examples.story import _record
from definitions.facts import APPLICANT, Actor
from definitions.history import conflicted
from definitions.items import flat
from definitions.journey import walk
from definitions.links import CHOSEN
from definitions.step import offers
from definitions.tasks.votes import ABSTAIN, INTEREST
from runtime import applications, calendars, cases, documents, people, recounting, references, splitting, ticks
from runtime.access import Viewer
from runtime.applications import Application
from runtime.cases import Loaded
from runtime.db import Database
from runtime.errors import Refused
from runtime.models.base import ORGANISATION
from runtime.splitting import Parts
from runtime.staffing.absences import UnfitAbsence, Wish, go_away
from tests.definitions import consulting

LIBRARY = Path(__file__).parents[2] / "definitions" / "library"
START = datetime.fromisoformat("2026-03-02T10:00:00+00:00")
STAFF = 7
ANSWERED: dict[str, list[dict[str, Any]]] = {
    "highways": [{"opinion": "object", "why": "Narrow"}, {"opinion": "support"}, {"opinion": "object"}],
    "structures": [{"opinion": "support"}], "visit": [{"found": True}], "extra": [{"seen": False}], "panel": [{}],
}  # fmt: skip


def library(name: str) -> dict[str, Any]:
    made: dict[str, Any] = json.loads((LIBRARY / name / "service.json").read_text())
    return made


def asking() -> dict[str, Any]:
    """A service that asks consultees and has members vote, with an example to be told after."""
    answers = {"street": "Bridge Street", "sites": [{"place": "The mill", "listed": True}]}
    told = {"name": "One", "at": "2026-03-02T10:00", "answers": answers, "expect": {"state": "new"}}
    ways = [way | ({"undo": "20 hours"} if way["by"] == ["officer"] else {}) for way in consulting.WAYS]
    tasks = [task | ({"in": ["asking", "voting"]} if "votes" in task else {}) for task in consulting.TASKS]
    made = dict(consulting.service(transitions=ways, tasks=tasks).document)
    return made | {"examples": [told], "corrections": {"by": ["officer"]}}


class World:
    """``no`` counts the refusals by kind. Time goes on for everybody together."""

    def __init__(self, database: Database, seed: int, documents_: list[dict[str, Any]]) -> None:
        self.database, self.chance, self.now = database, random.Random(seed), START
        self.no = Counter[str]()
        self.inputs = {document["id"]: _inputs(document) for document in documents_} | {"report-it": ANSWERED}
        with database.begin() as session:
            calendars.adopt(session, database.settings, at=START)
            versions = {d["id"]: documents.publish(session, d, by="a test", at=START) for d in documents_}
            self.staff = [self._hire(session, n, documents_) for n in range(STAFF)]
        self.cases: list[UUID] = []
        self.to_come = [
            (_at(example), versions[document["id"]].id, example)
            for document in documents_
            for example in self.chance.choices(_sent(document), k=4 if "tasks" in document["workflow"] else 2)
        ]
        self.come_in()

    def come_in(self) -> None:
        """Whatever is sent in by now."""
        for at, version, example in [one for one in self.to_come if one[0] <= self.now]:
            self.cases.append(self._comes_in(version, example, at))
        self.to_come = [one for one in self.to_come if one[0] > self.now]

    def _hire(self, session: Any, n: int, documents_: list[dict[str, Any]]) -> UUID:
        who = people.create(session, name=f"P{n}", email=f"p{n}@example.org", password=None, at=START)
        team = people.create_team(session, f"T{n}", at=START)
        people.join(session, team, who, at=START)
        for document in documents_:
            roles = [role["id"] for role in document["roles"]]
            for role in self.chance.sample(roles, k=self.chance.choice([0, 1, len(roles) - 1])):
                people.grant(session, team, document["id"], role, at=START)
        return who

    def _comes_in(self, version: UUID, example: Mapping[str, Any], at: datetime) -> UUID:
        with self.database.begin() as session:
            begun, _ = applications.begin(session, version, language="en", at=at)
        answers = _retold(example["answers"], timedelta(), self.database, begun.id, at)
        with self.database.begin() as session:
            records = _records(begun, answers, example.get("lookups", {}), at)
            kept = flat(begun.service.form, answers, lambda: references.new_id().hex[-8:])
            filled = applications.save_page(session, begun, kept, at, lookups=records)
            return cases.submit(session, filled, at=at).case_id

    def goes_on(self) -> None:
        """One thing happens, or does not because it may not."""
        what = self.chance.choice(DEEDS)
        self.now += timedelta(minutes=self.chance.randint(0, 40))
        self.come_in()
        case_id = self.chance.choice(self.cases)
        try:
            what(self, case_id)
        except (Refused, UnfitAbsence) as refused:
            self.no[type(refused).__name__] += 1

    def load(self, case_id: UUID) -> Loaded:
        with self.database.read() as session:
            return cases.load(session, case_id)

    def viewer(self) -> Viewer:
        with self.database.read() as session:
            return people.viewer(session, self.chance.choice(self.staff))

    def somebody(self, loaded: Loaded) -> Actor:
        """A colleague before this case, for whoever they stand in for; the applicant at times."""
        if self.chance.random() < 0.05:
            return APPLICANT
        viewers = [self.viewer() for _ in range(3)]
        one = next((viewer for viewer in viewers if viewer.roles_in(loaded.service_id)), viewers[0])
        return one.actor_on(loaded.service_id, loaded.case.assignee, self.moment(loaded).today)

    def moment(self, loaded: Loaded) -> Moment:
        return Moment(self.now, loaded.service.calendar)

    def guard(self, loaded: Loaded) -> dict[str, Any]:
        """As the case is, but as it was before for who was too slow."""
        late = self.chance.random() < 0.08
        return {"revision": max(1, loaded.revision - late), "at": self.now}

    def done(self, do: Callable[..., Any], *given: Any, **more: Any) -> None:
        with self.database.begin() as session:
            do(session, *given, **more)

    def other(self, case_id: UUID) -> UUID:
        """Another case; of the same service as a rule."""
        with self.database.read() as session:
            of = cases.load(session, case_id).service_id
            alike = [one for one in self.cases if one != case_id and cases.load(session, one).service_id == of]
        return self.chance.choice(alike if alike and self.chance.random() < 0.8 else self.cases)


def _inputs(document: Mapping[str, Any]) -> dict[str, list[dict[str, Any]]]:
    """What is answered to each action and task in the examples."""
    found: dict[str, list[dict[str, Any]]] = {}
    for example in document.get("examples", ()):
        for then in example.get("then", ()):
            if name := then.get("do") or then.get("task"):
                found.setdefault(name.partition(".")[0], []).append(then.get("inputs") or then.get("answers") or {})
    return found


def _sent(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Examples of an application that is sent."""
    return [example for example in document.get("examples", ()) if "state" in example.get("expect", {})]


def _at(example: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(example["at"]).replace(tzinfo=ZoneInfo("Europe/London"))


def _records(begun: Application, answers: Mapping[str, Any], said: Mapping[str, Any], at: datetime) -> dict[str, Any]:
    records: dict[str, Any] = {}
    for _ in begun.service.form.lookups:
        wanted = walk(begun.service.form, answers, records, Moment(at, begun.service.calendar)).lookups_wanted
        records |= {lookup.id: _record(lookup, key, said) for lookup, key in wanted}
    return records


def act(world: World, case_id: UUID) -> None:
    loaded = world.load(case_id)
    near: list[str] = []
    for _ in range(3):
        actor = world.somebody(loaded)
        found = offers(loaded.service, loaded.case, actor, world.moment(loaded))
        near = near or [one.transition.id for one in found if one.open]
        if near:
            break
    anything = [one.id for one in loaded.service.workflow.transitions]
    action = world.chance.choice(near if near and world.chance.random() < 0.9 else anything)
    given = world.chance.choice(world.inputs[loaded.service_id].get(action, [{}]))
    world.done(
        cases.act, case_id, action, given, actor, key=world.chance.choice([None, "again"]), **world.guard(loaded)
    )


def task(world: World, case_id: UUID) -> None:
    """Of a case of which something is asked, if there is one."""
    every = [world.load(one) for one in world.chance.sample(world.cases, k=min(12, len(world.cases)))]
    loaded = next((one for one in every if any(errand.open for errand in one.case.tasks.values())), every[0])
    case_id = loaded.id
    open_ones = [key for key, errand in loaded.case.tasks.items() if errand.open]
    key = world.chance.choice(open_ones * 4 or [*loaded.case.tasks, "none"])
    of = loaded.service.workflow.task(key)
    given = world.chance.choice(world.inputs[loaded.service_id].get(key.partition(".")[0], [{}]))
    choice = None
    if of and of.votes:
        choice = world.chance.choice([*(one.value for one in of.votes.choices), ABSTAIN, INTEREST])
    who = [world.somebody(loaded) for _ in range(4)]
    actor = next((one for one in who if of and may_do(of, one)), who[0])
    if world.chance.random() < 0.15:
        world.done(cases.give_task, case_id, key, world.viewer().assignee, actor, reason="Busy", at=world.now)
    else:
        world.done(cases.do_task, case_id, key, given, actor, choice=choice, at=world.now)


def assign(world: World, case_id: UUID) -> None:
    loaded = world.load(case_id)
    role = world.chance.choice(loaded.service.roles).id
    to = world.chance.choice([None, f"role:{role}", "role:nobody", world.viewer().assignee, world.viewer().assignee])
    world.done(cases.assign, case_id, to, world.somebody(loaded), reason="Leave", **world.guard(loaded))


def note(world: World, case_id: UUID) -> None:
    loaded = world.load(case_id)
    actor, number = world.somebody(loaded), world.chance.randint(1, loaded.revision)
    match world.chance.randrange(4):
        case 0:
            world.done(cases.reword, case_id, number, "Said otherwise", actor, at=world.now)
        case 1:
            world.done(cases.pin, case_id, number, actor, on=world.chance.random() < 0.7, at=world.now)
        case _:
            named = world.chance.sample(world.staff, k=world.chance.randint(0, 2))
            world.done(cases.note, case_id, "Rang", actor, mentions=named, at=world.now)


def urgency(world: World, case_id: UUID) -> None:
    loaded = world.load(case_id)
    word = world.chance.choice(["low", "normal", "high", "odd"])
    world.done(cases.set_priority, case_id, word, world.somebody(loaded), **world.guard(loaded))


def undo(world: World, case_id: UUID) -> None:
    """Of what was done just now, where that can be undone."""
    some = [world.load(one) for one in world.chance.sample(world.cases, k=min(12, len(world.cases)))]
    able = [one for one in some if one.closed_at is None and any(way.undo for way in one.service.workflow.transitions)]
    case_id = able[0].id if able else case_id
    act(world, case_id)
    loaded = world.load(case_id)
    doers = [event.actor for event in loaded.case.events if event.actor.kind == "staff"]
    actor = doers[-1] if doers and world.chance.random() < 0.8 else world.somebody(loaded)
    world.done(cases.undo, case_id, actor, **world.guard(loaded))


def correct(world: World, case_id: UUID) -> None:
    loaded = world.load(case_id)
    if loaded.service.corrections is None:
        loaded = world.load(world.chance.choice(world.cases))
    actor = world.somebody(loaded)
    known = [q.id for q in loaded.service.form.questions if may_correct(loaded.service, q, actor.roles)]
    name = world.chance.choice(known or list(loaded.service.questions))
    others = [world.load(one).case.answers.get(name) for one in world.cases]
    given = {name: world.chance.choice([other for other in others if other is not None] + ["Put right"])}
    dropping = loaded.service.questions.keys() if world.chance.random() < 0.5 else ()
    right = Correction((), given, "Misheard")
    world.done(cases.correct, loaded.id, right, actor, records={}, dropping=dropping, **world.guard(loaded))


def link(world: World, case_id: UUID) -> None:
    loaded, other = world.load(case_id), world.other(case_id)
    viewer, guard = world.viewer(), world.guard(loaded)
    match world.chance.randrange(5):
        case 0:
            world.done(cases.merge, case_id, other, viewer.actor, **guard)
        case 1 if loaded.case.links:
            world.done(cases.unlink, case_id, UUID(world.chance.choice(list(loaded.case.links))), viewer.actor, **guard)
        case 2:
            answers = world.chance.sample(
                list(loaded.case.answers), k=world.chance.randint(0, len(loaded.case.answers))
            )
            parts = Parts(frozenset(answers), frozenset({2}), "Two matters")
            splitting.split(world.database, loaded, parts, viewer.actor, **guard)
        case _:
            relation = world.chance.choice([*CHOSEN, "distinct", "odd"])
            world.done(cases.link, case_id, other, relation, viewer.actor, **guard)


def conflict(world: World, case_id: UUID) -> None:
    loaded = world.load(case_id)
    actor, knowing = world.somebody(loaded), sorted(conflicted(loaded.case))
    if knowing and world.chance.random() < 0.7:
        world.done(cases.lift, case_id, knowing[0], actor, reason="Another of that name", **world.guard(loaded))
    elif actor.kind == "staff":
        knows = world.chance.choice(["case", "name", "address"])
        world.done(cases.declare, case_id, actor, knows=knows, reason="My aunt", **world.guard(loaded))


def write(world: World, case_id: UUID) -> None:
    loaded = world.load(case_id)
    world.done(cases.write, case_id, "News", "We are on it.", world.somebody(loaded), **world.guard(loaded))


def leave(world: World, _: UUID) -> None:
    """Somebody is away for some days, and a colleague stands in."""
    today = world.now.date()
    who, instead = world.chance.sample(world.staff, k=2)
    wish = Wish(today, today + timedelta(days=world.chance.randint(-1, 20)), "Leave", instead)
    able = set(world.staff)
    with world.database.begin() as session:
        go_away(session, who, wish, organisation_id=ORGANISATION, able=able, by=who, today=today, at=world.now)


def wait(world: World, _: UUID) -> None:
    """Days pass, and what falls due meanwhile happens when the worker looks."""
    world.now += timedelta(hours=world.chance.choice([1, 5, 24, 60, 24 * 9]))
    ticks.fire_due(world.database, at=world.now)


def recount(world: World) -> None:
    """The council closes for a day, and its cases are counted again."""
    day = world.now.date() + timedelta(days=world.chance.randint(1, 9))
    with world.database.begin() as session:
        calendars.amend(session, lambda d: council.closed(d, [day], "Flood"), by="Kim", reason="Flood", at=world.now)
        asked = recounting.ask(session, by="Kim", reason="Flood", at=world.now)
    for _looking in (True, False):
        while recounting.go_on(world.database, at=world.now):
            continue
        world.done(recounting.confirm, asked, at=world.now)


DEEDS = [act] * 20 + [task] * 10 + [assign] * 3 + [note] * 3 + [undo] * 5 + [correct] * 4 + [link] * 3 + [
    urgency, urgency, conflict, write, leave, wait, wait, wait, wait,
]  # fmt: skip
