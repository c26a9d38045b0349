"""Threats 11 to 16, 18, 37, 38 and 56: documents and settings of somebody who means harm, and words in letters."""

from __future__ import annotations

import copy
import json
import random
import resource
import socket
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from builder.cli import main
from definitions.problems import InvalidDefinition
from definitions.questions.text import compiled
from definitions.read import check, read_service
from runtime import documents, mail
from runtime.db import Database
from tests import factories
from tests.runtime.citizens import NOW
from tests.runtime.noise import carry_all, submitted
from tests.runtime.test_config import SAFE

VULNERABLE = [
    "(a+)+$", "(a|a)*$", "(a|aa)+$", "(.*a){20}", "([a-zA-Z]+)*$", "(a*)*b", "^(([a-z])+.)+[A-Z]([a-z])+$", "(x+x+)+y",
    r"(\w+\s?)*$", r"^(\d+)*$", r"(?:a?){30}a{30}", r"(.+)+@", "((a+)b)+c", r"(\s*,\s*)*$", "(a{1,30}){1,30}$",
]  # fmt: skip
ESCAPES = [
    "().__class__.__bases__[0].__subclasses__()", "''.__class__.__mro__[1]", "street.__init__.__globals__",
    "__import__('os').system('id')", "open('/etc/passwd').read()", "eval('1')", "exec('1')", "globals()",
    "[].constructor",
    "this.constructor.constructor('return process')()", "street.format(street)", "'{0.__class__}'.format(street)",
    "lambda: 1", "(x for x in [1])", "street.map(x, x.__class__)", "request.application",
    "self._TemplateReference__context",
    "config.items()", "cycler.__init__.__globals__.os", "{{7*7}}", "${7*7}", "`id`", "process.env", "require('fs')",
    "import os", "street := 1", "street; street", "type(street)", "dyn(street)", "has(street.__dict__)", "env.SECRET",
]  # fmt: skip


def codes(document: Any) -> set[str]:
    return {problem.code for problem in check(document) if problem.severity == "error"}


