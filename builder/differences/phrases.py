"""Words for one change: of what is new, gone, or otherwise than it was."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from builder.differences.words import Words, joined, kind_word, plain
from builder.merging.flat import marks
from builder.references.shapes import Own, branch
from definitions.schema import schema
from definitions.types import ABSENT

MOST = 5
"""The most keys of translations that are named."""


def added(address: str, part: Any, home: str, now: Words) -> str:
    """What is new."""
    kind, label, where = kind_word(address), now.label(address), now.label(home)
    match address.partition(":")[0]:
        case "question":
            whom = _when(part, now.flat.get(home), now)
            return f"asks a new question, {label}{f', {whom}' if whom else f', on {where}'}"
        case "option":
            return f"offers a new choice, {label}, for {where}"
        case "transition":
            ways = f" from {joined(now.label(f'state:{one}') for one in part['from'])}"
            to = f" to {now.label('state:' + part['to'])}" if "to" in part else ""
            return f"has a new action, {label},{ways}{to}, done by {now.value(part['by'], schema()['$defs']['actors'])}"
        case "message":
            return f"has a new email, {label}, to {now.value(part['to'], None).strip('“”')}"
    return f"has a new {kind}, {label}{f', in {where}' if home else ''}"


def _when(part: Any, above: Any, now: Words) -> str:
    """Of whom a new question is asked, by its own condition or its page's."""
    sources = [one["when"] for one in (part, above) if isinstance(one, dict) and "when" in one]
    return now.people(sources[0]) if len(sources) == 1 else joined(map(now.people, sources))


def removed(address: str, was: Words) -> str:
    label = was.label(address)
    match address.partition(":")[0]:
        case "question":
            return f"no longer asks {label}"
        case "option":
            return f"no longer offers the choice {label}"
    return f"no longer has the {kind_word(address)} {label}"


def changed(address: str, name: str, old: Any, new: Any, was: Words, now: Words, own: Own | None) -> Iterator[str]:
    """What is otherwise than it was: one sentence, or one for each of several parts."""
    label = now.label(address)
    if marks(old if isinstance(old, list) else []) or marks(new if isinstance(new, list) else []):
        yield from _reordered(address, name, old, new, now)
        return
    if name == "translations":
        sides = (one if isinstance(one, dict) else {} for one in (old, new))
        yield from _translated(*sides)
        return
    fitting = _FITTING.get((address.partition(":")[0], name)) or _FITTING.get(("", name))
    both = old is not ABSENT and new is not ABSENT
    if fitting and both:
        yield fitting(label, was.value(old, own), now.value(new, own))
    elif name == "when":
        yield _condition(address, label, old, new, was, now)
    elif both and isinstance(old, list) and isinstance(new, list):
        yield from _listed(label, name, old, new, was, now, own)
    elif both and isinstance(old, dict) and isinstance(new, dict):
        yield from _inner(address, f"{label}: {plain(name)}" if address else plain(name), old, new, was, now, own)
    else:
        yield _plainly(f"{kind_word(address)} {label}" if address else label, plain(name), old, new, was, now, own)


def _plainly(whole: str, name: str, old: Any, new: Any, was: Words, now: Words, own: Own | None) -> str:
    if old is ABSENT:
        return f"says for {whole}: {name} is {now.value(new, own)}"
    if new is ABSENT:
        return f"no longer says for {whole} that {name} is {was.value(old, own)}"
    return f"says for {whole}: {name} is {now.value(new, own)} instead of {was.value(old, own)}"


def _condition(address: str, label: str, old: Any, new: Any, was: Words, now: Words) -> str:
    verbs = {"question": "asks", "page": "shows", "section": "asks", "option": "offers"}
    verb = verbs.get(address.partition(":")[0], "has")
    if new is ABSENT:
        return f"{verb} {label} always, not only {was.people(old)}"
    after = f"{verb} {label} only {now.people(new)}"
    return after if old is ABSENT else f"{after}, not {was.people(old)}"


