"""Ready-made questions that councils ask again and again, with hints and rules: each a page to put into a form."""

from __future__ import annotations

import json
import re
from collections.abc import Container
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any

from builder.references.ids import made, snake


@dataclass(frozen=True, slots=True)
class Ready:
    """``page`` has no id: it gets one where it is put in. Its questions have theirs, unless they are taken there."""

    id: str
    group: str
    words: str
    about: str
    page: dict[str, Any]


@cache
def _all() -> tuple[Ready, ...]:
    listed = json.loads(files(__package__).joinpath("ready.json").read_text("utf-8"))
    return tuple(Ready(**one) for one in listed)


READY = _all()
READY_GROUPS = {
    group: [one for one in READY if one.group == group] for group in dict.fromkeys(one.group for one in READY)
}


def ready(id: str, taken: Container[str] = ()) -> Ready | None:
    """A ready-made question, to be changed by whoever has it; its names are none of those that are taken."""
    found = next((one for one in READY if one.id == id), None)
    if found is None:
        return None
    text = json.dumps(found.page)
    for name in re.findall(r'"id": "([a-z_]+)"', text):
        if name in taken:
            new = made(name.replace("_", " "), snake, taken.__contains__)
            text = re.sub(rf'(?<="id": "){name}(?=")|\b{name}\b(?= [<>=])', new, text)
    return replace(found, page=json.loads(text))
