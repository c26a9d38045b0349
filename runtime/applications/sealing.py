"""What stands in an application's row: every value sealed apart, under a name that says nothing without the key."""

from __future__ import annotations

import hmac
import json
from collections.abc import Iterable, Mapping
from typing import Any

from runtime import crypto, documents, references
from runtime.applications.application import Application, Given, Part
from runtime.direct import Asking


def all_sealed(application: Application, parts: Iterable[tuple[Part, Mapping[str, Any]]]) -> str:
    """Values as the JSON that is stored: each apart, under a name that says nothing without the key."""
    key, place, sealed = application.data_key, application.id.bytes, crypto.sealer(application.data_key)
    kept = {}
    for part, values in parts:
        for name, value in values.items():
            hidden = hidden_name(key, part, name)
            kept[hidden] = sealed([part, name, value], place + hidden.encode())
    return json.dumps(kept)


def hidden_name(key: bytes, part: str, name: str) -> str:
    return crypto.url_text(hmac.digest(key, f"{part} {name}".encode(), "sha256")[:9])


def opened(session: Asking, row: Any, data_key: bytes) -> Application:
    """The application of a row, read with its data key."""
    parts: dict[Part, dict[str, Any]] = {"answer": {}, "lookup": {}, "way": {}, "typed": {}, "given": {}}
    unsealed, place = crypto.opener(data_key), row.id.bytes
    for hidden, sealed in row.sealed.items():
        part, name, value = unsealed(sealed, place + hidden.encode())
        parts[part][name] = value
    return Application(
        id=row.id,
        organisation_id=row.organisation_id,
        version_id=row.version_id,
        service=documents.pinned(session, row.version_id),
        answers=parts["answer"],
        lookups=parts["lookup"],
        language=row.language,
        revision=row.revision,
        begun_at=row.created_at,
        expires_at=row.expires_at,
        submitted_reference=references.show(row.reference) if row.reference else None,
        ways=parts["way"],
        typed={name: inputs for name, inputs in parts["typed"].items() if inputs},
        given={name: Given(*brought) for name, brought in parts["given"].items()},
        live_version_id=row.live_version_id,
        data_key=data_key,
    )
