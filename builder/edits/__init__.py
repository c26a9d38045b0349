"""Edits of a document: plain data, pure, each with what undoes it exactly; never a document that the schema refuses."""

from builder.edits.applying import Done, apply
from builder.edits.edit import (
    Add,
    Delete,
    Duplicate,
    Edit,
    Move,
    Rename,
    Restore,
    Set,
    Several,
    Split,
    Unset,
    as_json,
    from_json,
)
from builder.edits.removing import Way, ways

__all__ = [
    "Add",
    "Delete",
    "Done",
    "Duplicate",
    "Edit",
    "Move",
    "Rename",
    "Restore",
    "Set",
    "Several",
    "Split",
    "Unset",
    "Way",
    "apply",
    "as_json",
    "from_json",
    "ways",
]
