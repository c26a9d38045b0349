"""Runs the examples of a service once for each version of its document, and no longer than a page may take."""

from __future__ import annotations

import time
from collections import OrderedDict
from dataclasses import dataclass
from threading import Lock
from typing import Literal

from definitions.coverage import Covered, watch
from definitions.examples import Failure, each
from definitions.service import Service

LONGEST = 4.0
"""Seconds after which no further example is begun."""

KEPT = 64


@dataclass(frozen=True, slots=True)
class Result:
    """One example: ``failures`` say in words what was expected and what came. ``unrun``: there was no time for it."""

    number: int
    name: str
    state: Literal["passed", "failed", "unrun"]
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """``reached`` are the states that cases of the examples came into."""

    results: tuple[Result, ...]
    coverage: tuple[Covered, ...]
    reached: frozenset[str]

    @property
    def failed(self) -> int:
        return sum(one.state == "failed" for one in self.results)

    @property
    def cut(self) -> bool:
        """Whether there was no time for all of them, so that what is not covered may yet be."""
        return any(one.state == "unrun" for one in self.results)

    @property
    def ok(self) -> bool:
        return all(one.state == "passed" for one in self.results)


_runs: OrderedDict[tuple[str, str], Run] = OrderedDict()
_lock = Lock()


def known(service: Service) -> Run | None:
    """What came of it, if this process has run it: for pages that may not wait."""
    with _lock:
        return _runs.get(_key(service))


def run(service: Service, longest: float = LONGEST) -> Run:
    """Run them, or remember what came of it."""
    found = known(service)
    if found is None or (found.cut and longest > LONGEST):
        found = _run(service, longest)
        with _lock:
            _runs[_key(service)] = found
            while len(_runs) > KEPT:
                _runs.popitem(last=False)
    return found


def _key(service: Service) -> tuple[str, str]:
    return service.hash, service.calendar.version


def _run(service: Service, longest: float) -> Run:
    watched, results, reached = watch(service), list[Result](), set[str]()
    until = time.monotonic() + longest
    played = each(watched)
    for number, example in enumerate(service.examples):
        if results and time.monotonic() > until:
            results.append(Result(number, example["name"], "unrun"))
            continue
        story, failures = next(played)
        reached |= {step.case.state for step in story.taken}
        results.append(Result(number, example["name"], "failed" if failures else "passed", failures))
    return Run(tuple(results), watched.covered(), frozenset(reached))
