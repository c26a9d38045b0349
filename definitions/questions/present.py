"""What a template is told of a question: everything worded and decided, so that templates hold no logic."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from definitions.form import Question
from definitions.questions.address import finds
from definitions.questions.boxes import Box, boxes_of
from definitions.questions.columns import columns
from definitions.questions.file import accepted, kinds_in_words, listed, max_bytes, most_files, several
from definitions.questions.kind import Filled, Posted, shown_options, worded
from definitions.questions.ranking import places
from definitions.questions.table import least_rows, most_rows
from definitions.questions.text import several_lines
from definitions.questions.typed import MOST
from definitions.text import Context
from definitions.words import words

LONG = 15
"""More choices than this are found by typing, unless the author says otherwise."""

TYPEAHEAD = ("none", "hint", "short", "selected", "one", "several")

_REFUSED = {n: None for n in range(32) if n not in (9, 10, 13)}


@dataclass(frozen=True, slots=True)
class Choice:
    """``alone`` rules out the other choices. ``reveals`` is HTML: what is asked of those who make this one."""

    value: str
    label: str
    hint: str
    alone: bool = False
    reveals: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """What came of a search for an address: ``choices`` to choose from, ``said`` of how many there are, ``more`` when
    not all of them are listed, ``note`` when there are none. ``typed``: it could not be looked for."""

    choices: tuple[Choice, ...] = ()
    said: str = ""
    more: str = ""
    note: str = ""
    typed: bool = False


@dataclass(frozen=True, slots=True)
class Shown:
    """A question as one applicant sees it. Hashable, so that its HTML can be cached by it.

    ``why`` is None when the service does not say. ``kept`` are the files already sent: of each its id, its name, and
    what carries it on. ``full``: no more may be sent. ``said``: a kind's own words by their name. ``counter`` holds the
    words of a character count by their name in the component, ``limit`` the number that it counts to. ``heads`` is
    False for a kind whose label cannot be the heading of a page. ``typeahead`` holds the words of a list to type into
    or of a map, as JSON. ``found`` is what a search for an address found.
    """

    id: str
    kind: str
    label: str
    hint: str
    why: str
    why_title: str
    help_title: str
    error: str
    boxes: tuple[Box, ...]
    options: tuple[Choice, ...] = ()
    blank: str = ""
    divider: str = ""
    statement: tuple[str, ...] = ()
    lines: int = 1
    limit: int | None = None
    counter: tuple[tuple[str, str], ...] = ()
    accept: str = ""
    kept: tuple[tuple[str, str, str], ...] = ()
    several: bool = False
    full: bool = False
    typeahead: str = ""
    heads: bool = True
    said: tuple[tuple[str, str], ...] = ()
    columns: tuple[Shown, ...] = ()
    found: Found | None = None

    def message(self, problems: Mapping[str, str]) -> str:
        """What is wrong, where all inputs share one message: the first that any of them has."""
        return next((problems[box.input] for box in self.boxes if problems.get(box.input)), "")


def present(question: Question, context: Context, answer: Any = None) -> Shown:
    """The question in the context's language. ``answer`` is the typed one already given, if any."""
    say = words(context.language)
    label = question.label.render(context)
    optional = not question.required
    extra = getattr(_Extra, question.kind.replace("-", "_"), _nothing)(question, context, answer)
    return Shown(
        id=question.id,
        kind=question.kind,
        label=say("question.optional", label=label) if optional else label,
        hint=extra.pop("hint", None) or worded(question.hint, context),
        why=worded(question.why, context),
        why_title=say("question.why"),
        help_title=say("question.help"),
        error=say("question.error"),
        boxes=boxes_of(question, context.language),
        **extra,
    )


def typed_in(question: Question, inputs: tuple[str, ...], posted: Posted) -> Filled:
    """What was posted, to be shown again beside its problem: cut to what any answer may hold, and fit for HTML."""
    several = question.kind == "checkboxes"
    return {
        name: [_again(text) for text in posted.get(name, ())][:300]
        if several
        else _again(next(iter(posted.get(name, ())), ""))
        for name in inputs
    }


def _again(text: str) -> str:
    return text[: 2 * MOST].translate(_REFUSED).encode(errors="replace").decode()


def _nothing(question: Question, context: Context, answer: Any) -> dict[str, Any]:
    return {}


