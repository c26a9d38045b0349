"""What mends a problem: for each that has a way out, edits with the words of their buttons. Pure."""

from __future__ import annotations

from builder.fixes import expressions, flow, names, pages, promises, questions, tables
from builder.fixes.looking import MAKERS, Document, Fix, Look
from builder.fixes.spoken import Spoken, spoken
from builder.fixes.standing import Standing, standing
from definitions.problems import Problem

FAMILIES = (names, expressions, pages, questions, flow, promises, tables)

__all__ = ["MAKERS", "Fix", "Spoken", "Standing", "fixes", "spoken", "standing"]


def fixes(document: Document, problem: Problem) -> tuple[Fix, ...]:
    """The ways to mend a problem of a document of the right shape, the likeliest first; none where only an author
    knows what was meant."""
    maker = MAKERS.get(problem.code)
    if maker is None:
        return ()
    found: dict[str, Fix] = {}
    for words, edit in maker(Look(document, problem)):
        found.setdefault(words, Fix(words, edit))
    return tuple(found.values())
