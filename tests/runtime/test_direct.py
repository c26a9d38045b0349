"""Statements sent past the ORM behave as those through it: parameters, types, errors, connections that break."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import pytest
import sqlalchemy as sa

from runtime.db import Database

ID = UUID("01900000-0000-7000-8000-000000000001")
_ECHO = sa.text("SELECT CAST(:text AS text) AS text, CAST(:whole AS bigint) AS whole, :again || '%' AS again")


@pytest.mark.parametrize(
    ("kind", "value"),
    [("text", "Ada's 100% £"), ("bigint", 7), ("bigint", 7_000_000_000), ("boolean", True), ("bytea", b"\x00\xff"),
     ("uuid", ID), ("timestamptz", datetime(2026, 3, 26, 9, tzinfo=UTC)), ("jsonb", None)],
)  # fmt: skip
def test_values_come_back_as_they_went(database: Database, kind: str, value: Any) -> None:
    statement = sa.text(f"SELECT CAST(:value AS {kind}) AS value")
    with database.direct() as direct, database.read() as session:
        assert direct.execute(statement, {"value": value}).one().value == value
        assert session.execute(statement, {"value": value}).scalar_one() == value


def test_one_statement_takes_values_of_other_types_the_next_time(database: Database) -> None:
    with database.direct() as direct:
        for whole in (1, 70_000, 7_000_000_000, None, 2):
            row = direct.execute(_ECHO, {"text": "a", "whole": whole, "again": "b"}).one()
            assert (row.text, row.whole, row.again) == ("a", whole, "b%")


def test_json_and_rows_of_several_are_read(database: Database) -> None:
    statement = sa.text("SELECT n, jsonb_build_object('n', n) AS made FROM generate_series(1, :most) n")
    with database.direct() as direct:
        assert [(row.n, row.made) for row in direct.execute(statement, {"most": 3}).all()] == [
            (n, {"n": n}) for n in (1, 2, 3)
        ]
        assert direct.execute(statement, {"most": 0}).one_or_none() is None


def test_a_refusal_is_sqlalchemys_and_the_connection_goes_on(database: Database) -> None:
    with database.direct() as direct:
        for _ in range(2):
            with pytest.raises(sa.exc.DBAPIError) as failed:
                direct.execute(sa.text("SELECT 1 / CAST(:by AS integer)"), {"by": 0})
            assert not failed.value.connection_invalidated
        with pytest.raises(sa.exc.ProgrammingError):
            direct.execute(sa.text("SELECT nothing FROM nowhere"))
        assert direct.execute(sa.text("SELECT 1")).scalar_one() == 1


def test_more_statements_than_a_connection_keeps_ready_are_sent_all_the_same(database: Database) -> None:
    with database.direct() as direct:
        for n in range(120):
            assert direct.execute(sa.text(f"SELECT {n} + CAST(:n AS integer)"), {"n": n}).scalar_one() == 2 * n


def test_a_missing_parameter_is_a_mistake_of_ours(database: Database) -> None:
    with database.direct() as direct, pytest.raises(KeyError):
        direct.execute(_ECHO, {"text": "a"})
