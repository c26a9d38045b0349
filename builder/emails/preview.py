"""An email in the case of an example: where the example sends it, or as its case stands at the end."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from builder.emails.pieces import Piece, pieces
from builder.rehearsal import from_example, play
from builder.rehearsal.mails import NOBODY, case_then, due, units
from builder.rehearsal.playing import Played
from definitions.questions.kind import in_language
from definitions.service import Service
from definitions.standing import staff_language
from definitions.text import Text
from runtime.effects import letters
from runtime.outcomes import Promised


@dataclass(frozen=True, slots=True)
class Preview:
    """``sent``: whether the example sends it. ``why_not`` says why it does not reach anybody."""

    to: str
    subject: tuple[Piece, ...]
    body: tuple[Piece, ...]
    sent: bool = False
    why_not: str = ""


def preview(service: Service, example: Mapping[str, Any], kind: str, id: str) -> Preview | None:
    """A message, or a letter that staff begin with (``kind`` "reply"), as an example's case has it; None where the
    example makes no case."""
    played = play(service, from_example(service, example))
    promised, sent = _sending(played, id) if kind == "message" else None, True
    if promised is None:
        promised, sent = _standing(played, kind, id), False
    if promised is None:
        return None
    if kind == "message":
        return _message(promised, id, sent)
    reply = next(one for one in service.replies if one.id == id)
    return _worded(promised, reply.subject, reply.body, _applicant(promised), guarded=False, sent=sent)


def _sending(played: Played, id: str) -> Promised | None:
    """The first time that the example sends the message."""
    for unit in units(played):
        at = due(played.service, unit)
        for step in unit:
            for one in step.promises:
                if one.kind == "send" and one.what["message"] == id:
                    case = case_then(played, at, unit)
                    return Promised("", one.kind, one.what, NOBODY, played.service, case, step.event, at)
    return None


def _standing(played: Played, kind: str, id: str) -> Promised | None:
    last = [step for turn in played.turns for step in turn.steps][-1:]
    if played.case is None or not last:
        return None
    what = {"message": id} if kind == "message" else {}
    at = played.story.moment.at
    return Promised("", "send", what, NOBODY, played.service, played.case, last[0].event, at)


def _message(promised: Promised, id: str, sent: bool) -> Preview:
    service = promised.service
    message = service.message(id)
    mine = message.to == "applicant"
    if message.role is not None:
        language = staff_language(service)
        role = next((in_language(one.label, language) for one in service.roles if one.id == message.role), message.role)
        to = f"everybody who is {role}"
    else:
        to = _applicant(promised) if mine else message.address or ""
    guarded = mine and letters.unasked(promised.cause.actor)
    return _worded(promised, message.subject, message.body, to, guarded=guarded, sent=sent, staff=not mine)


def _worded(
    promised: Promised, subject: Text, body: Text, to: str, *, guarded: bool, sent: bool, staff: bool = False
) -> Preview:
    scope = letters.scope_of(promised, guarded=guarded)
    if staff:
        scope = scope.in_language(promised.service.languages[0])
    why_not = "" if to else "They gave no address, so it is not sent"
    return Preview(to or "the applicant", pieces(subject, scope), pieces(body, scope), sent, why_not)


def _applicant(promised: Promised) -> str:
    return letters.applicants_address(promised.service, promised.case)
