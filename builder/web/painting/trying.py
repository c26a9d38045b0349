"""Whether an author sees on outline and diagram what the examples try, and the marks that say so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from flask import session

from builder import diagrams
from builder.examples import Mark, coverage_marks, run
from builder.web.painting.work import Work

_KEY = "marks"
_SIGNS: Mapping[str, Literal["yes", "part", "no"]] = {"all": "yes", "some": "part", "none": "no"}


def show_marks(*, wanted: bool) -> None:
    """For this browser, until it says otherwise: to run examples on every change costs an author time."""
    session[_KEY] = wanted


def wants_marks() -> bool:
    return bool(session.get(_KEY))


def marks(work: Work) -> Mapping[str, Mark]:
    """By address; none where the author does not want them, and while the draft has errors."""
    if not wants_marks() or work.service is None:
        return {}
    return coverage_marks(work.document, run(work.service))


def drawn(work: Work) -> dict[str, diagrams.Mark]:
    """The same as a diagram draws them."""
    return {at: diagrams.Mark(_SIGNS[one.state], one.words) for at, one in marks(work).items()}
