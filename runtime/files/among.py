"""Which of the answers are files, however deep they lie in lists and their items."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from typing import Any

Described = Mapping[str, Any]
"""What is known of a file: its id, name, type, size and sha256."""


def described(values: Iterable[Any]) -> list[Described]:
    """The files among these answers."""
    return [file for value in values for _, file in _under("", value, frozenset())]


def answering(answers: Mapping[str, Any], hidden: Container[str] = frozenset()) -> Iterator[tuple[str, Described]]:
    """Each file among the answers with the id of its question, the innermost there is; but for the hidden ones."""
    for name, value in answers.items():
        if name not in hidden:
            yield from _under(name, value, hidden)


def _under(name: str, value: Any, hidden: Container[str]) -> Iterator[tuple[str, Described]]:
    if isinstance(value, Mapping):
        if "sha256" in value:
            yield name, value
        else:
            yield from answering(value, hidden)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _under(name, each, hidden)
