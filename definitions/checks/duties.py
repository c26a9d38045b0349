"""What whoever runs a public service owes those who use it."""

from __future__ import annotations

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check


@check("service.no-privacy", "warning", "The law requires you to know why you may hold answers, and for how long.")
def no_privacy(facts: Facts) -> Found:
    if "privacy" not in facts.document:
        yield "", 'nothing says on what basis answers are held: add "privacy" with "basis" and "keep"'
