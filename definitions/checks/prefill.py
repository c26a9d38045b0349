"""Answers that an address may bring, and those that another application begins with."""

from __future__ import annotations

from definitions.again import NEVER
from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.nearest import did_you_mean
from definitions.prefill import FILLED, PERSONAL

TAKEN = frozenset(("link", "change", "language"))
"""Parameters that addresses of ours have already."""


@check("prefill.kind", "error", "There is no way to write such an answer into an address.")
def kind(facts: Facts) -> Found:
    for question in facts.questions:
        if "prefill" in question.part and question.part["type"] not in FILLED:
            words = f'an answer of the kind "{question.part["type"]}" cannot be brought along: take it out'
            yield f"{question.at}/prefill", words


@check("prefill.personal", "error", "Addresses are kept in histories and logs, and passed on.")
def personal(facts: Facts) -> Found:
    for question in facts.questions:
        tells = question.part.get("sensitive") or question.part["type"] in PERSONAL
        if tells and "query" in question.part.get("prefill", {}):
            words = 'this is personal, and would stand in the address for all to read: write "link": true instead'
            yield f"{question.at}/prefill/query", words


@check("prefill.place", "error", "It would never be filled in.")
def place(facts: Facts) -> Found:
    form = {question.at for question in facts.form_questions}
    for question in facts.questions:
        if "prefill" in question.part and (question.lists or question.at not in form):
            where = "inside the items of a list" if question.lists else "by an action or a task"
            yield f"{question.at}/prefill", f"this is asked {where}, where no address brings anything: take it out"


@check("prefill.readonly", "error", "Anybody can write another value into an address.")
def readonly(facts: Facts) -> Found:
    for question in facts.questions:
        prefill = question.part.get("prefill", {})
        if prefill.get("readonly") and ("query" in prefill or not prefill.get("link")):
            words = 'only what a sealed link brings can be kept from changing: write "link": true, and no "query"'
            yield f"{question.at}/prefill/readonly", words


@check("prefill.reserved", "error", "The parameter already means something.")
def reserved(facts: Facts) -> Found:
    for question in facts.questions:
        query = question.part.get("prefill", {}).get("query")
        if query in TAKEN:
            yield f"{question.at}/prefill/query", f'"{query}" has a meaning of its own in addresses: choose another'


@check("again.unknown", "error", "What is meant to be carried over, or left out, is not.")
def again(facts: Facts) -> Found:
    carried = facts.document.get("applications", {}).get("again")
    names = {question.id: question.part for question in facts.form_questions}
    for name in ("also", "without") if isinstance(carried, dict) else ():
        for n, id in enumerate(carried.get(name, ())):
            at = f"/applications/again/{name}/{n}"
            if id not in names:
                near = did_you_mean(id, names) or ": name a question of the form"
                yield at, f'there is no question called "{id}"{near}'
            elif name == "also" and names[id]["type"] in NEVER:
                yield at, f'"{id}" cannot be carried over: it must be given again. Take it out'
            elif name == "also" and not names[id].get("sensitive"):
                yield at, f'"{id}" is not sensitive, so it is carried over anyhow: take it out'
