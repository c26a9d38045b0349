"""A question of each kind there is, with everything that can be said about one: for what all have in common."""

from __future__ import annotations

from typing import Any

from definitions.questions import KINDS
from tests import factories

SENSITIVE = {"bank-details"}


def options(kind: str) -> list[dict[str, Any]]:
    """Three choices; one asks more of whoever makes it, where a kind can reveal a question."""
    more = {"questions": [factories.question(f"below_{kind}", label="Which one", hint="More of it")]}
    return [
        {"value": "one", "label": "One of them", "hint": "The first"},
        {"value": "two", "label": "Another of them"} | (more if kind in ("radios", "checkboxes") else {}),
        {"value": "none", "label": "None of these"},
    ]


SETTINGS: dict[str, dict[str, Any]] = {
    "checkboxes": {"exclusive": "none"},
    "declaration": {"statement": "All of it is true"},
    "file": {"accept": ["pdf", "png"], "max_mb": 1},
    "integer": {"min": 3, "max": 9},
    "money": {"max": 1000},
    "table": {
        "columns": [{"id": "thing", "label": "Thing", "type": "text"}, {"id": "cost", "label": "Cost", "type": "money"}]
    },
    "text": {"min": 5, "max": 80, "lines": 3},
}


def name_of(kind: str) -> str:
    return f"q_{kind.replace('-', '_')}"


def asking(kind: str, *, heard: bool = False) -> dict[str, Any]:
    """The page of a kind, named after it. ``heard``: only what a reader needs to hear of it, without further words."""
    said = {} if heard else {"why": "We have reasons", "help": "More about it"}
    choices = {"options": options(kind)} if kind in ("checkboxes", "radios", "ranking", "select") else {}
    secret = {"sensitive": True, "seen_by": ["officer"]} if kind in SENSITIVE else {}
    question = factories.question(name_of(kind), type=kind, label="What we want", hint="How to say it", **said)
    content = {} if heard else {"content": [{"text": "Words **first**:\n\n- and a list"}]}
    title = f"A question: {kind.replace('-', ' ')}"
    return factories.page(kind, question | choices | secret | SETTINGS.get(kind, {}), title=title, **content)


def document(*kinds: str) -> dict[str, Any]:
    """A service that asks one question of each of these kinds, on a page of its own in a section of its own: each can
    be opened at once."""
    sections = [
        {"id": f"section-{kind}", "title": kind, "pages": [asking(kind, heard=len(kinds) > 1)]}
        for kind in kinds or sorted(KINDS)
    ]
    queues = [{"id": "triage", "label": "Triage", "role": "officer", "columns": [], "order": "due"}]
    return factories.document(
        id="every-kind", title="Every kind", summary="What it is for.",
        form={"pages": [], "sections": sections}, queues=queues,
    )  # fmt: skip
