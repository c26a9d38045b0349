"""Sections and what repeats: each asks something, within bounds that can be kept, after what can come before it."""

from __future__ import annotations

from definitions.checks.facts import Facts, Part
from definitions.checks.references import there_are
from definitions.checks.registry import Found, check
from definitions.nearest import did_you_mean


@check("section.asks-nothing", "error", "There would be nothing to do in it.")
def asks_nothing(facts: Facts) -> Found:
    for section in facts.sections:
        if not section.part.get("pages") and not section.part.get("sections"):
            yield section.at, 'this section has no pages: add "pages"'
        elif "repeat" in section.part and not _asks(section.part):
            yield section.at, "no page of this section asks anything, so all items would be alike: add a question"


@check("section.not-of-items", "error", "Sections stand inside others only where those are asked for several items.")
def not_of_items(facts: Facts) -> Found:
    for section in facts.sections:
        if "sections" in section.part and "repeat" not in section.part:
            words = 'move them out, beside it, or add "repeat"'
            yield f"{section.at}/sections", f"this section does not repeat, so it cannot hold others: {words}"


@check("repeat.bounds", "error", "No number of items could ever be right.")
def bounds(facts: Facts) -> Found:
    for repeat in facts.repeats:
        if repeat.part.get("min", 1) > repeat.part["max"]:
            yield f"{repeat.at}/max", "this is less than min, so no number of items can be right"


@check("reference.unknown-section", "error", "A section that is not there is never done.")
def unknown_section(facts: Facts) -> Found:
    known = [section["id"] for section in facts.document["form"].get("sections", ())]
    for section in facts.sections:
        for n, name in enumerate(section.part.get("after", ())):
            if name not in known:
                words = did_you_mean(name, known) or there_are(known)
                yield f"{section.at}/after/{n}", f'there is no section called "{name}"{words}'


@check("section.after-later", "error", "Both would wait for ever.")
def after_later(facts: Facts) -> Found:
    known = [section["id"] for section in facts.document["form"].get("sections", ())]
    for place, name_of in enumerate(known):
        section = facts.document["form"]["sections"][place]
        for n, name in enumerate(section.get("after", ())):
            if name in known[place:]:
                where = "itself" if name == name_of else f'"{name}", which comes later'
                yield f"/form/sections/{place}/after/{n}", f"this section cannot wait for {where}: move one of them"


@check("form.no-tasks", "warning", "It changes nothing.")
def no_tasks(facts: Facts) -> Found:
    form = facts.document["form"]
    if "task_list" in form and "sections" not in form:
        yield "/form/task_list", 'there are no tasks to list: put the pages into "sections", or take it out'


def _asks(section: Part) -> bool:
    """Whether the section, or one inside it, asks anything."""
    return any(page.get("questions") for page in section.get("pages", ())) or any(
        map(_asks, section.get("sections", ()))
    )
