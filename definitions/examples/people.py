"""Who acts in an example: "officer", "officer:anna", "applicant", "assignee"."""

from __future__ import annotations

from definitions.facts import APPLICANT, Actor, Case
from definitions.service import Service


class People:
    """The people of one story. A name after a colon is one person, in whatever roles the story names them; a role alone
    is one person, who has no other name."""

    def __init__(self, service: Service) -> None:
        self._roles = frozenset(role.id for role in service.roles)
        self._seen: dict[str, frozenset[str]] = {}

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
        return Actor("staff", person, person, frozenset({role}))

    def anybody(self) -> Actor:
        """One of the staff who has every role."""
        return Actor("staff", "anybody", "anybody", self._roles)

    def assigned(self, label: str | None) -> str | None:
        """An expected assignee as a case holds it: "role:officer" as it is, "officer:anna" as that person."""
        if label is None or label.startswith(("role:", "person:")):
            return label
        role, _, name = label.partition(":")
        return f"person:{name or role}"

    def _assignee(self, case: Case) -> Actor:
        kind, _, who = (case.assignee or "").partition(":")
        if kind == "role":
            return Actor("staff", who, who, frozenset({who}))
        return Actor("staff", who or "nobody", who or "nobody", self._seen.get(who, frozenset()))
