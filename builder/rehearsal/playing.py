"""Plays a rehearsal from its beginning by the code that runs examples, and so by the engine that people will use."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from builder.rehearsal.rehearsal import Deed, Rehearsal
from definitions.coverage import Watch
from definitions.examples.actual import worth_expecting
from definitions.examples.story import GoesRound, Story
from definitions.examples.telling import opening, tell
from definitions.expressions import ExpressionDefect
from definitions.facts import Case, Refusal, Step
from definitions.items import nested
from definitions.journey import Journey
from definitions.service import Service
from definitions.standing import Standing
from definitions.waiting import queue_of
from definitions.walking import KEY
from definitions.workflow import Queue


@dataclass(frozen=True, slots=True)
class Turn:
    """What one deed brought; ``deed`` is None for the form and its sending. ``at`` is when it was over, and ``expect``
    what an example would expect then."""

    deed: Deed | None
    at: datetime
    steps: tuple[Step, ...]
    refusal: Refusal | None
    expect: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Played:
    """A rehearsal and how it stands. ``trouble`` says in words why it could not be played to its end; then it stands
    where that happened."""

    service: Service
    rehearsal: Rehearsal
    story: Story
    turns: tuple[Turn, ...]
    trouble: str = ""

    @property
    def journey(self) -> Journey:
        assert self.story.journey is not None
        return self.story.journey

    @property
    def case(self) -> Case | None:
        return self.story.case

    @property
    def standing(self) -> Standing | None:
        return Standing(self.service, self.case, self.story.moment) if self.case else None

    @property
    def queue(self) -> Queue | None:
        return queue_of(self.service, self.case) if self.case else None

    @property
    def refusal(self) -> Refusal | None:
        """Why the last deed was refused, if it was."""
        return self.turns[-1].refusal if self.turns else None


def play(service: Service, rehearsal: Rehearsal) -> Played:
    """Never raises for a service that could be read: what cannot be played says why."""
    unwatched = Watch(service, service)
    part = as_part(service, rehearsal)
    story = opening(unwatched, part)
    turns: list[Turn] = []
    trouble, done = "", 0
    try:
        for _ in tell(story, part, send=rehearsal.sent):
            deed = rehearsal.deeds[len(turns) - 1] if turns else None
            turns.append(_turn(story, deed, done))
            done = len(story.taken)
            if not rehearsal.sent or story.case is None:
                break
    except GoesRound:
        trouble = "The timers of this workflow never come to rest, so time cannot go on."
    except ExpressionDefect as defect:
        trouble = f"Something could not be worked out: {defect}"
    return Played(service, rehearsal, story, tuple(turns), trouble)


def as_part(service: Service, rehearsal: Rehearsal) -> dict[str, Any]:
    """The rehearsal as an example holds it, with nothing expected."""
    answers = _keyless(nested(service.form, rehearsal.answers))
    made: dict[str, Any] = {"at": rehearsal.at}
    if rehearsal.language != service.languages[0]:
        made["language"] = rehearsal.language
    if rehearsal.lookups:
        made["lookups"] = dict(rehearsal.lookups)
    made |= {"answers": answers} if answers else {}
    made |= {"staff": list(rehearsal.staff)} if rehearsal.staff else {}
    return made | ({"then": [dict(deed) for deed in rehearsal.deeds]} if rehearsal.deeds else {})


def _turn(story: Story, deed: Deed | None, done: int) -> Turn:
    expect = worth_expecting(story, filled=deed is None)
    return Turn(deed, story.moment.at, tuple(story.taken[done:]), story.refusal, expect)


def _keyless(value: Any) -> Any:
    """Without the keys that items carry while they are edited."""
    if isinstance(value, Mapping):
        return {name: _keyless(one) for name, one in value.items() if name != KEY}
    return [_keyless(one) for one in value] if isinstance(value, list) else value