class _Extra:
    """What only one kind is told, by the kind's name."""

    @staticmethod
    def text(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        if not several_lines(question):
            return {}
        limit, counter = question.settings.get("max"), ("limit", "under", "under-one", "at", "over", "over-one")
        said = tuple((name, words(context.language)(f"counter.{name}")) for name in counter)
        return {"lines": int(question.settings["lines"]), "limit": limit, "counter": said if limit else ()}

    @staticmethod
    def address(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        if not finds(question):
            return {}
        names = ("building", "find", "type", "again", "search", "change", "list", "blank")
        return {"said": tuple((name, words(context.language)(f"address.{name}")) for name in names)}

    @staticmethod
    def map_point(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        say, names = words(context.language), ("map", "help", "use", "in", "out")
        said = {name: say(f"map-point.{name}") for name in names} | {"chosen": say("map-point.chosen", point="{point}")}
        return {"typeahead": json.dumps(said, ensure_ascii=False)}

    @staticmethod
    def ranking(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        say, choices = words(context.language), _choices(question, context)
        names = [f"{question.id}-{n + 1}" for n in range(min(places(question), len(choices)))]
        boxes = tuple((name, _upper_first(say(f"ranking.{n}"))) for n, name in enumerate(names, 1))
        return {"options": choices, "blank": say("ranking.blank"), "divider": say("ranking.moved"), "said": boxes}

    @staticmethod
    def table(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        said = tuple((name, words(context.language)(f"table.{name}")) for name in ("row", "add", "remove"))
        shown = tuple(present(column, context) for column in columns(question))
        return {"said": said, "columns": shown, "lines": max(1, least_rows(question)), "limit": most_rows(question)}

    @staticmethod
    def radios(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        return {"options": _choices(question, context)}

    @staticmethod
    def select(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        say = words(context.language)
        options = _choices(question, context)
        typed = question.settings.get("typeahead", len(options) > LONG)
        said = json.dumps({name: say(f"typeahead.{name}") for name in TYPEAHEAD}, ensure_ascii=False) if typed else ""
        return {"options": options, "blank": say("question.choose"), "typeahead": said}

    @staticmethod
    def checkboxes(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        say = words(context.language)
        several = question.settings.get("max", 2) > 1 and len(question.options) > 1
        hint = worded(question.hint, context) or (say("question.choose-all") if several else "")
        return {"options": _choices(question, context), "divider": say("question.or"), "hint": hint}

    @staticmethod
    def yes_no(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        own = {value: worded(question.settings.get(value), context) for value in ("yes", "no")}
        say = words(context.language)
        return {"options": tuple(Choice(value, said or say(f"answer.{value}"), "") for value, said in own.items())}

    @staticmethod
    def declaration(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        statement = worded(question.settings.get("statement"), context)
        return {"statement": tuple(part.strip() for part in statement.split("\n\n") if part.strip()), "heads": False}

    @staticmethod
    def signature(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        own = worded(question.hint, context)
        return _Extra.declaration(question, context, answer) | {
            "hint": own or words(context.language)("signature.hint")
        }

    @staticmethod
    def approximate_date(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        return {"hint": f"{worded(question.hint, context)} {words(context.language)('question.date-about')}".strip()}

    @staticmethod
    def file(question: Question, context: Context, answer: Any) -> dict[str, Any]:
        say, most = words(context.language), most_files(question)
        kinds, size = kinds_in_words(question, context.language), max_bytes(question) >> 20
        limit = say(
            "question.files-limit" if several(question) else "question.file-limit", kinds=kinds, most=size, n=most
        )
        kept = tuple((each["id"], each["name"], each.get("carried", "")) for each in listed(answer)) if answer else ()
        said = {"kept": "question.file-kept", "remove": "question.file-remove", "full": "question.files-full"}
        said["add"] = "question.files-more" if several(question) and kept else "question.files-upload"
        return {
            "hint": f"{worded(question.hint, context)} {limit}".strip(),
            "accept": ",".join(f".{ending}" for ending in accepted(question)),
            "kept": kept,
            "several": several(question),
            "full": several(question) and len(kept) >= most,
            "said": tuple((name, say(key, n=most)) for name, key in said.items()),
        }


def _upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def _choices(question: Question, context: Context) -> tuple[Choice, ...]:
    alone = question.settings.get("exclusive")
    return tuple(
        Choice(option.value, option.label.render(context), worded(option.hint, context), option.value == alone)
        for option in shown_options(question, context)
    )
