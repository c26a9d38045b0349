"""Published documents, and their compiled services, one a version for each process."""

from __future__ import annotations


def forget() -> None:
    """Drop every compiled service of this process."""
