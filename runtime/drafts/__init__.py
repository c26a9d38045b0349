"""Drafts: the text of a service that is being built, with every change of it, so that all can be undone."""

from runtime.drafts.keeping import (
    Change,
    Draft,
    Splice,
    at_revision,
    begin,
    changes,
    discard,
    find,
    hold,
    ids,
    listed,
    own,
    record,
    redo,
    undo,
)
from runtime.drafts.presence import Present, present, seen

__all__ = [
    "Change",
    "Draft",
    "Present",
    "Splice",
    "at_revision",
    "begin",
    "changes",
    "discard",
    "find",
    "hold",
    "ids",
    "listed",
    "own",
    "present",
    "record",
    "redo",
    "seen",
    "undo",
]
