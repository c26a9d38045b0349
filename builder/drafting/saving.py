"""A draft saved as one text, by somebody who edits it by hand: on top of what they took, or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar
from uuid import UUID

from sqlalchemy.orm import Session

from builder.drafting.changing import Changed
from builder.drafting.opening import held, parsed
from builder.references import Refused
from builder.writing import spliced
from definitions.problems import InvalidDefinition
from definitions.reading.parse import parse_document
from definitions.reading.shape import faults
from runtime import drafts
from runtime.drafts import Draft, Splice

WORDS = "Saved the document as JSON"


class Stale(Exception):
    """The draft is no longer what its author took: ``document`` is what it is now, ``sent`` what they made of it."""

    code: ClassVar = "draft-stale"
    status: ClassVar = 412

    def __init__(self, draft: Draft, document: Mapping[str, Any], sent: Mapping[str, Any]) -> None:
        self.draft, self.document, self.sent = draft, document, sent
        super().__init__("the draft has been changed since you took it")


def tag(text: str) -> str:
    """What tells a text from every other one."""
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def save(
    session: Session, organisation_id: UUID, service_id: str, text: str, *, taken: str, by: UUID, at: datetime
) -> Changed:
    """Put a text in the place of the one with the tag ``taken``.

    Raises:
        DraftNotFound: the organisation has no such service.
        InvalidDefinition: it is no document of the right shape.
        Refused: it is another service.
        Stale: the draft is another by now.
    """
    sent = parse_document(text).document
    if wrong := faults(sent):
        raise InvalidDefinition(fault.problem for fault in wrong)
    draft, document = held(session, organisation_id, service_id, by=by, at=at)
    if tag(draft.text) != taken:
        raise Stale(draft, document, sent)
    if sent["id"] != service_id:
        raise Refused("id", "the short name of a service stays: its address, its cases and its history go by it")
    if text == draft.text:
        return Changed(draft, document, "")
    draft = drafts.record(session, draft, Splice(*spliced(draft.text, text)), words=WORDS, by=by, at=at)
    return Changed(draft, parsed(draft.text), WORDS)
