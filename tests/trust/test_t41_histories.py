"""Threat 41: whatever random people do, cases are where their versions allow, and lists say what events do."""

from __future__ import annotations

import sqlalchemy as sa

from runtime import cases, fsck
from runtime.db import Database
from tests.trust.histories import LIBRARY, World, asking, library, recount

STEPS, LOOK = 600, 200
NAMES = sorted(folder.parent.name for folder in LIBRARY.glob("*/service.json"))
HAPPENS = {
    "submitted", "moved", "undone", "assigned", "noted", "wrote", "linked", "task-opened", "task-done", "voted",
    "recounted", "warned", "breached",
}  # fmt: skip
REFUSED = {"ActionRefused", "StaleCase", "AssignmentRefused", "CorrectionRefused"}


def sound(database: Database) -> None:
    with database.snapshot() as session:
        assert [str(finding) for finding in fsck.run(session)] == []


def test_t41_random_histories_by_random_people_stay_legal_and_every_projection_is_its_fold(database: Database) -> None:
    """On every service of the library, and one that asks others and has members vote."""
    world = World(database, 41, [*map(library, NAMES), asking()])
    for number in range(1, STEPS + 1):
        world.goes_on()
        if number % LOOK == 0:
            recount(world)
            sound(database)
    with database.read() as session:
        rows = session.execute(sa.text("SELECT kind, count(*) AS of FROM events GROUP BY kind")).all()
        kinds = {row.kind: row.of for row in rows}
        for case_id in world.cases:
            loaded = cases.load(session, case_id)
            assert loaded.case.state in {state.id for state in loaded.service.workflow.states}
            times = [event.at for event in loaded.case.history]
            assert times == sorted(times)
    print(f"{kinds}; refused {dict(world.no)}")
    assert kinds.keys() >= HAPPENS, HAPPENS - kinds.keys()
    assert not world.to_come
    assert world.no.keys() >= REFUSED, REFUSED - world.no.keys()
