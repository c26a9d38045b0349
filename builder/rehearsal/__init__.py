"""Playing a draft before anybody uses it: the form filled in, each role's buttons, the clock wound on. No case is made.

A rehearsal is plain JSON. All that there is to show of it follows from it and the service, and nothing else.
"""

from builder.rehearsal.calls import Webhook, webhooks
from builder.rehearsal.clocks import Coming, Ticking, clocks, coming
from builder.rehearsal.desks import Button, Desk, Seat, desk, seats
from builder.rehearsal.keeping import accepted, as_example, from_example
from builder.rehearsal.mails import Mail, mails
from builder.rehearsal.past import Happened, happened
from builder.rehearsal.playing import Played, Turn, play
from builder.rehearsal.rehearsal import BadRehearsal, Deed, Rehearsal

__all__ = [
    "BadRehearsal", "Button", "Coming", "Deed", "Desk", "Happened", "Mail", "Played", "Rehearsal", "Seat", "Ticking",
    "Turn", "Webhook", "accepted", "as_example", "clocks", "coming", "desk", "from_example", "happened", "mails",
    "play", "seats", "webhooks",
]  # fmt: skip
