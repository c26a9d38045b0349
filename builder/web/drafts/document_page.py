"""A draft as its JSON, for editors of text and for other programs: what was taken is what is put back, or nothing."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, current_app, jsonify, request
from flask.typing import ResponseReturnValue

from builder import drafting
from builder.differences import differences
from builder.drafting import Stale, open_draft, tag
from builder.edits.patch import difference
from builder.references import Refused
from definitions.problems import InvalidDefinition
from runtime import drafts
from runtime.web.access_rules import access
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in

pages = Blueprint("build_document", __name__, url_prefix="/build/<service_id>")

TAKE_IT = "Take the document first, and send the ETag that came with it as If-Match."
CHANGED = "The draft has been changed since you took it. Nothing was saved: take it again, and put in what you changed."


@pages.get("/document.json")
@access("author")
def show(service_id: str) -> ResponseReturnValue:
    """The text of the draft to the byte, and its ETag."""
    with current_site().database.read() as session:
        text = open_draft(session, signed_in.viewer().organisation_id, service_id).text
    response = current_app.response_class(text, mimetype="application/json")
    response.set_etag(tag(text))
    return response.make_conditional(request)


@pages.put("/document.json")
@access("author")
def save(service_id: str) -> ResponseReturnValue:
    """Put a text in the place of the one whose ETag is in If-Match. Answers 412 with the difference if that is no
    longer what is there, 422 with every problem if it is no document."""
    viewer, taken = signed_in.viewer(), [*request.if_match.as_set()]
    if len(taken) != 1 or request.if_match.star_tag:
        return _said(428, message=TAKE_IT)
    given: dict[str, Any] = {"taken": taken[0], "by": viewer.person_id, "at": now()}
    try:
        text = request.get_data().decode("utf-8-sig")
        with current_site().database.begin() as session:
            made = drafting.save(session, viewer.organisation_id, service_id, text, **given)
    except UnicodeDecodeError:
        return _said(422, message="The document is not in UTF-8.")
    except InvalidDefinition as bad:
        return _said(422, message=str(bad), problems=[one.as_json() for one in bad.problems])
    except Refused as refused:
        return _said(422, message=str(refused))
    except Stale as stale:
        return _stale(stale)
    response = jsonify(revision=made.draft.revision)
    response.set_etag(tag(made.draft.text))
    return response


def _stale(stale: Stale) -> Response:
    """What is otherwise in what was sent, in words and exactly; and who changed the draft last."""
    with current_site().database.read() as session:
        last = [{"by": one.by, "did": one.words, "at": one.at.isoformat()}
                for one in drafts.changes(session, stale.draft, many=10)]  # fmt: skip
    return _said(
        412,
        tag(stale.draft.text),
        message=CHANGED,
        revision=stale.draft.revision,
        changes=last,
        yours=[f"It {one.words}." for one in differences(stale.document, stale.sent)],
        difference=difference(stale.document, stale.sent),
    )


def _said(status: int, etag: str = "", **facts: Any) -> Response:
    response = jsonify(facts)
    response.status_code = status
    if etag:
        response.set_etag(etag)
    return response
