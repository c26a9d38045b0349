"""Texts and their translations: a wording for everybody, in every language, made from what is said now."""

from __future__ import annotations

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.nearest import did_you_mean
from definitions.problems import pointer
from definitions.reading.translating import mark

MOST_TOLD = 5
"""The most keys named one by one."""


@check("text.no-last-wording", "error", "Somebody for whom no condition holds would read nothing.")
def no_last_wording(facts: Facts) -> Found:
    for at, wordings in facts.compiled.compiling.lists:
        if wordings and "when" in wordings[-1]:
            last = len(wordings) - 1
            yield f"{at}/{last}/when", "the last wording is for everybody else: take its condition out, or add another"


@check("text.hidden-wording", "error", "Nobody would ever read it.")
def hidden_wording(facts: Facts) -> Found:
    for at, wordings in facts.compiled.compiling.lists:
        first = next((n for n, one in enumerate(wordings) if "when" not in one), len(wordings))
        for n in range(first + 1, len(wordings)):
            yield f"{at}/{n}", f"wording {first + 1} has no condition, so this one is never used: move it up"


@check("translation.missing", "warning", "People who chose that language would read this in another.")
def missing(facts: Facts) -> Found:
    translations = facts.compiled.compiling.translations
    for language in translations.others:
        done = facts.document.get("translations", {}).get(language, {})
        lacking = [key for key in translations.sources if key not in done]
        at = pointer("translations", language)
        if len(lacking) <= MOST_TOLD:
            yield from ((at, f'"{key}" has no translation into {language}') for key in lacking)
        else:
            first = ", ".join(f'"{key}"' for key in lacking[:MOST_TOLD])
            total, more = len(translations.sources), len(lacking) - MOST_TOLD
            yield at, f"{len(lacking)} of {total} texts have no translation into {language}: {first} and {more} more"


@check("translation.stale", "warning", "What it says may no longer be what is meant.")
def stale(facts: Facts) -> Found:
    translations = facts.compiled.compiling.translations
    for language, texts in facts.document.get("translations", {}).items():
        for key, translated in texts.items():
            source = translations.sources.get(key)
            if source is None or translated.get("of") == mark(source):
                continue
            if "of" in translated:
                words = f'has changed: look at it again, then set "of" to "{mark(source)}"'
                yield pointer("translations", language, key, "of"), f'the text that "{key}" was made from {words}'
            else:
                words = f'add "of": "{mark(source)}" if it says the same as the text does now'
                at = pointer("translations", language, key)
                yield at, f'nobody can tell when the text that "{key}" was made from changes: {words}'


@check("translation.unknown-key", "error", "A translation of nothing is never read.")
def unknown_key(facts: Facts) -> Found:
    translations = facts.compiled.compiling.translations
    for language, texts in facts.document.get("translations", {}).items():
        if language not in translations.others:
            continue
        for key in texts:
            if key not in translations.sources:
                longer = (other for other in translations.sources if other.endswith(f".{key}"))
                near = [f': did you mean "{one}"?' for one in longer]
                near += [did_you_mean(key, translations.sources) or ": take it out"]
                yield pointer("translations", language, key), f'there is no text "{key}" to translate{near[0]}'


@check("translation.unknown-language", "error", "Nobody could choose to read it.")
def unknown_language(facts: Facts) -> Found:
    translations = facts.compiled.compiling.translations
    for language in facts.document.get("translations", {}):
        if language not in translations.others:
            ours = language == translations.source
            words = "is what the document is written in" if ours else "is not under languages"
            yield pointer("translations", language), f'"{language}" {words}: take these translations out, or add it'
