"""What an input is called and how it is explained: drawn from the descriptions of the language's schema."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

from definitions.reading.shape import resolved

ADDING = {
    "accept": "a kind of file", "calculated": "a value", "columns": "a column", "content": "words",
    "effects": "an effect",
    "late": "an effect", "on_breach": "an effect", "on_warn": "an effect", "options": "a choice", "rules": "a rule",
    "was": "a name", "gives": "a fact", "outputs": "a result", "track": "an answer", "same": "an answer",
    "choices": "a choice", "skills": "a skill", "inputs": "a column", "duplicates": "a rule", "then": "a step",
}  # fmt: skip
"""What one more of a list is called on its button."""
LABELS = {
    "about": "Words above the questions",
    "accept": "Kinds of file",
    "add": "Words for adding another",
    "additional": "More",
    "after_submission": "What happens next",
    "again": "Sending another like it",
    "answer": "Question",
    "also": "Sensitive answers to carry over",
    "applicant": "Who the applicant is",
    "applications": "Answers not sent yet",
    "area": "Where the case is",
    "as": "Who does it",
    "ask": "Questions",
    "asked": "Tasks that are open",
    "assign": "Who gets its cases",
    "at": "At",
    "areas": "Where they work",
    "at_most": "Most cases for one person",
    "away": "Away",
    "basis": "Lawful basis",
    "before": "How long before",
    "body": "Text",
    "break_glass": "Emergency access",
    "by": "Who may do it",
    "calculated": "Values shown while answering",
    "calendar": "Bank holidays",
    "casting": "Casting vote",
    "category": "Place in public lists",
    "cy": "Welsh",
    "check": "Check answers at the end",
    "columns": "Columns",
    "content": "Words on the page",
    "copy": "Begin a new one as a copy",
    "correct": "Who may correct it",
    "corrections": "Correcting answers",
    "decisions": "Decision tables",
    "descending": "The latest or largest first",
    "do": "Action",
    "due": "Due",
    "duplicates": "Cases about the same thing",
    "earliest": "Any of these",
    "effects": "What else happens",
    "empty": "When the queue is empty",
    "en": "English",
    "end_of_day": "Due at the end of the day",
    "extend": "More time for a clock",
    "extension": "More time",
    "exclusive": "The choice that rules out the others",
    "expect": "What must be so",
    "filter": "Only cases for which",
    "final": "The case ends here",
    "for_each": "For each item of a list",
    "format": "Version of the language",
    "from": "From",
    "gives": "Facts it gives",
    "help": "More help, folded away",
    "id": "Short name",
    "ids": "Other names",
    "in": "Open in",
    "initial": "State of a new case",
    "inputs": "Answers",
    "internal": "For staff only",
    "keep": "How long it is kept",
    "label": "Label",
    "late": "When it is not done in time",
    "latest": "All of these",
    "lgil": "LGIL code",
    "lgsl": "LGSL code",
    "limit": "The most in all",
    "lines": "Lines",
    "live": "Work it out again each time",
    "lookup": "Find the address by postcode",
    "lookups": "Facts looked up",
    "majority": "How many votes win",
    "max": "Most",
    "max_files": "Most files",
    "max_mb": "Largest file, in megabytes",
    "may": "What they may do",
    "message": "Email",
    "messages": "Emails",
    "min": "Least",
    "min_files": "Fewest files",
    "name": "Name",
    "no": "Words for no",
    "not_by": "Not by whoever did",
    "notice": "Privacy notice",
    "of": "Which one",
    "on_breach": "When it is not kept",
    "on_warn": "When it warns",
    "open": "Open",
    "open_task": "Task to ask for",
    "options": "Choices",
    "order": "What comes first",
    "otherwise": "Otherwise",
    "outcome": "Outcome",
    "parts": "Boxes",
    "pattern": "Pattern",
    "pattern_message": "When the pattern does not match",
    "pauses_in": "Stands still in",
    "places": "Decimal places",
    "policy": "Which row counts",
    "prefill": "Answers that come along",
    "prefix": "Before every name",
    "public": "What the applicant reads",
    "query": "Part of the web address",
    "quorum": "How many must take part",
    "questions": "Questions",
    "readonly": "Cannot be changed",
    "reads": "Words on the last page",
    "refusal": "When it cannot be done",
    "refused": "Why it is refused",
    "register": "Register",
    "remind_before": "Reminder",
    "reopens": "Opens the case again",
    "repeat": "Ask it again and again",
    "republished": "When this version goes live",
    "require": "What must be true",
    "required": "Must it be answered?",
    "restarts": "Clocks that start again",
    "resumes": "Clocks that go on",
    "roll": "An end on a day off",
    "route": "When others are no longer asked",
    "rules": "Rules",
    "runs_in": "Runs in",
    "same": "Answers that are the same",
    "scope": "Which countries",
    "searchable": "Staff can search by it",
    "seen_by": "Who may see it",
    "send": "Email",
    "sensitive": "Sensitive answers",
    "set": "Facts to change",
    "show_reads": "Telling who looked",
    "shown_to": "Who may ask to see it",
    "shows": "Answers that are shown",
    "source": "Source",
    "starts": "Starts",
    "stop": "Stop page",
    "stops": "Clocks that stop",
    "strategy": "How cases are given out",
    "summary": "Summary",
    "supervises": "Roles it looks after",
    "table": "Table",
    "task_list": "Sections as a list of tasks",
    "tell": "Tell the applicant",
    "terms": "Words that change",
    "text": "Words",
    "texts": "Other words",
    "then": "What follows",
    "to": "To",
    "track": "What opens the progress page",
    "transition": "Action",
    "transitions": "Actions",
    "translations": "Translations",
    "type": "Kind",
    "typeahead": "Find a choice by typing",
    "undo": "Can be undone for",
    "unavailable": "When the source is down",
    "url": "Web address",
    "use": "Block",
    "warn_before": "Warning",
    "was": "Names in older versions",
    "webhook": "Another system",
    "when": "Only when",
    "which": "First or last time",
    "where": "Only rows in which",
    "why": "Why you ask",
    "withdraw_task": "Task to take back",
    "within": "Within",
    "without": "Left out",
    "yes": "Words for yes",
}
_OF_KIND = {
    ("effects", "assign"): "Who gets it", ("late", "assign"): "Who gets it", ("on_warn", "assign"): "Who gets it",
    ("on_breach", "assign"): "Who gets it", ("break_glass", "as"): "As which role", ("extend", "by"): "How much more",
    ("refusal", "applicant"): "What the applicant reads", ("refusal", "staff"): "What staff read",
    ("task", "keep"): "Stays open", ("webhook", "send"): "What is sent", ("question", "sensitive"): "It is sensitive",
    ("clock", "to"): "To", ("decision", "rules"): "Rows of the table", ("example", "at"): "When it is sent",
    ("message", "to"): "Who gets it", ("message", "subject"): "Subject", ("option", "value"): "Stored as",
    ("option", "label"): "Choice", ("page", "title"): "Heading", ("page", "kind"): "What the page does",
    ("part", "label"): "Heading of the column", ("question", "label"): "Question", ("question", "type"):
    "Kind of question", ("queue", "role"): "Who works it", ("reply", "label"): "What staff choose it by",
    ("role", "label"): "What staff call it", ("service", "title"): "What the service does", ("state", "label"):
    "What staff read", ("task", "by"): "Who is asked", ("transition", "at"): "When it happens",
    ("transition", "after"): "How long after", ("transition", "label"): "Words on the button",
    ("value", "value"): "How to work it out", ("repeat", "label"): "What one is called",
    ("repeat", "name"): "How to tell one from another", ("choice", "value"): "Stored as",
}  # fmt: skip
NOTHING = {("transition", "to"): "Stays in the same state"}
"""What it means that a choice is left out, where that is more than that nothing is said."""
_SENTENCE = re.compile(r"(?<=[.:]) (?=[A-Za-z])")
_TRUE = re.compile(r"(?:^|(?<=[.;:] ))(true|false)\b( \(unless you say otherwise\))?[:,]? ?")


def label(name: str, kind: str = "") -> str:
    """What a property is called; ``kind`` is that of the element it belongs to."""
    return _OF_KIND.get((kind, name)) or LABELS.get(name) or name.replace("_", " ").replace("-", " ").capitalize()


def one_of(at: str) -> str:
    """What one of a list is called; "" where it has no name of its own."""
    return upper(ADDING.get(at.rpartition("/")[2], "").partition(" ")[2])


def in_a_sentence(name: str) -> str:
    """A property in a sentence: what its input is called, unless its name is a plain word."""
    plain = {"when": "condition", "require": "rule", "id": "short name"}
    return plain.get(name) or (f"“{label(name)}”" if "_" in name else name)


BRANCHES = {"options_listed": "Listed here", "options_from": "Taken from a table"}


def branch(own: Mapping[str, Any]) -> str:
    """What one of several shapes is called: what its description says first."""
    solid = resolved(own)
    words = BRANCHES.get(str(own.get("$ref", "")).rpartition("/")[2])
    said = str(solid.get("description", "")).partition(". ")[0].rstrip(".")
    return words or upper(said.removeprefix("true "))


def ticked(description: str) -> tuple[str, bool]:
    """The help of a tick, and whether it is ticked unless the author says otherwise."""
    parts = _TRUE.split(description)
    said = {parts[n]: (parts[n + 1], parts[n + 2].strip()) for n in range(1, len(parts) - 2, 3)}
    usual = bool(said.get("true", ("", ""))[0]) or ("false" in said and "true" not in said)
    words = [parts[0].strip(), upper(said.get("true", ("", ""))[1])]
    if "false" in said:
        words.append(f"Not ticked: {said['false'][1]}")
    return " ".join(filter(None, words)), usual


def chosen(description: str, values: Sequence[str]) -> tuple[str, dict[str, str], str]:
    """The help of a choice, what each value means, and which holds unless the author says otherwise ("" for none)."""
    listed = "|".join(re.escape(value) for value in sorted(values, key=len, reverse=True))
    parts = re.split(
        rf"(?:^|(?<=[.;:,] )|(?<=: ))({listed})(?![\w-])([^.:]*?unless you say otherwise\)?)?[:,]? ?", description
    )
    meant, usual = dict[str, str](), ""
    for n in range(1, len(parts) - 2, 3):
        said = parts[n + 2].strip().rstrip(",;")
        meant.setdefault(parts[n], said if said.strip(".") else "")
        usual = usual or (parts[n] if parts[n + 1] else "")
    otherwise = re.search(rf"({listed})[ ,]*\(?unless you say otherwise", description)
    return parts[0].strip().rstrip(":"), meant, usual or (otherwise[1] if otherwise else "")


def upper(words: str) -> str:
    """Words as a sentence begins."""
    return words[:1].upper() + words[1:]


_PLAIN = {
    "true": "Yes", "false": "No", "boolean": "Yes or no", "integer": "Whole number", "decimal": "Number",
    "en": "English", "cy": "Welsh", "northern-ireland": "Northern Ireland", "any-uk": "Anywhere in the UK",
    "uk": "United Kingdom", "vat": "VAT", "first-last": "First and last name", "actor": "Whoever did this",
    "breached": "Not kept in time", "guard": "Its condition", "separation": "Done by the same person",
    "input": "An answer",
}  # fmt: skip


def plain(value: str) -> str:
    """A value of the language as words."""
    if value in _PLAIN:
        return _PLAIN[value]
    return upper(value.replace("_", " ").replace("-", " "))
