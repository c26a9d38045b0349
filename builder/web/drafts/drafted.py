"""The draft that a page is about, and the answer to whatever an author does to it."""

from __future__ import annotations

from flask import flash, redirect, request
from flask.typing import ResponseReturnValue

from builder import drafting
from builder.drafting import Conflicting, open_draft
from builder.edits import Edit
from builder.references import Refused
from builder.web.drafts import refusals
from builder.web.painting.work import Work
from runtime import drafts
from runtime.drafts.keeping import change_at
from runtime.web.site import current_site, now
from runtime.web.staff import signed_in


def opened(service_id: str) -> Work:
    """The draft that the address names, as it is now; and that this person is in it, at the element ``at`` names.

    Raises:
        DraftNotFound: the person's organisation has no such service.
    """
    viewer, at = signed_in.viewer(), now()
    with current_site().database.begin() as session:
        found = open_draft(session, viewer.organisation_id, service_id)
        draft = found.draft
        if draft is None:
            return Work(found, viewer, at)
        drafts.seen(session, draft.id, viewer.person_id, request.args.get("at", ""), at=at)
        others = drafts.present(session, draft.id, but=viewer.person_id, at=at)
        undo, redo = (change_at(session, draft, revision) for revision in (draft.undo, draft.redo))
    said = {name: one.words if one else "" for name, one in (("undo", undo), ("redo", redo))}
    return Work(found, viewer, at, **said, others=tuple(others))


def done(work: Work, edit: Edit | None, *, back: str, words: str = "") -> ResponseReturnValue:
    """Do an edit on top of the revision that the sent form was made for, and lead ``back``. None changes nothing.

    What cannot be done answers 422 and says why and where; what cannot be beside others' changes, 409 with both sides.
    """
    if edit is None:
        return redirect(back, 303)
    database = current_site().database
    try:
        with database.begin() as session:
            base, by = sent_revision(), work.viewer.person_id
            made = drafting.change(
                session, work.viewer.organisation_id, work.id, edit, base=base, by=by, at=now(), words=words
            )
    except Refused as refused:
        return refusals.refused(work, refused, back)
    except Conflicting as conflict:
        return refusals.conflicting(opened(work.id), conflict, back)
    if made.words:
        flash(f"{made.words}.", "done")
    return redirect(back, 303)


def sent_revision() -> int | None:
    """The revision that the sent form was made for. A page that saves by itself says it twice: the later one counts.
    Revision 0 is what is live, with which the draft begins as revision 1."""
    sent = [int(one) for one in request.form.getlist("revision") if one.isdecimal() and len(one) < 10]
    return max((1, *sent)) if sent else None
