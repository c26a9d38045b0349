"""Cases: submitted, read, acted on, assigned and noted. Each function is one unit of work, and none commits."""

from __future__ import annotations

from runtime.cases.acting import act, for_change
from runtime.cases.assignment import assign, give_again, hand_on, take
from runtime.cases.conflicts import declare, lift
from runtime.cases.correcting import correct
from runtime.cases.holding import look_up_again
from runtime.cases.letters import check_letter, write
from runtime.cases.linking import link, merge, unlink
from runtime.cases.loading import Loaded, by_reference, by_track_token, load
from runtime.cases.looks import SHOWN_FOR, record_read
from runtime.cases.notes import note, pin, reword
from runtime.cases.priority import set_priority
from runtime.cases.recording import Acted, append
from runtime.cases.secrecy import sensitive
from runtime.cases.submitting import Receipt, submit
from runtime.cases.taking import against, untakeable
from runtime.cases.tasks import do_task, give_task
from runtime.cases.undoing import undo

__all__ = [
    "SHOWN_FOR",
    "Acted",
    "Loaded",
    "Receipt",
    "act",
    "against",
    "append",
    "assign",
    "by_reference",
    "by_track_token",
    "check_letter",
    "correct",
    "declare",
    "do_task",
    "for_change",
    "give_again",
    "give_task",
    "hand_on",
    "lift",
    "link",
    "load",
    "look_up_again",
    "merge",
    "note",
    "pin",
    "record_read",
    "reword",
    "sensitive",
    "set_priority",
    "submit",
    "take",
    "undo",
    "unlink",
    "untakeable",
    "write",
]
