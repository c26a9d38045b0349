"""Links that bring answers along: sealed, so that nobody reads or changes what they bring, and for a time only."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import datetime
from zlib import compress, decompressobj

from definitions.calendars import Moment
from definitions.nearest import did_you_mean
from definitions.prefill import fillable, from_link
from definitions.service import Service
from runtime import crypto
from runtime.crypto import Keys, SealBroken

LONGEST = 2_000
"""Characters of a token: longer addresses do not get through everywhere."""

MOST_BYTES = 20_000


class UnfitLink(Exception):
    """No link can be made that brings these answers; the message says which, and why."""


def make(keys: Keys, service: Service, texts: Mapping[str, str], until: datetime, moment: Moment) -> str:
    """A token that brings ``texts``, by question id, to a new application until then.

    Raises:
        UnfitLink: a question may not be filled in by a link, or its value can be no answer.
    """
    allowed = {q.id for q in fillable(service) if q.prefill and q.prefill.link}
    for name in texts:
        if name not in allowed:
            near = did_you_mean(name, allowed) or (f": it takes {', '.join(sorted(allowed))}" if allowed else "")
            raise UnfitLink(f'{service.id} takes nothing called "{name}" from a link{near}')
    good = from_link(service, texts, moment)
    for name in texts:
        if name not in good:
            raise UnfitLink(f'"{texts[name][:100]}" can be no answer to {name}.')
    plain = json.dumps([int(until.timestamp()), dict(texts)], ensure_ascii=False, separators=(",", ":"))
    token = crypto.url_text(crypto.seal(_key(keys), compress(plain.encode(), 9), _place(service.id)))
    if len(token) > LONGEST:
        raise UnfitLink("This is too much for one link: bring fewer or shorter answers.")
    return token


def read(keys: Keys, service_id: str, token: str, at: datetime) -> Mapping[str, str]:
    """What a token brings to this service, by question id; nothing when its time is over, or we did not make it."""
    sealed = crypto.url_bytes(token) if len(token) <= LONGEST else None
    try:
        plain = decompressobj().decompress(crypto.unseal(_key(keys), sealed or b"", _place(service_id)), MOST_BYTES)
    except SealBroken:
        return {}
    until, texts = json.loads(plain)
    return {str(name): str(text) for name, text in texts.items()} if at.timestamp() <= until else {}


def _key(keys: Keys) -> bytes:
    return crypto.derive(keys.secret, b"links that bring answers")


def _place(service_id: str) -> bytes:
    return service_id.encode()
