"""The embedded PostgreSQL starts, is shared, outlives a kill, and lets nobody else in."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from runtime import embedded

ROOT = Path(__file__).parents[2]


@pytest.fixture
def state(tmp_path: Path) -> Iterator[Path]:
    """A place for a server with a name that a careless command line would trip over."""
    place = embedded.state_dir(tmp_path).with_name(f"it's a test {os.getpid()}")
    yield place
    embedded.stop(place)
    shutil.rmtree(place, ignore_errors=True)


def now(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT extract(epoch FROM pg_postmaster_start_time()) * 1000000").fetchone()
    return int(row[0]) if row else 0


def test_a_server_is_started_once_and_stopped_by_its_last_user(state: Path) -> None:
    url = embedded.start(state)
    started = now(url)
    other = "import sys; from pathlib import Path; from runtime import embedded; embedded.start(Path(sys.argv[1]))"
    subprocess.run([sys.executable, "-c", other, str(state)], check=True, cwd=ROOT)
    assert embedded.start(state) == url
    assert now(url) == started
    embedded.stop(state)
    with pytest.raises(psycopg.OperationalError):
        psycopg.connect(url)
    assert now(embedded.start(state)) > started


def test_a_killed_server_is_started_again_with_what_was_committed(state: Path) -> None:
    url = embedded.start(state)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 7 AS number")
    os.kill(int((state / "postgres" / "postmaster.pid").read_text().split()[0]), signal.SIGKILL)
    url = embedded.start(state)
    with psycopg.connect(url) as connection:
        assert connection.execute("SELECT number FROM kept").fetchone() == (7,)


def test_nobody_else_gets_in(state: Path) -> None:
    url = embedded.start(state)
    for folder in ("postgres", "socket"):
        assert (state / folder).stat().st_mode & 0o077 == 0
    with psycopg.connect(url) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)


def test_a_cluster_half_made_is_made_anew(state: Path) -> None:
    (state / "postgres.new" / "base").mkdir(parents=True)
    assert now(embedded.start(state))


def test_parents_of_the_checkout_are_left_as_they_are(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    place = embedded.state_dir(tmp_path)
    if os.geteuid() == 0:
        assert embedded.SYSTEM_STATE in place.parents
    else:
        assert place == tmp_path / ".townclerk"
    assert tmp_path.stat().st_mode & 0o777 == 0o700
