"""Small, valid documents: a test names only what it is about."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

FIXTURES = Path(__file__).parent / "definitions" / "fixtures"


def example_document() -> dict[str, Any]:
    """The design's normative example, which passes every check."""
    return json.loads((FIXTURES / "missed-bin.json").read_text())


def undoable_document() -> dict[str, Any]:
    """The example, whose staff may undo what they do, and whose system goes on by itself after some of it."""
    document = example_document()
    flow = document["workflow"]
    for way in flow["transitions"]:
        if way["id"] in ("send", "done", "refuse"):
            way["undo"] = "10 minutes"
    flow["states"].append({"id": "sorted", "label": "Sorted", "public": "Sorted out", "queue": "new-reports"})
    flow["transitions"] += [
        {"id": "move-on", "label": "Move on", "from": ["reported"], "to": "sorted", "by": ["crew-desk"],
         "undo": "1 hour", "restarts": ["promise"], "effects": [{"set": {"case.priority": "high"}}]},
        {"id": "by-itself", "label": "By itself", "from": ["sorted"], "to": "with-crew", "by": ["system"],
         "effects": [{"send": "on-its-way"}, {"assign": {"role": "supervisor"}}]},
    ]  # fmt: skip
    return document


def question(id: str = "street", **changes: Any) -> dict[str, Any]:
    return {"id": id, "type": "text", "label": id.replace("_", " ").capitalize()} | changes


def page(id: str = "where", *questions: dict[str, Any], **changes: Any) -> dict[str, Any]:
    return {"id": id, "title": id.capitalize(), "questions": list(questions) or [question()]} | changes


def workflow(**changes: Any) -> dict[str, Any]:
    return {
        "initial": "new",
        "states": [
            {"id": "new", "label": "New", "public": "We have it", "queue": "triage"},
            {"id": "closed", "label": "Closed", "public": "It is done", "final": True},
        ],
        "transitions": [
            {"id": "close", "label": "Close", "from": ["new"], "to": "closed", "by": ["officer"]},
        ],
    } | changes


def document(**changes: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "id": "report-it",
        "title": "Report it",
        "summary": "Tell us about it.",
        "languages": ["en"],
        "privacy": {"basis": "public task", "keep": "24 months"},
        "roles": [{"id": "officer", "label": "Officer"}],
        "form": {"pages": [page()]},
        "workflow": workflow(),
        "queues": [{"id": "triage", "label": "Triage", "role": "officer", "columns": ["street"], "order": "due"}],
    } | changes
