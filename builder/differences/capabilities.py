"""What a service can do to the world: who gets mail, which systems are told, what is personal, how long it is kept."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from builder.differences.words import Words
from builder.merging.flat import flat
from builder.references.addresses import owner
from builder.references.names import whole
from builder.references.shapes import Path
from definitions.nearest import listed
from definitions.reading import layout
from definitions.reading.asked import bare

Document = Mapping[str, Any]

PERSONAL = frozenset(
    ("name", "email", "phone", "address", "postcode", "national-insurance-number", "bank-details", "signature",
     "vehicle-registration", "map-point", "file"),
)  # fmt: skip
"""Kinds of question whose answers tell who somebody is."""


class Capability(NamedTuple):
    """``subject`` is who or what it is about (a recipient, a host, a question), ``words`` a sentence."""

    subject: str
    words: str


@dataclass(frozen=True, slots=True)
class Capabilities:
    mail: tuple[Capability, ...]
    hosts: tuple[Capability, ...]
    personal: tuple[Capability, ...]
    kept: tuple[Capability, ...]


def capabilities(document: Document) -> Capabilities:
    """Of a document of the right shape, with the blocks it uses."""
    document = whole(document)
    words = Words(document, flat(document))
    return Capabilities(
        tuple(_mail(document, words)),
        tuple(_hosts(document, words)),
        tuple(_personal(document, words)),
        tuple(_kept(document)),
    )


def gained(before: Document, after: Document) -> tuple[Capabilities, Capabilities]:
    """What ``after`` can do that ``before`` cannot, and what it no longer can."""
    old, new = capabilities(before), capabilities(after)
    return _less(new, old), _less(old, new)


def _less(one: Capabilities, other: Capabilities) -> Capabilities:
    parts = ((one.mail, other.mail), (one.hosts, other.hosts), (one.personal, other.personal), (one.kept, other.kept))
    return Capabilities(*(tuple(one for one in mine if one not in theirs) for mine, theirs in parts))


def _mail(document: Document, words: Words) -> Iterator[Capability]:
    sent: dict[str, list[str]] = {}
    for path, part in _objects(document):
        for name in ("send", "message", "tell"):
            if isinstance(part.get(name), str) and f"message:{part[name]}" in words.flat:
                sent.setdefault(part[name], []).append(_occasion(document, path, words))
    for message in document.get("messages", ()):
        occasions = list(dict.fromkeys(sent.get(message["id"], ())))
        to, label = _recipient(message["to"], words), words.label(f"message:{message['id']}")
        when = f": at {listed(occasions, 'and')}" if occasions else ", which nothing sends yet"
        yield Capability(to, f"{to} gets “{label}”{when}")
    for path, part in _objects(document):
        if path[-1:] == ("by",) and "address" in part:
            task = words.label(str(owner(document, path)))
            yield Capability(part["address"], f"{part['address']} is asked by email: {task}")


def _recipient(to: Any, words: Words) -> str:
    if isinstance(to, str):
        return "The applicant"
    return f"The role {words.label('role:' + to['role'])}" if "role" in to else str(to.get("address"))


def _hosts(document: Document, words: Words) -> Iterator[Capability]:
    for path, part in _objects(document):
        if isinstance(part.get("url"), str):
            host = urlsplit(part["url"]).hostname or part["url"]
            what = listed(map(words.fact, part.get("send", ())), "and")
            told = f"is told {what}" if what else "is told that it happened"
            yield Capability(host, f"{host} {told}, at {_occasion(document, path, words)}")
    for lookup in document.get("lookups", ()):
        facts = listed([name.replace("_", " ") for name in lookup["gives"]], "and")
        asked = words.condition(lookup["by"]).removesuffix(" is yes")
        yield Capability(lookup["source"], f"The source {lookup['source']} is asked for {facts}, by {asked}")


def _occasion(document: Document, path: Path, words: Words) -> str:
    found = owner(document, path)
    return words.label(str(found)) if found else "corrections"


def _objects(part: Any, path: Path = ()) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """Every object that does something: stories, tables and translations are left out."""
    if isinstance(part, dict):
        yield path, part
        for key, one in part.items():
            if path or key not in ("examples", "translations", "blocks", "tables"):
                yield from _objects(one, (*path, key))
    elif isinstance(part, list):
        for n, one in enumerate(part):
            yield from _objects(one, (*path, n))


def _personal(document: Document, words: Words) -> Iterator[Capability]:
    questions = [q for seat in layout.pages(document) for q in bare(seat.part.get("questions", ()))]
    questions += [q for way in document["workflow"]["transitions"] for q in bare(way.get("ask", ()))]
    for question in questions:
        label = words.label(f"question:{question['id']}")
        if question.get("sensitive"):
            roles = listed([words.label(f"role:{one}") for one in question.get("seen_by", ())], "and") or "nobody"
            yield Capability(question["id"], f"{label} is sensitive, and seen by {roles}")
        elif question["type"] in PERSONAL:
            yield Capability(question["id"], f"{label} tells who somebody is, and is seen by all who see the case")


def _kept(document: Document) -> Iterator[Capability]:
    privacy = document.get("privacy", {})
    if "keep" in privacy:
        words = (
            f"Cases are kept for {privacy['keep']} after they end, on the basis of {privacy.get('basis', 'nothing')}"
        )
        yield Capability("cases", words)
    else:
        yield Capability("cases", "Nothing says how long cases are kept")
    if keep := document.get("applications", {}).get("keep"):
        yield Capability("applications", f"Answers that were not sent are kept for {keep}")
