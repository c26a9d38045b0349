"""New parts of a workflow, of what an author says of them: one edit each, and the address of what is new."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from builder.edits.edit import Add, Edit, Several
from builder.references import Element, indexed
from builder.references.fresh import fresh

Document = Mapping[str, Any]
LISTS = {"state": "/workflow/states", "transition": "/workflow/transitions", "clock": "/workflow/clocks",
         "task": "/workflow/tasks", "queue": "/queues", "role": "/roles", "message": "/messages",
         "reply": "/replies"}  # fmt: skip


def grown(document: Document, kind: str, part: Mapping[str, Any], words: str = "") -> tuple[Edit, str]:
    """A new part at the end of its list. Its id is made of ``words``, or else of its label."""
    id = fresh(indexed(document), Element(kind, ""), words or str(part.get("label") or part.get("subject") or kind))
    return Add(LISTS[kind], {"id": id, **part}), f"{kind}:{id}"


def new_state(document: Document, label: str, public: str, queue: str, final: bool) -> tuple[Edit, str]:
    """A state comes before those that end a case, unless it is one."""
    part: dict[str, Any] = {"label": label, "public": public or label}
    part |= {"queue": queue} if queue and not final else {}
    part |= {"final": True} if final else {}
    edit, address = grown(document, "state", part)
    ends = [one["id"] for one in document["workflow"]["states"] if one.get("final")]
    if final or not ends or not isinstance(edit, Add):
        return edit, address
    return Add(edit.into, edit.part, f"state:{ends[0]}"), address


def new_action(
    document: Document, label: str, sources: Sequence[str], to: str, by: Sequence[str], reaching: str = ""
) -> tuple[Edit, str]:
    """An action between states, to a new one where ``reaching`` names it; one that stays leads nowhere."""
    first: list[Edit] = []
    if reaching:
        edit, address = new_state(document, reaching, "", "", False)
        first, to = [edit], address.partition(":")[2]
    part = {"label": label, "from": list(sources)} | ({"to": to} if to else {}) | {"by": list(by)}
    part |= {"after": "5 working days"} if "timer" in by else {}
    edit, address = grown(document, "transition", part)
    return (Several((*first, edit)) if first else edit), address
