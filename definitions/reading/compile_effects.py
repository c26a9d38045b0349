"""The effects of a document, compiled: of actions, of clocks that ran out, of tasks that are late."""

from __future__ import annotations

from typing import Any

from definitions.reading.compiling import Compiling, Document, Where, numbered
from definitions.types import TEXT
from definitions.workflow import Effect

KINDS = ("send", "webhook", "assign", "set", "extend", "open_task", "withdraw_task")
NAMED = {"send": "message", "open_task": "task", "withdraw_task": "task"}
"""Effects that are only the name of something."""


def compile_effects(compiling: Compiling, part: Document, name: str, at: str, where: Where) -> tuple[Effect, ...]:
    return tuple(_effect(compiling, e, below, where) for _, below, e in numbered(part.get(name, ()), f"{at}/{name}"))


def _effect(compiling: Compiling, effect: Document, at: str, where: Where) -> Effect:
    kind = next((kind for kind in KINDS if kind in effect), "send")
    said: Any = effect.get(kind, {})
    values = {}
    if kind == "set":
        values = {
            field: compiling.expression(value["value"], f"{at}/set/{field}/value", where, TEXT)
            for field, value in said.items()
            if isinstance(value, dict)
        }
    what = {NAMED[kind]: said} if kind in NAMED else dict(said)
    return Effect(kind, what, compiling.when(effect, at, where), values)
