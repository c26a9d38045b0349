"""How it goes with a case that was merged into another: that one's state and promises, and nothing of what it holds.

The two may be of different people, so no words are shown that put an answer in or depend on one, nor its reference.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.text import Text
from runtime import cases
from runtime.cases import Loaded
from runtime.errors import CaseNotFound
from runtime.web.public.progress import Progress, Promised
from runtime.web.words import say

MOST = 10
"""Cases merged one into the next, as far as anybody follows them."""


@dataclass(frozen=True, slots=True)
class Joined:
    """``state`` in public words, whether that is ``final``, and what is promised by when."""

    state: str
    final: bool
    promises: tuple[Promised, ...]


def joined(session: Session, loaded: Loaded, at: datetime, language: str) -> Joined | None:
    """None for a case that stands by itself."""
    if loaded.case.merged is None:
        return None
    for _ in range(MOST):
        if loaded.case.merged is None:
            break
        try:
            loaded = cases.load(session, UUID(loaded.case.merged[0]))
        except CaseNotFound:
            return None
    other = Progress(loaded, at, language)
    public = other.service.workflow.state(other.case.state).public
    state = other.state if _says_nothing(public) else say(language, "joined-done" if other.final else "joined-open")
    labels = {c.label.render(other.scope): _says_nothing(c.label) for c in other.service.workflow.clocks}
    promises = (replace(promise, lines=()) for promise in other.promises() if labels.get(promise.label))
    return Joined(state, other.final, tuple(promises))


def _says_nothing(text: Text) -> bool:
    """Whether it reads the same whatever was answered."""
    return {name.partition(".")[0] for name in text.names} <= {"clock"}
