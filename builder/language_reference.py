"""docs/language.md, written from the language's own JSON Schema: ``python -m builder.language_reference``."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from definitions.read import language_schema

Schema = Mapping[str, Any]

PLACE = Path(__file__).parent.parent / "docs" / "language.md"

INTRODUCTION = """# The language

One service is one JSON document. This page is written from the language's JSON Schema (`townclerk schema` prints it,
for an editor to complete documents with), by `python -m builder.language_reference`. What expressions can
say is in [expressions.md](expressions.md). `townclerk check FILE` says every problem of a document, and
`townclerk test FILE` plays its examples.

Begin with this, which passes every check, and grow it:

```json
{
  "format": 1,
  "id": "broken-bench",
  "title": "Report a broken bench",
  "languages": ["en"],
  "privacy": {"basis": "public task", "keep": "12 months"},
  "roles": [{"id": "parks", "label": "Parks team"}],
  "form": {"pages": [
    {"id": "where", "title": "Where is the bench?",
     "questions": [{"id": "place", "type": "text", "label": "Place", "hint": "For example, by the pond", "max": 200}]}
  ]},
  "workflow": {
    "initial": "new",
    "states": [
      {"id": "new", "label": "New", "public": "We have your report", "queue": "reports"},
      {"id": "mended", "label": "Mended", "public": "The bench is mended", "final": true}
    ],
    "transitions": [{"id": "mend", "label": "Mark mended", "from": ["new"], "to": "mended", "by": ["parks"]}]
  },
  "queues": [{"id": "reports", "label": "Reports", "role": "parks", "columns": ["place"]}],
  "examples": [
    {"name": "A bench is reported and mended", "at": "2026-03-26T09:00", "answers": {"place": "By the pond"},
     "expect": {"state": "new"}, "then": [{"do": "mend", "as": "parks", "expect": {"state": "mended"}}]}
  ]
}
```

