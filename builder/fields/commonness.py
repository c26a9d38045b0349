"""Which properties are always in sight, and which stand under More: by how often authors need them."""

from __future__ import annotations

_COMMON = {
    "service": "title summary applicant after_submission",
    "question": "type label hint required options columns when rules statement lines min max accept lookup",
    "page": "title kind when questions content",
    "section": "title when pages repeat sections",
    "repeat": "label min max",
    "option": "label value",
    "part": "label type options required",
    "state": "label public queue final",
    "transition": "label from to by when effects ask after at",
    "clock": "label length starts runs_in warn_before",
    "queue": "label role columns order",
    "task": "label by in ask due",
    "example": "name at answers expect then",
    "block": "title questions pages",
}


def more(kind: str, name: str, required: bool) -> bool:
    """Whether a property of an element stands under More."""
    common = _COMMON.get(kind)
    return common is not None and not required and name not in common.split()
