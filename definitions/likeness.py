"""What makes two cases alike: the same answers, however they were written. No database: what is compared is text."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping
from itertools import islice, product
from typing import Any

from definitions.form import Question
from definitions.service import Service

MOST = 8
"""As many spellings of one likeness as are ever compared."""

_WORDS = re.compile(r"\w+")
_LETTERS = re.compile(r"[\W_]+")


def spellings(service: Service, same: tuple[str, ...], answers: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    """Every way of writing these answers for comparison; none unless all of them were given. Two cases are alike in
    them when they have one of these in common: an address is the same by its number, or by its words."""
    ways = [_ways(service.questions.get(name.partition(".")[0]), name, answers) for name in sorted(same)]
    return islice(product(*ways), MOST)


def places(service: Service) -> tuple[str, ...]:
    """The questions, asked once and not sensitive, whose answers say where something is."""
    once = service.form.lists
    return tuple(
        q.id for q in service.questions.values() if q.kind == "address" and not q.sensitive and not once.get(q.id)
    )


def folded(text: str) -> str:
    """Words without accents, case and what stands between them."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return " ".join(_WORDS.findall(plain))


def _ways(question: Question | None, name: str, answers: Mapping[str, Any]) -> tuple[str, ...]:
    first, _, rest = name.partition(".")
    value = answers.get(first)
    for part in rest.split(".") if rest else ():
        value = value.get(part) if isinstance(value, Mapping) else None
    if value is None or value in ("", [], {}):
        return ()
    if question is not None and not rest and question.kind in _KINDS:
        return tuple(way for way in _KINDS[question.kind](value) if way.strip(": "))
    if rest == "postcode" or (question is not None and question.kind in ("postcode", "phone")):
        return tuple(filter(None, (_LETTERS.sub("", str(value).casefold()),)))
    text = folded(value) if isinstance(value, str) else json.dumps(value, sort_keys=True, ensure_ascii=False)
    return (text,) if text else ()


def _address(value: Mapping[str, Any]) -> Iterator[str]:
    if uprn := str(value.get("uprn") or "").lstrip("0"):
        yield f"uprn:{uprn}"
    lines = folded(" ".join(str(value.get(part) or "") for part in ("line_1", "line_2")))
    postcode = _LETTERS.sub("", str(value.get("postcode") or value.get("town") or "").casefold())
    if lines and postcode:
        yield f"{postcode}:{lines}"


def _name(value: Mapping[str, Any]) -> Iterator[str]:
    yield folded(" ".join(str(value.get(part) or "") for part in ("full", "first", "middle", "last")))


def _email(value: str) -> Iterator[str]:
    yield value.strip().casefold()


_KINDS: Mapping[str, Any] = {"address": _address, "name": _name, "email": _email}
