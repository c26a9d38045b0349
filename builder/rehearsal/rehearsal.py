"""A rehearsal as data: when it begins, what the citizen has answered so far, and what has been done since."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from definitions.calendars import Moment
from definitions.durations import parse_duration

Deed = Mapping[str, Any]
"""What an example's ``then`` holds, without what it expects: {"do": id, "as": seat, "inputs": {}}, {"undo": true, "as":
seat}, {"task": key, "as": seat, "vote": choice, "answers": {}}, {"wait": length} or {"at": time}."""

MOST = 100
"""The most deeds: an example has no more."""

_KINDS = ("do", "undo", "task", "wait", "at")


class BadRehearsal(ValueError):
    """This is no rehearsal."""


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """``at`` is on the council's clock. ``answers`` are as an application stores them (see
    :func:`definitions.items.nested`), ``lookups`` what the sources say, as in an example. ``staff`` are the people whom
    queues can give the case to. ``sent``: the citizen has sent it, and ``deeds`` followed."""

    at: str
    language: str = "en"
    answers: Mapping[str, Any] = field(default_factory=dict)
    lookups: Mapping[str, Any] = field(default_factory=dict)
    staff: tuple[Mapping[str, Any], ...] = ()
    sent: bool = False
    deeds: tuple[Deed, ...] = ()

    @classmethod
    def beginning(cls, moment: Moment, language: str = "en") -> Rehearsal:
        return cls(f"{moment.calendar.local(moment.at):%Y-%m-%dT%H:%M}", language)

    @classmethod
    def of(cls, given: Any) -> Rehearsal:
        """The rehearsal that :meth:`as_json` gave.

        Raises:
            BadRehearsal: it cannot have been given by that.
        """
        try:
            datetime.fromisoformat(given["at"])
            deeds = tuple(_deed(one) for one in given.get("deeds", ()))
            found = cls(
                given["at"], str(given.get("language", "en")),
                dict(given.get("answers") or {}), dict(given.get("lookups") or {}),
                tuple(given.get("staff", ())), bool(given.get("sent")), deeds,
            )  # fmt: skip
        except (TypeError, KeyError, ValueError, AttributeError) as wrong:
            raise BadRehearsal(str(wrong)) from wrong
        if len(found.deeds) > MOST:
            raise BadRehearsal("more has been done than an example can hold")
        return found

    def as_json(self) -> dict[str, Any]:
        made = {"at": self.at, "language": self.language, "answers": self.answers, "lookups": self.lookups}
        return made | {"staff": list(self.staff), "sent": self.sent, "deeds": list(self.deeds)}

    def answering(self, answers: Mapping[str, Any]) -> Rehearsal:
        """With these answers too, given as they are stored."""
        return replace(self, answers={**self.answers, **answers})

    def finding(self, lookup: str, said: Any) -> Rehearsal:
        """With the source of a look-up saying this: facts by name, None for nothing found, or "unavailable"."""
        return replace(self, lookups={**self.lookups, lookup: said})

    def sending(self) -> Rehearsal:
        return replace(self, sent=True)

    def after(self, deed: Deed) -> Rehearsal:
        """After one thing more.

        Raises:
            BadRehearsal: that is nothing that can be done, or too much has been done.
        """
        return Rehearsal.of({**self.as_json(), "deeds": [*self.deeds, deed]})

    def back_to(self, deeds: int) -> Rehearsal:
        """As it was when so many deeds were done; before it was sent, where that is less than none."""
        return replace(self, sent=self.sent and deeds >= 0, deeds=self.deeds[: max(deeds, 0)])


def _deed(given: Any) -> Deed:
    kinds = [kind for kind in _KINDS if kind in given]
    if len(kinds) != 1:
        raise ValueError("a deed is one thing")
    if kinds[0] in ("do", "undo", "task") and not isinstance(given["as"], str):
        raise ValueError("somebody does it")
    if "wait" in given:
        parse_duration(given["wait"])
    if "at" in given:
        datetime.fromisoformat(given["at"])
    return dict(given)
