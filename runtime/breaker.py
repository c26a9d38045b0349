"""A breaker a peer: after several failures in a row nobody calls it for a while, so that it holds up no one else."""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

FAILURES = 5
REST = 30.0
LONGEST_REST = 300.0
"""Seconds; each further failure doubles the rest up to this."""


@dataclass(slots=True)
class _Peer:
    failures: int = 0
    until: float = 0.0


class Breaker:
    """Of one process, on its monotonic clock. Nothing is lost with it: a call that waits is an effect that waits."""

    def __init__(self) -> None:
        self._peers: dict[str, _Peer] = {}
        self._lock = threading.Lock()

    def rest(self, peer: str) -> float:
        """Seconds for which ``peer`` is to be left alone; 0.0 when it may be called."""
        with self._lock:
            return max(0.0, self._peers.get(peer, _Peer()).until - time.monotonic())

    def failed(self, peer: str) -> None:
        with self._lock:
            known = self._peers.setdefault(peer, _Peer())
            known.failures += 1
            if known.failures >= FAILURES:
                rest = min(REST * 2 ** (known.failures - FAILURES), LONGEST_REST)
                known.until = time.monotonic() + rest

    def worked(self, peer: str) -> None:
        with self._lock:
            self._peers.pop(peer, None)
