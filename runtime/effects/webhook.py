"""The effect ``webhook``: a signed POST of the names the document lists, to a host that the operator allowed."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.names import reach
from definitions.step import case_names
from runtime import outbound
from runtime.config import Settings
from runtime.db import Database
from runtime.outcomes import Call, CannotDo, NotNeeded, Promised, TryLater, Unreachable

LONGEST_WAIT = 24 * 3600.0
"""Seconds that we let a far end put us off for at most."""


def webhook(session: Session, promised: Promised) -> Call | NotNeeded:
    """
    Raises:
        CannotDo: the host is not on the operator's list, or there is no secret to sign with.
    """
    settings: Settings = session.info["settings"]
    url = str(promised.what["url"])
    try:
        target = outbound.target_of(url, settings.allowed_hosts)
    except outbound.NotAllowed as refused:
        raise CannotDo(str(refused)) from refused
    if not settings.webhook_secret:
        raise CannotDo("There is no secret to sign with. The operator sets TOWNCLERK_WEBHOOK_SECRET.")
    body = json.dumps(_said(promised), ensure_ascii=False, separators=(",", ":"), default=_plain).encode()
    return Call(f"{target.host}:{target.port}", partial(_post, url, body, promised))


def _said(promised: Promised) -> dict[str, Any]:
    names = case_names(promised.service, promised.case, Moment(promised.at, promised.service.calendar))
    return {
        "id": promised.key,
        "service": promised.service.id,
        "reference": promised.case.reference,
        "state": promised.case.state,
        "event": {
            "number": promised.cause.number,
            "kind": promised.cause.kind,
            "transition": promised.cause.transition,
            "at": promised.cause.at.isoformat(),
        },
        "data": {name: reach(names, name) for name in promised.what.get("send", ())},
    }


def _plain(value: Any) -> Any:
    """Mappings of any sort as objects, moments as ISO text; what no JSON has is left out."""
    if isinstance(value, Mapping):
        return dict(value)
    return value.isoformat() if isinstance(value, datetime) else str(value) if isinstance(value, UUID) else None


def signature(secret: str, timestamp: int, body: bytes) -> str:
    """The header ``Townclerk-Signature``: when it was signed, and HMAC-SHA256 over "timestamp.body" in hex."""
    made = hmac.digest(secret.encode(), f"{timestamp}.".encode() + body, hashlib.sha256)
    return f"t={timestamp},v1={made.hex()}"


def _post(url: str, body: bytes, promised: Promised, database: Database) -> str:
    settings = database.settings
    headers = {
        "Content-Type": "application/json",
        "User-Agent": "Townclerk",
        "Idempotency-Key": promised.key,
        "Townclerk-Signature": signature(settings.webhook_secret, int(promised.at.timestamp()), body),
    }
    try:
        answer = outbound.request("POST", url, allowed=settings.allowed_hosts, body=body, headers=headers, read=False)
    except outbound.NotAllowed as refused:
        raise CannotDo(str(refused)) from refused
    except outbound.NoAnswer as error:
        raise Unreachable(str(error)) from error
    return _outcome(answer, promised.at)


def _outcome(answer: outbound.Answer, at: datetime) -> str:
    status = answer.status
    if 200 <= status < 300:
        return f"delivered (HTTP {status})"
    if status in (408, 425, 429) or status >= 500:
        raise TryLater(f"The far end answered with HTTP {status}", after=retry_after(answer.headers, at))
    if 300 <= status < 400:
        raise CannotDo(f"The far end answered with a redirect (HTTP {status}), which is never followed")
    raise CannotDo(f"The far end refused it (HTTP {status})")


def retry_after(headers: Mapping[str, str], at: datetime) -> float | None:
    """The seconds that a ``Retry-After`` asks for, in seconds or as a date (RFC 9110, 10.2.3); at most a day."""
    given = headers.get("retry-after", "").strip()
    if given.isascii() and given.isdigit():
        return min(float(given[:9]), LONGEST_WAIT)
    try:
        until = parsedate_to_datetime(given)
    except ValueError:
        return None
    until = until if until.tzinfo else until.replace(tzinfo=UTC)
    return min(max((until - at).total_seconds(), 0.0), LONGEST_WAIT)
