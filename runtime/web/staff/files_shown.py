"""Files among the answers of a case, as staff see them: which they may save, and why not the others."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.orm import Session

from definitions.facts import Case
from definitions.tasks.fold import said_in
from runtime import files
from runtime.files import Standing

NOTES: Mapping[Standing | None, str] = {
    "pending": "Being checked for viruses: nobody can open it yet",
    "infected": "A virus was found in it: nobody can open it",
    None: "No longer there",
}


@dataclass(frozen=True, slots=True)
class File:
    """One file: ``href`` is where it is saved from, when it may be; ``note`` says what else there is to know of it."""

    name: str
    size: str
    href: str = ""
    note: str = ""
    bad: bool = False


@dataclass(frozen=True, slots=True)
class Files:
    """Every file of a case, below the address of the case's files, each with how it stands."""

    url: str
    standings: Mapping[str, Standing]

    @classmethod
    def of(cls, session: Session, case: Case, url: str) -> Files:
        named = files.described((case.answers, case.asked, said_in(case)))
        return cls(url, files.standings(session, [each["id"] for each in named]))

    def shown(self, value: Any) -> tuple[File, ...]:
        """The files that are, or lie in, an answer."""
        return tuple(self._shown(each) for each in files.described([value]))

    def _shown(self, described: Mapping[str, Any]) -> File:
        standing = self.standings.get(described["id"])
        note = NOTES.get(standing, "")
        href = "" if note else f"{self.url}/{described['id']}"
        return File(described["name"], in_words(described["size"]), href, note, standing == "infected")


def in_words(count: int) -> str:
    """Bytes as people say them: "12 KB", "3.4 MB"."""
    return f"{max(1, round(count / 1024))} KB" if count < 1_000_000 else f"{count / 1_048_576:.1f} MB"
