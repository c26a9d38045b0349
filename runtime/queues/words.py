"""Conditions on the words and marks of a case."""

from __future__ import annotations

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY

from runtime.models.cases import cases


def matches(query: str) -> sa.ColumnElement[bool]:
    """That a case has these words or marks; ``query`` is the text of a tsquery.

    It stands in the statement itself, quoted, not beside it: the database must know what is looked for when it decides
    whether to go by the words or along the order, and makes one plan for all values of a parameter.
    """
    written = sa.bindparam(None, query, sa.Text(), literal_execute=True)
    return cases.c.search.op("@@")(sa.cast(written, TSQUERY))
