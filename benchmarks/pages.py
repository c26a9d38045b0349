"""Form pages over HTTP: shown with nothing saved, shown with saved answers, and a whole citizen's journey."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from statistics import median

from benchmarks.client import Browser
from benchmarks.documents import FIVE_TYPED, MANY_ANSWERS, TEN_TYPED
from benchmarks.driver import together
from benchmarks.figures import Figure, in_turns, ratio
from benchmarks.installation import HOST
from benchmarks.serving import Server
from runtime import applications
from runtime.db import Database

CONNECTIONS = 2
"""Visitors at a time, while replies a second are counted."""

TEN = "/apply/ten-questions/all"
MANY = "/apply/many-parts/all"
FIVE = "/apply/five-pages"
WITH_MANY = "a list of five people and three files"
JOURNEY_TARGET = 8 / 0.14
"""8 ms of processor time where a bare reply costs 0.14."""


@dataclass(frozen=True)
class Sized:
    """How often each thing is done."""

    rounds: int
    requests: int
    journeys: int


@dataclass(frozen=True)
class Cost:
    """Of one reply, on average: the server's processor milliseconds, and replies in a second."""

    milliseconds: float
    rate: float


@dataclass(frozen=True)
class Journey:
    """Of one journey, on average: processor milliseconds of the web server and of PostgreSQL, and its requests."""

    web: float
    postgres: float
    requests: int


def page_figures(bare: Server, site: Server, database: Database, sized: Sized) -> Iterator[Figure]:
    """The page of ten questions, with nothing saved, with ten answers, and with a list and files as well, beside a bare
    reply."""
    with started(site) as visitor:
        fresh = visitor.request("GET", TEN)
    with with_answers(site) as visitor:
        saved = visitor.request("GET", TEN)
    with with_many(site, database) as visitor:
        many = visitor.request("GET", MANY)
    plain, *others = in_turns(
        sized.rounds,
        lambda: bare_reply(bare, sized.requests),
        lambda: _cost(site, fresh, sized.requests),
        lambda: _cost(site, saved, sized.requests),
        lambda: _cost(site, many, sized.requests),
    )
    kinds = ("nothing saved", "ten saved answers", f"those and {WITH_MANY}")
    for costs, what, target in zip(others, kinds, (0.5, 0.35, 0.35), strict=True):
        of = f"{_typical(plain):.3f} ms of processor for a bare reply / {_typical(costs):.3f} ms"
        times = ratio([c.milliseconds for c in plain], [c.milliseconds for c in costs])
        yield Figure(f"form page (GET, ten questions), {what}", times, "", "at least", target, of)
        rates = ratio([c.rate for c in costs], [c.rate for c in plain])
        of = f"{median(c.rate for c in costs):.0f} replies a second / {median(c.rate for c in plain):.0f}"
        yield Figure(f"... in replies a second, {CONNECTIONS} at a time", rates, of=of)


def _typical(costs: list[Cost]) -> float:
    return median(cost.milliseconds for cost in costs)


def bare_reply(bare: Server, count: int) -> Cost:
    return _cost(bare, f"GET / HTTP/1.1\r\nHost: {HOST}\r\n\r\n".encode(), count)


def _cost(server: Server, request: bytes, count: int) -> Cost:
    """Send the request ``count`` times in all, over several connections."""
    visitors = [Browser(server.port) for _ in range(CONNECTIONS)]

    def visit(visitor: Browser) -> None:
        for _ in range(count // CONNECTIONS):
            reply = visitor.send(request)
            assert reply.status == 200, reply

    used, began = server.seconds, time.perf_counter()
    together([partial(visit, visitor) for visitor in visitors])
    took, used = time.perf_counter() - began, server.seconds - used
    for visitor in visitors:
        visitor.close()
    return Cost(used / count * 1000, count / took)


def started(site: Server, path: str = TEN, address: str = "192.0.2.1") -> Browser:
    """A visitor who has started the service, and has the first page before them."""
    visitor, start = Browser(site.port, address), path.rpartition("/")[0]
    visitor.post(start, visitor.get(start).hidden())
    return visitor


def with_answers(site: Server, address: str = "192.0.2.1", path: str = TEN) -> Browser:
    """A visitor who has answered all ten questions."""
    visitor = started(site, path, address)
    reply = visitor.post(path, visitor.get(path).hidden() | TEN_TYPED)
    assert reply.status == 303, reply
    assert b'value="Ada Lovelace"' in visitor.get(path).body
    return visitor


def with_many(site: Server, database: Database, address: str = "192.0.2.1") -> Browser:
    """A visitor who has answered all ten questions, told of five people and sent three files."""
    visitor = with_answers(site, address, MANY)
    with database.direct() as direct:
        application = applications.load(direct, visitor.session()["apply"]["many-parts"]["token"])
        applications.save_page(direct, application, MANY_ANSWERS, datetime.now(UTC))
    assert b'value="Ada Lovelace"' in visitor.get(MANY).body
    return visitor


def journey_figures(bare: Server, site: Server, postgres: Callable[[], float], sized: Sized) -> Iterator[Figure]:
    """Start, five pages, check, submit and the page after it: processor time of the server for all of it."""
    plain, found = in_turns(
        sized.rounds,
        lambda: bare_reply(bare, sized.requests).milliseconds,
        lambda: _journeys(site, postgres, sized.journeys),
    )
    web = [cost.web for cost in found]
    of = f"{median(web):.2f} ms of processor in {found[0].requests} requests / {median(plain):.3f} ms for a bare reply"
    what = "a citizen's journey (five pages, check, submit)"
    yield Figure(what, ratio(web, plain), "times", "at most", JOURNEY_TARGET, of)
    yield Figure("... and of PostgreSQL's processes", median(cost.postgres for cost in found), "ms")


def _journeys(site: Server, postgres: Callable[[], float], count: int) -> Journey:
    used, stored, requests = site.seconds, postgres(), 0
    for n in range(count):
        requests = journey(site, f"198.51.100.{n % 250}")
    return Journey((site.seconds - used) / count * 1000, (postgres() - stored) / count * 1000, requests)


def journey(site: Server, address: str) -> int:
    """Go all the way, as a browser does: how many requests it took."""
    visitor, requests = Browser(site.port, address), 0
    location = FIVE
    today = datetime.now(UTC).date()
    dates = {"day": str(today.day), "month": str(today.month), "year": str(today.year)}
    while not location.endswith("/sent"):
        page = visitor.get(location)
        assert page.status == 200, page
        typed = {name: text.format(**dates) for name, text in FIVE_TYPED.get(location.rpartition("/")[2], {}).items()}
        reply = visitor.post(location, page.hidden() | typed)
        assert reply.status == 303, reply
        location, requests = reply.location, requests + 2
    sent = visitor.get(location)
    assert re.search(rb"[0-9A-Z]{4}-[0-9A-Z]{5}", sent.body), sent
    visitor.close()
    return requests + 1
