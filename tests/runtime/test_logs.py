"""Logs can be read by machines, and hold nobody's answers, whatever goes wrong."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator

import pytest
import structlog

from runtime import logs

SECRET = "ada@example.org\n\x1b[31m"


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    handlers, level = logging.root.handlers[:], logging.root.level
    logging.root.handlers[:] = []
    yield
    structlog.reset_defaults()
    logging.root.handlers[:] = handlers
    logging.root.setLevel(level)


def said(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    text = capsys.readouterr().err
    assert "ada@example.org" not in text
    return [json.loads(line) for line in text.splitlines()]


def test_an_error_is_known_by_its_kind_and_place(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    try:
        try:
            int(SECRET)
        except ValueError as error:
            raise RuntimeError(SECRET) from error
    except RuntimeError:
        structlog.get_logger().exception("effect.defect", case="01a2")
    (line,) = said(capsys)
    assert (line["event"], line["case"], line["level"]) == ("effect.defect", "01a2", "error")
    assert line["error"] == ["RuntimeError", "ValueError"]
    assert "test_logs.py" in str(line["at"])


def test_a_librarys_words_are_not_repeated(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    try:
        raise ValueError(SECRET)
    except ValueError:
        logging.getLogger("some.library").exception("could not take %s", SECRET)
    logging.getLogger("some.library").warning("odd: %s", SECRET)
    first, second = said(capsys)
    assert first["event"] == "some.library.test_a_librarys_words_are_not_repeated"
    assert first["error"] == ["ValueError"]
    assert second["level"] == "warning"


def test_what_is_below_the_level_is_not_said(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("info")
    structlog.get_logger().debug("quiet")
    structlog.get_logger().info("loud")
    assert [line["event"] for line in said(capsys)] == ["loud"]
