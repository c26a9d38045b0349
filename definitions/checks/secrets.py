"""Questions that no public service may ask: whoever has the answer can take somebody's money or name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import re2

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.reading.asked import choices

SECRETS = {
    "a payment card's number": (
        r"\b(credit|debit|bank|payment|visa|master ?card|amex)[ _-]*cards?[ _-]*(number|no\b|details)",
        r"^(your |the |enter (your |the )?|what is (your |the )?)?(long |16[- ]digit )?card[ _-]*(number|details)",
        r"\b(long (card )?number|number) (on|across) (the front of )?(your|the) (credit |debit |bank |payment )?card",
        r"\bcard('s)? expiry|\brhif (y |eich )?cerdyn (credyd|debyd|banc)",
    ),
    "a payment card's security code": (
        r"\b(cvv|cvc|csc|cv2|cid)2?\b|\bcard (security|verification) (code|number|value)",
        r"\b(three|3|four|4)[ -](digits?|digit (security )?(code|number)) (on|from) (the )?(back|front|reverse)",
        r"\bsecurity code (on|from) (the|your) (back|card|reverse)|\bcod diogelwch (y |eich )?cerdyn",
    ),
    "a password": (r"\bpass(word|[ -]?code|[ -]?phrase)s?\b|\bmemorable (word|information)\b|\bcyfrin(air|eiriau)\b",),
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
_WARNING = re2.compile(r"(?i)\b(do not|don['’]t|never|will not|won['’]t|peidiwch|byth)\b")


@check("question.secret", "error", "Fraudsters ask for this, and people must learn that we never do.")
def secret(facts: Facts) -> Found:
    asked = list(_asked(facts))
    if not _ANY.search("\n".join(words for _, words in asked)):
        return
    for at, words in asked:
        for what, pattern in _FORBIDDEN.items():
            if pattern.search(words) and not _WARNING.search(words):
                yield at, f"this asks for {what}, which no public service may: take it out"


def _asked(facts: Facts) -> Iterator[tuple[str, str]]:
    for question in facts.questions:
        yield f"{question.at}/id", question.id.replace("_", " ")
        for name in ("label", "hint"):
            if name in question.part:
                yield from _wordings(f"{question.at}/{name}", question.part[name])
        if "options" in question.part:
            for n, option in enumerate(choices(question.part)):
                yield from _wordings(f"{question.at}/options/{n}/label", option["label"])
    for page in facts.pages:
        if page.part.get("questions"):
            yield from _wordings(f"{page.at}/title", page.part["title"])
    translations = facts.document.get("translations", {})
    for language in facts.document["languages"]:  # what is under any other name may have any shape
        for key, translated in translations.get(language, {}).items():
            if key.endswith((".label", ".title", ".hint")):
                yield from _wordings(f"/translations/{language}/{key}/text", translated["text"])


def _wordings(at: str, text: object) -> Sequence[tuple[str, str]]:
    if isinstance(text, str):
        return ((at, text),)
    if isinstance(text, list):
        return [(f"{at}/{n}/text", str(one["text"])) for n, one in enumerate(text)]
    return ()
