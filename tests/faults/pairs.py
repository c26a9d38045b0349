"""Two people who do something to one case at the very same time: what each may do there, and what must come of both."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.correcting import Correction
from definitions.facts import Actor
from definitions.history import conflicted, since
from runtime import cases
from runtime.cases import Acted, Loaded
from runtime.db import Database
from runtime.errors import Refused, StaleCase
from tests.factories import undoable_document
from tests.runtime.citizens import OFFICER, OTHER, apply

NOW = datetime.now(UTC)
Do = Callable[[Session, Loaded, Actor], Acted]


@dataclass(frozen=True)
class Deed:
    """Something that somebody is about to do to a case as they see it. ``guarded``: only if nobody was there before."""

    name: str
    actor: Actor
    seen: Loaded
    do: Do
    guarded: bool = True


def document() -> dict[str, Any]:
    """A missed bin of which an answer can be put right, and what was done last undone."""
    return undoable_document() | {"corrections": {"by": ["crew-desk"]}}


def filed(session: Session, version: Any, at: datetime = NOW) -> UUID:
    missed = (at - timedelta(days=1)).date().isoformat()
    return cases.submit(session, apply(session, version, at, missed_on=missed, email=None), at=at).case_id


def at_once(database: Database, *hands: Sequence[Callable[[Session], object]]) -> list[tuple[object, ...]]:
    """Each hand does one thing after the other, always at the same moment as the others do theirs. What came of it:
    what a unit of work gave, or why it was refused."""
    barrier = Barrier(len(hands))

    def each(deeds: Sequence[Callable[[Session], object]]) -> list[object]:
        return [one(deed) for deed in deeds]

    def one(deed: Callable[[Session], object]) -> object:
        barrier.wait(60)
        try:
            with database.begin() as session:
                return deed(session)
        except Refused as refused:
            return refused

    with ThreadPoolExecutor(len(hands)) as pool:
        came = [pool.submit(each, deeds) for deeds in hands]
        return list(zip(*(future.result() for future in came), strict=True))


def two(loaded: Loaded, partner: UUID, chance: random.Random) -> tuple[Deed, Deed]:
    """What Ada and Bo will do to this case at once."""
    one, other = (chance.choice(list(_open_to(actor, loaded, partner, chance))) for actor in (OFFICER, OTHER))
    return one, other


def _open_to(actor: Actor, loaded: Loaded, partner: UUID, chance: random.Random) -> list[Deed]:
    case, guard = loaded.case, {"revision": loaded.revision, "at": NOW}

    def acts(action: str, **inputs: Any) -> Deed:
        return Deed(f"act {action}", actor, loaded, lambda s, c, a: cases.act(s, c.id, action, inputs, a, **guard))

    def deed(name: str, do: Do, *, guarded: bool = True) -> Deed:
        return Deed(name, actor, loaded, do, guarded)

    word = f"{chance.randrange(10**9)}@example.org"
    found = [acts("refuse", reason="not_out")]
    found += [acts("send"), acts("move-on")] * 2 if case.state == "reported" else [acts("done")]
    done = since(case)
    if case.state != "reported" and done and done[0].actor.id == actor.id:
        found += [deed("undo", lambda s, c, a: cases.undo(s, c.id, a, **guard))] * 4
    if case.assignee != f"person:{actor.id}":
        found.append(deed("take", lambda s, c, a: cases.take(s, c.id, a, **guard)))
    to = "role:supervisor" if case.assignee != "role:supervisor" else "role:crew-desk"
    urgent = "high" if case.priority != "high" else "low"
    standing = case.links.get(str(partner))
    other = "follows" if standing and standing.relation == "related" else "related"
    right = Correction((), {"email": word}, "Misheard")
    return [
        *found,
        deed("hand on", lambda s, c, a: cases.hand_on(s, c.id, to, a, reason="Leave", **guard)),
        deed("priority", lambda s, c, a: cases.set_priority(s, c.id, urgent, a, **guard)),
        deed("correct", lambda s, c, a: cases.correct(s, c.id, right, a, records={}, **guard)),
        deed("link", lambda s, c, a: cases.link(s, c.id, partner, other, lambda _: a, **guard)),
        deed("merge", lambda s, c, a: cases.merge(s, c.id, partner, lambda _: a, **guard)),
        deed("declare", lambda s, c, a: cases.declare(s, c.id, a, reason="My aunt", **guard)),
        *[deed("note", lambda s, c, a: cases.note(s, c.id, word, a, at=NOW), guarded=False)] * 3,
    ]


def is_spent(loaded: Loaded) -> bool:
    """Nothing more can happen to it, or somebody may no longer touch it, or its story is long enough."""
    return (
        loaded.closed_at is not None
        or bool(conflicted(loaded.case))
        or loaded.case.merged is not None
        or loaded.revision > 12
    )


def judge(deeds: tuple[Deed, Deed], came: tuple[object, ...], after: Loaded) -> None:
    """Of two who exclude each other exactly one has done it, and the other is told by whom and what."""
    names = [deed.name for deed in deeds]
    wins = [result for result in came if isinstance(result, Acted)]
    lost = [(deed, result) for deed, result in zip(deeds, came, strict=True) if not isinstance(result, Acted)]
    if all(deed.guarded for deed in deeds):
        assert len(wins) == 1, (names, came)
    assert wins, (names, came)
    for deed, result in lost:
        assert deed.guarded, (names, result)
        assert isinstance(result, StaleCase), (names, result)
        told = result.facts["events"]
        assert [(e.number, e.kind, e.actor.id) for e in told] == [  # type: ignore[attr-defined]
            (e.number, e.kind, e.actor.id) for e in wins[0].events
        ], names
    seen, happened = deeds[0].seen, after.since(deeds[0].seen.revision)
    assert after.revision == seen.revision + sum(len(win.events) for win in wins), names
    assert sorted(event.number for win in wins for event in win.events) == [e.number for e in happened], names
    assert sum(event.kind == "moved" and event.actor.kind == "staff" for event in happened) <= 1, names
