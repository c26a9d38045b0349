"""What letters about a case have in common: whom they go to, their foot, the link, and whose words they repeat."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache, partial

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape
from sqlalchemy.orm import Session

from definitions.calendars import Moment
from definitions.facts import Actor, Case
from definitions.form import Value
from definitions.items import told
from definitions.scope import Scope
from definitions.service import Service
from definitions.step import case_names
from definitions.words import direction, words
from runtime import mail
from runtime.config import Settings
from runtime.crypto import keys
from runtime.db import Database
from runtime.mail import Letter
from runtime.outcomes import Call, NotNeeded, Promised

FREE_TEXT = frozenset({"text", "name", "address", "file", "signature", "bank-details"})
"""Kinds of question whose answers can say anything at all."""

PLAIN = frozenset({"integer", "decimal", "boolean", "timestamp"})
"""Types of values that cannot."""

_templates = Environment(
    loader=PackageLoader("templates", ""), autoescape=select_autoescape(["html"]), undefined=StrictUndefined,
    trim_blocks=True, lstrip_blocks=True,
)  # fmt: skip


class Unverified(Scope):
    """For a letter to an address that anybody may have typed and nobody has verified: it repeats no free text, so that
    a form cannot be made to carry a stranger's words. A number in a form that the document prescribes is no words.
    """

    __slots__ = ()

    def shown(self, dotted: str) -> str:
        value, first = Scope.shown(self, dotted), dotted.partition(".")[0]
        if not value or self.service is None or first not in applicants_words(self.service):
            return value
        question = self.service.questions.get(first)
        if question and "pattern" in question.settings and not any(letter.isalpha() for letter in value):
            return value
        return words(self.language)("letter.as-you-wrote")


@lru_cache(maxsize=64)
def applicants_words(service: Service) -> frozenset[str]:
    """Names of an applicant's own words: answers to questions of the form, and of what applicants are asked later, and
    whatever a value or a decision makes of them that is not a number, a date or a yes.
    """
    theirs = {q.id for t in service.workflow.transitions if "applicant" in t.by for q in t.ask}
    ours = service.asked - theirs
    found = {q.id for q in service.questions.values() if q.kind in FREE_TEXT and q.id not in ours}
    for item in service.form.derived:
        says = [item.value] if isinstance(item, Value) else [e for rule in item.rules for e in rule.outputs.values()]
        if any(e.type.name not in PLAIN and found & told(service.form, e.names) for e in says):
            found.add(item.id)
    return frozenset(found)


def unasked(cause: Actor) -> bool:
    """Whether no member of staff stands behind a letter, so that whoever typed an address could make us send it."""
    return cause.kind != "staff"


def scope_of(promised: Promised, *, guarded: bool) -> Scope:
    """What the texts of a letter are put into, in the applicant's language."""
    moment = Moment(promised.at, promised.service.calendar)
    names = case_names(promised.service, promised.case, moment)
    kind = Unverified if guarded else Scope
    return kind(promised.service, names, moment, promised.case.language)


def to_applicant(session: Session, promised: Promised, subject: str, body: str) -> Call | NotNeeded:
    """A letter to the applicant, with the link to its progress; not needed where they gave no address."""
    letter = drafted(session, promised, subject, body)
    if letter is None:
        given = applicants_address(promised.service, promised.case)
        return NotNeeded(f"not sent: {'the address given cannot be written to' if given else 'no address given'}")
    return call([letter], promised, unasked_address=letter.to if unasked(promised.cause.actor) else None)


def drafted(session: Session, promised: Promised, subject: str, body: str) -> Letter | None:
    """The letter to the applicant; None where there is no address that can be written to."""
    try:
        address = mail.fit_address(applicants_address(promised.service, promised.case))
    except mail.UnfitAddress:
        return None
    settings: Settings = session.info["settings"]
    link = f"{settings.base_url.rstrip('/')}/track/{keys(session).track_token(promised.case_id)}"
    return written(promised, address, subject, body, settings, link=link)


def applicants_address(service: Service, case: Case) -> str:
    """Where the applicant asked to be written to; "" for nowhere."""
    question = service.applicant.email
    return str(case.answers.get(question) or "") if question else ""


def call(letters: list[Letter], promised: Promised, *, unasked_address: str | None = None) -> Call:
    return Call("mail", partial(_send, letters, promised), unasked_address)


def written(
    promised: Promised, address: str, subject: str, body: str, settings: Settings, *, link: str = "", nth: int = 0
) -> Letter:
    """A letter with its foot, as text and as simple HTML. ``nth`` tells apart the copies of one effect."""
    language = promised.case.language if link else promised.service.languages[0]
    facts = {
        "subject": subject, "paragraphs": [part.splitlines() for part in body.strip().split("\n\n") if part.strip()],
        "say": words(language), "language": language, "direction": direction, "council": settings.council, "link": link,
        "reference": promised.case.reference,
    }  # fmt: skip
    return Letter(
        key=f"{promised.key}.{nth}" if nth else promised.key, to=address, subject=subject, language=language,
        body=_templates.get_template("mail/letter.txt").render(facts),
        html=_templates.get_template("mail/letter.html").render(facts),
    )  # fmt: skip


def plain_letter(
    key: str, to: str, subject: str, paragraphs: Sequence[str], reference: str, settings: Settings
) -> Letter:
    """A letter in our own words to a colleague."""
    facts = {
        "subject": subject, "paragraphs": [[line] for line in paragraphs], "say": words("en"), "language": "en",
        "direction": direction, "council": settings.council, "link": "", "reference": reference,
    }  # fmt: skip
    body, html = (_templates.get_template(f"mail/letter.{ending}").render(facts) for ending in ("txt", "html"))
    return Letter(key=key, to=to, subject=subject, body=body, html=html, language="en")


def _send(letters: list[Letter], promised: Promised, database: Database) -> str:
    for letter in letters:
        mail.deliver(letter, database, promised.at)
    return "sent" if len(letters) == 1 else f"sent to {len(letters)} people"
