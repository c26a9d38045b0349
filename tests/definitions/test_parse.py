"""The text of a document: strict JSON within bounds, and every refusal with its line and column."""

from __future__ import annotations

import json
import time
from types import MappingProxyType
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.problems import InvalidDefinition
from definitions.reading.parse import MAX_BYTES, MAX_DEPTH, MAX_NODES, parse_document, parse_mapping
from tests.factories import FIXTURES, example_document

TEXT = (FIXTURES / "missed-bin.json").read_text()

REFUSED: dict[str, tuple[str | bytes, str, int, int]] = {
    "nothing": ("", "document.syntax", 1, 1),
    "a number": ("1", "document.not-an-object", 1, 1),
    "a list": ("[]", "document.not-an-object", 1, 1),
    "a comma too many": ('{"a": 1,}', "document.syntax", 1, 9),
    "a colon missing": ('{"a"\n 1}', "document.syntax", 2, 2),
    "a comma missing": ('{"a": 1\n "b": 2}', "document.syntax", 2, 2),
    "a quotation mark missing": ('{"a": "x}', "document.syntax", 1, 7),
    "single quotation marks": ("{'a': 1}", "document.syntax", 1, 2),
    "a comment": ('{"a": 1} // yes', "document.syntax", 1, 10),
    "a line end in a text": ('{"a": "x\ny"}', "document.syntax", 1, 9),
    "a lone backslash": ('{"a": "\\', "document.syntax", 1, 7),
    "a duplicate key": ('{"a": 1,\n "a": 2}', "document.duplicate-key", 2, 2),
    "a duplicate key by escape": ('{"a": 1, "\\u0061": 2}', "document.duplicate-key", 1, 10),
    "a duplicate key below": ('{"a": [{"b": 1, "b": 2}]}', "document.duplicate-key", 1, 17),
    "not a number": ('{"a": NaN}', "document.number", 1, 7),
    "infinity": ('{"a": -Infinity}', "document.number", 1, 7),
    "infinity by size": ('{"a": 1e999}', "document.number", 1, 7),
    "a huge integer": ('{"a": ' + "9" * 5_000 + "}", "document.number", 1, 7),
    "an integer that a browser rounds": ('{"a": 9007199254740993}', "document.number", 1, 7),
    "half a surrogate pair": ('{"a": "\\ud800"}', "document.character", 1, 7),
    "half a surrogate pair, raw": ('{"a": "\ud800"}', "document.character", 1, 7),
    "half a surrogate pair in a key": ('{"\\udc00": 1}', "document.character", 1, 2),
    "a null character": ('{"a": "\\u0000"}', "document.character", 1, 7),
    "a delete character": ('{"a": "\x7f"}', "document.character", 1, 7),
    "a byte order mark": (b"\xef\xbb\xbf{}", "document.encoding", 1, 1),
    "not UTF-8": (b'{\n"a": "\xff"}', "document.encoding", 2, 7),
    "UTF-16": ('{"a": 1}'.encode("utf-16"), "document.encoding", 1, 1),
    "too deep": ('{"a": ' + "[" * 40 + "]" * 40 + "}", "document.too-deep", 1, 46),
    "very deep": ("[" * 19_000 + "]" * 19_000, "document.too-deep", 1, 41),
    "deep and unfinished": ('{"a":' * 19_000, "document.too-deep", 1, 201),
    "too many values": ("[" + "1," * MAX_NODES + "1]", "document.too-large", 1, 1),
    "too many brackets": ("[" * 400_000, "document.too-large", 1, 1),
    "too long": ('{"a": "' + "x" * MAX_BYTES + '"}', "document.too-large", 1, 1),
    "too long in bytes": ('{"a": "' + "é" * (MAX_BYTES // 2) + '"}', "document.too-large", 1, 1),
}


@pytest.mark.parametrize(("text", "code", "line", "column"), REFUSED.values(), ids=REFUSED)
def test_bad_text_is_refused_with_its_place(text: str | bytes, code: str, line: int, column: int):
    started = time.process_time()
    with pytest.raises(InvalidDefinition) as refused:
        parse_document(text)
    problem = refused.value.problems[0]
    assert (problem.code, problem.line, problem.column) == (code, line, column)
    assert time.process_time() - started < 1


BOMBS = {
    "escaped quotes": '"' + '\\"' * 490_000,
    "quotes": '"' * 990_000,
    "backslashes": "\\" * 990_000,
    "open objects": '{"a":' * 190_000,
    "spaces": " " * 990_000,
    "long text": '{"a": "' + "\\u0041" * 160_000,
    "newlines": "{" + "\n" * 990_000,
}


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_no_text_takes_long_to_refuse(text: str):
    started = time.process_time()
    with pytest.raises(InvalidDefinition):
        parse_document(text)
    assert time.process_time() - started < 2


def test_the_bounds_themselves_are_allowed():
    deepest = '{"a": ' + "[" * (MAX_DEPTH - 1) + "]" * (MAX_DEPTH - 1) + "}"
    assert parse_document(deepest).document.keys() == {"a"}
    most = json.dumps({"a": [1] * (MAX_NODES - 5)})
    assert len(parse_document(most).document["a"]) == MAX_NODES - 5


def test_every_problem_of_writing_is_told_at_once():
    with pytest.raises(InvalidDefinition) as refused:
        parse_document('{"a": 1, "a": NaN,\n "b": "\\u0000", "c": 1e400}')
    assert [(p.pointer, p.code) for p in refused.value.problems] == [
        ("/a", "document.duplicate-key"),
        ("/a", "document.number"),
        ("/b", "document.character"),
        ("/c", "document.number"),
    ]


def test_good_text_gives_the_document_and_where_each_value_stands():
    parsed = parse_document(TEXT)
    assert parsed.document == example_document()
    lines = TEXT.splitlines()
    for at, value in [("/id", '"id": "missed-bin"'), ("/form/pages/1/id", '"id": "which"'), ("/values", '"values"')]:
        line, column = parsed.positions[at]
        assert lines[line - 1][column - 1 :].startswith(value)
    assert len(parsed.positions) > 200


def test_pairs_of_surrogates_and_odd_keys_are_kept():
    text = '{"\\ud83d\\ude00/~": "\\ud83d\\ude00 é \\n\\t"}'
    parsed = parse_document(text)
    assert parsed.document == {"😀/~": "😀 é \n\t"}
    assert parsed.positions["/😀~1~0"] == (1, 2)


JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**14), 10**14)
    | st.text(st.characters(codec="utf-8", min_codepoint=32)),
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.text(st.characters(codec="utf-8")), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["a", "b~", "c/d", "é"]), JSON), st.booleans())
def test_any_document_is_read_as_the_library_reads_it(document: dict[str, Any], spaced: bool):
    text = json.dumps(document, ensure_ascii=spaced, indent=2 if spaced else None)
    try:
        parsed = parse_document(text)
    except InvalidDefinition as refused:
        assert {problem.code for problem in refused.problems} == {"document.character"}  # noqa: PT017
        return
    assert parsed.document == document
    assert set(parsed.positions) == set(_pointers(document))


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(TEXT)), st.integers(0, 40), st.text('{}[]",:\\ \n1a-\x00\ud800', max_size=6))
def test_damaged_text_is_read_or_refused_and_nothing_else(start: int, length: int, put: str):
    try:
        parse_document(TEXT[:start] + put + TEXT[start + length :])
    except InvalidDefinition as refused:
        assert all(problem.line and problem.column for problem in refused.problems)  # noqa: PT017


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused_and_nothing_else(given_bytes: bytes):
    try:
        parse_document(given_bytes)
    except InvalidDefinition as refused:
        assert refused.problems  # noqa: PT017


