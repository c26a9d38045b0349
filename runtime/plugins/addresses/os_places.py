"""Addresses from Ordnance Survey's OS Places API, by the operator's own key: Royal Mail's delivery points.

Source: docs.os.uk, OS Places API, technical specification of ``postcode`` and ``uprn``; the key is sent as a header.
"""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from definitions.questions.address import MOST
from definitions.questions.postcode import uk_postcode
from runtime import outbound
from runtime.config import UnsafeSettings
from runtime.db import Database
from runtime.plugins.addresses.listed import listed
from runtime.ports import Address, Found, SourceDown

REST = 30.0
"""Seconds for which it is left alone once it did not answer."""

PAGES = 5
"""Pages of a hundred that one postcode may have: more than any has."""

KEPT = 1000
_SMALL = frozenset(("and", "at", "by", "in", "le", "next", "of", "on", "super", "the", "upon", "y", "yr"))


class OsPlaces:
    """What was listed is remembered for a while, so that choosing from a list costs no second request."""

    def __init__(self, database: Database) -> None:
        self._settings = database.settings
        self._listed: dict[str, Address] = {}
        self._rests_until = 0.0
        if not self._settings.os_places_key:
            raise UnsafeSettings(["TOWNCLERK_OS_PLACES_KEY must be the key of an OS Data Hub project with OS Places"])

    def at(self, postcode: str, building: str = "") -> Found:
        found: list[Address] = []
        for page in range(PAGES):
            answer = self._ask("postcode", postcode=postcode, offset=page * 100)
            found += _addresses(answer)
            if len(found) >= _total(answer) or not _addresses(answer):
                break
        self._remember(found)
        return listed(found, building)

    def of(self, uprn: str) -> Address | None:
        if known := self._listed.get(uprn):
            return known
        found = _addresses(self._ask("uprn", uprn=uprn))
        self._remember(found)
        return found[0] if found else None

    def _remember(self, found: list[Address]) -> None:
        if len(self._listed) > KEPT:
            self._listed.clear()
        self._listed |= {address.uprn: address for address in found}

    def _ask(self, resource: str, **query: object) -> Mapping[str, Any]:
        if self._rests_until > time.monotonic():
            raise SourceDown("it did not answer a moment ago")
        try:
            return self._answer(resource, query)
        except SourceDown:
            self._rests_until = time.monotonic() + REST
            raise

    def _answer(self, resource: str, query: Mapping[str, object]) -> Mapping[str, Any]:
        given = urlencode({**query, "dataset": "DPA", "format": "JSON", "maxresults": 100})
        url = f"{self._settings.os_places_url.rstrip('/')}/{resource}?{given}"
        headers = {"Accept": "application/json", "key": self._settings.os_places_key}
        try:
            answer = outbound.request("GET", url, allowed=self._settings.allowed_hosts, headers=headers)
        except (outbound.NotAllowed, outbound.NoAnswer, outbound.TooLong) as error:
            raise SourceDown(str(error)) from error
        if answer.status != 200:
            raise SourceDown(f"it answered {answer.status}")
        try:
            said = json.loads(answer.body)
        except (ValueError, RecursionError):
            raise SourceDown("its answer is not JSON") from None
        if not isinstance(said, dict):
            raise SourceDown("its answer is not of its format")
        return said


def _total(answer: Mapping[str, Any]) -> int:
    header = answer.get("header")
    total = header.get("totalresults") if isinstance(header, dict) else 0
    return total if isinstance(total, int) else 0


def _addresses(answer: Mapping[str, Any]) -> list[Address]:
    """What it lists, without what is no address that we could keep."""
    results = answer.get("results")
    points = [result.get("DPA") for result in results if isinstance(result, dict)] if isinstance(results, list) else []
    return [found for point in points if isinstance(point, dict) and (found := _address(point))]


def _address(point: Mapping[str, Any]) -> Address | None:
    """A delivery point as lines: who and which part of a building, then the street, then what lies about it."""
    part = {name: _cased(text) for name, text in point.items() if isinstance(text, str)}

    def joined(*names: str) -> str:
        return ", ".join(part[name] for name in names if part.get(name))

    box = f"PO Box {part['PO_BOX_NUMBER']}" if part.get("PO_BOX_NUMBER") else ""
    within = joined("DEPARTMENT_NAME", "ORGANISATION_NAME", "SUB_BUILDING_NAME", "BUILDING_NAME")
    street = " ".join(
        filter(None, [part.get("BUILDING_NUMBER"), joined("DEPENDENT_THOROUGHFARE_NAME", "THOROUGHFARE_NAME")])
    )
    locality = joined("DOUBLE_DEPENDENT_LOCALITY", "DEPENDENT_LOCALITY")
    first, *others = list(filter(None, [box, within, street, locality])) or [""]
    uprn, town, postcode = (str(point.get(name) or "") for name in ("UPRN", "POST_TOWN", "POSTCODE"))
    if not (first and town and uk_postcode(postcode) and uprn.isascii() and uprn.isdigit()):
        return None
    return Address(uprn, first[:MOST], part["POST_TOWN"][:MOST], postcode, ", ".join(others)[:MOST])


def _cased(text: str) -> str:
    """Capitals as people write them: "ST JOHN'S ROAD" is "St John's Road", and "12A" stays."""
    words = [word if any(c.isdigit() for c in word) else _word(word) for word in text.split()]
    return " ".join(word.lower() if n and word.lower() in _SMALL else word for n, word in enumerate(words))


def _word(word: str) -> str:
    return "-".join(part.lower() if part.lower() in _SMALL and n else part.capitalize()
                    for n, part in enumerate(word.split("-")))  # fmt: skip
