"""Who acts in an example: "officer", "officer:anna", "applicant", "assignee"."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from definitions.assigning import Away, Candidate
from definitions.facts import APPLICANT, Actor, Case
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.standing import staff_language


class People:
    """The people of one story. A name after a colon is one person, in whatever roles the story names them; a role alone
    is one person, who has no other name."""

    def __init__(self, service: Service) -> None:
        self._roles = frozenset(role.id for role in service.roles)
        language = staff_language(service)
        self._labels = {role.id: in_language(role.label, language) for role in service.roles}
        self._seen: dict[str, frozenset[str]] = {}
        self._hired: list[tuple[frozenset[str], Candidate]] = []

    def actor(self, label: str, case: Case) -> Actor:
        """Whoever ``label`` stands for. Each acts in the role that the label names, and in no other."""
        if label == "applicant":
            return APPLICANT
        if label == "partner":
            return Actor("partner", name="Partner")
        if label == "assignee":
            return self._assignee(case)
        role, _, name = label.partition(":")
        person = name or role
        self._seen[person] = self._seen.get(person, frozenset()) | {role}
        return Actor("staff", person, name or self._labels.get(role, role), frozenset({role}))

    def member(self, label: str, case: Case) -> Actor:
        """Whoever ``label`` stands for, in every role that the story's staff say they have: a chair votes as one."""
        actor = self.actor(label, case)
        held = (roles for roles, one in self._hired if one.id == actor.id and not roles.isdisjoint(actor.roles))
        return replace(actor, roles=actor.roles.union(*held))

    def hire(self, colleagues: Iterable[Mapping[str, Any]]) -> None:
        """Whom queues can give the case to."""
        for one in colleagues:
            self._seen[one["name"]] = frozenset(one["roles"])
            away = Away() if one.get("away") else None
            skills, areas = frozenset(one.get("skills", ())), frozenset(one.get("areas", ()))
            hired = Candidate(one["name"], one["name"], skills, areas, away, one.get("open", 0))
            self._hired.append((frozenset(one["roles"]), hired))

    def holding(self, role: str) -> list[Candidate]:
        return [candidate for roles, candidate in self._hired if role in roles]

    @property
    def hired(self) -> bool:
        return bool(self._hired)

    def anybody(self) -> Actor:
        """One of the staff who has every role."""
        return Actor("staff", "anybody", "anybody", self._roles)

    def assigned(self, label: str | None) -> str | None:
        """An expected assignee as a case holds it: "role:officer" as it is, "officer:anna" as that person."""
        if label is None or label.startswith(("role:", "person:")):
            return label
        role, _, name = label.partition(":")
        return f"person:{name or role}"

    def called(self, assignee: str | None) -> str | None:
        """An assignee of a case as an example expects it: the other way round."""
        if assignee is None or assignee.startswith("role:"):
            return assignee
        person = assignee.removeprefix("person:")
        if person in self._roles:
            return person
        role = min(self._seen.get(person, ()), default="")
        return f"{role}:{person}" if role else assignee

    def _assignee(self, case: Case) -> Actor:
        kind, _, who = (case.assignee or "").partition(":")
        if kind == "role":
            return Actor("staff", who, who, frozenset({who}))
        return Actor("staff", who or "nobody", who or "nobody", self._seen.get(who, frozenset()))