Whatever an expression or a text can name (a question, value, decision, lookup, term, clock) has words joined by _ for
its id, and no other in the service has the same. Every other id (a page, state, transition, role, queue, message) has
words joined by -, and no other in its list has the same. Labels may change; ids do not.
"""

ORDER = (
    (
        "The form",
        "form page section repeat subsection question option options_from content rule"
        " use block value decision term lookup",
    ),
    ("The workflow", "state transition start clock queue assign message reply likeness role"),
    ("Effects", "effect effect_send effect_webhook effect_assign effect_set effect_extend"),
    ("Examples", "example colleague next expected"),
    (
        "Words, names and lengths",
        "text variants variant expression duration day moment number id name dotted place link type",
    ),
)
"""The order in which a reader needs the parts; the rest follow."""


def reference(schema: Schema) -> str:
    """The whole page, as Markdown."""
    definitions = schema.get("$defs", {})
    kinds = [name for name in definitions if name.startswith("question_")]
    parts = [INTRODUCTION, *_part("The service", schema)]
    told = set(kinds)
    for title, names in ORDER:
        parts.append(f"\n# {title}\n")
        for name in names.split():
            told.add(name)
            parts += _questions(definitions, kinds) if name == "question" else _part(name, definitions[name])
    parts.append("\n# The rest\n")
    for name in sorted(set(definitions) - told):
        parts += _part(name, definitions[name])
    return "\n".join(parts).rstrip() + "\n"


def _part(name: str, definition: Schema) -> Iterator[str]:
    title = name if " " in name else f'<a id="{name}"></a>{_title(name)}'
    yield f"\n## {title}\n"
    yield f"{_words(definition['description'])}{_such_as(definition)}\n"
    if definition.get("properties"):
        yield from _table(_rows(definition))
    else:
        yield f"Holds: {_holds(definition)}\n"
        for branch in definition.get("oneOf", ()):
            if branch.get("properties"):
                yield f"{branch['description'].rstrip('.')}:\n"
                yield from _table(_rows(branch))
                yield ""


def _questions(definitions: Schema, kinds: list[str]) -> Iterator[str]:
    """What all kinds of question share, once, and then what each has of its own."""
    whole = [definitions[kind]["properties"] for kind in kinds]
    shared = {name for name in whole[0] if all(one.get(name) == whole[0][name] for one in whole)}
    yield '\n## <a id="question"></a>Question\n'
    yield f"{definitions['question']['description']} Every kind of question has these:\n"
    kind_words = "The kind of question: one of those below."
    rows = list(_rows({"properties": {n: p for n, p in whole[0].items() if n in shared}, "required": ["id", "label"]}))
    yield from _table([*rows[:1], f"| `type` (required) | {kind_words} | a kind |", *rows[1:]])
    for kind in kinds:
        own = {n: p for n, p in definitions[kind]["properties"].items() if n not in shared and n != "type"}
        written = definitions[kind]["properties"]["type"]["const"]
        yield f'\n### <a id="{kind}"></a>`"type": "{written}"`\n'
        yield f"{_words(definitions[kind]['description'])}\n"
        if own:
            yield from _table(_rows({"properties": own, "required": definitions[kind]["required"]}))


def _table(rows: Iterator[str] | list[str]) -> Iterator[str]:
    yield "| property | what it is | holds |"
    yield "|---|---|---|"
    yield from rows


def _rows(of: Schema, above: str = "") -> Iterator[str]:
    """A row for each property, and for each property inside one."""
    required = set(of.get("required", ()))
    for name, own in of.get("properties", {}).items():
        must = " (required)" if name in required else ""
        words = _words(own.get("description", "")) + _cell(_such_as(own))
        yield f"| `{above}{name}`{must} | {words} | {_cell(_holds(own))} |"
        yield from _inside(own, f"{above}{name}")


def _inside(own: Schema, place: str) -> Iterator[str]:
    inner, below = own, f"{place}."
    if own.get("type") == "array" and isinstance(own.get("items"), dict):
        inner, below = own["items"], f"{place}[]."
    if inner.get("properties"):
        yield from _rows(inner, below)
    for branch in inner.get("oneOf", ()):
        if branch.get("properties"):
            yield from _rows(branch, below)


def _such_as(own: Schema) -> str:
    return f" Such as `{json.dumps(own['examples'][0], ensure_ascii=False)}`." if own.get("examples") else ""


def _holds(of: Schema) -> str:
    if "$ref" in of:
        name = of["$ref"].rsplit("/", 1)[-1]
        return f"[{_title(name).lower()}](#{name})"
    if "const" in of:
        return f"`{json.dumps(of['const'])}`"
    if "enum" in of:
        return ", ".join(f"`{json.dumps(value)}`" for value in of["enum"])
    if "if" in of:
        return f"{_holds(of['else'])} or {_holds(of['then'])}"
    if "oneOf" in of:
        return " or ".join(dict.fromkeys(_holds(one) for one in of["oneOf"]))
    if of.get("type") == "array":
        return f"a list of {_holds(of.get('items', {}))}"
    if of.get("type") == "object" and of.get("properties"):
        return "an object of " + ", ".join(f"`{name}`" for name in of["properties"])
    if of.get("type") == "object" and isinstance(of.get("additionalProperties"), dict):
        return f"an object of names, each with {_holds(of['additionalProperties'])}"
    kind = of.get("type", "anything")
    return " or ".join(map(_kind, kind)) if isinstance(kind, list) else _kind(kind)


def _kind(name: str) -> str:
    said = {"string": "text", "boolean": "true or false", "integer": "a whole number", "number": "a number"}
    return said.get(name, f"an {name}" if name == "object" else name)


def _title(name: str) -> str:
    return name.replace("_", " ").replace("-", " ").capitalize()


def _words(text: str) -> str:
    """A description: what stands in angle brackets is no HTML, and in code it stands as it is."""
    parts = _cell(text).split("`")
    return "`".join(part if n % 2 else part.replace("<", "&lt;") for n, part in enumerate(parts))


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


if __name__ == "__main__":
    PLACE.write_text(reference(language_schema()), encoding="utf-8")
