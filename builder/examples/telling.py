"""An example in words: what happens in it, and what it expects, with labels instead of ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from builder.references.fresh import labelled
from definitions.nearest import listed
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.standing import staff_language
from definitions.words.dates import moment_in_words

LABELS = {
    "pages": "Pages asked", "tasks": "Sections", "stop": "Ends at", "reads": "Words on the last page",
    "problems": "Not accepted", "values": "Worked out", "state": "State", "queue": "Queue", "due": "Due",
    "sent": "Emails sent", "refused": "Refused, because of", "assignee": "Assigned to", "priority": "Priority",
    "open": "Open actions", "replies": "Replies offered", "asked": "Open tasks", "progress": "The citizen reads",
}  # fmt: skip
REASONS = {
    "state": "the state", "role": "the role", "guard": "its condition", "separation": "who did something before",
    "assignee": "who has it", "input": "the answers", "clock": "the clock", "undo": "nothing to undo",
    "undo-late": "being too late to undo", "undo-other": "somebody else having done it", "task": "the task",
    "interest": "an interest declared",
}  # fmt: skip
_ALREADY = {"applicant": "The citizen", "partner": "The partner", "assignee": "Whoever has it"}


class Teller:
    """Knows what the parts of a service are called."""

    def __init__(self, service: Service) -> None:
        document = service.document
        flow, form = document.get("workflow", {}), document.get("form", {})
        pages = [*form.get("pages", ()), *_below(form.get("sections", ()))]
        self.names: dict[str, dict[str, str]] = {
            "pages": _called(pages), "states": _called(flow.get("states", ())),
            "queues": _called(document.get("queues", ())), "actions": _called(flow.get("transitions", ())),
            "clocks": _called(flow.get("clocks", ())), "messages": _called(document.get("messages", ())),
            "tasks": _called([*document.get("tasks", ()), *flow.get("tasks", ())]),
        }  # fmt: skip
        language = staff_language(service)
        self.names["roles"] = {role.id: in_language(role.label, language) for role in service.roles}
        self.names["tasks"] |= {task.id: in_language(task.label, language) for task in service.workflow.tasks}

    def label(self, name: str) -> str:
        return LABELS.get(name, name)

    def begins(self, part: Mapping[str, Any]) -> str:
        return f"The form is sent at {_moment(part['at'])}"

    def happens(self, part: Mapping[str, Any]) -> str:
        if "wait" in part:
            return f"{part['wait']} {'passes' if str(part['wait']).startswith('1 ') else 'pass'}"
        if "at" in part:
            return f"It is {_moment(part['at'])}"
        who = self._who(part["as"])
        if "undo" in part:
            return f"{who} undoes what was done last"
        if "task" in part:
            label = self._one("tasks", str(part["task"]).partition(".")[0])
            return f"{who} votes on {label}" if "vote" in part else f"{who} does the task {label}"
        return f"{who} presses {self._one('actions', part['do'])}"

    def value(self, name: str, value: Any) -> str:
        """What is expected, in words."""
        if value is None:
            return "None"
        kind = {"pages": "pages", "sent": "messages", "open": "actions", "asked": "tasks"}.get(name)
        if isinstance(value, list):
            some = [REASONS.get(one, one) if name == "refused" else self._in(kind, str(one)) for one in value]
            return listed(some, "and") if some else "None"
        if isinstance(value, Mapping):
            return ", ".join(f"{self._in('clocks' if name == 'due' else None, key)}: {_plain(one)}"
                             for key, one in value.items()) or "None"  # fmt: skip
        if name == "assignee":
            return self._who(str(value).removeprefix("role:"))
        return self._in({"state": "states", "queue": "queues", "stop": "pages"}.get(name), _plain(value))

    def _who(self, label: str) -> str:
        role, _, name = label.partition(":")
        called = _ALREADY.get(role) or self.names["roles"].get(role, role)
        return f"{name} ({called})" if name else called

    def _one(self, kind: str, id: str) -> str:
        return f"“{self.names[kind].get(id, id)}”"

    def _in(self, kind: str | None, id: str) -> str:
        return self.names[kind].get(id.rpartition(".")[2], id) if kind else id


def _called(parts: Iterable[Any]) -> dict[str, str]:
    return {part["id"]: labelled(part) or part["id"] for part in parts if isinstance(part, Mapping) and "id" in part}


def _below(sections: Iterable[Mapping[str, Any]]) -> list[Any]:
    found: list[Any] = []
    for section in sections:
        found += [*section.get("pages", ()), *_below(section.get("sections", ()))]
    return found


def _plain(value: Any) -> str:
    if value is None:
        return "not running"
    if isinstance(value, bool):
        return "yes" if value else "no"
    text = str(value)
    return _moment(text) if len(text) in (16, 19) and text[10:11] == "T" else text


def _moment(written: str) -> str:
    try:
        return moment_in_words(datetime.fromisoformat(written), "en")
    except ValueError:
        return written
