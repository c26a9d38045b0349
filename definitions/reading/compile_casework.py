"""What helps those who work the cases, compiled: likely duplicates, and letters to begin with."""

from __future__ import annotations

from typing import cast

from definitions.durations import Duration
from definitions.reading import layout
from definitions.reading.asked import bare
from definitions.reading.compile_workflow import NOWHERE
from definitions.reading.compiling import Compiling, Document, Where, numbered
from definitions.workflow import Likeness, Reply

UNSAID = Duration(7, "day")
"""Within what time cases are taken for likely duplicates where a service does not say."""


def compile_reply(compiling: Compiling, reply: Document, at: str) -> Reply:
    where, id = Where(compiling.workflow), reply["id"]
    key = compiling.translations.key
    return Reply(
        id=id,
        label=compiling.text(reply, "label", at, NOWHERE, key("replies", id, "label")),
        subject=compiling.text(reply, "subject", at, where, key("replies", id, "subject")),
        body=compiling.text(reply, "body", at, where, key("replies", id, "body")),
        when=compiling.when(reply, at, where),
    )


def compile_duplicates(compiling: Compiling) -> tuple[Likeness, ...]:
    document = compiling.document
    if "duplicates" not in document:
        return tuple(Likeness(same, UNSAID) for same in _usual(document))
    return tuple(
        Likeness(tuple(one["same"]), cast(Duration, compiling.duration(one, "within")), one.get("label"))
        for _, _, one in numbered(document["duplicates"], "/duplicates")
    )


def _usual(document: Document) -> list[tuple[str, ...]]:
    """The applicant's email address; their name and a postcode; the first address. None that is sensitive."""
    once = {
        question["id"]: question["type"]
        for seat in layout.pages(document)
        if not seat.within
        for question in bare(seat.part.get("questions", ()))
        if not question.get("sensitive")
    }
    applicant = document.get("applicant", {})
    name, email = applicant.get("name"), applicant.get("email")
    address = next((id for id, kind in once.items() if kind == "address"), None)
    postcode = f"{address}.postcode" if address else next((id for id, kind in once.items() if kind == "postcode"), None)
    found: list[tuple[str, ...]] = [(email,)] if email in once else []
    if name in once and postcode:
        found.append((name, postcode))
    return [*found, (address,)] if address else found
