"""What came of a queue's rules: kept in an event, and told in words for staff."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from definitions.assigning import Choice, Considered, Hindrance
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.standing import staff_language
from definitions.words import words
from definitions.words.dates import day_in_words

MOST_TOLD = 20
"""Of how many people it is kept why they were not given a case: a choice among hundreds is told in short."""

Kept = Mapping[str, Any]


def kept(choice: Choice) -> dict[str, Any]:
    """An event's data for a choice that gave the case to somebody, or took it from whoever had it before:
    ``considered`` holds those who may not have it."""
    hindered = [one for one in choice.considered if one.hindrances]
    data: dict[str, Any] = {"strategy": choice.strategy, "why": choice.why, "among": choice.among}
    data["assignee"] = f"person:{choice.given.id}" if choice.given else None
    if hindered:
        data["considered"] = [_kept_one(one) for one in hindered[:MOST_TOLD]]
    if len(hindered) > MOST_TOLD:
        data["more"] = len(hindered) - MOST_TOLD
    return data


def reason(service: Service, data: Kept, names: Mapping[str, str]) -> str:
    """Why somebody was given a case: "least work of 3 who may; Ben is away until 3 December, Cara did ... before"."""
    said = words(staff_language(service))
    first = said(f"assigned.{data['why']}", n=data["among"])
    others = [
        told(service, Hindrance(why["code"], why.get("of", ""), _day(why.get("until")), why.get("most", 0)),
             names.get(one["person"], one["person"]))
        for one in data.get("considered", ()) for why in one["why"][:1]
    ]  # fmt: skip
    if data.get("more"):
        others.append(said("assigned.more", n=data["more"]))
    return "; ".join((first, ", ".join(others))) if others else first


def nobody(service: Service, role_id: str, considered: Iterable[Considered]) -> str:
    """Why nobody may have a case: of everybody, every reason."""
    said, people = words(staff_language(service)), list(considered)
    lines = [told(service, why, one.candidate.name) for one in people[:MOST_TOLD] for why in one.hindrances]
    if len(people) > MOST_TOLD:
        lines.append(said("assigned.more", n=len(people) - MOST_TOLD))
    if not people:
        role = next((in_language(r.label, staff_language(service)) for r in service.roles if r.id == role_id), role_id)
        lines = [said("assigned.no-people", role=role)]
    return said("assigned.nobody.because", reasons="; ".join(lines))


def told(service: Service, hindrance: Hindrance, name: str) -> str:
    """One reason why somebody may not have a case."""
    language = staff_language(service)
    said = words(language)
    if hindrance.code == "away" and hindrance.until:
        return said("assigned.away.until", name=name, day=day_in_words(hindrance.until, language))
    if hindrance.code == "separation":
        done = service.workflow.transition(hindrance.of)
        label = in_language(done.label, language) if done else hindrance.of
        return said("assigned.separation", name=name, action=label)
    return said(f"assigned.{hindrance.code}", name=name, skill=hindrance.of.replace("-", " "), n=hindrance.most)


def people_in(data: Kept) -> Iterable[str]:
    """The ids of everybody whom such an event's data names."""
    return (one["person"] for one in data.get("considered", ()))


def _kept_one(one: Considered) -> dict[str, Any]:
    return {"person": one.candidate.id, "why": [_kept_why(why) for why in one.hindrances]}


def _kept_why(why: Hindrance) -> dict[str, Any]:
    kept: dict[str, Any] = {"code": why.code}
    if why.of:
        kept["of"] = why.of
    if why.until:
        kept["until"] = why.until.isoformat()
    if why.most:
        kept["most"] = why.most
    return kept


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
