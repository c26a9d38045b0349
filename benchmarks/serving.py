"""Web servers in processes of their own, as `townclerk serve` runs them: the site, and a bare Flask reply."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from benchmarks.processes import children, processor_seconds
from builder import serving
from runtime.config import Settings

ROOT = Path(__file__).parents[1]


@dataclass(frozen=True)
class Server:
    """A running server. ``pid`` is that of the process that answers requests."""

    port: int
    pid: int

    @property
    def seconds(self) -> float:
        """Processor time that the process has used so far."""
        return processor_seconds(self.pid)


@contextmanager
def served(what: str, environ: Mapping[str, str]) -> Iterator[Server]:
    """Serve ``what``, "site" or "bare", until the block ends."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [sys.executable, "-m", "benchmarks.serving", what, str(port)]
    process = subprocess.Popen(command, env={**os.environ, **environ}, cwd=ROOT, stdout=sys.stderr)
    try:
        _wait_for(process, port)
        yield Server(port, children(process.pid)[0])
    finally:
        process.terminate()
        process.wait(30)


def _wait_for(process: subprocess.Popen[bytes], port: int) -> None:
    for _ in range(600):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("the server did not start")


def bare_app() -> Flask:
    """The least that Flask can do: the limit that our own pages are held against."""
    app = Flask("bare", static_folder=None)

    @app.get("/")
    def reply() -> str:
        return "Hello, world!"

    return app


def _load_bare(target: str) -> Any:
    return bare_app()


def main(what: str, port: int) -> None:
    settings = Settings.from_environ(os.environ)
    loader = serving.load_site if what == "site" else _load_bare
    serving.serve(settings, host="127.0.0.1", port=port, workers=1, loader=loader)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
