"""Where what people answer can go: addresses, web addresses, roles, sources; and which of that a change adds or moves.

A second person looks at every such change before it goes live, whoever asks for it and wherever it stands: by what the
document says, and by nothing that its author could leave out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple
from urllib.parse import urlsplit

Document = Mapping[str, Any]

APPLICANT = "applicant"
_NOT_DONE = ("examples", "translations", "tables")
"""Parts of a document that send nothing."""


class Destination(NamedTuple):
    """``kind``: email, url, role, source or applicant. ``subject`` which one, ``words`` a sentence about the change."""

    kind: str
    subject: str
    words: str


def moved(before: Document | None, after: Document) -> tuple[Destination, ...]:
    """What ``after`` adds or changes of where answers go, each once. ``before`` is the live document, None where
    nothing is live yet: then only what leaves the house is told, for roles and sources are the installation's own."""
    was = Sent(before) if before is not None else Sent({})
    now = Sent(after)
    found = [*_outside(was, now)]
    if before is not None:
        found += _inside(was, now)
        found += _rerouted(was, now)
    return tuple(dict.fromkeys(found))


class Sent:
    """Everything that a document can send, by where it goes."""

    def __init__(self, document: Document) -> None:
        self.emails: dict[str, None] = {}
        self.urls: dict[str, dict[str, None]] = {}
        self.applicant = document.get("applicant", {}).get("email")
        self.messages = {one["id"]: one["to"] for one in document.get("messages", ())}
        self.subjects = {one["id"]: one["subject"] for one in document.get("messages", ())}
        self.labels = {one["id"]: one["label"] for one in document.get("roles", ())}
        self.sources = {one["source"]: None for one in document.get("lookups", ())}
        for part in _objects({key: one for key, one in document.items() if key not in _NOT_DONE}):
            address, url = part.get("address"), part.get("url")
            if isinstance(address, str) and "@" in address:
                self.emails[address.strip().casefold()] = None
            if isinstance(url, str):
                told = part.get("send", ())
                self.urls.setdefault(url, {}).update(dict.fromkeys(str(one) for one in told))

    def named(self, to: Any) -> str:
        """Whom an email goes to, as people say it."""
        kind, subject = _recipient(to)
        if kind == "role":
            label = self.labels.get(subject)
            return f"the role {label if isinstance(label, str) else subject}"
        return "the applicant" if kind == APPLICANT else subject

    def called(self, message: str) -> str:
        subject = self.subjects[message]
        return f"“{subject}”" if isinstance(subject, str) else message

    @property
    def roles(self) -> dict[str, None]:
        return {to["role"]: None for to in self.messages.values() if isinstance(to, dict) and "role" in to}


def _outside(was: Sent, now: Sent) -> Iterator[Destination]:
    for address in now.emails:
        if address not in was.emails:
            yield Destination("email", address, f"Email goes to {address}")
    for url, told in now.urls.items():
        host = urlsplit(url).hostname or url
        if url not in was.urls:
            yield Destination("url", url, f"Cases are told to {host}, at {url}")
        elif more := [one for one in told if one not in was.urls[url]]:
            yield Destination("url", url, f"More is told to {host} than before: {', '.join(more)}")


def _inside(was: Sent, now: Sent) -> Iterator[Destination]:
    for role in now.roles:
        if role not in was.roles:
            yield Destination("role", role, f"Email goes to {now.named({'role': role})}")
    for source in now.sources:
        if source not in was.sources:
            yield Destination("source", source, f"The source {source} is asked")


def _rerouted(was: Sent, now: Sent) -> Iterator[Destination]:
    """What went to somebody already, and goes to somebody else from now on."""
    for message, to in now.messages.items():
        old = was.messages.get(message, to)
        if old != to:
            kind, subject = _recipient(to)
            words = f"The email {now.called(message)} goes to {now.named(to)} instead of {was.named(old)}"
            yield Destination(kind, subject, words)
    if was.applicant and now.applicant and was.applicant != now.applicant:
        words = f"Email to the applicant goes to what {now.applicant} says, not {was.applicant}"
        yield Destination(APPLICANT, APPLICANT, words)


def _recipient(to: Any) -> tuple[str, str]:
    if isinstance(to, str):
        return APPLICANT, to
    return ("role", to["role"]) if "role" in to else ("email", str(to["address"]))


def _objects(part: Any) -> Iterator[Mapping[str, Any]]:
    if isinstance(part, dict):
        yield part
        for one in part.values():
            yield from _objects(one)
    elif isinstance(part, list):
        for one in part:
            yield from _objects(one)
