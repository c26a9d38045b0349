"""Files that applicants and colleagues sent with a case: saved to disk by those who may see the case, never opened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from definitions.questions.sniff import ENDINGS
from definitions.tasks.fold import said_in
from runtime import files
from runtime.errors import CaseNotFound
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in
from runtime.web.staff.opened import Opened, opened

pages = Blueprint("downloads", __name__, url_prefix="/staff/cases/<reference>/files")


@pages.get("/<uuid:file_id>")
@access("staff")
def fetch(reference: str, file_id: UUID) -> ResponseReturnValue:
    """A file among the case's answers, under a name of ours: as an attachment, which no browser runs or guesses at."""
    site = current_site()
    with site.database.begin() as session:
        of = opened(session, reference, signed_in.viewer(), now(), even_broken=True)
        question_id, number, file = _file(of, str(file_id))
        files.openable(session, file["id"])
        of.looked(session, of.in_sight & {question_id})
    response = Response(files.read(site.database, file["id"]), mimetype=file["type"])
    ending = next((ending for ending, kind in ENDINGS.items() if kind == file["type"]), "bin")
    called = question_id.replace("_", "-").replace(".", "-")
    name = f"{of.case.reference}-{called}{f'-{number}' if number > 1 else ''}.{ending}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response


def _file(of: Opened, file_id: str) -> tuple[str, int, Mapping[str, Any]]:
    """The question that this file answers, its number among that question's files, and its description.

    Raises:
        CaseNotFound: there is no such file, or not for this person.
    """
    numbers, answers = Counter[str](), {**of.case.answers, **of.case.asked, **said_in(of.case)}
    for question_id, file in files.answering(answers, of.scope.hidden):
        numbers[question_id] += 1
        if file["id"] == file_id:
            return question_id, numbers[question_id], file
    raise CaseNotFound("There is no such file.")
