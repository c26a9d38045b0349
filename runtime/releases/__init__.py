"""What goes live: judged by the server, looked at by a second person where one must, on its day; and its history."""

from runtime.releases.asking import approve, ask, refuse, withdraw
from runtime.releases.going_live import go_live_due, publish, return_to
from runtime.releases.judging import Judged, ask_two_people, judged, reason_given, two_people
from runtime.releases.letters import tell
from runtime.releases.packs import brought, content, handed_on, held, hold, known
from runtime.releases.requests import Asker, Request, latest, open_requests, request
from runtime.releases.standing import Standing, standing
from runtime.releases.told import Release, Released, document_of, history, versions_of

__all__ = [
    "Asker",
    "Judged",
    "Release",
    "Released",
    "Request",
    "Standing",
    "approve",
    "ask",
    "ask_two_people",
    "brought",
    "content",
    "document_of",
    "go_live_due",
    "handed_on",
    "held",
    "history",
    "hold",
    "judged",
    "known",
    "latest",
    "open_requests",
    "publish",
    "reason_given",
    "refuse",
    "request",
    "return_to",
    "standing",
    "tell",
    "two_people",
    "versions_of",
    "withdraw",
]
