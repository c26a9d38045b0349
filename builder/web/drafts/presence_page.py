"""Who else is in a draft, and what they changed since a page was painted: asked by the page itself, now and then."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import Blueprint, request
from flask.typing import ResponseReturnValue

from builder.web.drafts.drafted import opened
from builder.web.drafts.steps_page import local
from builder.web.painting import paint
from builder.web.painting.work import Work
from runtime import drafts
from runtime.drafts import Change
from runtime.web.access_rules import access
from runtime.web.site import current_site

pages = Blueprint("build_presence", __name__, url_prefix="/build/<service_id>")

MOST = 50


@pages.get("/presence")
@access("author", by_itself=True)
def show(service_id: str) -> ResponseReturnValue:
    """The line in the head of each page. Whoever has left their page open keeps being there, and no session open."""
    work = opened(service_id)
    sent = request.args.get("revision", "")
    seen = int(sent) if sent.isdecimal() and len(sent) < 10 else work.revision
    page = urlsplit(request.headers.get("HX-Current-URL", ""))
    back = local(f"{page.path}{'?' if page.query else ''}{page.query}", service_id)
    gone = seen > work.revision
    overtaken = {"news": [] if gone else _since(work, seen), "gone": gone, "back": back}
    return paint("build/others.html", work=work, overtaken=overtaken)


def _since(work: Work, seen: int) -> list[Change]:
    """What others have done after a revision, the newest first. What was begun from what is live is revision 1."""
    if work.opened.draft is None or work.revision <= max(seen, 1):
        return []
    with current_site().database.read() as session:
        made = drafts.changes(session, work.opened.draft, many=min(work.revision - max(seen, 1), MOST))
    return [one for one in made if one.person_id != work.viewer.person_id]
