"""The council's calendar at the command line: what is closed, what moves, and refusals in words."""

from __future__ import annotations

from runtime.db import Database
from tests.builder.test_cli import run, settings
from tests.runtime.noise import rows
from tests.runtime.test_calendars import CLOSED, due, submitted

__all__ = ["settings"]


def test_a_day_is_closed_and_the_cases_are_counted_again(settings: dict[str, str], database: Database) -> None:
    case_id = submitted(database)
    was = due(database, case_id)
    done = run("calendar", "close", CLOSED.isoformat(), "--reason", "Flooded", **settings)
    assert (done.returncode, "Version 1." in done.stdout) == (0, True), done.stderr
    listed = run("calendar", "recount", "--dry-run", "--reason", "Flooded", **settings)
    assert "noise  promise: 2026-06-03 08:00 -> 2026-06-04 08:00 (UTC)" in listed.stdout
    assert due(database, case_id) == was
    counted = run("calendar", "recount", "--yes", "--reason", "Flooded", **settings)
    assert counted.returncode == 0, counted.stderr
    assert due(database, case_id) > was
    [event] = rows(database, "SELECT actor_name FROM events WHERE kind = 'recounted'")
    assert event.actor_name == "Townclerk"


def test_hours_are_set_shown_and_refused_in_words(settings: dict[str, str]) -> None:
    run("calendar", "hours", "saturday", "10:00-12:00", "--reason", "Saturday opening", **settings)
    run("calendar", "hours", "2026-12-24", "09:00-12:00", "--reason", "Christmas Eve", **settings)
    shown = run("calendar", "show", **settings).stdout
    assert "Saturday   10:00-12:00" in shown
    assert "2026-12-24  open 09:00-12:00" in shown
    versions = run("calendar", "show", "--versions", **settings).stdout.splitlines()
    assert [line.partition(": ")[2] for line in versions] == ["Christmas Eve", "Saturday opening"]
    for bad in (["hours", "monday", "9-5"], ["close", "29/12/2026"], ["close", "2026-12-30", "--until", "2026-12-29"]):
        refused = run("calendar", *bad, "--reason", "Why", **settings)
        assert (refused.returncode, refused.stdout) == (1, "")
        assert refused.stderr.count("\n") == 1
    same = run("calendar", "open", "2026-12-30", "--reason", "Open anyway", **settings)
    assert same.stdout == "Nothing changes.\n"
