"""Names that nothing has: the one that was meant, or another, or none. And ids that cannot stay as they are."""

from __future__ import annotations

import re

from builder.edits import Delete, Rename, Restore, Set
from builder.edits.patch import difference
from builder.fixes.looking import Found, Look, chosen, fix, taken_out, writes_to_applicant
from builder.references.fresh import fresh
from builder.references.parts import with_value
from builder.references.shapes import branch, placed
from definitions.checks.facts import ACTORS

_KINDS = "state role queue message value clock task list transition question section option name"


@fix(
    *(f"reference.unknown-{kind}" for kind in _KINDS.split()), "example.unknown-name", "again.unknown", "table.unknown"
)
def unknown(look: Look) -> Found:
    """What stands there names nothing: the schema says what may be named."""
    own, of, task = placed(look.document, look.path)
    what = branch(look.value, own).what
    if look.path[0] == "applicant" and len(look.path) == 2:
        yield from applicant(look)
        return
    if isinstance(look.value, str):
        kind, known = _known(look, what, of, task)
        beside = look.up(1) if isinstance(look.last, int) else ()
        yield from chosen(look, kind, (one for one in look.near(look.value, known) if one not in (*beside, look.value)))
    if look.last != "to" and look.problem.code != "table.unknown":
        yield from taken_out(look)


def _known(look: Look, what: str, of: str, task: str) -> tuple[str, list[str]]:
    match what:
        case "fact":
            return "question", [*look.index.names.roots]
        case "actor" | "assignee":
            return "role", [*look.ids("role"), *(one for one in ACTORS if one not in ("system", "timer"))]
        case "question" if look.last == "reason":
            return "question", [one["id"] for one in look.owning("transition")[1].get("ask", ())]
        case "option" | "part":
            return what, look.ids(what, of)
        case "choice":
            return what, look.ids(what, task)
        case "page" | "problem":
            return "page", look.ids("page")
        case "section":
            before = look.document["form"].get("sections", ())[: int(look.path[2])] if look.path[0] == "form" else None
            every = look.document["form"].get("sections", ()) if before is None else before
            return what, [one["id"] for one in every]
        case "state" if look.last == "to":
            return what, [one for one in look.ids(what) if one not in look.up(1)["from"]]
        case _:
            return what, look.ids(what)


@fix("reference.asked-often")
def asked_often(look: Look) -> Found:
    yield from taken_out(look)


@fix("block.unknown")
def unknown_block(look: Look) -> Found:
    yield from chosen(look, "block", look.near(look.value, look.ids("block")))
    yield from taken_out(look)


@fix("table.unknown-column")
def unknown_column(look: Look) -> Found:
    source = look.up(1) if isinstance(look.up(1), dict) and "table" in look.up(1) else look.up(2)
    header = str(look.document.get("tables", {}).get(source.get("table"), "")).partition("\n")[0]
    columns = [one.strip() for one in header.split(",") if one.strip()]
    if isinstance(look.value, str):
        yield from chosen(look, "column", look.near(look.value, columns))


@fix("block.unknown-id", "block.unknown-text")
def nothing_in_the_block(look: Look) -> Found:
    yield from taken_out(look)


@fix("id.snake-case", "id.kebab-case")
def badly_formed(look: Look) -> Found:
    joined = "_" if look.problem.code == "id.snake-case" else "-"
    yield from _renamed(look, re.sub(r"[^a-z0-9]+", joined, str(look.value).lower()).strip(joined))


@fix("id.reserved")
def reserved(look: Look) -> Found:
    yield from _renamed(look, str(look.value))


def _renamed(look: Look, words: str) -> Found:
    one = look.owner()
    if len(look.path) == 1:
        yield f"Call it {words}", Rename("", words)
    elif one is not None:
        better = fresh(look.index, one, words)
        yield f"Call it {better}", Rename(str(one), better)


@fix("id.repeated", "option.repeated")
def repeated(look: Look) -> Found:
    """Of two that are called the same the second: whatever names it goes on to mean the first."""
    one = look.owner()
    if one is not None:
        better = fresh(look.index, one, str(look.value))
        after = with_value(look.document, look.path, better)
        yield f"Call this one {better}", Restore(difference(look.document, after))
        if len(look.up(2)) > 1:
            yield "Take this one out", Delete(look.at(up=1), clear=True)


@fix("table.columns")
def columns(look: Look) -> Found:
    if look.last == "id":
        taken = {column["id"] for column in look.up(2)}
        better = next(f"{look.value}_{n}" for n in range(2, 99) if f"{look.value}_{n}" not in taken)
        after = with_value(look.document, look.path, better)
        yield f"Call this one {better}", Restore(difference(look.document, after))
        yield "Take this one out", Delete(look.at(up=1), clear=True)
    elif "options" in look.value:
        yield "Make it a list to choose from", Set(look.at("type"), "select")
        yield "Take its choices out", Delete(look.at("options"), clear=True)
    else:
        yield "Make it text", Set(look.at("type"), "text")


_OUT = "was.taken role.supervises-itself duplicates.file section.after-later correction.never set.not-of-the-case"


@fix(*_OUT.split(), "question.sensitive-shown")
def out(look: Look) -> Found:
    yield from taken_out(look)


@fix("role.unused", "queue.unused", "message.unused")
def unused(look: Look) -> Found:
    yield "Take it out", Delete(str(look.owner()), clear=True)


@fix("applicant.kind")
def applicant(look: Look) -> Found:
    kinds = {"name": ("name", "text"), "email": ("email",), "phone": ("phone",)}[str(look.last)]
    yield from chosen(look, "question", look.questions(*kinds)[:4])
    if look.last != "email" or not writes_to_applicant(look):
        yield from taken_out(look, "Name none")