def test_a_document_in_memory_is_copied_and_bounded_alike():
    document = example_document()
    parsed = parse_mapping(MappingProxyType(document))
    assert parsed.document == document
    assert parsed.document["form"] is not document["form"]
    assert not parsed.positions


def _deep(depth: int) -> dict[str, Any]:
    document: dict[str, Any] = {}
    for _ in range(depth):
        document = {"a": document}
    return document


CIRCULAR: dict[str, Any] = {}
CIRCULAR["a"] = CIRCULAR


@pytest.mark.parametrize(
    ("document", "code"),
    [
        (_deep(60), "document.too-deep"),
        (_deep(100_000), "document.too-deep"),
        (CIRCULAR, "document.syntax"),
        ({"a": {1, 2}}, "document.syntax"),
        ({"a": float("nan")}, "document.number"),
        ({"a": 10**400}, "document.number"),
        ({"a": "\ud800"}, "document.character"),
        ({"a": [0] * MAX_NODES}, "document.too-large"),
        ({"a": "x" * MAX_BYTES}, "document.too-large"),
        ([], "document.not-an-object"),
    ],
)
def test_a_bad_document_in_memory_is_refused(document: Any, code: str):
    with pytest.raises(InvalidDefinition) as refused:
        parse_mapping(document)
    assert [(problem.code, problem.line) for problem in refused.value.problems] == [(code, None)]


def _pointers(node: Any, at: str = "") -> list[str]:
    items = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    below = [(f"{at}/{str(key).replace('~', '~0').replace('/', '~1')}", value) for key, value in items]
    return [at, *(found for place, value in below for found in _pointers(value, place))]
