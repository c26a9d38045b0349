"""Addresses found by their postcode while a page is filled in: what a page's buttons ask for, put into its form.

Nothing is stored meanwhile. The page holds the postcode and what was chosen; the parts of an address that the gazetteer
knows come from it or from what was saved, never from the form.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import structlog

from definitions.form import Question
from definitions.questions import KINDS, BadAnswer
from definitions.questions.address import address_inputs, finds
from definitions.questions.kind import AnswerProblem
from definitions.questions.postcode import uk_postcode
from definitions.questions.present import Choice, Found
from definitions.scope import Scope
from definitions.words import words
from runtime.ports import Found as Listed
from runtime.ports import SourceDown
from runtime.web import limits
from runtime.web.site import current_site

log = structlog.get_logger(__name__)

Typed = dict[str, list[str]]


@dataclass(slots=True)
class Pressed:
    """``typed`` is the form with what was chosen put in, ``found`` what a search found, by question id. ``again``: the
    page is to be shown again, because a button on it was pressed and nothing is sent yet."""

    typed: Typed
    found: dict[str, Found] = field(default_factory=dict)
    problems: dict[str, tuple[AnswerProblem, ...]] = field(default_factory=dict)
    again: bool = False


def search(question: Question, done: Pressed, answer: Any, scope: Scope) -> None:
    """Do what the form asks for of an address that can be looked up."""
    if finds(question) and current_site().addresses is not None:
        _Search(question, done, scope).carry_out(answer)


class _Search:
    """One question's search."""

    def __init__(self, question: Question, done: Pressed, scope: Scope) -> None:
        self.question, self.done, self.scope = question, done, scope

    def carry_out(self, answer: Any) -> None:
        how, does = self._typed("how"), self._typed("do")
        if does in ("again", "change", "search", "type"):
            self._set(how="type" if does == "type" else "find", pick="", uprn="")
            self.done.again = True
        elif does == "find" or (how == "find" and uk_postcode(self._typed("postcode"))):
            self.done.again = True
            self._find()
        elif how == "choose":
            self._choose()
        elif how == "kept":
            self._put(answer if isinstance(answer, dict) else {})
        else:
            self._set(uprn="")

    def _find(self) -> None:
        self._set(how="find", pick="", uprn="", line_1="")
        try:
            KINDS["address"].parse(self.question, {**self.done.typed, f"{self.question.id}-how": ["find"]}, self.scope)
            self._wrong(KINDS["address"].missing(self.question, self.scope))
        except BadAnswer as bad:
            # A good postcode is wrong only in that nothing is chosen yet.
            self._list() if bad.problems[0].code == "address.find" else self._wrong(bad)

    def _wrong(self, bad: BadAnswer) -> None:
        self.done.problems[self.question.id] = bad.problems

    def _choose(self) -> None:
        picked = self._typed("pick")
        self._put({})
        self._list()
        source = current_site().addresses
        if self._typed("how") != "choose" or source is None or not (picked.isascii() and picked.isdigit()):
            return
        try:
            if address := source.of(picked):
                self._put(address.parts, pick=picked)
        except SourceDown as down:
            self._down(down)

    def _list(self) -> None:
        """List the postcode's addresses, or say why there are none."""
        postcode, building = uk_postcode(self._typed("postcode")) or "", self._typed("building").strip()[:100]
        self._set(postcode=postcode)
        try:
            limits.spend_if_possible(limits.SOUGHT, f"sought:{limits.address()}")
            listed, all_of_them = self._ask(postcode, building)
            self.done.found[self.question.id] = self._found(listed, postcode, building, all_of_them)
            self._set(how="choose" if listed.addresses else "find")
        except (SourceDown, limits.TooOften) as down:
            self._down(down)

    def _ask(self, postcode: str, building: str) -> tuple[Listed, bool]:
        """What there is, and whether it is all of the postcode because nothing fits the building."""
        source = current_site().addresses
        if source is None:
            raise SourceDown("no source of addresses is set")
        listed = source.at(postcode, building)
        return (listed, False) if listed.total or not building else (source.at(postcode), True)

    def _found(self, listed: Listed, postcode: str, building: str, all_of_them: bool) -> Found:
        say, facts = words(self.scope.language), {"n": listed.total, "postcode": postcode, "building": building}
        if not listed.addresses:
            return Found(note=say("address.none", **facts))
        key = "address.not-meant" if all_of_them else "address.meant" if building else "address.found"
        shown = len(listed.addresses)
        more = say("address.more", shown=shown, **facts) if shown < listed.total else ""
        choices = tuple(Choice(address.uprn, address.line, "") for address in listed.addresses)
        return Found(choices, say(key, **facts), more)

    def _down(self, down: Exception) -> None:
        log.warning("addresses-unavailable", why=str(down))
        self.done.found[self.question.id] = Found(note=words(self.scope.language)("address.down"), typed=True)
        self._set(how="type")
        self.done.again = True

    def _put(self, address: Mapping[str, str], **more: str) -> None:
        """The parts of an address in place of what the form says of them; only the postcode that was sought stays."""
        for name in address_inputs(self.question):
            part = name.removeprefix(f"{self.question.id}-")
            if part != "postcode" or address:
                self._set(**{part: address.get(part, "")})
        self._set(**more)

    def _typed(self, part: str) -> str:
        given = self.done.typed.get(f"{self.question.id}-{part}") or [""]
        return str(given[0])

    def _set(self, **given: str) -> None:
        for part, text in given.items():
            self.done.typed[f"{self.question.id}-{part}"] = [text]
