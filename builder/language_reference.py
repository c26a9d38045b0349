"""docs/language.md, written from the language's own JSON Schema: ``python -m builder.language_reference``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from definitions.read import language_schema

PLACE = Path(__file__).parent.parent / "docs" / "language.md"

INTRODUCTION = """# The language

One service is one JSON document. This page is written from the language's JSON Schema (`townclerk schema` prints it,
for an editor to complete documents with), by `python -m builder.language_reference`. What expressions can
say is in [expressions.md](expressions.md). `townclerk check FILE` says every problem of a document.
"""


def reference(schema: Mapping[str, Any]) -> str:
    """The whole page, as Markdown."""
    parts = [INTRODUCTION, *_object("The service", schema)]
    for name, definition in sorted(schema.get("$defs", {}).items()):
        parts += _object(_title(name), definition, anchor=name)
    return "\n".join(parts).rstrip() + "\n"


def _object(title: str, definition: Mapping[str, Any], anchor: str = "") -> Iterator[str]:
    yield f'\n## <a id="{anchor}"></a>{title}\n' if anchor else f"\n## {title}\n"
    if "description" in definition:
        yield f"{definition['description']}\n"
    if definition.get("properties"):
        yield "| property | what it is | holds |"
        yield "|---|---|---|"
        required = set(definition.get("required", ()))
        for name, of in definition["properties"].items():
            must = " (required)" if name in required else ""
            yield f"| `{name}`{must} | {_cell(of.get('description', ''))} | {_cell(_holds(of))} |"
    else:
        yield f"Holds: {_holds(definition)}\n"


def _holds(of: Mapping[str, Any]) -> str:
    if "$ref" in of:
        name = of["$ref"].rsplit("/", 1)[-1]
        return f"[{_title(name).lower()}](#{name})"
    if "const" in of:
        return f"`{json.dumps(of['const'])}`"
    if "enum" in of:
        return ", ".join(f"`{json.dumps(value)}`" for value in of["enum"])
    for several in ("oneOf", "anyOf"):
        if several in of:
            return " or ".join(dict.fromkeys(_holds(one) for one in of[several]))
    if of.get("type") == "array":
        return f"a list of {_holds(of.get('items', {}))}"
    if of.get("type") == "object" and of.get("properties"):
        return "an object of " + ", ".join(f"`{name}`" for name in of["properties"])
    kind = of.get("type", "anything")
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _title(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PLACE.write_text(reference(language_schema()), encoding="utf-8")
