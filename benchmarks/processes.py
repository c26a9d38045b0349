"""Processes of this machine: what they cost, and whose they are."""

from __future__ import annotations

import time
from pathlib import Path


def processor_seconds(pid: int) -> float:
    """Processor time of a process, of all its threads, to the nanosecond: Linux has a clock for each."""
    return time.clock_gettime((~pid << 3) | 2)


def children(pid: int) -> list[int]:
    found = Path(f"/proc/{pid}/task").glob("*/children")
    return [int(child) for path in found for child in path.read_text().split()]
