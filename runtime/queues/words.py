"""Cases by their words and marks, whether few have these or many, without ever going through all of a long queue.

The database guesses how many rows have a word, and where it never saw the word it guesses badly: it would follow the
order of a million cases for the twenty that have it. So the first of the order are asked, and only they: what many have
is found among them at once. If that does not fill the page, few have it, and the index of words is gone to for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.orm import Session

from runtime.cases.rows import ROWS
from runtime.models.cases import cases
from runtime.queues.orders import Along

MANY = 100
"""Counting stops here: "99+" tells a clerk as much, and costs the same in a queue of a million."""
ASKED = 5_000
"""So many of the first are asked. What one in a hundred has fills a page from among them."""

Condition = sa.ColumnElement[bool]


def matches(query: str, search: sa.ColumnElement[Any] = cases.c.search) -> Condition:
    """That a case has these words or marks; ``query`` is the text of a tsquery.

    It stands in the statement itself, quoted, not beside it: the database must know what is looked for when it decides
    how to go about it, and makes one plan for all values of a parameter.
    """
    written = sa.bindparam(None, query, sa.Text(), literal_execute=True)
    return search.op("@@")(sa.cast(written, TSQUERY))


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for: ``where`` bounds what the index of the order is read for, ``words`` are tsqueries that a case
    must have, and ``besides`` must hold as well."""

    where: tuple[Condition, ...]
    words: tuple[str, ...] = ()
    besides: tuple[Condition, ...] = ()

    def beyond(self, *places: Condition) -> Wanted:
        return replace(self, where=(*self.where, *places))


def first(session: Session, wanted: Wanted, along: Along, limit: int) -> Sequence[Any]:
    """The first of these cases in that order, as rows of :data:`ROWS`."""
    if not wanted.words:
        plain = ROWS.where(*wanted.where, *wanted.besides)
        return session.execute(plain.order_by(*along.by()).limit(limit)).all()
    found: Sequence[Any] = ()
    for ids in (_among_first(wanted, along, limit), _by_words(wanted)):
        found = session.execute(ROWS.where(cases.c.id.in_(ids)).order_by(*along.by()).limit(limit)).all()
        if len(found) == limit:
            break
    return found


def counted(wanted: Wanted, along: Along) -> sa.ScalarSelect[Any]:
    """How many such cases there are, up to 100."""
    if not wanted.words:
        return bounded(sa.select(cases.c.id).where(*wanted.where, *wanted.besides))
    many = bounded(_among_first(wanted, along, MANY))
    return sa.select(sa.case((many >= MANY, MANY), else_=bounded(_by_words(wanted)))).scalar_subquery()


def bounded(query: sa.Select[Any]) -> sa.ScalarSelect[Any]:
    """How many rows there are, up to 100."""
    return sa.select(sa.func.count()).select_from(query.limit(MANY).subquery()).scalar_subquery()


def _among_first(wanted: Wanted, along: Along, limit: int) -> sa.Select[tuple[Any]]:
    places = [column.label(f"place_{n}") for n, column in enumerate(along.columns)]
    fits = sa.and_(sa.true(), *wanted.besides).label("fits")
    asked = sa.select(cases.c.id, cases.c.search, fits, *places).where(*wanted.where)
    part = asked.order_by(*along.by()).limit(ASKED).subquery()
    has = [matches(query, part.c.search) for query in wanted.words]
    order = [part.c[place.name].desc() if along.back else part.c[place.name] for place in places]
    return sa.select(part.c.id).where(part.c.fits, *has).order_by(*order).limit(limit)


def _by_words(wanted: Wanted) -> sa.Select[tuple[Any]]:
    """All that have them. Set apart by an offset, so that no limit outside makes the order look cheaper."""
    every = sa.select(cases.c.id).where(*wanted.where, *wanted.besides, *map(matches, wanted.words))
    return sa.select(every.offset(sa.literal_column("0")).subquery().c.id)
