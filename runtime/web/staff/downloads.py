"""Files that applicants and colleagues sent with a case: saved to disk by those who may see the case, never opened."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from definitions.questions.sniff import ENDINGS
from runtime import cases, files
from runtime.errors import CaseNotFound
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.opened import Opened, opened

pages = Blueprint("downloads", __name__, url_prefix="/staff/cases/<reference>/files")


@pages.get("/<question_id>")
@access("staff")
def fetch(reference: str, question_id: str) -> ResponseReturnValue:
    """The file that answers a question, under a name of ours: as an attachment, which no browser runs or guesses at."""
    site = current_site()
    with site.database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now())
        file = _file(of, question_id)
        cases.record_read(session, of.loaded, of.viewer.person_id, at=now())
    response = Response(files.read(site.database, file["id"]), mimetype=file["type"])
    ending = next((ending for ending, kind in ENDINGS.items() if kind == file["type"]), "bin")
    name = f"{of.case.reference}-{question_id.replace('_', '-')}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _file(of: Opened, question_id: str) -> dict[str, Any]:
    """
    Raises:
        CaseNotFound: there is no such file, or not for this person.
    """
    question = of.service.questions.get(question_id)
    value = {**of.case.answers, **of.case.asked}.get(question_id)
    if question is None or question.kind != "file" or not isinstance(value, dict) or question_id in of.scope.hidden:
        raise CaseNotFound("There is no such file.")
    return value
