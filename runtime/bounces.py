"""Mail that came back: a server's report (RFC 3464) read, and what it is about made an incident."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from email.message import Message
from uuid import UUID

from sqlalchemy import and_, func, update
from sqlalchemy.orm import Session

from runtime import alarm
from runtime.models.effects import effects
from runtime.returning import letter_came_back

KIND = "bounced"
LARGEST = 10_000_000

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_OURS = re.compile(rf"^<?({_UUID})(?:\.([0-9]{{1,4}}))?(?:\.[0-9]{{1,4}})?@", re.ASCII)
_WHY = {
    "1": "the address does not exist",
    "2": "the mailbox cannot take mail: it may be full or closed",
    "3": "their mail system cannot take mail",
    "4": "their mail system cannot be reached",
    "5": "the two mail systems did not understand each other",
    "6": "their mail system could not read it",
    "7": "their mail system refused it",
}


@dataclass(frozen=True, slots=True)
class Bounce:
    """The id of a message of ours that was not delivered, and why: in words that hold no address."""

    message_id: str
    reason: str


def read(raw: bytes) -> Bounce | None:
    """What a report says of a message that will not be delivered; None for any other mail, and for mere delays."""
    report = email.message_from_bytes(raw[:LARGEST], policy=email.policy.compat32)
    if report.get_content_type() != "multipart/report":
        return None
    failed = [part for part in _recipients(report) if str(part.get("Action", "")).strip().lower() == "failed"]
    message_id = next(_original(report), "")
    if not failed or not message_id:
        return None
    status = str(failed[0].get("Status", "")).strip()
    code = status if re.fullmatch(r"[0-9]\.[0-9]{1,3}\.[0-9]{1,3}", status, re.ASCII) else ""
    why = _WHY.get(code.split(".")[1] if code else "", "their mail system gave it back")
    return Bounce(message_id, f"It came back: {why}{f' ({code})' if code else ''}")


def record(session: Session, bounce: Bounce, *, at: datetime) -> bool:
    """Open an incident on what was sent; False when it is no mail of ours, or is known to have come back."""
    found = _OURS.match(bounce.message_id)
    if found is None:
        return False
    of = UUID(found[1])
    if found[2] is None:
        return letter_came_back(session, of, bounce.reason, at)
    sent = and_(effects.c.event_id == of, effects.c.position == int(found[2]), effects.c.state == "done")
    back = {"state": "parked", "outcome": bounce.reason, "ended_at": func.now()}
    row = session.execute(update(effects).where(sent).values(back).returning(effects)).one_or_none()
    if row is None:
        return False
    about = str(row.what.get("message") or row.kind)
    alarm.sound(session, row.case_id, kind=KIND, about=about, reason=bounce.reason, effect_id=row.id)
    return True


def _recipients(report: Message) -> Iterator[Message]:
    for part in report.walk():
        if part.get_content_type() == "message/delivery-status":
            yield from (each for each in part.get_payload() if isinstance(each, Message))


def _original(report: Message) -> Iterator[str]:
    """The message id of what was sent, from the copy of it that the report carries."""
    for part in report.walk():
        if part.get_content_type() == "message/rfc822":
            yield from (str(each.get("Message-ID", "")) for each in part.get_payload() if isinstance(each, Message))
        elif part.get_content_type() == "text/rfc822-headers":
            headers = email.message_from_bytes(bytes(part.get_payload(decode=True) or b""))
            yield str(headers.get("Message-ID", ""))
