"""Opening one case in an emergency, without a role in its service: asked for by its reference, with a reason."""

from __future__ import annotations

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from runtime import documents, glass, references
from runtime.access import Viewer, may_break_glass
from runtime.errors import CaseNotFound
from runtime.glass import NoReason
from runtime.web import limits
from runtime.web.access_rules import access
from runtime.web.asking import Mistake
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.painting import paint

pages = Blueprint("emergencies", __name__, url_prefix="/staff/emergency")

NO_CASE = "No case that you may open this way has that reference"
MISSING = {
    "reference": "Enter the reference of the case",
    "kind": "Select what the emergency is",
    "reason": "Enter what has happened",
}


@pages.get("")
@access("staff")
def show() -> ResponseReturnValue:
    return _form(request.args.get("reference", "")[:20])


@pages.post("")
@access("staff")
def ask() -> ResponseReturnValue:
    """Open it and ring the alarm; or say that there is nothing to open, in the same words whatever the reason."""
    typed, kind, reason = (request.form.get(name, "") for name in ("reference", "kind", "reason"))
    viewer, at = signed_in.viewer(), now()
    limits.spend(limits.GUESSES, f"glass:{viewer.person_id}")
    try:
        with current_site().database.begin() as session:
            opened = glass.break_for(session, references.parse(typed) or "", viewer, kind, reason, at)
    except NoReason as no:
        missing = [*([] if typed.strip() else ["reference"]), *no.missing]
        return _form(typed, kind, reason, tuple(Mistake(f"#{name}", MISSING[name]) for name in missing))
    except CaseNotFound:
        return _form(typed, kind, reason, (Mistake("#reference", NO_CASE),))
    limits.forgive(limits.GUESSES, f"glass:{viewer.person_id}")
    return redirect(url_for("case_page.show", reference=opened.reference), 303)


def is_possible(viewer: Viewer) -> bool:
    """Whether any service lets this person open a case so."""
    with current_site().database.read() as session:
        live = documents.catalogue(session, viewer.organisation_id)
    return any(may_break_glass(viewer, each.service, viewer.organisation_id) for each in live)


def _form(
    reference: str = "", kind: str = "", reason: str = "", mistakes: tuple[Mistake, ...] = ()
) -> ResponseReturnValue:
    problems = {mistake.href.removeprefix("#"): mistake.text for mistake in mistakes}
    return paint(
        "staff/emergency.html", status=422 if mistakes else 200, mistakes=mistakes, problems=problems,
        reference=reference[:20], kind=kind, reason=reason[: glass.LONGEST_REASON], reasons=glass.REASONS,
        possible=is_possible(signed_in.viewer()),
    )  # fmt: skip
