"""A document to a Service, or every problem with it at once. The only way in."""

from __future__ import annotations

import copy
import gc
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

from definitions.checks import Facts, meaning_problems
from definitions.checks.readable import readings
from definitions.checks.registry import Severity
from definitions.problems import InvalidDefinition, Problem
from definitions.readability import Reading
from definitions.reading.beside import Beside, nothing, taken_in
from definitions.reading.compile_service import Compiled, compile_service
from definitions.reading.memory import Memory
from definitions.reading.parse import Parsed, parse_document, parse_mapping
from definitions.reading.positions import Place
from definitions.reading.repair import repaired
from definitions.reading.shape import MOST, faults
from definitions.schema import schema
from definitions.service import Service

Document = Mapping[str, Any]


def read_service(document: Document | str | bytes, beside: Beside = nothing) -> Service:
    """Check a document and compile it. ``beside`` reads the tables and blocks that lie in its folder: they become part
    of it, and so do blocks of our library.

    Raises:
        InvalidDefinition: it has errors; ``problems`` holds them all, and the warnings too.
    """
    with _without_collecting():
        parsed = _parsed(document, beside)
        compiled, problems = _examined(parsed.document)
        if compiled is None:
            raise InvalidDefinition(_placed(problems, parsed.positions))
        # Warnings take longer than all else, and nobody is told those of a document that is good.
        if _wrong(_meant(compiled, "error")):
            raise InvalidDefinition(_placed(_meant(compiled), parsed.positions))
        return compiled.service


def check(document: Document | str | bytes, beside: Beside = nothing) -> tuple[Problem, ...]:
    """Every error and warning, in the order of the document. Nothing is raised for a bad document."""
    return checked(document, beside)[0]


def checked(
    document: Document | str | bytes, beside: Beside = nothing, memory: Memory | None = None, *, bare: bool = False
) -> tuple[tuple[Problem, ...], Service | None]:
    """Every error and warning, and the service where there is no error: compiled once for both. With a ``memory``, the
    document is one that was read from text, of which nothing is changed any more: what it has in common with the one
    before is not compiled again. ``bare``: it is known to name no table and no block."""
    with _without_collecting():
        try:
            if bare and memory is not None and isinstance(document, dict):
                parsed = Parsed(document)
            else:
                parsed = _parsed(document, beside) if memory is None else _taken_in(document, beside)
        except InvalidDefinition as bad:
            return bad.problems, None
        compiled, problems = _examined(parsed.document, memory)
        told = problems if compiled is None else _meant(compiled)
        service = None if compiled is None or _wrong(told) else compiled.service
        return _placed(told, parsed.positions), service


def reading_ages(service: Service) -> dict[str, Reading]:
    """How hard each page of a service is to read, by its id: those with enough English words to tell."""
    facts = Facts(compile_service(service.document))
    return {page_id: reading for _, page_id, reading in readings(facts)}


def language_schema() -> dict[str, Any]:
    """The JSON Schema of the whole language: a copy, free to change."""
    return copy.deepcopy(schema())


def _parsed(document: Document | str | bytes, beside: Beside) -> Parsed:
    parsed = parse_document(document) if isinstance(document, str | bytes) else parse_mapping(document)
    if not parsed.refers:
        return parsed
    whole = taken_in(parsed.document, beside)
    return parsed if whole is parsed.document else replace(parsed, document=parse_mapping(whole).document)


def _taken_in(document: Any, beside: Beside) -> Parsed:
    return Parsed(taken_in(document, beside))


def _examined(document: dict[str, Any], memory: Memory | None = None) -> tuple[Compiled | None, list[Problem]]:
    """The compiled document; or, if its shape is wrong, none and every problem with it."""
    wrong = faults(document)
    if not wrong:
        return compile_service(document, memory), []
    if len(wrong) >= MOST:  # not every fault is known, so not all of them can be mended
        return None, [fault.problem for fault in wrong]
    mended = repaired(document, wrong)
    problems = [fault.problem for fault in wrong if not fault.misspelt]
    places = {problem.pointer for problem in problems}
    compiled = compile_service(mended.document)
    meaning = _meant(compiled)
    problems += (p for p in meaning if p.pointer not in places and not mended.says_nothing_of(p))
    return None, problems


@contextmanager
def _without_collecting() -> Iterator[None]:
    """Nearly all that reading makes is kept, so looking for cycles of garbage meanwhile finds none, and the more is in
    the process the longer it looks. Whoever found the collector running sets it running again."""
    running = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if running:
            gc.enable()


def _meant(compiled: Compiled, *severities: Severity) -> list[Problem]:
    """What is wrong with what it means, each told where the author wrote it."""
    return [compiled.service.origins.told(problem) for problem in meaning_problems(compiled, *severities)]


def _wrong(problems: Iterable[Problem]) -> bool:
    return any(problem.severity == "error" for problem in problems)


def _placed(problems: Iterable[Problem], positions: Mapping[str, Place]) -> tuple[Problem, ...]:
    """The problems with line and column where the document was read from text, errors first in each place."""
    if not positions:
        return tuple(sorted(problems))
    placed = (replace(p, line=place[0], column=place[1]) for p in problems for place in [_place(p.pointer, positions)])
    return tuple(sorted(placed, key=lambda p: (p.line, p.column, p.pointer, p.code)))


def _place(pointer: str, positions: Mapping[str, Place]) -> Place:
    """Where the pointer's value stands, or the nearest above it that is there."""
    while pointer and pointer not in positions:
        pointer = pointer.rpartition("/")[0]
    return positions.get(pointer, (1, 1))
