"""One question changed in the builder, in a service of 150 pages and 60 states: saved, and its page shown again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from statistics import median

from benchmarks.client import Browser
from benchmarks.figures import Figure, in_turns, ratio
from benchmarks.installation import Installation
from benchmarks.large import PAGES, STATES, large_service
from benchmarks.pages import Sized, bare_reply
from benchmarks.serving import Server
from builder.edits import Set, apply
from definitions.read import checked
from definitions.reading.memory import Memory
from runtime import people
from runtime.access import COUNCIL

AUTHOR, PASSWORD = "author@example.org", "known to everybody, for the bench alone"
ELEMENT = "question:about_90"
PAGE = f"/build/large/form?at={ELEMENT}"
TIMES = 5


@dataclass(frozen=True)
class Cost:
    """Processor milliseconds of the server: for saving an edit, and for the page that comes after it."""

    saved: float
    shown: float


def editing_figures(home: Installation, bare: Server, site: Server, sized: Sized) -> Iterator[Figure]:
    """What an edit costs beside a bare reply and the check of what it changed, which is done after each."""
    _author(home)
    home.publish(large_service())
    with _signed_in(site) as author:
        plain, checks, costs = in_turns(
            sized.rounds,
            lambda: bare_reply(bare, sized.requests).milliseconds,
            lambda: _check(sized.journeys),
            lambda: _edits(site, author, sized.journeys),
        )
    limits = [a + b for a, b in zip(plain, checks, strict=True)]
    saved = [one.saved for one in costs]
    whole = [one.saved + one.shown for one in costs]
    what = f"an edit in a service of {PAGES} pages and {STATES} states"
    of = f"{median(whole):.1f} ms of processor / {median(plain):.3f} ms for a bare reply and {median(checks):.1f} ms"
    yield Figure(f"{what}, saved and shown again", ratio(whole, limits), "times", "at most", TIMES, f"{of} to check")
    rest = [max(a - b, 0.0) for a, b in zip(whole, checks, strict=True)]
    of = f"{median(rest):.1f} ms of processor / the bare reply alone"
    yield Figure("... all of it but the check", ratio(rest, plain), "times", of=of)
    of = f"{median(saved):.1f} ms of processor / the bare reply alone"
    yield Figure("... of it, saved", ratio(saved, plain), "times", of=of)


def _author(home: Installation) -> None:
    at = datetime.now(UTC)
    with home.database.begin() as session:
        team = people.create_team(session, "Authors", at=at)
        people.grant(session, team, COUNCIL, "author", at=at)
        person = people.create(session, name="Ada Author", email=AUTHOR, password=PASSWORD, at=at)
        people.join(session, team, person, at=at)


def _signed_in(site: Server) -> Browser:
    author = Browser(site.port)
    page = author.get("/staff/sign-in")
    reply = author.post("/staff/sign-in", page.hidden() | {"email": AUTHOR, "password": PASSWORD})
    assert reply.status == 303, reply
    return author


def _check(count: int) -> float:
    """Milliseconds of checking the service after a change of one question: what is known of all else is kept."""
    document, memory = large_service(), Memory()
    checked(document, memory=memory, bare=True)
    spent = 0.0
    for n in range(count):
        document = dict(apply(document, Set(f"{ELEMENT}/label", f"What else? {n}")).document)
        began = time.process_time()
        checked(document, memory=memory, bare=True)
        spent += time.process_time() - began
    return spent / count * 1000


def _edits(site: Server, author: Browser, count: int) -> Cost:
    """Change the question's label so often, and look at its form after each time."""
    page, saved, shown = author.get(PAGE), 0.0, 0.0
    for _ in range(count):
        hidden = page.hidden()
        typed = {"element": ELEMENT, "label": f"What else? {time.monotonic_ns()}", "back": PAGE}
        before = site.seconds
        reply = author.post("/build/large/element", {name: hidden[name] for name in ("csrf_token", "revision")} | typed)
        assert reply.status == 303, reply
        between = site.seconds
        page = author.get(PAGE)
        assert typed["label"].encode() in page.body
        saved, shown = saved + between - before, shown + site.seconds - between
    return Cost(saved / count * 1000, shown / count * 1000)
