"""Our parser reads expressions as cel-python's grammar does: no other text, and no other tree."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.expressions import grammar
from definitions.expressions.problems import InvalidExpression
from definitions.expressions.scan import scan
from definitions.expressions.tree import Node, tree_of
from tests.definitions.expression_cases import expressions

WORDS = ["a", "b.c", "f", "in", "true", "false", "null", "if", "index", "has", "a.b.c", "size", "g(a)", "a[0]"]
VALUES = ["0", "1", "-1", "- 1", "--1", "1.5", "-2.50", "1.", ".5", "'x'", '"in"', "r'a\\d'", "'\\'\\n'", "'\\u00e9'"]
SIGNS = ["&&", "||", "==", "!=", "<=", ">=", "<", ">", *"+-*/%!?:.,()[]"]
PIECES = st.sampled_from([*WORDS, *VALUES, *SIGNS])


def written(node: Node) -> Any:
    """All of a tree that can be compared."""
    value = (type(node.value).__name__, node.value)
    return node.kind, value, node.start, node.method, [written(part) for part in node.parts]


def ours(source: str) -> Any:
    """Our tree; None where ours reads nothing."""
    tree = tree_of(scan(source))
    return tree and written(tree)


def law(source: str) -> Any:
    """The grammar's tree; None where it has none."""
    try:
        return written(grammar.read(source))
    except InvalidExpression:
        return None


def agree(source: str) -> None:
    try:
        found = ours(source)
    except InvalidExpression:
        return  # over a limit: no parser sees it
    if found is not None:
        assert found == law(source), source


@settings(max_examples=400, deadline=None)
@given(source=expressions())
def test_whatever_is_well_typed_is_read_and_alike(source: str) -> None:
    assert ours(source) == law(source) is not None


@settings(max_examples=1500, deadline=None)
@given(pieces=st.lists(PIECES, min_size=1, max_size=9), joint=st.sampled_from(["", " "]))
def test_what_is_read_of_any_heap_of_words_and_signs_is_read_alike(pieces: list[str], joint: str) -> None:
    agree(joint.join(pieces))


def grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    binary = st.sampled_from(["&&", "||", "==", "<", "in", "+", "-", "*", "/", "%"])
    return st.one_of(
        st.builds("{} {} {}".format, inner, binary, inner),
        st.builds("{}{}{}".format, inner, st.sampled_from(["-", "<", "*", "&&"]), inner),
        st.builds("({})".format, inner),
        st.builds("{}{}".format, st.sampled_from(["!", "-", "- ", "!-"]), inner),
        st.builds("{} ? {} : {}".format, inner, inner, inner),
        st.builds("{}.m({}, {})".format, inner, inner, inner),
        st.builds("f({})".format, inner),
        st.builds("[{}, {}][{}]".format, inner, inner, inner),
        st.builds("{}.part".format, inner),
    )


@settings(max_examples=1000, deadline=None)
@given(source=st.recursive(st.sampled_from([*WORDS, *VALUES]), grown, max_leaves=12))
def test_operators_bind_and_group_as_the_grammar_says(source: str) -> None:
    agree(source)


@pytest.mark.parametrize(
    "source",
    ["-1 - -1", "a -1", "-a.b", "!a && !b || c", "a ? b : c ? d : e", "-(1)", "1 - 2 - 3", "a < b == c", "[]", "f()",
     "a.f().g(b)[0].c", "-1 .size()", "a in [1, 2]", "(a)", "x.exists(i, i > 1)", "'a' + r'\\d'", "true && null == a"],
)  # fmt: skip
def test_what_authors_write_needs_no_grammar(source: str) -> None:
    assert ours(source) == law(source) is not None


@pytest.mark.parametrize("source", ["1.size()", "a.", "a b", "(a", "a)", "f(a,)", "[1,]", "a ?", "a ? b", "in", "a.if"])
def test_what_is_no_expression_or_nobody_writes_is_left_to_the_grammar(source: str) -> None:
    assert ours(source) is None
