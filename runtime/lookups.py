"""Facts about what was answered, from a table or another system by HTTP. Always before a transaction, never in one.

A lookup's ``source`` is a name that the installation knows: the setting TOWNCLERK_LOOKUP_<NAME> makes it a call, else
it is the table loaded under that name. Facts are text in a table, or whatever JSON a call gives; each becomes the type
that the service declares. Money is in pounds there (12.50), dates are 2026-03-27 or 27/03/2026. What cannot be read is
absent.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any, Protocol
from urllib.parse import quote
from uuid import UUID

import structlog

from definitions.form import Lookup
from definitions.known import Record
from runtime import outbound, tables
from runtime.db import Database
from runtime.models.base import ORGANISATION

log = structlog.get_logger(__name__)

REST = 30.0
"""Seconds for which a source that did not answer is left alone: the next citizens need not wait for it, too."""

_resting: dict[str, float] = {}


class Unavailable(Exception):
    """The source cannot say, now."""


class Source(Protocol):
    """Where facts come from. A port: one source a name."""

    def find(self, key: object) -> Mapping[str, Any] | None:
        """The facts under this key, as the source has them; None when it has none.

        Raises:
            Unavailable: it cannot say.
        """
        ...


class TableSource:
    """Rows loaded from a CSV file."""

    def __init__(self, database: Database, name: str, organisation_id: UUID) -> None:
        self._database, self._name, self._organisation_id = database, name, organisation_id

    def find(self, key: object) -> Mapping[str, Any] | None:
        with self._database.read() as session:
            try:
                return tables.find(session, self._name, key, self._organisation_id)
            except KeyError:
                raise Unavailable(f"there is neither a table nor a setting for the source {self._name}") from None


class HttpSource:
    """Another system's JSON, one GET a key. 404 means that it knows nothing of it."""

    def __init__(self, database: Database, name: str) -> None:
        self._settings, self._name = database.settings, name

    def find(self, key: object) -> Mapping[str, Any] | None:
        if _resting.get(self._name, 0.0) > time.monotonic():
            raise Unavailable("it did not answer a moment ago")
        try:
            return self._ask(key)
        except Unavailable:
            _resting[self._name] = time.monotonic() + REST
            raise

    def _ask(self, key: object) -> Mapping[str, Any] | None:
        how = self._settings.lookups[self._name]
        url = how["url"].replace("{key}", quote(str(key), safe=""))
        headers = {"Accept": "application/json", **how.get("headers", {})}
        try:
            answer = outbound.request("GET", url, allowed=self._settings.allowed_hosts, headers=headers)
        except (outbound.NotAllowed, outbound.NoAnswer, outbound.TooLong) as error:
            raise Unavailable(str(error)) from error
        if answer.status == 404:
            return None
        if answer.status != 200:
            raise Unavailable(f"it answered {answer.status}")
        try:
            found = json.loads(answer.body, parse_float=str)
        except (ValueError, RecursionError):
            raise Unavailable("its answer is not JSON") from None
        return {name: at_pointer(found, place) for name, place in how["gives"].items()}


def fetch(
    database: Database, wanted: Iterable[tuple[Lookup, Any]], *, organisation_id: UUID = ORGANISATION
) -> dict[str, Record]:
    """Look up each of ``wanted`` (as a journey's ``lookups_wanted``): records to save with the application.

    One whose source is down is recorded as unavailable, and the journey goes on as the service says.
    """
    return {lookup.id: _record(database, lookup, key, organisation_id) for lookup, key in wanted}


def _record(database: Database, lookup: Lookup, key: Any, organisation_id: UUID) -> Record:
    by_http = lookup.source in database.settings.lookups
    source: Source = HttpSource(database, lookup.source) if by_http else TableSource(
        database, lookup.source, organisation_id
    )  # fmt: skip
    try:
        facts = source.find(key)
    except Unavailable as error:
        log.warning("lookup-unavailable", lookup=lookup.id, source=lookup.source, why=str(error))
        return {"key": key, "found": False, "facts": {}, "unavailable": True}
    if facts is None:
        return {"key": key, "found": False, "facts": {}}
    return {"key": key, "found": True, "facts": typed(lookup, facts)}


def typed(lookup: Lookup, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts that the lookup gives, each in its stored form. What is empty or cannot be read is left out."""
    found: dict[str, Any] = {}
    for name in lookup.gives:
        raw = facts.get(name)
        if raw is None or raw == "":
            continue
        try:
            found[name] = _READERS[lookup.kinds[name]](raw)
        except (ValueError, KeyError, InvalidOperation, TypeError):
            log.warning("lookup-unreadable", lookup=lookup.id, fact=name, kind=lookup.kinds[name])
    return found


def at_pointer(document: Any, pointer: str) -> Any:
    """What a JSON pointer (RFC 6901) names; None when nothing is there."""
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        if isinstance(document, Mapping):
            document = document.get(name)
        elif isinstance(document, list) and name.isdecimal() and int(name) < len(document):
            document = document[int(name)]
        else:
            return None
    return document


def _text(raw: Any) -> str:
    if not isinstance(raw, str | int | float) or isinstance(raw, bool):
        raise TypeError
    return str(raw).replace("\x00", "").strip()[:2000]


def _number(raw: Any) -> Decimal:
    number = Decimal(_text(raw).replace(",", "").removeprefix("£"))
    if not number.is_finite() or abs(number) >= 10**15:
        raise ValueError
    return number


def _integer(raw: Any) -> int:
    return _whole(_number(raw))


def _money(raw: Any) -> int:
    return _whole(_number(raw) * 100)


def _whole(number: Decimal) -> int:
    if number != number.to_integral_value():
        raise ValueError
    return int(number)


def _date(raw: Any) -> str:
    text = _text(raw)
    if "/" in text:
        return datetime.strptime(text, "%d/%m/%Y").date().isoformat()  # noqa: DTZ007 - a day has no zone
    return date.fromisoformat(text[:10]).isoformat()


def _boolean(raw: Any) -> bool:
    return raw if isinstance(raw, bool) else _WORDS[_text(raw).casefold()]


_WORDS = {"true": True, "yes": True, "y": True, "1": True, "false": False, "no": False, "n": False, "0": False}
_READERS: Mapping[str, Callable[[Any], Any]] = {
    "text": _text,
    "integer": _integer,
    "decimal": lambda raw: format(_number(raw), "f"),
    "money": _money,
    "date": _date,
    "boolean": _boolean,
}
