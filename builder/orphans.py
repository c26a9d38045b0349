"""A web process ends with the one that began it: left behind, it would go on answering with yesterday's code."""

from __future__ import annotations

import os
import signal
import threading

LOOKS_EVERY = 1.0
"""Seconds. A process that is killed with SIGKILL can tell nobody, so whoever depends on it has to look."""


def end_with_parent() -> None:
    """Have this process told to stop, as by SIGTERM, soon after its parent is gone."""
    parent = os.getppid()
    threading.Thread(target=_watch, args=(parent,), name="parent", daemon=True).start()


def _watch(parent: int) -> None:
    pause = threading.Event()
    while os.getppid() == parent:
        pause.wait(LOOKS_EVERY)
    os.kill(os.getpid(), signal.SIGTERM)
