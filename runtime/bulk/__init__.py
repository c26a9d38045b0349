"""Bulk: one thing done to many cases, tried in full first, then carried out by the worker, each case by itself."""

from __future__ import annotations

from runtime.bulk.choosing import (
    MOST,
    Chosen,
    begin,
    cancel,
    choose,
    confirm,
    go_on,
    open_actions,
    stop,
    try_again,
    undo_all,
)
from runtime.bulk.deeds import Deed
from runtime.bulk.marks import mark
from runtime.bulk.runs import Group, Outcome, Run, Tally, groups, load, of_group, tally, under_way, undoable_until
from runtime.bulk.working import forget_old, try_at_once, work

__all__ = [
    "MOST",
    "Chosen",
    "Deed",
    "Group",
    "Outcome",
    "Run",
    "Tally",
    "begin",
    "cancel",
    "choose",
    "confirm",
    "forget_old",
    "go_on",
    "groups",
    "load",
    "mark",
    "of_group",
    "open_actions",
    "stop",
    "tally",
    "try_again",
    "try_at_once",
    "under_way",
    "undo_all",
    "undoable_until",
    "work",
]
