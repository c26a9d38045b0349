"""Every route through a form as a tree, and for the workflow the way to each outcome and out of each state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from builder import drafting
from builder.paths import Routes, routes
from builder.paths.blocks import Told
from builder.web.checking.paths_shown import Words, between
from builder.web.drafts.drafted import opened
from builder.web.painting import paint
from builder.web.painting.places import place
from builder.web.painting.work import Work
from definitions.calendars import Moment
from definitions.nearest import listed
from runtime.web.access_rules import access
from runtime.web.posted import whole_number

pages = Blueprint("build_paths", __name__, url_prefix="/build/<service_id>/paths")

STEPS = 200_000
"""Pages walked through in all before the rest is left out: a second or two, however large the form."""
MOST_WALKS = 8000


@dataclass(frozen=True, slots=True)
class Finding:
    """What the look-ups turn out to give, in words, and which of the ways through it is."""

    number: int
    words: str


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    words = Words(work.document, work.id)
    ends, out = words.outcomes()
    shown = _routes(work, words) if work.service is not None else {"found": None}
    return paint("build/paths.html", work=work, tab="check", outcomes=ends, out=out, **shown)


def _routes(work: Work, words: Words) -> dict[str, Any]:
    """What is shown of the form: one way that look-ups turn out, from one stop, to one end, as the address says."""
    found = routes_of(work.text, _moment(work))
    ways = _findings(found, words)
    way = request.args.get("way", 0, type=whole_number())
    way = way if way < len(found.first) else 0
    end, start = request.args.get("end", ""), request.args.get("from", 0, type=whole_number())
    told = Told(found.first[way], end)
    ends = [("sent" if one.kind == "sent" else one.page, words.title(one)) for one in told.ends if one.kind != "stuck"]
    dead = {} if found.cut else _dead(work, found, words)
    return {
        "found": found, "count": f"{found.count:,}", "minutes": between(found.minutes) if any(found.minutes) else "",
        "lines": words.lines(told.lines(start)), "ends": sorted(ends), "end": end, "start": start,
        "start_title": words.title(told.stops[start]) if 0 < start < len(told.stops) else "",
        "ways": ways, "way": way, "dead": dead,
    }  # fmt: skip


def _dead(work: Work, found: Routes, words: Words) -> dict[str, list[tuple[str, str]]]:
    """What nobody can reach, with the way to it."""
    options = [(f"{words.called('question', of)}: {words.called('option', one, of)}", of) for of, one in found.options]
    pages_, asked = found.pages, found.questions
    return {
        "Pages that nobody can come to": [(words.called("page", one), place(work.id, f"page:{one}")) for one in pages_],
        "Questions that nobody is asked": [
            (words.called("question", one), place(work.id, f"question:{one}")) for one in asked
        ],
        "Answers that nobody can give": [(said, place(work.id, f"question:{of}")) for said, of in options],
    }


def _findings(found: Routes, words: Words) -> list[Finding]:
    """The ways that look-ups turn out which lead through the form differently."""
    told: dict[str, Finding] = {}
    for n, (first, finding) in enumerate(zip(found.first, found.findings, strict=True)):
        stops = Told(first).stops
        shape = repr([(one.page, one.questions, [dict(c.decided) for c in one.choices]) for one in stops])
        told.setdefault(shape, Finding(n, _found_words(finding)))
    return list(told.values())


def _found_words(finding: Mapping[str, Any]) -> str:
    if not finding:
        return "Nothing is found"
    facts = {name: fact for one in finding.values() for name, fact in one.items()}
    said = [name.replace("_", " ") for name, fact in facts.items() if fact is True]
    texts = [one for one in facts.values() if isinstance(one, str) and one != "Something" and one[:1].isalpha()]
    if texts:
        return f"“{texts[0]}” is found"
    return f"Something is found, with {listed(said, 'and')}" if said else "Something is found"


def _moment(work: Work) -> Moment:
    """The beginning of this day: for a day the same routes are the same."""
    assert work.service is not None
    at = work.at.replace(hour=12, minute=0, second=0, microsecond=0)
    return Moment(at, work.service.calendar)


@lru_cache(maxsize=16)
def routes_of(text: str, moment: Moment) -> Routes:
    """The routes through a text's form, walked once for the same text on the same day."""
    document = drafting.parsed(text)
    return routes(document, moment, min(MOST_WALKS, STEPS // max(1, _pages(document["form"]))))


def _pages(part: Mapping[str, Any]) -> int:
    return len(part.get("pages", ())) + sum(map(_pages, part.get("sections", ())))
