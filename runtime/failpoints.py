"""Exact crashes for tests: a named place in the code where a process dies, stops, hangs or raises."""

from __future__ import annotations

import os
import signal
import threading
from typing import Final

NAMES: Final = frozenset(
    {
        "submit.before_commit",
        "submit.after_commit",
        "act.before_commit",
        "act.after_commit",
        "effect.before_call",
        "effect.after_call_before_mark",
        "timer.before_commit",
        "bulk.before_commit",
        "bulk.after_commit",
        "upload.before_write",
    }
)
VARIABLE = "TOWNCLERK_FAILPOINTS"
AFTER_COMMIT = "failpoint after commit"
"""Where a unit of work leaves, in ``session.info``, the name of what is reached once it is committed."""


class FailpointReached(Exception):
    """Raised where the environment asked for it."""


def reach(name: str) -> None:
    """Do what ``TOWNCLERK_FAILPOINTS`` ("submit.before_commit=kill,effect.before_call=raise") says of this place.

    ``kill`` ends the process as ``kill -9`` does, ``stop`` pauses it until SIGCONT, so that others may die meanwhile,
    ``hang`` waits for ever, ``raise`` raises FailpointReached. Without the variable it does nothing.
    """
    wanted = os.environ.get(VARIABLE)
    if not wanted:
        return
    if name not in NAMES:
        raise ValueError(f"there is no failpoint {name!r}")
    match dict(part.strip().partition("=")[::2] for part in wanted.split(",")).get(name):
        case "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        case "stop":
            # To this thread: a signal to the process may stop another first, and let this one run on for a while.
            signal.pthread_kill(threading.get_ident(), signal.SIGSTOP)
        case "hang":
            threading.Event().wait()
        case "raise":
            raise FailpointReached(name)
