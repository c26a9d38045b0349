"""Answers that an address brought along: taken in at the start, shown to be confirmed, and kept where they must be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from flask import request

from definitions.facts import Answers
from definitions.form import Page
from definitions.prefill import LONGEST, fillable, from_link, from_query, is_kept, still_fits
from definitions.questions import KINDS
from definitions.service import Service
from runtime import links
from runtime.applications import Given
from runtime.web.held import Held
from runtime.web.posted import ASKED, Typed
from runtime.web.site import current_site

LINK = "link"
"""The parameter that carries a sealed link."""


def passed_on(service: Service) -> str:
    """This request's parameters that bring answers, for the form that starts; every other one is dropped."""
    known = {question.prefill.query for question in fillable(service) if question.prefill} - {""}
    brought = {name: request.args[name] for name in sorted(known) if len(request.args.get(name, "")) in _FIT}
    if len(token := request.args.get(LINK, "")) in range(1, links.LONGEST + 1):
        brought[LINK] = token
    return f"?{urlencode(brought)}" if brought else ""


_FIT = range(1, LONGEST + 1)


def given(of: Held) -> Mapping[str, Given]:
    """What this request's address brings to a new application. A sealed link comes before what anybody can write."""
    if not request.args:
        return {}
    sent = {name: request.args[name] for name in request.args}
    sealed = links.read(current_site().database.keys, of.service.id, sent.get(LINK, ""), of.at)
    found = {name: Given(value, False) for name, value in from_query(of.service, sent, of.moment).items()}
    return found | {name: Given(value, True) for name, value in from_link(of.service, sealed, of.moment).items()}


def to_confirm(of: Held) -> Answers:
    """What was brought and may still be an answer of the version that is filled in now."""
    brought = of.application.given if of.application else {}
    questions = of.service.questions
    return {
        name: one.value
        for name, one in brought.items()
        if name in questions and still_fits(of.service, questions[name], one.value, of.moment)
    }


def kept(of: Held) -> Mapping[str, Any]:
    """What was brought and must stay as it is, by question id: the browser has no say in it."""
    brought = of.application.given if of.application else {}
    return {
        name: one.value
        for name, one in brought.items()
        if one.sealed and is_kept(of.service, name, one.value, of.moment)
    }


def overruled(of: Held, page: Page, typed: Typed) -> Typed:
    """What a page sent, with what must stay as it is in the place of whatever the browser sent for it."""
    must = kept(of)
    questions = [question for question in page.questions if question.id in must]
    if not questions:
        return typed
    changed = dict(typed)
    for question in questions:
        inputs = KINDS[question.kind].inputs(question)
        changed |= dict.fromkeys(inputs, ())
        filled = KINDS[question.kind].fill(question, must[question.id])
        changed |= {name: [text] if isinstance(text, str) else text for name, text in filled.items()}
    asked = " ".join(changed.get(ASKED, [""])[:1]).split()
    if ASKED in changed:
        changed[ASKED] = [" ".join([*asked, *(question.id for question in questions)])]
    return changed
