"""Decision tables, and comparisons for duplicates."""

from __future__ import annotations

from builder.edits import Delete, Set
from builder.fixes.looking import Found, Look, fix, taken_out


@fix("decision.columns")
def columns(look: Look) -> Found:
    wanted = len(look.up(3)["inputs"])
    tests = [*look.value, *["-"] * wanted][:wanted]
    words = (
        "Take the tests without a column out"
        if len(look.value) > wanted
        else "Let any answer do where a test is missing"
    )
    yield words, Set(look.at(), tests)


@fix("decision.results")
def results(look: Look) -> Found:
    """What is too much goes. What is missing is what another row says, for it to be looked at."""
    table = look.owning("decision")[1]
    if not isinstance(look.value, dict):
        yield from taken_out(look)
        return
    lacking = [name for name in table["outputs"] if name not in look.value]
    said = [rule["then"] for rule in table["rules"]] + [table.get("otherwise", {})]
    for n, then in enumerate(said):
        if all(name in then for name in lacking):
            row = f"row {n + 1}" if n < len(table["rules"]) else "all else"
            yield f"Say what {row} says", Set(look.at(), look.value | {name: then[name] for name in lacking})
            return
    if look.path[-2] != "otherwise" and len(table["rules"]) > 1:
        yield "Take the row out", Delete(look.at(up=1), clear=True)


@fix("decision.unreachable-rule")
def unreachable(look: Look) -> Found:
    yield from taken_out(look, "Take the row out")


@fix("decision.overlap")
def overlap(look: Look) -> Found:
    yield "Let the first row that holds decide", Set(look.at("policy", up=2), "first")


@fix("duplicates.twice")
def twice(look: Look) -> Found:
    yield from taken_out(look, "Take this comparison out", up=1)
