"""Refusals a person can act on. Anything else is a bug and is left to raise.

Refused                       .code stable, .status for HTTP, .message for people, .facts for whoever shows it
├── ServiceNotFound           404  nothing is published under this name
├── ServiceUnavailable        503  what is stored of it no longer compiles
├── ApplicationNotFound       404  no such link, or its answers were kept as long as promised and are gone
├── ApplicationSent           409  its answers were sent already: .facts["reference"]
├── ApplicationMoved          409  it moved to a newer version of its service meanwhile: look at it again
├── ApplicationIncomplete     422  a question on the route is not answered well: .facts["page"], .facts["problems"]
├── KeyReused                 409  the idempotency key belongs to another submission
├── QueueNotFound             404  there is no such queue, or it is not this person's work
├── ViewNotFound              404  there is no such view of a queue, or it is somebody else's
├── ViewRefused               422  its name is no name, or is taken, or there are as many as anybody may have
├── ExportRefused             422  nobody says why, or there is more than one table may have
├── CaseNotFound              404
├── ActionRefused             409  the workflow says no: .refusal has every reason
│   ├── NotYourRole           403  it would be open, but not to this actor
│   └── BadInputs             422  the action's own questions are not answered well
├── StaleCase                 409  somebody else moved the case first: .facts["events"] are the newer ones
├── AssignmentRefused         409  the case cannot be given to this person or role
├── RunNotFound               404  there is no such bulk run, or it is not for this person to see
├── NothingChosen             422  no case was chosen that this person may work
├── OtherDeed                 409  the run does, or would do, something else than what its reader confirms
├── PriorityRefused           409  it is closed, has that priority, or is in nobody's hands who may say
├── LinkRefused               409  the two cases cannot be linked, merged or divided like that
├── LetterRefused             422  the letter is empty or too long, or nobody could get it
├── NoteRefused               422  the note is empty, or longer than allowed
├── LookupUnavailable         503  the source of a lookup does not answer
├── TableRefused              422  the CSV file cannot be a table of lookups
├── CalendarRefused           422  the council's calendar could not be used, or nobody says why it changes
├── StaleCalendar             409  somebody else has changed the calendar meanwhile
├── DraftNotFound             404  there is no such draft, or it never had that revision
├── DraftExists               409  the organisation has a draft of that service
├── NothingToUndo             409  a draft has nothing to undo, or to do again
├── ReleaseRefused            422  nobody says why, the day is past, or one of its examples fails: .facts["failures"]
├── ApprovalNeeded            403  a second person must look at it first: .facts["reasons"]
├── SameAuthor                403  whoever asked for it cannot be the second person
├── RequestNotFound           404  there is no such request to publish
├── RequestSettled            409  it was answered already, another waits, or another version has gone live since
├── FileRefused               422  the file is too large, or not of a kind that is allowed
├── FileHeld                  409  nobody may open it: not scanned yet, or malware was found in it
└── FileGone                  404  it is no longer there, or not as it was saved
"""

from __future__ import annotations

from typing import ClassVar

from definitions.facts import Refusal


class Refused(Exception):
    """Base of every refusal by :mod:`runtime`."""

    code: ClassVar[str]
    status: ClassVar[int]
    message: str

    def __init__(self, message: str, **facts: object) -> None:
        self.message, self.facts = message, facts
        super().__init__(message)


class ServiceNotFound(Refused):
    code, status = "service-not-found", 404


class ServiceUnavailable(Refused):
    code, status = "service-unavailable", 503


class ApplicationNotFound(Refused):
    code, status = "application-not-found", 404


class ApplicationSent(Refused):
    code, status = "application-sent", 409


class ApplicationMoved(Refused):
    code, status = "application-moved", 409


class ApplicationIncomplete(Refused):
    code, status = "application-incomplete", 422


class KeyReused(Refused):
    code, status = "key-reused", 409


class QueueNotFound(Refused):
    code, status = "queue-not-found", 404


class ViewNotFound(Refused):
    code, status = "view-not-found", 404


class ViewRefused(Refused):
    code, status = "view-refused", 422


class ExportRefused(Refused):
    code, status = "export-refused", 422


class CaseNotFound(Refused):
    code, status = "case-not-found", 404


class ActionRefused(Refused):
    code, status = "action-refused", 409

    def __init__(self, message: str, refusal: Refusal, **facts: object) -> None:
        self.refusal = refusal
        super().__init__(message, **facts)


class NotYourRole(ActionRefused):
    code, status = "not-your-role", 403


class BadInputs(ActionRefused):
    code, status = "bad-inputs", 422


class CorrectionRefused(ActionRefused):
    code, status = "correction-refused", 422


class StaleCase(Refused):
    code, status = "stale-case", 409


class AssignmentRefused(Refused):
    code, status = "assignment-refused", 409


class RunNotFound(Refused):
    code, status = "run-not-found", 404


class NothingChosen(Refused):
    code, status = "nothing-chosen", 422


class OtherDeed(Refused):
    code, status = "other-deed", 409


class PriorityRefused(Refused):
    code, status = "priority-refused", 409


class LinkRefused(Refused):
    code, status = "link-refused", 409


class LetterRefused(Refused):
    code, status = "letter-refused", 422


class NoteRefused(Refused):
    code, status = "note-refused", 422


class LookupUnavailable(Refused):
    code, status = "lookup-unavailable", 503


class TableRefused(Refused):
    code, status = "table-refused", 422


class CalendarRefused(Refused):
    code, status = "calendar-refused", 422


class StaleCalendar(Refused):
    code, status = "stale-calendar", 409


class DraftNotFound(Refused):
    code, status = "draft-not-found", 404


class DraftExists(Refused):
    code, status = "draft-exists", 409


class NothingToUndo(Refused):
    code, status = "nothing-to-undo", 409


class ReleaseRefused(Refused):
    code, status = "release-refused", 422


class ApprovalNeeded(Refused):
    code, status = "approval-needed", 403


class SameAuthor(Refused):
    code, status = "same-author", 403


class RequestNotFound(Refused):
    code, status = "request-not-found", 404


class RequestSettled(Refused):
    code, status = "request-settled", 409


class FileRefused(Refused):
    code, status = "file-refused", 422


class FileHeld(Refused):
    code, status = "file-held", 409


class FileGone(Refused):
    code, status = "file-gone", 404


def refused(refusal: Refusal) -> ActionRefused:
    """The error for an engine's refusal: 403 when only the role is wrong, 422 when only the inputs are, else 409."""
    codes = {reason.code for reason in refusal.reasons}
    kind = NotYourRole if codes == {"role"} else BadInputs if codes == {"input"} else ActionRefused
    return kind(" ".join(reason.staff for reason in refusal.reasons), refusal)
