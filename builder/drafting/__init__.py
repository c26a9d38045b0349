"""Drafts as authors work on them: opened, changed by edits, undone and done again. Each change is one unit of work."""

from builder.drafting.changing import Changed, Conflicting, change, redo, undo
from builder.drafting.discarding import discard
from builder.drafting.opening import Opened, forget, open_draft, own, parsed
from builder.drafting.saving import Stale, save, tag
from builder.drafting.told import told

__all__ = [
    "Changed",
    "Conflicting",
    "Opened",
    "Stale",
    "change",
    "discard",
    "forget",
    "open_draft",
    "own",
    "parsed",
    "redo",
    "save",
    "tag",
    "told",
    "undo",
]
