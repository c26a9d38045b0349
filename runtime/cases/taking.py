"""Whether somebody may take a case for themselves: what its queue asks of whoever has it, and if it gives them out."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy.orm import Session

from definitions import assigned
from definitions.assigning import hindrances, ruled, wanted
from definitions.calendars import Moment
from definitions.facts import Actor
from definitions.history import conflicted
from definitions.standing import Standing
from runtime.cases.loading import Loaded
from runtime.staffing.candidates import candidates

IN_ORDER = "Cases here are given out in order: ask for the next one"


def against(session: Session, loaded: Loaded, moment: Moment) -> Mapping[UUID, str]:
    """Of those who hold the role of the case's queue, why its rules would not give it to some, in words without their
    names: a person may give it to them all the same."""
    queue = ruled(loaded.service, loaded.case)
    if queue is None or queue.assign is None:
        return {}
    asked = wanted(Standing(loaded.service, loaded.case, moment), queue.role, queue.assign)
    known = candidates(
        session, loaded.organisation_id, loaded.service, queue.role, moment.today, turns=queue.id, besides=loaded.id
    )
    said = {one.id: [assigned.told(loaded.service, why, "").strip() for why in hindrances(asked, one)] for one in known}
    return {UUID(person): ", ".join(words) for person, words in said.items() if words}


def untakeable(
    session: Session, loaded: Loaded, actor: Actor, moment: Moment, *, in_turn: bool = False
) -> tuple[str, ...]:
    """Everything that keeps a person from taking a case, in words; nothing when they may. That they are away does not:
    they are here. ``in_turn``: they were given it as the next in order, and did not pick it."""
    if not actor.people.isdisjoint(conflicted(loaded.case)):
        return ("You have a conflict of interest",)
    queue = ruled(loaded.service, loaded.case)
    if queue is None or queue.assign is None or actor.id is None:
        return ()
    asked = wanted(Standing(loaded.service, loaded.case, moment), queue.role, queue.assign)
    known = candidates(
        session, loaded.organisation_id, loaded.service, queue.role, moment.today, turns=queue.id, besides=loaded.id
    )
    me = next((one for one in known if one.id == actor.id), None)
    against = () if me is None else [why for why in hindrances(asked, me) if why.code != "away"]
    told = tuple(assigned.told(loaded.service, why, actor.name) for why in against)
    picked = queue.assign.strategy == "next-in-line" and loaded.case.assignee is None and not in_turn
    return (*told, IN_ORDER) if picked else told
