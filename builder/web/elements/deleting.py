"""Taking something out of a draft; where it is used elsewhere, the page that says where, with the ways out."""

from __future__ import annotations

import json

from flask import abort
from flask.typing import ResponseReturnValue

from builder.edits import Delete, as_json, ways
from builder.edits.where import said
from builder.references import Refused
from builder.web.drafts.drafted import done
from builder.web.painting import paint
from builder.web.painting.work import Work


def deleted(work: Work, at: str, *, what: str, back: str, here: str, tab: str) -> ResponseReturnValue:
    """``what`` is what it is called; ``back`` leads on once it is gone, ``here`` to where it still stands."""
    try:
        uses, found = ways(work.document, at)
    except Refused:
        abort(404)
    if not uses:
        return done(work, Delete(at), back=back)
    where = list(dict.fromkeys(said(work.document, use) for use in uses))
    cleared = sum(one.edit.clear for one in found)
    buttons = [(one.words, json.dumps(as_json(one.edit))) for one in found]
    return paint(
        "build/delete.html", work=work, tab=tab, status=422, what=what, where=where, ways=buttons[:cleared],
        instead=buttons[cleared:], back=back, here=here,
    )  # fmt: skip
