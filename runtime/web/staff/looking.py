"""Being shown an answer that is kept from view, each time recorded; and who has looked at a case."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import uuid4

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from definitions.questions.typed import remarks
from runtime import glass
from runtime.access import may_ask_for, must_say_why, supervises
from runtime.cases import looks
from runtime.cases.looks import Look
from runtime.errors import CaseNotFound
from runtime.web.access_rules import access
from runtime.web.posted import whole_number
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in, spoken
from runtime.web.staff.case_page import case_shown
from runtime.web.staff.notes_shown import Note
from runtime.web.staff.opened import Opened, opened
from runtime.web.staff.painting import paint
from runtime.web.staff.timeline import role_label

pages = Blueprint("looking", __name__, url_prefix="/staff/cases/<reference>")

LONGEST_REASON = 500
MOST_PRINTED = 5000


@pages.post("/show")
@access("staff")
def show(reference: str) -> ResponseReturnValue:
    """Show one answer for a quarter of an hour to whoever may ask for it, and keep that they did."""
    place, why, at = request.form.get("answer", ""), request.form.get("reason", ""), now()
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), at, even_broken=True)
        question = of.service.questions.get(place.rpartition(".")[2])
        if question is None or not may_ask_for(of.sight, of.service, question):
            raise CaseNotFound("There is no such answer.")
        reason = " ".join(remarks(why).split())[:LONGEST_REASON]
        if must_say_why(of.sight, question) and not reason:
            of.looked(session, of.in_sight)
            return case_shown(session, of, Note(key=str(uuid4())), unsaid=place, status=422)
        of.looked(session, [question.id], asked=True, reason=reason)
    return redirect(f"{of.url}#answer-{place}", 303)


@pages.get("/looked")
@access("staff")
def looked(reference: str) -> ResponseReturnValue:
    """Who has looked at the case, for those who look after the work of others. It prints as it stands."""
    before, whole = request.args.get("before", type=whole_number(63)), request.args.get("all") == "1"
    with current_site().database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        if not supervises(of.viewer, of.service):
            raise CaseNotFound("There is no such page.")
        limit = MOST_PRINTED if whole else looks.PAGE
        found = looks.looks(session, of.loaded.id, before=before, limit=limit + 1)
        said = glass.reasons_given(session, [each.glass_id for each in found if each.glass_id])
        of.looked(session)
    rows, more = found[:limit], len(found) > limit
    return paint(
        "staff/looked.html", case=of, looks=[_look(of, each, said) for each in rows], whole=whole, first=before is None,
        older=url_for("looking.looked", reference=reference, before=rows[-1].id) if more else "",
        everything=url_for("looking.looked", reference=reference, all=1),
        command=f"townclerk looks {of.case.reference}",
    )  # fmt: skip


def _look(of: Opened, look: Look, said: Mapping[Any, str]) -> dict[str, str]:
    roles = [role_label(of.service, role, of.scope) for role in sorted(look.roles)]
    what = _what(of, look.shown, look.asked)
    in_need = look.glass_id is not None
    return {
        "when": spoken.when(look.at, of.moment),
        "iso": look.at.isoformat(timespec="seconds"),
        "who": look.name,
        "as": "In an emergency" if in_need else ", ".join(roles) or "No role",
        "what": what,
        "why": look.reason or (said.get(look.glass_id, "") if in_need else ""),
    }


def _what(of: Opened, shown: Iterable[str], asked: bool) -> str:
    labels = [of.service.questions[name].label.render(of.scope) for name in shown if name in of.service.questions]
    named = ", ".join(f"“{label}”" for label in labels)
    if asked:
        return f"Asked to be shown {named}"
    return f"Looked at the case, and at {named}" if named else "Looked at the case"
