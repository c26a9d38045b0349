"""Real worker processes for tests: quick to retry, and killed wherever a test says."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from runtime.db import Database
from tests.runtime.certificates import certificate

PATIENCE = 30.0
ROOT = Path(__file__).parents[2]


def environment(database: Database, **more: str) -> dict[str, str]:
    settings = database.settings
    return {
        **os.environ,
        "DATABASE_URL": database.url,
        "TOWNCLERK_MODE": "demo",
        "TOWNCLERK_STATE": str(settings.state),
        "TOWNCLERK_SECRET_KEY": settings.secret_key,
        "TOWNCLERK_INSTALLATION_KEY": settings.installation_key,
        "TOWNCLERK_WEBHOOK_SECRET": "a secret that only tests know",
        "TOWNCLERK_RETRY_SECONDS": "0",
        "TOWNCLERK_LEASE_SECONDS": "1",
        "TOWNCLERK_WORKER_HEARTBEAT": "1",
        "TOWNCLERK_TICK_SECONDS": "0",
        "SSL_CERT_FILE": str(certificate("127.0.0.1")),
        "PYTHONPATH": str(ROOT),
    } | more


class Worker:
    """A worker process; what it logs is kept for a failing test to show."""

    def __init__(self, database: Database, **more: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "runtime.worker"], env=environment(database, **more), cwd=ROOT,
            stderr=subprocess.PIPE, stdout=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        self.log: list[str] = []
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        self.log.extend(self.process.stderr)

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def ends(self) -> int:
        """Its exit code, once it has ended; a negative one is the signal that ended it."""
        return self.process.wait(PATIENCE)

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        self._reader.join(5)
        assert self.process.stderr is not None
        self.process.stderr.close()


@contextmanager
def worker(database: Database, **more: str) -> Iterator[Worker]:
    one = Worker(database, **more)
    try:
        yield one
    finally:
        one.close()


def until(holds: Callable[[], bool], *, patience: float = PATIENCE) -> None:
    """Wait for what another process does; a wait for an effect, never for the clock."""
    ends = time.monotonic() + patience
    pause = threading.Event()
    while not holds():
        assert time.monotonic() < ends, "it did not happen"
        pause.wait(0.05)
