"""Pages, sections and what is said on them: ways to have each asked and each seen."""

from __future__ import annotations

from builder.edits import Add, Delete, Restore, Set, Unset
from builder.edits.patch import difference
from builder.fixes.looking import Found, Look, fix, taken_out
from builder.references.parts import with_value

QUESTION = {"type": "text", "label": "New question"}
STOPPED = "You cannot use this service"


@fix("page.empty")
def empty(look: Look) -> Found:
    yield "Ask a question on it", Add(look.at("questions"), QUESTION)
    yield from taken_out(look, "Take the page out")


@fix("page.stop-asks")
def stop_asks(look: Look) -> Found:
    yield "Let people go on from here", Unset(look.at("kind"))


@fix("page.stop-silent")
def stop_silent(look: Look) -> Found:
    yield f"Say “{STOPPED}”", Set(look.at("content"), [{"text": STOPPED}])


@fix("form.asks-nothing")
def asks_nothing(look: Look) -> Found:
    pages = look.document["form"].get("pages")
    if pages:
        yield "Ask a question on the first page", Add(look.addressed(("form", "pages", 0, "questions")), QUESTION)
    else:
        yield "Add a page with a question", Add("/form/pages", {"title": "New page", "questions": [QUESTION]})


@fix("section.asks-nothing")
def section_asks_nothing(look: Look) -> Found:
    if look.value.get("pages"):
        yield "Ask a question on its first page", Add(look.at("pages", 0, "questions"), QUESTION)
    yield from taken_out(look, "Take the section out")


@fix("section.not-of-items")
def not_of_items(look: Look) -> Found:
    """Its sections stand after it, in their order."""
    *above, n, _ = look.path
    beside = look.up(2)
    own = {name: part for name, part in beside[int(n)].items() if name != "sections"}
    after = with_value(look.document, tuple(above), [*beside[: int(n)], own, *look.value, *beside[int(n) + 1 :]])
    yield "Move them out, after this section", Restore(difference(look.document, after))


@fix("repeat.bounds")
def repeat_bounds(look: Look) -> Found:
    least = look.up(1).get("min", 1)
    yield f"Allow {least} at most", Set(look.at(), least)


@fix("form.no-tasks", "assign.otherwise-unused", "transition.refusal-unused", "clock.runs-and-pauses", "undo.nobody")
def of_no_use(look: Look) -> Found:
    yield from taken_out(look)
    if look.problem.code == "clock.runs-and-pauses":
        yield "Take out where it runs", Unset(look.at("runs_in", up=1))


@fix("page.never-shown", "section.never-shown")
def never_shown(look: Look) -> Found:
    kind = "page" if look.problem.code.startswith("page") else "section"
    yield "Show it to everybody", Unset(look.at())
    yield f"Take the {kind} out", Delete(look.at(up=1), clear=True)


@fix("condition.never-met")
def never_met(look: Look) -> Found:
    yield from taken_out(look, "Take the condition out")


@fix("page.stop-always")
def stop_always(look: Look) -> Found:
    up = int(look.last == "when")
    yield "Let people go on from here", Unset(look.at("kind", up=up))
    yield "Take the page out", Delete(look.at(up=up), clear=True)


@fix("text.no-last-wording")
def no_last_wording(look: Look) -> Found:
    yield "Use this wording for everybody else", Unset(look.at())


@fix("text.hidden-wording")
def hidden_wording(look: Look) -> Found:
    yield from taken_out(look, "Take this wording out")


@fix("translation.stale")
def stale(look: Look) -> Found:
    """Somebody has looked at it: the mark of what it says now is set."""
    at = look.path if look.last == "of" else (*look.path, "of")
    found = look.problem.message.rpartition('"of"')[2]
    marks = [one for one in found.replace(":", " ").replace('"', " ").split() if len(one) == 8]
    if marks:
        yield "It still says the same", Set(look.addressed(at), marks[0])
    yield "Take the translation out", Delete(look.addressed(at[:3]), clear=True)


@fix("translation.unknown-key")
def unknown_key(look: Look) -> Found:
    yield from taken_out(look, "Take the translation out")


@fix("translation.unknown-language")
def unknown_language(look: Look) -> Found:
    languages = look.document["languages"]
    if look.last not in languages:
        yield "Offer the service in this language", Set("/languages", [*languages, look.last])
    yield from taken_out(look, "Take these translations out")


@fix("service.no-privacy")
def no_privacy(look: Look) -> Found:
    words = "Hold answers as a public task, for 24 months after a case is finished"
    yield words, Set("/privacy", {"basis": "public task", "keep": "24 months"})
