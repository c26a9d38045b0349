"""A rehearsal kept as an example, an example taken up as a rehearsal, and what an example says brought up to date."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from typing import Any

from builder.rehearsal.fitting import fitting, is_fit
from builder.rehearsal.playing import as_part, play
from builder.rehearsal.rehearsal import Rehearsal
from definitions.coverage import Watch
from definitions.examples.actual import REASONS, actually
from definitions.examples.story import GoesRound
from definitions.examples.telling import opening, tell
from definitions.expressions import ExpressionDefect
from definitions.items import flat, nested
from definitions.journey import walk
from definitions.service import Service
from definitions.visits import qualified

Example = Mapping[str, Any]


def as_example(service: Service, rehearsal: Rehearsal, name: str) -> dict[str, Any]:
    """The rehearsal as an example that holds: it expects what came about. What cannot be part of one, such as an action
    that there is no longer, is left out."""
    played = play(service, rehearsal)
    part = fitting(service, as_part(service, rehearsal))
    part.pop("then", None)
    form = dict(played.turns[0].expect) if played.turns else {}
    then = [
        {**turn.deed, "expect": dict(turn.expect)} if turn.expect else dict(turn.deed)
        for turn in played.turns
        if turn.deed is not None and _tellable(turn.refusal) and is_fit(service, turn.deed)
    ]
    made = {"name": name, **part, "expect": form}
    return made | ({"then": then} if then else {})


def from_example(service: Service, example: Example) -> Rehearsal:
    """The rehearsal that an example tells, with nothing left to do of it."""
    keys = itertools.count(1)
    answers = flat(service.form, example.get("answers", {}), lambda: str(next(keys)))
    deeds = [{key: part for key, part in deed.items() if key != "expect"} for deed in example.get("then", ())]
    begun = Rehearsal(
        example["at"], example.get("language", service.languages[0]), answers, example.get("lookups", {}),
        tuple(example.get("staff", ())), sent=True, deeds=tuple(deeds),
    )  # fmt: skip
    return _left(service, begun) if play(service, begun).case is not None else begun.back_to(-1)


def _left(service: Service, begun: Rehearsal) -> Rehearsal:
    """With what is not answered left blank, as it was if it could be sent: so that the form leads to its check."""
    before = play(service, begun.back_to(-1)).story
    journey = walk(service.form, nested(service.form, begun.answers), before.records, before.moment)
    asked = {qualified(visit.path, question.id) for visit in journey.visits for question in visit.questions}
    return begun.answering(dict.fromkeys(sorted(asked - begun.answers.keys())))


def accepted(service: Service, example: Example) -> dict[str, Any]:
    """The example, expecting the same things to be as they are now. Steps for which there is no case any more go."""
    story, made = opening(Watch(service, service), example), dict(example)
    then: list[dict[str, Any]] = []
    try:
        for at, part in tell(story, example):
            if at and story.case is None:
                break
            found = actually(story, part.get("expect", {}))
            changed = {key: value for key, value in part.items() if key not in ("expect", "then")}
            changed |= {"expect": found} if found or "expect" in part else {}
            if at:
                then += [changed] if _tellable(story.refusal) and is_fit(service, part) else []
            else:
                made = {key: changed.get(key, value) for key, value in example.items()} | changed
    except (GoesRound, ExpressionDefect):
        pass
    made.pop("then", None)
    return made | ({"then": then} if then else {})


def _tellable(refusal: Any) -> bool:
    return refusal is None or all(reason.code in REASONS for reason in refusal.reasons)
