"""Which properties are always in sight, and which stand under More: by how often authors need them."""

from __future__ import annotations

_COMMON = {
    "service": "title summary applicant after_submission",
    "question": "label hint type options columns statement required when rules lines min max accept lookup",
    "page": "title kind when questions content",
    "section": "title when pages repeat sections",
    "repeat": "label min max",
    "option": "label value",
    "rule": "require message",
    "content": "text when",
    "part": "label type options required",
    "state": "label public queue final",
    "transition": "label from to by when effects ask after at",
    "clock": "label length starts runs_in warn_before",
    "queue": "label role columns order",
    "task": "label by in ask due",
    "example": "name at answers expect then",
    "block": "title questions pages",
}


def order(kind: str, name: str) -> int:
    """The place of a property among those in sight; the others keep theirs, after these."""
    common = _COMMON.get(kind, "").split()
    return common.index(name) if name in common else len(common)


def more(kind: str, name: str, required: bool) -> bool:
    """Whether a property of an element stands under More."""
    common = _COMMON.get(kind)
    return common is not None and not required and name not in common.split()
