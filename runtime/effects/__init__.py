"""One module an effect kind. A handler reads what it needs and gives the call to make once nothing is locked."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from sqlalchemy.orm import Session

from runtime.effects.acknowledge import acknowledge
from runtime.effects.ask import ask, remind
from runtime.effects.joined import joined
from runtime.effects.mention import mention
from runtime.effects.send import send
from runtime.effects.webhook import webhook
from runtime.effects.write import write
from runtime.outcomes import Call, NotNeeded, Promised

Handler = Callable[[Session, Promised], Call | NotNeeded]

HANDLERS: Mapping[str, Handler] = MappingProxyType(
    {
        "send": send,
        "webhook": webhook,
        "acknowledge": acknowledge,
        "ask": ask,
        "remind": remind,
        "write": write,
        "joined": joined,
        "mention": mention,
    },
)  # fmt: skip
"""By the kind of effect that a document, a submission or what staff do promises."""
