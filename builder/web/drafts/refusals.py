"""What an author did and cannot be done: why, where it is used, and both sides of a conflict. Nothing is lost."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from flask import Response

from builder.drafting import Conflicting
from builder.edits import Restore, Several, apply, as_json
from builder.edits.patch import difference
from builder.edits.refusing import FEW
from builder.fields.wording import in_a_sentence
from builder.merging import Conflict, taking_theirs
from builder.merging.flat import Mark, marks
from builder.references import Refused
from builder.references.addresses import resolve, value_at
from builder.references.fresh import labelled
from builder.web.painting import paint
from builder.web.painting.work import Work
from definitions.types import ABSENT

LONGEST = 2000


def refused(work: Work, why: Refused, back: str) -> Response:
    """The page that says why, and what names the thing, for a person to go on from."""
    words = str(why)[:1].upper() + str(why)[1:]
    all = why.places if len(why.places) > FEW else ()
    return _whole(paint("build/refused.html", work=work, status=422, words=words, places=all, back=back))


def conflicting(work: Work, conflict: Conflicting, back: str) -> Response:
    """Both sides of everything that two did differently, and a button for each way out: all else that the author did is
    in both."""
    sides = [side(work, one) for one in conflict.conflicts]
    page = paint(
        "build/conflict.html", work=work, status=409, sides=sides, back=back, rest=_leading(work, conflict.merged),
        theirs=conflict.theirs, mine=_leading(work, _mine(conflict)),
    )  # fmt: skip
    return _whole(page)


def _whole(page: Response) -> Response:
    """A page that is shown whole, also where a form saves itself and swaps no more than a piece."""
    page.headers |= {"HX-Retarget": "#build", "HX-Reselect": "#build", "HX-Reswap": "outerHTML show:window:top"}
    return page


def _leading(work: Work, document: Mapping[str, Any] | None) -> str:
    """The edit that makes this of the draft; empty where there is nothing to do, or nothing that can be done."""
    changes = [] if document is None else difference(work.document, document)
    return json.dumps(as_json(Restore(changes))) if changes else ""


def _mine(conflict: Conflicting) -> Mapping[str, Any] | None:
    """The draft with this author's side of all conflicts; None where no edit can take it."""
    edits = [taking_theirs(one) for one in conflict.conflicts]
    if any(one is None for one in edits):
        return None
    try:
        return apply(conflict.merged, Several(tuple(one for one in edits if one is not None))).document
    except Refused:
        return None


def side(work: Work, one: Conflict) -> dict[str, Any]:
    """What a conflict is about, as it is now and as it would be, in words."""
    path = resolve(work.document, one.address)
    part = value_at(work.document, path) if path is not None else None
    label = labelled(part) if isinstance(part, dict) else ""
    place = " ".join(in_a_sentence(step) for step in one.at if isinstance(step, str))
    if isinstance(one.theirs, list) and marks(one.theirs):
        place = f"{place}, in order"
    return {
        "what": f"{label or one.address.partition(':')[2] or work.title}{f': {place}' if place else ''}",
        "theirs": _shown(work, one.ours),
        "mine": _shown(work, one.theirs),
    }


def _shown(work: Work, value: Any) -> str:
    if value is ABSENT or value is None:
        return "Nothing: it was taken out"
    if isinstance(value, list) and value and all(isinstance(one, Mark) for one in value):
        return "\n".join(_called(work, one) for one in value)[:LONGEST]
    if isinstance(value, str):
        return value[:LONGEST]
    return json.dumps(value, ensure_ascii=False, indent=1)[:LONGEST]


def _called(work: Work, mark: Mark) -> str:
    path = resolve(work.document, mark)
    part = value_at(work.document, path) if path is not None else None
    said = labelled(part) if isinstance(part, dict) else ""
    return said or mark.partition(":")[2]
