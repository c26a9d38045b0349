"""What this person may do with answers: ask for those kept from view, put right others; and what lets them in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from definitions.correcting import may_correct
from definitions.items import every_answer
from runtime.access import may_ask_for, must_say_why, supervises
from runtime.web.staff import spoken
from runtime.web.staff.opened import Opened


def masks(of: Opened, unsaid: str) -> Mapping[str, Mapping[str, Any]]:
    """By the question's id, those hidden answers that this person may ask for, and whether they must say why.

    ``unsaid`` is the place of one for which no reason was given.
    """
    given = {name for _, name, value in every_answer(of.service.form, of.case.answers) if value is not None}
    given |= of.case.asked.keys()
    return {
        question.id: {
            "url": f"{of.url}/show",
            "why": must_say_why(of.sight, question),
            "unsaid": unsaid,
        }
        for question in of.service.questions.values()
        if question.id in given & of.scope.hidden and may_ask_for(of.sight, of.service, question)
    }


def emergency(of: Opened) -> str:
    """Until when an emergency lets this person in; "" where they have a role."""
    return spoken.clock(of.moment.calendar.local(of.broken.until).time()) if of.broken else ""


def looks_url(of: Opened) -> str:
    return f"{of.url}/looked" if supervises(of.viewer, of.service) else ""


def correctable(of: Opened) -> Mapping[str, str]:
    """Ids of the questions whose answers this person may put right, each with the beginning of its address."""
    if of.broken is not None:
        return {}
    theirs = (q for q in of.service.form.questions if may_correct(of.service, q, of.sight))
    return {question.id: f"{of.url}/correct/" for question in theirs if question.id not in of.scope.hidden}