def _reordered(address: str, name: str, old: Any, new: Any, now: Words) -> Iterator[str]:
    """The order of elements. What came and went is told by itself."""
    before, after = (one if isinstance(one, list) else [] for one in (old, new))
    shared = [one for one in before if one in after]
    what = f"{plain(name)} of {now.label(address)}" if address else plain(name)
    if [one for one in after if one in before] != shared:
        yield f"has the {what} in another order: {joined(now.value(one, None) for one in after)}"


def _translated(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[str]:
    """How many texts of each language are new, gone or otherwise, and which, as far as anybody reads on."""
    for language in dict.fromkeys((*old, *new)):
        one, two = old.get(language, {}), new.get(language, {})
        keys = [key for key in dict.fromkeys((*one, *two)) if one.get(key) != two.get(key)]
        if keys:
            more = f" and {len(keys) - MOST} more" if len(keys) > MOST else ""
            named = {"cy": "Welsh", "en": "English"}.get(language, language)
            yield f"has other {named} for {', '.join(keys[:MOST])}{more}"
    if list(old) != list(new) or any(list(old[name]) != list(new[name]) for name in old if old[name] == new.get(name)):
        yield "has its translations in another order"


def _listed(
    label: str, name: str, old: list[Any], new: list[Any], was: Words, now: Words, own: Own | None
) -> Iterator[str]:
    items = branch(new, own).items if own is not None else None
    known, wanted = [json.dumps(one) for one in old], [json.dumps(one) for one in new]
    came = [one for one, key in zip(new, wanted, strict=True) if key not in known]
    went = [one for one, key in zip(old, known, strict=True) if key not in wanted]
    what = f"{label}: {plain(name)}"
    if came:
        yield f"has for {what} also {joined(now.value(one, items) for one in came)}"
    if went:
        yield f"no longer has for {what} {joined(was.value(one, items) for one in went)}"
    if not came and not went:
        yield f"has for {what} another order: {joined(now.value(one, items) for one in new)}"


def _inner(
    address: str, what: str, old: Mapping[str, Any], new: Mapping[str, Any], was: Words, now: Words, own: Own | None
) -> Iterator[str]:
    """An object within an element, property by property."""
    shape = branch(new, own) if own is not None else None
    told = False
    for name in dict.fromkeys((*old, *new)):
        one, two = old.get(name, ABSENT), new.get(name, ABSENT)
        if one is two or json.dumps(one, default=str) == json.dumps(two, default=str):
            continue
        told = True
        below = (shape.properties.get(name) or shape.others) if shape else None
        if isinstance(one, list) and isinstance(two, list) and marks([*one, *two]):
            yield from _reordered(address, f"{name}", one, two, now)
        elif isinstance(one, dict) and isinstance(two, dict):
            yield from _inner(address, f"{what}: {plain(name)}", one, two, was, now, below)
        else:
            yield _plainly(what, plain(name), one, two, was, now, below)
    if not told:
        yield f"has the parts of {what} in another order"


Phrase = Callable[[str, str, str], str]
_FITTING: Mapping[tuple[str, str], Phrase] = {
    ("", "label"): lambda label, old, new: f"says {new} instead of {old}",
    ("", "title"): lambda label, old, new: f"says {new} instead of {old}",
    ("state", "public"): lambda label, old, new: f"tells applicants of {label} {new} instead of {old}",
    ("message", "body"): lambda label, old, new: f"writes in the email {label} {new} instead of {old}",
    ("message", "subject"): lambda label, old, new: f"calls an email {new} instead of {old}",
    ("message", "to"): lambda label, old, new: f"sends the email {label} to {new} instead of {old}",
    ("transition", "after"): lambda label, old, new: f"does {label} after {new} instead of {old}",
    ("transition", "to"): lambda label, old, new: f"has {label} lead to {new} instead of {old}",
    ("clock", "length"): lambda label, old, new: f"promises {label} within {new} instead of {old}",
    ("question", "type"): lambda label, old, new: f"asks {label} as {plain(new)} instead of {plain(old)}",
}
