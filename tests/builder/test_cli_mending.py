"""Commands for what went wrong and who has looked."""

from __future__ import annotations

import csv
import io
import os
import subprocess
import sys
from datetime import UTC, datetime

import sqlalchemy as sa

from runtime import cases, people
from runtime.db import Database
from tests.builder.test_cli import run, settings
from tests.runtime import citizens
from tests.runtime.test_bounces import report

__all__ = ["settings"]

NOW = datetime(2026, 6, 1, 9, tzinfo=UTC)


def test_who_has_looked_is_printed_as_a_table_that_no_spreadsheet_runs(
    database: Database, settings: dict[str, str]
) -> None:
    with database.begin() as session:
        case = citizens.a_case(session)
        team = people.create_team(session, "Crew", at=NOW)
        people.grant(session, team, "missed-bin", "crew-desk", at=NOW)
        ada = people.create(session, name="=Ada()", email="ada@example.org", password=None, at=NOW)
        people.join(session, team, ada, at=NOW)
        cases.record_read(session, case, ada, at=NOW, shown=["bin"], asked=True, reason="She rang")
    header, row = csv.reader(io.StringIO(run("looks", case.case.reference, **settings).stdout))
    assert header == ["when", "who", "roles", "shown", "on_request", "emergency", "reason"]
    assert row == ["2026-06-01T10:00:00+01:00", "'=Ada()", "Crew desk", "Bin", "yes", "", "She rang"]
    assert run("looks", "K7QM-2XRDT", **settings).returncode == 1


def test_a_letter_that_comes_back_is_piped_in_and_waits_for_a_person(
    database: Database, settings: dict[str, str]
) -> None:
    assert run("incidents", **settings).stdout == "Nothing waits for a person.\n"
    with database.begin() as session:
        citizens.a_case(session)
        done = "UPDATE effects SET state = 'done' RETURNING event_id, position"
        event_id, position = session.execute(sa.text(done)).first() or ("", 0)
    letter = {"Message-ID": f"<{event_id}.{position}@localhost>"}
    raw = report(letter)  # type: ignore[arg-type]
    command = [sys.executable, "-P", "-m", "builder.cli", "bounce"]
    piped = subprocess.run(command, input=raw, capture_output=True, check=False, env=os.environ | settings)
    assert piped.stdout.decode() == "An incident was opened.\n", piped.stderr
    said = run("incidents", **settings).stdout.split()
    assert said[:3] == ["1", "missed-bin", "bounced"]
