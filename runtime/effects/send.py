"""The effect ``send``: a message of the service, to the applicant, to everybody with a role, or to one address."""

from __future__ import annotations

from sqlalchemy.orm import Session

from definitions.text import one_line
from definitions.workflow import Message
from runtime import mail, people
from runtime.effects import letters
from runtime.outcomes import Call, CannotDo, NotNeeded, Promised


def send(session: Session, promised: Promised) -> Call | NotNeeded:
    """
    Raises:
        CannotDo: nobody has the role it is for, or the document's address cannot be written to.
    """
    message = promised.service.message(promised.what["message"])
    subject, body = worded(promised)
    if message.to == "applicant":
        return letters.to_applicant(session, promised, subject, body)
    settings = session.info["settings"]
    return letters.call(
        [
            letters.written(promised, address, subject, body, settings, nth=nth)
            for nth, address in enumerate(_addresses(session, promised, message))
        ],
        promised,
    )


def worded(promised: Promised) -> tuple[str, str]:
    """The subject and the body, without a letter's foot."""
    message = promised.service.message(promised.what["message"])
    to_applicant = message.to == "applicant"
    scope = letters.scope_of(promised, guarded=to_applicant and letters.unasked(promised.cause.actor))
    if not to_applicant:
        scope = scope.in_language(promised.service.languages[0])
    return one_line(message.subject.render(scope)), message.body.render(scope)


def _addresses(session: Session, promised: Promised, message: Message) -> list[str]:
    if message.role is not None:
        found = people.addresses(session, promised.case_id, message.role)
        if not found:
            raise CannotDo(f"Nobody has the role {message.role}, so nobody was told. Give the role to a team.")
        return list(found)
    try:
        return [mail.fit_address(message.address or "")]
    except mail.UnfitAddress as error:
        raise CannotDo(f"The message {message.id} names an address that cannot be written to") from error
