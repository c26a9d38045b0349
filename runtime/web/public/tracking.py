"""Opening a case without signing in: a reference with a second fact, or the secret of a link. For this browser only."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from flask import session
from sqlalchemy.orm import Session

from definitions.words import LANGUAGES
from definitions.words.dates import month_in_words
from runtime import cases
from runtime.cases.loading import Loaded
from runtime.errors import CaseNotFound

OPEN_FOR = timedelta(hours=2)
_KEY = "tracking"


def remember(case_id: UUID, at: datetime, *, all: bool) -> None:
    """This browser may see the case from now on, until it leaves or two hours are over.

    ``all``: it sent the case, or holds its link. Somebody with a reference and a second fact may know how the case
    stands, but not what was answered.
    """
    session[_KEY] = {"case": str(case_id), "until": int((at + OPEN_FOR).timestamp()), "all": all}


def knows_all(case_id: UUID, at: datetime) -> bool:
    """Whether this browser may be given the answers of that case again."""
    kept = session.get(_KEY, {})
    return kept.get("case") == str(case_id) and bool(kept.get("all")) and kept["until"] > at.timestamp()


def opened(reading: Session, at: datetime) -> Loaded | None:
    """The case that this browser has opened; None when it has not, or its time is over."""
    kept = session.get(_KEY)
    if not kept or kept["until"] <= at.timestamp():
        return None
    try:
        return cases.load(reading, UUID(kept["case"]))
    except CaseNotFound:
        return None


def match(reading: Session, reference: str, fact: str) -> UUID | None:
    """The case of that reference, if ``fact`` is one of those that open it: None for a wrong one of either.

    Both wrong answers take the same way: every fact is compared, and without a case the comparison is with nothing.
    """
    try:
        loaded = cases.by_reference(reading, reference)
    except CaseNotFound:
        loaded = None
    wanted = _digest(_normal(fact))
    known = [_digest(kept) for kept in _facts(loaded)] if loaded else []
    found = [hmac.compare_digest(wanted, kept) for kept in known or [_digest("\0")]]
    return loaded.id if loaded and _normal(fact) and any(found) else None


def _facts(loaded: Loaded) -> Iterator[str]:
    """Each fact that opens the case, in every form in which people write it."""
    for dotted in loaded.service.applicant.track:
        value: Any = loaded.case.answers
        for part in dotted.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        question = loaded.service.questions.get(dotted.partition(".")[0])
        if value is None or question is None:
            continue
        if question.kind == "date":
            yield from _written(date.fromisoformat(str(value)))
        elif question.kind == "month":
            yield from _written_month(str(value))
        else:
            yield _normal(_telling(value) if isinstance(value, dict) else str(value))


def _telling(value: Mapping[str, Any]) -> str:
    """The part of an answer of several that is not easily guessed: an address's postcode; of anything else, all."""
    return str(value.get("postcode") or "".join(map(str, value.values())))


def _written(day: date) -> Iterator[str]:
    months = (f"{day:%B}", f"{day:%b}", str(day.month), f"{day:%m}")
    yield from (_normal(f"{written}{month}{day.year}") for month in months for written in (str(day.day), f"{day:%d}"))
    yield _normal(day.isoformat())


def _written_month(month: str) -> Iterator[str]:
    first = date.fromisoformat(f"{month}-01")
    named = (month_in_words(first, language) for language in LANGUAGES)
    yield from map(_normal, (month, *named, f"{first:%b%Y}", f"{first:%m%Y}", f"{first.month}{first.year}"))


def _normal(text: str) -> str:
    """Letters and digits only: "ab1 2cd" is "AB1 2CD", and "+44 1632 960001" is "01632960001"."""
    return "".join(c for c in text[:200].casefold().replace("+44", "0") if c.isalnum())


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()
