"""What no public service may ask, in a question or in any text: whoever has it can take somebody's money or name."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import re2

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.problems import pointer
from definitions.reading.asked import choices

SECRETS = {
    "a payment card's number": (
        r"\b(credit|debit|bank|payment|visa|master ?card|amex)[ _-]*cards?[ _-]*(number|no\b|details)",
        r"\b(16|sixteen)[ -]digits?( number)? (on|of|across|from) (the front of )?(your|the) ([a-z]+ )?card\b",
        r"\bcard[ _-]*pan\b|\bexpir(y|ation) date (on|of) (your|the) (credit|debit|bank|payment) card",
        r"^(your |the |enter (your |the )?|what is (your |the )?)?(long |16[- ]digit )?card[ _-]*(number|details)",
        r"\b(long (card )?number|number) (on|across) (the front of )?(your|the) (credit |debit |bank |payment )?card",
        r"\blong one (on|across) (the front of )?(your|the) (credit |debit |bank |payment )?card",
        r"\bcard('s)? expiry|\brhif (y |eich )?cerdyn (credyd|debyd|banc)",
    ),
    "a payment card's security code": (
        r"\b(cvv|cvc|csc|cv2|cid)2?\b|\bcard (security|verification) (code|number|value)",
        r"\b(three|3|four|4)[ -](digits?|digit (security )?(code|number)) (on|from) (the )?(back|front|reverse)",
        r"\bsecurity code (on|from) (the|your) (back|card|reverse)|\bcod diogelwch (y |eich )?cerdyn",
    ),
    "a password": (
        r"\bpass(-?word|[ -]?code|[ -]?phrase)s?\b|\bpass words?([^a-z]*$| (for|to|of) (your|the|this|my|an?)\b)",
        r"\bmemorable (word|information)\b|\bcyfrin(air|eiriau)\b",
        r"\bsecret (word|answer)s?\b",
        r"\b(online |internet |telephone )?bank(ing)?( account)?('s)? (log|sign)[ -]?(in|on)\b",
    ),
    "a PIN": (
        r"(?-i:\bPIN\b)|(\b|_)(card|bank|phone)[ _-]pin\b|\bpin[ _](number|code)\b",
        r"\bpersonal identification number\b|\brhif pin\b",
    ),
    "a mother's maiden name": (
        r"\bmother['’]?s?['’]?[ _-]*(maiden|birth|family)[ _-](sur)?name|\bmaiden name of (your|their) mother",
        r"\bmother['’]?s? (sur)?name (before|at) (she|her) (was )?(married|marriage|birth)",
        r"\benw morwynol (eich|ei|dy) (mam|fam)",
    ),
}

_FORBIDDEN = {what: re2.compile(f"(?im){'|'.join(patterns)}") for what, patterns in SECRETS.items()}
_ANY = re2.compile("|".join(f"(?im:{'|'.join(patterns)})" for patterns in SECRETS.values()))
_WARNING = re2.compile(
    r"(?i)\b(do not|don['’]t|never|will not|won['’]t) (ever )?"
    r"(tell|give|send|share|enter|type|write|include|put|ask)|\b(peidiwch|byth)\b"
)
_ASKING = re2.compile(
    r"(?i)\b(enter|type|send|give|tell|reply with|provide|confirm|email|text|write|rhowch|nodwch|anfonwch|dywedwch)\b"
)
_CLAUSES = re.compile(r"[.;:!?()\n]+")
_SPACED = re.compile(r"\b(?:[A-Za-z][ .·_-]){2,}[A-Za-z]\b")
_LOOKALIKE = str.maketrans(
    "абвеіјкмнорсѕтухԁԛԝАВЕІЈКМНОРСЅТУХαεικνορτυχΑΒΕΙΚΜΝΟΡΤΥΧıɑ",
    "a6beijkmhopcstyxdqwABEIJKMHOPCSTYXaeikvoptuxABEIKMNOPTYXia",
)
_TEXTS = ("text", "body", "subject", "help", "summary", "after_submission", "message")
"""Properties that hold what people read, besides what questions are called."""


@check("question.secret", "error", "Fraudsters ask for this, and people must learn that we never do.")
def secret(facts: Facts) -> Found:
    for at, words in _suspect(_asked(facts)):
        for what, pattern in _FORBIDDEN.items():
            if any(pattern.search(part) and not _warned(at, part) for part in _parts(at, words)):
                yield at, f"this asks for {what}, which no public service may: take it out"


@check("text.secret", "error", "Fraudsters ask for this, and people must learn that we never do.")
def told_to_send_a_secret(facts: Facts) -> Found:
    for at, words in _suspect(_said(facts)):
        for what, pattern in _FORBIDDEN.items():
            clauses = _CLAUSES.split(words)
            if any(pattern.search(one) and _ASKING.search(one) and not _WARNING.search(one) for one in clauses):
                yield at, f"this tells people to give {what}, which no public service may ask for: take it out"


def _suspect(said: Iterable[tuple[str, str]]) -> Sequence[tuple[str, str]]:
    """All of it as it looks, if anything in it may be what nobody may ask."""
    plain = [(at, _plain(words)) for at, words in said]
    return plain if _ANY.search("\n".join(words for _, words in plain)) else ()


def _plain(words: str) -> str:
    """Words as they look: no letters of another alphabet, nothing that cannot be seen, none spread out."""
    if not words.isascii():
        apart = unicodedata.normalize("NFKD", words)
        seen = (one for one in apart if unicodedata.category(one) not in ("Mn", "Cf"))
        words = "".join("-" if unicodedata.category(one) == "Pd" else one for one in seen).translate(_LOOKALIKE)
    return _SPACED.sub(lambda found: re.sub(r"[ .·_-]", "", found[0]), words)


def _parts(at: str, words: str) -> Sequence[str]:
    """A hint clause by clause: one may warn, and the next one ask. Whatever else a question says asks."""
    return _CLAUSES.split(words) if _hints(at) else (words,)


def _warned(at: str, part: str) -> bool:
    return _hints(at) and _WARNING.search(part) is not None


def _hints(at: str) -> bool:
    return "/hint" in at or ".hint/text" in at


def _asked(facts: Facts) -> Iterator[tuple[str, str]]:
    for question in facts.questions:
        if not facts.without("questions for secrets", question.part, _asks):
            yield from _of_question(question.part, question.at)
    for page in facts.pages:
        if page.part.get("questions"):
            yield from _wordings(f"{page.at}/title", page.part["title"])
    yield from ((at, words) for at, key, words in _translated(facts) if key.endswith((".label", ".title", ".hint")))


def _asks(question: Mapping[str, Any]) -> bool:
    return bool(_suspect(_of_question(question, "")))


def _of_question(question: Mapping[str, Any], at: str) -> Iterator[tuple[str, str]]:
    yield f"{at}/id", question["id"].replace("_", " ")
    for name in ("label", "hint"):
        if name in question:
            yield from _wordings(f"{at}/{name}", question[name])
    if "options" in question:
        for n, option in enumerate(choices(question)):
            yield from _wordings(f"{at}/options/{n}/label", option["label"])


def _said(facts: Facts) -> Iterator[tuple[str, str]]:
    """Everything that people read and that is no question."""
    left_out = ("examples", "translations", "tables", "blocks")
    for name, part in facts.document.items():
        if name not in left_out:
            yield from _texts(facts, {name: part}, "")
    yield from ((at, words) for at, key, words in _translated(facts) if not key.endswith((".label", ".title", ".hint")))


def _texts(facts: Facts, part: Any, at: str) -> Iterator[tuple[str, str]]:
    """The texts of a part; of the items of its lists, those in which something is suspect."""

    def tells(item: Mapping[str, Any]) -> bool:
        return bool(_suspect(_texts(facts, item, "")))

    if isinstance(part, dict):
        for name, one in part.items():
            if name in _TEXTS and isinstance(one, str):
                yield f"{at}{pointer(name)}", one
            elif isinstance(one, dict | list):
                yield from _texts(facts, one, f"{at}{pointer(name)}")
    elif isinstance(part, list):
        for n, one in enumerate(part):
            if not isinstance(one, dict) or not facts.without("words of secrets", one, tells):
                yield from _texts(facts, one, f"{at}/{n}")


def _translated(facts: Facts) -> Iterator[tuple[str, str, str]]:
    translations = facts.document.get("translations", {})
    for language in facts.document["languages"]:  # what is under any other name may have any shape
        for key, translated in translations.get(language, {}).items():
            for at, words in _wordings(f"/translations/{language}/{key}/text", translated["text"]):
                yield at, key, words


def _wordings(at: str, text: object) -> Sequence[tuple[str, str]]:
    if isinstance(text, str):
        return ((at, text),)
    if isinstance(text, list):
        return [(f"{at}/{n}/text", str(one["text"])) for n, one in enumerate(text)]
    return ()
