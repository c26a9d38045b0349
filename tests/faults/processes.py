"""The real processes of an installation, to be killed: PostgreSQL with a disk it waits for, web, and worker."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from runtime import embedded
from tests.runtime.workers import until

ROOT = Path(__file__).parents[2]
DURABLE = {"fsync": "on", "synchronous_commit": "on", "max_connections": "100", "shared_buffers": "32MB"}
PATIENCE = 60.0
PAUSE = threading.Event()


class Postgres:
    """A server of the test's own, with everything as durable as in production."""

    def __init__(self) -> None:
        self.state = Path(tempfile.mkdtemp(prefix="townclerk-faults-"))
        self.url = embedded.start(self.state, DURABLE)
        self.kills = 0

    def kill(self) -> None:
        """SIGKILL to the postmaster and everything it has begun, as a power switch would: no word to anyone."""
        parent = int((self.state / "postgres" / "postmaster.pid").read_text().split()[0])
        family = [parent, *children(parent)]
        for pid in family:
            send(pid, signal.SIGKILL)
        until(lambda: not any(map(state_of, family)))
        self.kills += 1

    def start(self) -> float:
        """Start again, recovering what was committed; gives the seconds that took."""
        begun = time.monotonic()
        embedded.start(self.state, DURABLE)
        return time.monotonic() - begun

    def close(self) -> None:
        embedded.stop(self.state)
        shutil.rmtree(self.state)


class Process:
    """One of Townclerk's commands in a session of its own, with its words in a file."""

    command = ""

    def __init__(self, environment: Mapping[str, str], log: Path) -> None:
        self.environment, self.log, self.kills = dict(environment), log, 0
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        assert self.process is not None
        return self.process.pid

    @property
    def lives(self) -> bool:
        return self.process is not None and self.process.poll() is None

    def start(self, **more: str) -> None:
        assert not self.lives
        with self.log.open("ab") as words:
            self.process = subprocess.Popen(
                [sys.executable, "-P", "-m", "builder.cli", self.command], env=self.environment | more, cwd=ROOT,
                stdin=subprocess.DEVNULL, stdout=words, stderr=words, start_new_session=True,
            )  # fmt: skip

    def kill(self) -> None:
        """SIGKILL to the process and whatever it has begun, each by its id."""
        if self.lives:
            for pid in (self.pid, *children(self.pid)):
                send(pid, signal.SIGKILL)
            self.ends()
            self.kills += 1

    def told(self, number: signal.Signals) -> None:
        send(self.pid, number)

    @property
    def stopped(self) -> list[int]:
        """Those of its processes that a failpoint, or a test, has paused."""
        return [pid for pid in (self.pid, *children(self.pid)) if state_of(pid) == "T"]

    def ends(self) -> int:
        """Its exit code, once it has ended; a negative one is the signal that ended it."""
        assert self.process is not None
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        if self.lives:
            for pid in (self.pid, *children(self.pid)):
                send(pid, signal.SIGKILL)
            self.ends()


class Worker(Process):
    command = "worker"


class Web(Process):
    command = "serve"

    def __init__(self, environment: Mapping[str, str], log: Path, port: int) -> None:
        super().__init__(environment | {"TOWNCLERK_PORT": str(port)}, log)
        self.port = port

    @property
    def inside(self) -> list[int]:
        """The processes that answer requests; the one that was started only looks after them."""
        return children(self.pid)

    def kill_inside(self) -> None:
        """SIGKILL to what answers requests; whoever looks after it begins another."""
        for pid in self.inside:
            send(pid, signal.SIGKILL)
            self.kills += 1

    def dies(self, before: list[int]) -> None:
        """Wait until none of the processes that were ``inside`` is left: a failpoint has killed them."""
        until(lambda: not any(map(alive, before)))
        self.kills += 1

    def up(self, **more: str) -> None:
        """Wait until it answers, starting it again whenever it has ended, as whoever supervises it would."""
        if not self.lives:
            self.start(**more)
        ends = time.monotonic() + PATIENCE
        while self.health() is None:
            assert time.monotonic() < ends, self.log.read_text()[-3000:]
            if not self.lives:
                self.start(**more)
            PAUSE.wait(0.05)

    def health(self) -> int | None:
        """The status of its health page; None when nobody answers."""
        try:
            with urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=10) as answer:
                return int(answer.status)
        except HTTPError as refused:
            with refused:
                return refused.code
        except (URLError, OSError):
            return None


def children(pid: int) -> list[int]:
    """The processes a process has begun and that still run, their own included."""
    try:
        listed = [int(text) for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except (FileNotFoundError, ProcessLookupError):
        return []
    return [one for child in listed for one in (child, *children(child))]


def state_of(pid: int) -> str:
    """As the kernel says it in one letter: T is stopped, Z ended and not yet buried, empty gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except (FileNotFoundError, ProcessLookupError):
        return ""


def alive(pid: int) -> bool:
    return state_of(pid) not in ("", "Z")


def send(pid: int, number: signal.Signals) -> None:
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return
