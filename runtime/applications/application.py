"""An application as it is read: what somebody has answered so far, and all that is known besides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal
from uuid import UUID

from definitions.facts import Answers
from definitions.items import nested
from definitions.known import Record
from definitions.service import Service

Part = Literal["answer", "lookup", "way", "typed", "given"]
NOTHING: Mapping[str, Any] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Takeover:
    """That an application is looked at as a newer version has it, and still stored as ``version_id`` has it. ``gone``
    are parts that are stored and have no place any more; ``sentence`` says what changed."""

    version_id: UUID
    gone: tuple[tuple[str, str], ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Given:
    """An answer that an address brought, for the applicant to confirm. ``sealed``: in a link that we made."""

    value: Any
    sealed: bool


@dataclass(frozen=True, slots=True)
class Application:
    """Answers as :func:`definitions.items.nested` says of flat ones: by question id, and by a name of its own for each
    inside an item. None was asked and left blank, a missing one was not asked. ``lookups`` are records as
    :data:`definitions.known.Record` says. ``submitted_reference`` is there once it became a case. ``ways`` holds the
    code that opens it again, and the address that its link goes to, once there are such; ``typed`` the inputs of what
    was typed and is no answer yet, by the answer's name; ``given`` what it began with, by question id. ``takeover`` is
    there while it is stored as an older version has it."""

    id: UUID
    organisation_id: UUID
    version_id: UUID
    service: Service
    answers: Answers
    lookups: Mapping[str, Record]
    language: str
    revision: int
    begun_at: datetime
    expires_at: datetime
    submitted_reference: str | None = None
    ways: Mapping[str, str] = field(default_factory=dict, repr=False)
    typed: Mapping[str, Mapping[str, list[str]]] = field(default_factory=dict, repr=False)
    given: Mapping[str, Given] = field(default_factory=dict, repr=False)
    takeover: Takeover | None = None
    live_version_id: UUID | None = field(default=None, compare=False)
    data_key: bytes = field(default=b"", repr=False)

    @property
    def nested(self) -> Answers:
        """The answers with their lists, as a journey is walked with."""
        return nested(self.service.form, self.answers)
