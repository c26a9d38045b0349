"""Where each kind of element is edited: the page of the builder and the address in it."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

PAGES: Mapping[str, str] = {
    "state": "workflow", "transition": "workflow", "clock": "workflow",
    "queue": "work", "role": "work", "task": "work",
    "message": "emails", "reply": "emails",
    "value": "data", "decision": "data", "lookup": "data", "term": "data",
    "example": "examples",
}  # fmt: skip


def place(service_id: str, address: str, anchor: str = "") -> str:
    """The address of the page with an element in hand: ``state:reported``, or anything in it."""
    kind = address.partition(":")[0]
    return f"/build/{service_id}/{PAGES.get(kind, 'form')}?at={quote(address, safe=':/.-_')}{anchor}"
