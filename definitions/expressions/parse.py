"""From text to tree. Two parsers must accept it: ours, which keeps to cel-python's grammar, and the engine's own."""

from __future__ import annotations

from functools import lru_cache
from types import ModuleType

import cel

from definitions.expressions.scan import scan
from definitions.expressions.tree import Node, tree_of


@lru_cache(maxsize=8192)
def parse(source: str) -> Node:
    """The tree of ``source``, remembered by its text.

    Raises:
        InvalidExpression: it is over a limit, or one of the two parsers does not accept it.
    """
    tokens = scan(source)
    tree = tree_of(tokens) or _grammar().read(source)
    try:
        cel.compile(source)
    except ValueError:
        raise _grammar().not_native(tokens) from None
    return tree


def _grammar() -> ModuleType:
    """Lark takes memory that a process which meets no mistake need not spend."""
    from definitions.expressions import grammar

    return grammar