def pointers(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    for key, each in value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ():
        yield from pointers(each, (*path, key))


def put(document: dict[str, Any], path: tuple[Any, ...], value: Any) -> dict[str, Any]:
    changed = copy.deepcopy(document)
    place: Any = changed
    for key in path[:-1]:
        place = place[key]
    place[path[-1]] = value
    return changed


@pytest.mark.parametrize("pattern", VULNERABLE)
def test_t11_no_pattern_takes_more_than_its_text(pattern: str) -> None:
    """RE2 refuses a pattern or walks the text once: a hundred thousand characters end."""
    document = factories.document()
    document["form"]["pages"][0]["questions"][0] |= {"pattern": pattern, "pattern_message": "No"}
    if not codes(document):
        for text in ("a" * 100_000 + "!", "x" * 100_000, "1" * 99_999 + "x"):
            compiled(pattern).fullmatch(text)


def test_t12_no_reference_is_ever_followed() -> None:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        called: list[Any] = []
        thread = threading.Thread(target=lambda: called.append(accepted(listener)), daemon=True)
        thread.start()
        port, document = listener.getsockname()[1], factories.example_document()
        places = random.Random(12).sample([path for path in pointers(document) if path], 30)
        for number, path in enumerate(places):
            scheme = ("http:", "https:", "file:", "ftp:", "", "\\\\")[number % 6]
            target = {
                "$ref": f"{scheme}//127.0.0.1:{port}/x",
                "$schema": "http://127.0.0.1/x",
                "$id": f"//127.0.0.1:{port}",
            }
            assert codes(put(document, path, target)) or path[0] == "examples", path
        assert codes(document | {"$schema": f"http://127.0.0.1:{port}/x"})
        assert called == []


def accepted(listener: socket.socket) -> Any:
    try:
        return listener.accept()
    except OSError:
        return None


def bombs() -> Iterator[str | bytes | dict[str, Any]]:
    document, chance = factories.document(), random.Random(13)
    yield from (
        "[" * 100_000,
        '{"a":' * 100_000,
        '{"a": ' + "9" * 100_000 + "}",
        "{}" * 10,
        b"\xff\xfe{}",
        b"{" * 999_999,
    )
    yield json.dumps(document | {"x": list(range(25_000))})
    yield json.dumps(document)[:-1] + ', "title": "again"}'
    yield json.dumps(document | {"title": float("nan")})
    yield json.dumps(document | {"title": float("inf")})
    places = [path for path in pointers(document) if path]
    for number in range(60):
        value: Any = ("x" * 200_000, 10**400, -1, [[]] * 5000, {"when": "(" * 1900}, "&&".join(["true"] * 600))[
            number % 6
        ]
        yield put(document, chance.choice(places), value)


def test_t13_a_bomb_is_refused_and_holds_no_memory() -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for bomb in bombs():
        problems = check(bomb)
        assert any(problem.severity == "error" for problem in problems), str(bomb)[:200]
        assert all(len(problem.message) < 2000 for problem in problems)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50 << 10
    assert not codes(factories.document())


@pytest.mark.parametrize("escape", ESCAPES)
def test_t14_t15_no_way_out_of_another_language_is_one_out_of_ours(escape: str) -> None:
    document = factories.document(values=[{"id": "out", "type": "text", "value": escape}])
    assert codes(document), escape


def test_t16_words_of_an_answer_are_never_read_again(database: Database) -> None:
    words = "{email} {{7*7}} ${7*7} <%= 7*7 %> {case.reference} {nobody} %s {0}"
    submitted(database, caller={"full": "Ada"}, street=words)
    carry_all(database)
    with database.read() as session:
        letters = [letter.subject + letter.body for letter in mail.delivered(session)]
    assert letters
    for letter in letters:
        assert "49" not in letter
        assert "{nobody}" not in letter or words in letter


@pytest.mark.parametrize("mark", ["\r\n", "\n", "\r", "\0", "\u2028", ",", ";", "%0a", " ", "\t", "\x0b"])
def test_t18_one_answer_is_one_address_or_none(mark: str) -> None:
    for typed in (f"a@b.example{mark}c@d.example", f"a@b.example{mark}Bcc: c@d.example", f"a{mark}@b.example"):
        try:
            fit = mail.fit_address(typed)
        except mail.UnfitAddress:
            continue
        assert fit.count("@") == 1
        assert fit.isprintable()
        assert not set(fit) & set(" ,;\r\n")


@pytest.mark.parametrize(
    "more", ["owner", "organisation_id", "tenant", "version", "hash", "published_by", "created_at", "$id"]
)
def test_t37_a_document_says_nothing_of_whose_it_is(database: Database, more: str) -> None:
    with pytest.raises(InvalidDefinition), database.begin() as session:
        documents.publish(session, factories.document() | {more: "x"}, by="a test", at=NOW)


@pytest.mark.parametrize(
    "name",
    [
        "../x",
        "..",
        ".",
        "/etc/passwd",
        "a/b",
        "a\\b",
        "C:x",
        "a\0b",
        "x" * 65,
        "",
        " ",
        "A",
        "a.b",
        "%2e%2e",
        "\u202ea",
        "con ",
    ],
)
def test_t38_no_id_is_a_path(name: str) -> None:
    document = factories.document()
    assert codes(document | {"id": name})
    for path in (("form", "pages", 0, "id"), ("form", "pages", 0, "questions", 0, "id"), ("roles", 0, "id")):
        assert codes(put(document, path, name)), path


UNSAFE = {
    "TOWNCLERK_SECRET_KEY": "short", "TOWNCLERK_INSTALLATION_KEY": "bm8=", "TOWNCLERK_BASE_URL": "http://a.example",
    "TOWNCLERK_TRUSTED_HOSTS": "*", "TOWNCLERK_SMTP_URL": "", "TOWNCLERK_MAIL_FROM": "", "TOWNCLERK_CHECKPOINTS": "",
    "TOWNCLERK_ALLOWED_HOSTS": "peer.example", "TOWNCLERK_MODE": "debug", "DATABASE_URL": "mysql://x",
}  # fmt: skip


def test_t56_ten_unsafe_settings_end_the_process_with_78_and_each_says_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert len(UNSAFE) == 10
    monkeypatch.setattr(sys, "argv", ["townclerk", "serve"])
    for name, value in UNSAFE.items():
        monkeypatch.delenv("TOWNCLERK_MODE", raising=False)
        for each, safe in {**SAFE, "TOWNCLERK_STATE": str(tmp_path), name: value}.items():
            monkeypatch.setenv(each, safe)
        with pytest.raises(SystemExit) as ended:
            main()
        words = capsys.readouterr().err
        assert ended.value.code == 78, (name, words)
        assert name in words
        assert "Traceback" not in words


def test_t36_what_is_published_is_as_it_was(database: Database) -> None:
    document = factories.document()
    with database.begin() as session:
        first = documents.publish(session, document, by="a test", at=NOW)
        document["title"] = "Changed afterwards"
        documents.publish(session, document, by="a test", at=NOW)
        assert documents.pinned(session, first.id).hash == first.hash == read_service(factories.document()).hash
