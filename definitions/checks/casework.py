"""What helps those who work the cases: likely duplicates, and letters to begin with."""

from __future__ import annotations

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check


@check("duplicates.twice", "error", "One likeness would be told twice, and nobody could say within what time.")
def likeness_twice(facts: Facts) -> Found:
    seen: set[frozenset[str]] = set()
    for one in facts.listed("duplicates"):
        names = frozenset(one.part["same"])
        if names in seen:
            yield f"{one.at}/same", "these answers are compared above already: take one of the two out"
        seen.add(names)


@check("duplicates.file", "error", "Two files are hardly ever the same, and what they show is not compared.")
def likeness_of_files(facts: Facts) -> Found:
    for one in facts.listed("duplicates"):
        for n, dotted in enumerate(one.part["same"]):
            question = facts.question_by_id.get(dotted.partition(".")[0])
            if question and question.part["type"] in ("file", "signature", "declaration"):
                kind = question.part["type"]
                yield f"{one.at}/same/{n}", f'"{question.id}" is a {kind}, which cannot be compared: take it out'


@check("reply.no-recipient", "error", "The letter could never be sent.")
def reply_without_recipient(facts: Facts) -> Found:
    if "email" not in facts.document.get("applicant", {}):
        for one in facts.listed("replies"):
            words = 'name the question that asks for it under "applicant", as "email"'
            yield one.at, f"nothing says what the applicant's email address is: {words}"
