"""Reading and compiling a service of a hundred pages, beside parsing its JSON; and what the time goes to."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator
from statistics import median
from typing import Any

import cel

from benchmarks.documents import hundred_pages
from benchmarks.figures import Figure
from definitions.expressions.parse import parse
from definitions.read import read_service


def compiling_figures(repeats: int) -> Iterator[Figure]:
    """Each document is new to the process, expressions and all; the grammar and the schema are not."""
    read_service(json.dumps(hundred_pages(0)))
    texts = [json.dumps(hundred_pages(mark)) for mark in range(1, repeats + 1)]
    pairs = [_pair(text) for text in texts]
    expressions = sorted(set(_expressions(json.loads(texts[0]))))
    of = f"{median(a for a, _ in pairs):.1f} ms / {median(b for _, b in pairs):.2f} ms for json.loads of its"
    of += f" {len(texts[0]) // 1000} kB; {len(expressions)} expressions, all new"
    yield Figure(
        "reading and compiling a 100-page service", median(a / b for a, b in pairs), "times", "at most", 50, of
    )
    again = [read / parsed for read, parsed in map(_pair, texts)]
    yield Figure("... read again, its expressions known", median(again), "times", of="as when only labels changed")
    unlike = [expression.replace("count_", "amount_") for expression in expressions]
    ours = sum(_milliseconds(parse, source) for source in unlike)
    native = sum(_milliseconds(cel.compile, source) for source in unlike)
    of = f"{ours:.1f} ms for the trees of its expressions, {native:.2f} ms of it by the engine's own parser"
    yield Figure("... of it, both parsers", ours / median(b for _, b in pairs), "times", of=of)


def _milliseconds(do: Callable[[str], object], text: str) -> float:
    began = time.process_time()
    do(text)
    return (time.process_time() - began) * 1000


def _pair(text: str) -> tuple[float, float]:
    """Milliseconds of reading a document, and of parsing its JSON just before: each once, while others use the caches
    too. The best of several parsings beside one reading would blame the reading for all that the machine does else."""
    parsed = _milliseconds(json.loads, text)
    return _milliseconds(read_service, text), parsed


def _expressions(part: Any) -> Iterator[str]:
    if isinstance(part, dict):
        for name, value in part.items():
            if name in ("when", "require", "value") and isinstance(value, str) and " " in value:
                yield value
            yield from _expressions(value)
    elif isinstance(part, list):
        for one in part:
            yield from _expressions(one)
