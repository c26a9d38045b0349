"""Where something is used, in words for an author: examples are counted, not told one by one."""

from __future__ import annotations

from builder.edits.where import said
from builder.references import Element, indexed
from builder.web.painting.work import Work


def used(work: Work, one: Element) -> list[str]:
    """The places that name an element, each once."""
    uses = indexed(work.document).of(one)
    places = dict.fromkeys(said(work.document, use) for use in uses if use.path[0] != "examples")
    examples = len({use.path[1] for use in uses if use.path[0] == "examples"})
    return [*places, *([f"{examples} example{'' if examples == 1 else 's'}"] if examples else [])]
