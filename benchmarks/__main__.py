"""`make bench`: the table of what Townclerk promises about speed, each figure beside its target."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace

from benchmarks import compiling, editing, many, memory, pages, queues, writing
from benchmarks.documents import five_pages, many_parts, ten_questions
from benchmarks.figures import Figure, table
from benchmarks.installation import installation
from benchmarks.pages import Sized
from benchmarks.serving import served


@dataclass(frozen=True)
class Effort:
    """How often each thing is done; ``writes`` and ``bulk`` are of one turn, ``sizes`` are of queues,
    and ``among`` is how many cases are worked among all those."""

    pages: Sized
    turns: int
    writes: int
    documents: int
    sizes: tuple[int, ...]
    looks: int
    services: int
    bulk: int
    among: int


FULL = Effort(Sized(7, 2000, 40), 5, 400, 30, (10_000, 100_000, 1_000_000), 300, 50, 1000, 50)
QUICK = Effort(Sized(3, 600, 10), 2, 100, 10, (10_000, 100_000), 100, 50, 200, 20)
PARTS = ("pages", "writes", "editing", "bulk", "queues", "compiling", "memory")


def measure(effort: Effort, parts: tuple[str, ...] = PARTS) -> Iterator[Figure]:
    """Every figure of these parts, as it is measured."""
    with installation() as home:
        ten, five = home.publish(ten_questions()), home.publish(five_pages())
        home.publish(many_parts())
        if {"pages", "writes", "editing"} & set(parts):
            with served("bare", home.environ) as bare, served("site", home.environ) as site:
                if "pages" in parts:
                    yield from pages.page_figures(bare, site, home.database, effort.pages)
                    yield from pages.journey_figures(bare, site, home.postgres_seconds, effort.pages)
                if "writes" in parts:
                    yield from writing.saving_figures(home, ten, site, effort.turns, effort.writes)
                    yield from writing.case_figures(home, five, effort.turns, effort.writes)
                if "editing" in parts:
                    yield from editing.editing_figures(home, bare, site, effort.pages)
        if "bulk" in parts:
            yield from many.many_figures(home, five, effort.turns, effort.bulk)
        if "compiling" in parts:
            yield from compiling.compiling_figures(effort.documents)
        if "queues" in parts:
            places = {size: queues.filled(home, size) for size in effort.sizes}
            yield from queues.queue_figures(places, effort.looks)
            yield from many.growing_figures(places, effort.turns, effort.among)
        if "memory" in parts:
            yield from memory.memory_figures(home.another("many_services"), effort.services)


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repetitions, and queues up to 100,000 cases")
    parser.add_argument("--json", action="store_true", help="print the figures as JSON")
    parser.add_argument("--only", action="append", choices=PARTS, help="measure only this part (may be repeated)")
    parser.add_argument("--cases", type=int, metavar="N", help="queues up to so many cases, as 5000000")
    given = parser.parse_args()
    began, figures = time.monotonic(), []
    effort = QUICK if given.quick else FULL
    if given.cases:
        effort = replace(effort, sizes=(*(size for size in effort.sizes if size < given.cases), given.cases))
    for figure in measure(effort, tuple(given.only or PARTS)):
        figures.append(figure)
        print(f"{figure.what}: {figure.measured:.3g} {figure.unit}", file=sys.stderr)
    print(json.dumps([figure.as_json() for figure in figures], indent=1) if given.json else table(figures))
    print(f"{time.monotonic() - began:.0f} seconds", file=sys.stderr)


if __name__ == "__main__":
    main()
