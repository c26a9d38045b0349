"""What was found wrong with tables and blocks while they were put in, and copies of them that are of no use."""

from __future__ import annotations

from functools import partial

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, Severity, check
from definitions.checks.told import find
from definitions.problems import pointer
from definitions.reading.beside import block_hash

WHY: dict[str, tuple[Severity, str]] = {
    "table.unknown": ("error", "A question without choices cannot be answered."),
    "table.unreadable": ("error", "A question without choices cannot be answered."),
    "table.unknown-column": ("error", "What is taken from it would be empty."),
    "table.bad-row": ("error", "Nobody could choose it, or an answer could mean either."),
    "table.same-label": ("warning", "Nobody can tell them apart."),
    "table.untranslated": ("warning", "People who chose that language would read this in another."),
    "block.unknown": ("error", "There is nothing to put here."),
    "block.elsewhere": ("error", "Pages stand among pages, and questions on a page."),
    "block.nested": ("error", "Nobody could tell what a service asks from the blocks it uses."),
    "block.unknown-id": ("error", "What is meant to be changed stays as it is."),
    "block.unknown-text": ("error", "The words would never be read."),
}
"""By code, how bad it is and why it matters."""

for _code, (_severity, _why) in WHY.items():
    check(_code, _severity, _why)(partial(find, _code))


@check("block.changed", "error", "A block is the same wherever it is used: where-used could not tell who is behind.")
def changed(facts: Facts) -> Found:
    for name, block in facts.document.get("blocks", {}).items():
        if block.get("hash") not in (None, block_hash(block)):
            words = "this copy is not what its hash says: change the block itself, or use one of another name"
            yield f"/blocks/{name}/hash", words


@check("table.never-offered", "warning", "Nobody can ever choose it.")
def never_offered(facts: Facts) -> Found:
    """Rows that no answer asks for, where the answers that a filter compares with are known."""
    names = facts.compiled.service.names
    for question in facts.questions:
        source = question.part.get("from", {})
        for n, (column, by) in enumerate(source.get("where", {}).items()):
            known = names.get(by)
            if known is not None and known.options is not None:
                found = {row["cells"][n] for row in question.part["options"]} - known.options
                if found:
                    few = ", ".join(f'"{value}"' for value in sorted(found)[:5])
                    words = f'no answer to "{by}" is {few}, so {source["table"]} has rows that are never offered'
                    yield f"{question.at}/options{pointer('where', column)}", f"{words}: change one of them"
