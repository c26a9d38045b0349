"""Questions: bounds that can be kept, answers that are kept from those whom they do not concern, files, choices."""

from __future__ import annotations

import calendar

from builder.edits import Delete, Set, Several, Unset
from builder.fixes.flow import unfiltered
from builder.fixes.looking import Found, Look, fix, taken_out
from builder.references import Element
from definitions.questions.file import MOST_MB
from definitions.reading.compiling import one_or_more


@fix("question.pattern", "question.pattern-untold")
def pattern(look: Look) -> Found:
    own = look.up(1)
    names = [name for name in ("pattern", "pattern_message") if name in own]
    yield "Accept whatever is typed", Several(tuple(Unset(look.at(name, up=1)) for name in names))


@fix("question.bounds")
def bounds(look: Look) -> Found:
    own = look.up(1)
    if look.last == "max":
        swapped = (Set(look.at("min", up=1), own["max"]), Set(look.at(), own["min"]))
        yield f"Swap them: from {own['max']} to {own['min']}", Several(swapped)
        yield "Take the most out", Unset(look.at())
    else:
        yield "Take the least out", Unset(look.at())


@fix("question.no-such-day")
def no_such_day(look: Look) -> Found:
    try:
        year, month, _ = map(int, str(look.value).split("-"))
        last = f"{year:04}-{month:02}-{calendar.monthrange(year, month)[1]:02}"
    except ValueError:
        last = ""
    if last:
        yield f"Use the last day of that month, {last}", Set(look.at(), last)
    yield from taken_out(look)


@fix("question.lookup-abroad")
def lookup_abroad(look: Look) -> Found:
    yield "Do not look addresses up", Unset(look.at())
    yield "Ask for addresses in the United Kingdom only", Unset(look.at("scope", up=1))


@fix("question.seen-by-all")
def seen_by_all(look: Look) -> Found:
    yield "Mark the question as sensitive", Set(look.at("sensitive", up=1), True)
    yield "Let every role see it", Unset(look.at())


@fix("question.not-sensitive")
def not_sensitive(look: Look) -> Found:
    for role in look.ids("role")[:4]:
        only = (Set(look.at("sensitive"), True), Set(look.at("seen_by"), [role]))
        yield f"Mark it as sensitive, for {look.called('role', role)} to see", Several(only)


@fix("question.secret")
def secret(look: Look) -> Found:
    one = look.owner()
    while one is not None and one.kind == "option":
        one = Element("question", one.of)
    if one is not None and one.kind == "question":
        yield "Take the question out", Delete(str(one), clear=True)


@fix("option.reveals-nowhere")
def reveals_nowhere(look: Look) -> Found:
    yield "Show the choices as radios", Set(look.at("type", up=3), "radios")
    yield "Ask nothing under this choice", Delete(look.at(), clear=True)


@fix("option.reveals-within")
def reveals_within(look: Look) -> Found:
    yield "Ask nothing under this choice", Delete(look.at(), clear=True)


@fix("file.accept")
def accept(look: Look) -> Found:
    yield from taken_out(look, "Take this kind out")


@fix("file.count")
def count(look: Look) -> Found:
    yield f"Allow {look.value} files", Set(look.at("max_files", up=1), look.value)


@fix("file.too-large")
def too_large(look: Look) -> Found:
    yield f"Say {MOST_MB} MB", Set(look.at(), MOST_MB)


@fix("prefill.kind", "prefill.place")
def not_filled(look: Look) -> Found:
    yield from taken_out(look)


@fix("prefill.personal")
def personal(look: Look) -> Found:
    yield "Let a sealed link bring it instead", Set(look.at(up=1), {"link": True})


@fix("prefill.readonly")
def readonly(look: Look) -> Found:
    yield "Let only a sealed link bring it", Set(look.at(up=1), {"link": True, "readonly": True})
    yield "Let people change it", Unset(look.at())


@fix("prefill.reserved")
def reserved(look: Look) -> Found:
    asked = look.up(2).get("id", "")
    better = asked if asked not in ("link", "change", "language") else f"{asked}_2"
    yield f"Call it {better}", Set(look.at(), better)


@fix("queue.filter-tells")
def filter_tells(look: Look) -> Found:
    """Whoever works the queue may see what it sorts by."""
    roles = [role for _, role in one_or_more(look.up(1)["role"])]
    named = {use.element.id for one in look.index.uses.values() for use in one if use.path == look.path}
    edits = []
    for name in look.ids("question"):
        part = look.part(Element("question", name))
        if name in named and part.get("sensitive"):
            seen = list(dict.fromkeys([*part.get("seen_by", ()), *roles]))
            edits.append(Set(f"question:{name}/seen_by", seen))
    if edits:
        words = " and ".join(look.called("role", role) for role in roles)
        yield f"Let {words} see the answer", Several(tuple(edits))
    yield unfiltered(look)
