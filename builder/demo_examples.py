"""Cases for the demo, told after a service's own examples: the same answers, as if they had been given lately."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from functools import cache
from itertools import islice
from typing import Any
from uuid import UUID

from PIL import Image

from definitions.items import flat
from definitions.service import Service
from runtime import applications, cases, documents, files, references
from runtime.db import Database
from runtime.errors import ApplicationIncomplete

MOST = 5
APART = timedelta(days=2, hours=5)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_LETTER = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
"""A file that stands for any of an example's that is no picture."""
_FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP"}


def make_cases_of(database: Database, service_id: str, now: datetime) -> list[UUID]:
    """Submit what the first examples answer, each some days before the one before it: the cases they became."""
    with database.read() as reading:
        live = documents.published(reading, service_id)
    made = []
    for n, example in enumerate(islice(_sent(live.service), MOST)):
        at = now - n * APART - timedelta(hours=1)
        made.append(_submit(database, live.version_id, example, at))
    return [case_id for case_id in made if case_id is not None]


def _sent(service: Service) -> Iterator[Mapping[str, Any]]:
    """The examples in which an application is sent and nothing is looked up."""
    for example in service.document.get("examples", ()):
        if "state" in example.get("expect", {}) and not example.get("lookups"):
            yield example


def _submit(database: Database, version_id: UUID, example: Mapping[str, Any], at: datetime) -> UUID | None:
    later = at.date() - date.fromisoformat(example["at"][:10])
    try:
        with database.begin() as session:
            begun, _ = applications.begin(session, version_id, language="en", at=at)
        answers = _retold(example["answers"], later, database, begun.id, at)
        kept = flat(begun.service.form, answers, lambda: references.new_id().hex[-8:])
        with database.begin() as session:
            return cases.submit(session, applications.save_page(session, begun, kept, at), at=at).case_id
    except ApplicationIncomplete:  # a rule on today's date that moving the others does not meet
        return None


def _retold(value: Any, later: timedelta, database: Database, owner: UUID, at: datetime) -> Any:
    """The answers with every day moved and every file one that is really there."""
    if isinstance(value, dict) and "sha256" in value:
        return files.save(database, _file(value["type"]), value["name"], owner_id=owner, at=at)
    if isinstance(value, dict) and value.keys() == {"earliest", "latest"}:
        return value  # a whole month or year: moved by some days it would be none
    if isinstance(value, dict):
        return {name: _retold(part, later, database, owner, at) for name, part in value.items()}
    if isinstance(value, list):
        return [_retold(part, later, database, owner, at) for part in value]
    if isinstance(value, str) and _DAY.fullmatch(value):
        return (date.fromisoformat(value) + later).isoformat()
    return value


@cache
def _file(kind: str) -> bytes:
    """A file of that type: a letter, or a picture of nothing much."""
    if kind not in _FORMATS:
        return _LETTER
    made = io.BytesIO()
    Image.new("RGB", (320, 240), "#9fb3bb").save(made, _FORMATS[kind])
    return made.getvalue()
