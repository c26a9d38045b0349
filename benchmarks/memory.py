"""The memory of a web worker that has many services loaded, and has shown a page of each."""

from __future__ import annotations

import json
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

from benchmarks.client import Browser
from benchmarks.documents import Document, five_pages
from benchmarks.figures import Figure
from benchmarks.installation import Installation
from benchmarks.serving import served
from builder.cli_documents import library

SERVICES = 50


def publish_many(home: Installation, count: int) -> list[str]:
    """Real services, each published under many names, as different councils would change them."""
    shipped = files("definitions") / "library"
    models = [json.loads((shipped / name / "service.json").read_bytes()) for name in library()] + [five_pages()]
    made = [_renamed(models[n % len(models)], n) for n in range(count)]
    for document in made:
        home.publish(document)
    return [document["id"] for document in made]


def _renamed(model: Document, n: int) -> Document:
    return {**model, "id": f"{model['id']}-{n}", "title": f"{model['title']} {n}"}


def memory_figures(home: Installation, count: int) -> Iterator[Figure]:
    names = publish_many(home, count)
    with served("site", home.environ) as site:
        for name in names:
            visitor = Browser(site.port)
            reply = visitor.post(f"/apply/{name}", visitor.get(f"/apply/{name}").hidden())
            assert visitor.get(reply.location).status == 200
            visitor.close()
        used = _used(site.pid)
    of = f"{used['Rss']:.0f} MB resident, {used['Private']:.0f} MB of it shared with no other process"
    yield Figure(f"memory of a web worker, {count} services loaded", used["Pss"], "MB", "at most", 100, of)


def _used(pid: int) -> dict[str, Any]:
    """Megabytes: Rss, Pss (what is shared, divided among those who share it) and Private."""
    lines = [line.split() for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()[1:]]
    found = {name.rstrip(":"): int(kilobytes) / 1024 for name, kilobytes, *_ in lines}
    return {**found, "Private": found["Private_Clean"] + found["Private_Dirty"]}
