"""What is put right, and who may look when it is not their work: reopening, corrections, broken glass."""

from __future__ import annotations

from collections.abc import Iterator

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check

AGREED = ("declaration", "signature")
"""Kinds that only who gave them can give again."""


@check("transition.reopens-nothing", "error", "Whoever reads it expects that a case can be opened again.")
def reopens_nothing(facts: Facts) -> Found:
    finals = {state.id for state in facts.states if state.part.get("final")}
    for one in facts.transitions:
        leads = one.part.get("to", "")
        if one.part.get("reopens") and not finals & set(one.part["from"]):
            yield f"{one.at}/reopens", 'it leaves no final state: name one in "from", or take "reopens" out'
        elif one.part.get("reopens") and (leads in finals or not leads):
            yield f"{one.at}/reopens", 'it leads to no state in which work goes on: name one in "to"'
        elif "resumes" in one.part and not one.part.get("reopens"):
            yield f"{one.at}/resumes", 'only what reopens a case resumes clocks: add "reopens": true, or take it out'


@check("transition.reopens-alone", "error", "A case that ended would not stay ended.")
def reopens_alone(facts: Facts) -> Found:
    for one in facts.transitions:
        if one.part.get("reopens") and {"system", "timer"} & set(one.part["by"]):
            yield f"{one.at}/by", "a case is opened again by a person, who has a reason: take system and timer out"


@check("correction.never", "error", "What somebody agreed to, nobody else can agree to.")
def never_corrected(facts: Facts) -> Found:
    for question in facts.questions:
        if question.part.get("correct") and question.part["type"] in AGREED:
            yield f"{question.at}/correct", "only the person who gave this can give it again: take it out"


@check("correction.untold", "warning", "People should know what stands in their name.")
def untold(facts: Facts) -> Found:
    corrections = facts.document.get("corrections")
    if corrections and "tell" not in corrections and "email" in facts.document.get("applicant", {}):
        yield "/corrections", 'applicants are not told when an answer of theirs is corrected: add "tell" with a message'


@check("glass.unwatched", "error", "An alarm that rings nowhere keeps nobody from looking.")
def unwatched(facts: Facts) -> Found:
    if "break_glass" in facts.document.get("privacy", {}) and not any(_supervising(facts)):
        yield "/privacy/break_glass", 'nobody would be alerted: add "supervises" to a role'


@check("glass.acts-as-nobody", "error", "They could not do it.")
def acts_as_nobody(facts: Facts) -> Found:
    seen_as = set(facts.glass.get("as", ()))
    by = {one.id: set(one.part["by"]) for one in facts.transitions}
    for n, action in enumerate(facts.glass.get("may", ())):
        if action in by and not by[action] & seen_as:
            words = 'is done by none of the roles under "as": add one of its roles there, or take it out'
            yield f"/privacy/break_glass/may/{n}", f'"{action}" {words}'


def _supervising(facts: Facts) -> Iterator[str]:
    return (role.id for role in facts.listed("roles") if role.part.get("supervises"))
