"""Everything wrong with a draft in one place, the worst first, and the buttons that mend it."""

from __future__ import annotations

from flask import Blueprint, request, url_for
from flask.typing import ResponseReturnValue

from builder.web.drafts.drafted import done, opened
from builder.web.drafts.steps_page import edit_in, local
from builder.web.painting import paint
from builder.web.painting.problems_shown import MOST, grouped, worst
from runtime.web.access_rules import access

pages = Blueprint("build_check", __name__, url_prefix="/build/<service_id>/check")


@pages.get("")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    work = opened(service_id)
    told = worst(work.problems)[:MOST]
    warnings = len(work.problems) - work.errors
    return paint("build/check.html", work=work, tab="check", groups=grouped(work, told), warnings=warnings,
                 left=len(work.problems) - len(told))  # fmt: skip


@pages.post("/fix")
@access("author")
def fix(service_id: str) -> ResponseReturnValue:
    """Do what a button offers. Where that is refused, or somebody was quicker, the answer says so."""
    edit = edit_in(request.form.get("edit", ""))
    back = request.form.get("back", "")
    where = local(back, service_id) if back else url_for("build_check.show", service_id=service_id)
    return done(opened(service_id), edit, back=where)
