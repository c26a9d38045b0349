"""Uploaded files: judged by content, bounded, drawn again where they are pictures, sealed before they leave us.

A file's bytes are sealed with a key that comes from the installation's key and the file's own. Whoever steals the
store, the database or both reads nothing.
"""

from runtime.files.among import answering, described
from runtime.files.keeping import MOST_BYTES, MOST_FILES, MOST_OF_ONE, keep, remove, save
from runtime.files.standing import Standing, openable, standings
from runtime.files.store import is_there, read
from runtime.files.sweeping import sweep

__all__ = [
    "MOST_BYTES",
    "MOST_FILES",
    "MOST_OF_ONE",
    "Standing",
    "answering",
    "described",
    "is_there",
    "keep",
    "openable",
    "read",
    "remove",
    "save",
    "standings",
    "sweep",
]
