"""A service's texts as one member of staff may read them: what is hidden from them is hidden inside other words too."""

from __future__ import annotations

from dataclasses import dataclass

from definitions.scope import Scope
from definitions.service import Service
from runtime.access import Viewer, may_read_answer
from runtime.cases.secrecy import every_question, with_derived

MASK = "Hidden"


@dataclass(frozen=True, slots=True)
class Guarded(Scope):
    """A scope that shows :data:`MASK` for names in ``hidden`` and for what was worked out or looked up from them."""

    hidden: frozenset[str] = frozenset()

    def shown(self, dotted: str) -> str:
        return MASK if known_as(dotted) in self.hidden else Scope.shown(self, dotted)


def known_as(dotted: str) -> str:
    """The name by which what a text shows is hidden: "task.view.says" for an answer to a task, else the first part."""
    first, *rest = dotted.split(".")
    return ".".join((first, *rest[:2])) if first == "task" else first


def hidden_from(viewer: Viewer, service: Service) -> frozenset[str]:
    """Names whose answers this person may not read in a list, and every name that would give one of these away."""
    return hidden_for(viewer.roles_in(service.id), service)


def hidden_for(roles: frozenset[str], service: Service, asked_for: frozenset[str] = frozenset()) -> frozenset[str]:
    """The same for somebody of these roles who has asked to be shown some answers of one case."""
    closed = (name for name, q in every_question(service) if not may_read_answer(roles, service, q, asked_for))
    return with_derived(service, frozenset(closed))
