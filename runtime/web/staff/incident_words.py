"""What went wrong in words: what it is, what it is about, whose it is, and what it means for the applicant."""

from __future__ import annotations

from definitions.questions.kind import in_language
from definitions.service import Service
from runtime.incidents import GLASS, Group, Incident
from runtime.web.staff.answers_shown import named

WHAT = {
    "send": "An e-mail was not sent",
    "bounced": "An e-mail came back",
    "acknowledge": "The e-mail to say it was received was not sent",
    "webhook": "Another system was not told",
    "timer": "Something that should happen by itself did not",
    "lookup": "A fact could not be looked up",
    "infected": "A virus was found in a file",
    "assignment": "Nobody can be given this case",
    "unscannable": "A file could not be checked for viruses",
    "return-letter": "A link to come back was not sent",
    GLASS: "A case was opened in an emergency",
}
MEANS = {
    "acknowledge": "They have not heard from us by e-mail. They saw their reference when they sent it.",
    "webhook": "What depends on the other system may be late. They have not been told.",
    "timer": "The case stays where it is, and what was promised next may be late.",
    "lookup": "The case is held until the source answers. They see that we have it.",
    "assignment": "Nobody works on it until somebody takes it.",
    "infected": "Nobody can open the file. Ask them for another copy.",
    "unscannable": "Nobody can open the file until it has been checked.",
    "return-letter": "They cannot come back by e-mail to what they saved. Nothing that they saved is lost.",
    GLASS: "Somebody who does not work on it has seen their case.",
}

_UNHEARD = "They have not been told, and may be waiting to hear from us."
_INTERNAL = "A colleague or another office was not told. The applicant is not waiting for this e-mail."


def what(kind: str) -> str:
    return WHAT.get(kind, named(kind))


def means(one: Incident | Group, service: Service | None) -> str:
    """What it means for the applicant."""
    if one.kind not in ("send", "bounced"):
        return MEANS.get(one.kind, "")
    message = next((m for m in service.messages if m.id == one.about), None) if service else None
    return _INTERNAL if message and message.to != "applicant" else _UNHEARD


def about(one: Incident | Group, service: Service | None) -> str:
    """The subject of the mail, the label of the timer's transition, or what it is about as it stands."""
    if service and one.kind in ("send", "bounced"):
        subjects = (m.subject for m in service.messages if m.id == one.about)
        return next((f"“{in_language(subject, service.languages[0])}”" for subject in subjects), "")
    if service and one.kind == "timer" and (transition := service.workflow.transition(one.about)):
        return in_language(transition.label, service.languages[0])
    if service and one.kind == "assignment" and (queue := service.queue(one.about)):
        return in_language(queue.label, service.languages[0])
    if one.kind == "lookup":
        return named(one.about)
    return one.about if one.kind in ("timer", "webhook") else ""


def owner(one: Incident | Group, service: Service | None) -> str:
    if not one.owner:
        return "Anybody who works on it"
    labels = (role.label for role in service.roles if role.id == one.owner) if service else iter(())
    return next((in_language(label, service.languages[0]) for label in labels if service), named(one.owner))


def title(service: Service | None, service_id: str) -> str:
    return in_language(service.title, service.languages[0]) if service else named(service_id)
