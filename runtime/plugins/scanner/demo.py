"""A scanner for demonstrations: it knows one file, the one that every scanner finds so that it can be tried."""

from __future__ import annotations

from runtime.db import Database

EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
"""In two parts, or a scanner on the operator's machine would take this module away."""


class Demo:
    """Finds the EICAR test file anywhere in a file."""

    def __init__(self, database: Database) -> None:
        pass

    def scan(self, content: bytes) -> str | None:
        return "Eicar-Test-Signature" if EICAR in content else None
