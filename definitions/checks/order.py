"""What is known when: an answer is used only after it can have been given, and nothing follows from itself."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from definitions.checks.facts import Facts
from definitions.checks.registry import Found, check
from definitions.known import follows as following
from definitions.nearest import listed
from definitions.reading.compile_pages import END
from definitions.reading.compiling import Use

Place = tuple[int, int]

NEVER_ASKED: Place = (-1, 0)
"""Before every page: what follows from no answer is always known."""


@check("expression.asked-later", "error", "The answer is never there yet, so the condition is never met.")
def asked_later(facts: Facts) -> Found:
    known_from = _known_from(facts)
    for use in facts.uses:
        page = use.where.page
        if page is None or page >= END:
            continue
        for name in sorted(_roots(use) - set(use.where.lists)):  # inside an item, its list holds those before
            if known_from.get(name, NEVER_ASKED) >= (page, use.where.question):
                yield use.pointer, _words(facts, name, known_from[name], page)


@check("value.circular", "error", "What follows from itself can never be worked out.")
def circular(facts: Facts) -> Found:
    follows = following(facts.compiled.service.form)
    for name, at in _derived_places(facts):
        around = _way_back(name, follows)
        if around:
            yield at, f'"{name}" depends on itself, by way of {listed(around, "and")}: take one of them out'


def _words(facts: Facts, name: str, known: Place, page: int) -> str:
    asked = facts.pages[known[0]]
    where = "later on this page" if known[0] == page else f'on the page "{asked.id}", which comes later'
    if name in facts.question_by_id and known[1] != END:
        return f'"{name}" has not been asked yet here: it is asked {where}. Move one of them'
    return f'"{name}" is not known yet here: it needs what is asked {where}. Move one of them'


def _known_from(facts: Facts) -> Mapping[str, Place]:
    """The place of the last question that each name needs. A lookup is made when its page is left."""
    known = {question.id: (question.page or 0, question.question) for question in facts.form_questions}
    known |= _lists_known_from(facts)
    follows = following(facts.compiled.service.form)
    lookups = {lookup.id for lookup in facts.compiled.service.form.lookups}

    opened: set[str] = set()
    waiting = list(follows)
    while waiting:
        name = waiting[-1]
        needed = [other for other in follows[name] if other in follows and other not in opened and other not in known]
        if name not in opened and name not in known and needed:
            opened.add(name)
            waiting += needed
            continue
        waiting.pop()
        if name not in known:
            last = max((known.get(other, NEVER_ASKED) for other in follows[name]), default=NEVER_ASKED)
            known[name] = (last[0], END) if name in lookups and follows[name] else last
    return known


def _lists_known_from(facts: Facts) -> Mapping[str, Place]:
    """A list is there after the last page that is asked of its items."""
    found: dict[str, Place] = {}
    for place, page in enumerate(facts.pages):
        found |= dict.fromkeys(page.lists, (place, END - 1))
    return found


def _way_back(name: str, follows: Mapping[str, frozenset[str]]) -> list[str]:
    """The names between ``name`` and itself, or nothing when it does not depend on itself."""
    came: dict[str, str] = {}
    waiting = [name]
    while waiting:
        here = waiting.pop()
        for other in sorted(follows.get(here, ())):
            if other == name:
                way = [here]
                while way[0] != name and way[0] in came:
                    way.insert(0, came[way[0]])
                return [one for one in way if one != name] or [name]
            if other not in came and other in follows:
                came[other] = here
                waiting.append(other)
    return []


def _derived_places(facts: Facts) -> Iterator[tuple[str, str]]:
    for kind, last in (("values", "/value"), ("decisions", ""), ("lookups", "/by"), ("terms", "/variants")):
        yield from ((one.id, one.at + last) for one in facts.listed(kind))


def _roots(use: Use) -> set[str]:
    return {name.partition(".")[0] for name in use.names}
