"""How often something was tried, counted in the database that all web processes share: a storage for ``limits``."""

from __future__ import annotations

import hmac
from typing import Any

import sqlalchemy as sa
from limits.storage import Storage
from sqlalchemy.exc import SQLAlchemyError

from runtime.crypto import derive
from runtime.db import Database
from runtime.models.rates import rate_limits

_COUNT = sa.text(
    "INSERT INTO rate_limits AS r (key, count, expires_at) VALUES (:key, :amount, now() + make_interval(secs => :time))"
    " ON CONFLICT (key) DO UPDATE SET count = CASE WHEN r.expires_at <= now() THEN 0 ELSE r.count END + excluded.count,"
    " expires_at = CASE WHEN r.expires_at <= now() THEN excluded.expires_at ELSE r.expires_at END RETURNING count"
)


class DatabaseStorage(Storage):
    """Counters that start again when their time is over, by the database's clock. Keys are kept as keyed hashes only,
    since they hold network addresses and references."""

    STORAGE_SCHEME = ["townclerk"]  # noqa: RUF012 - as the base class has it

    def __init__(self, uri: str | None = None, *, database: Database, wrap_exceptions: bool = False, **_: Any) -> None:
        self._database = database
        self._secret = derive(database.keys.secret, b"rate limits")
        super().__init__(uri, wrap_exceptions)

    @property
    def base_exceptions(self) -> type[Exception]:
        return SQLAlchemyError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        with self._database.direct() as session:
            given = {"key": self._hash(key), "amount": amount, "time": expiry}
            return int(session.execute(_COUNT, given).scalar_one())

    def get(self, key: str) -> int:
        return int(self._of(key, rate_limits.c.count) or 0)

    def get_expiry(self, key: str) -> float:
        return float(self._of(key, sa.extract("epoch", rate_limits.c.expires_at)) or 0)

    def check(self) -> bool:
        self.get("check")
        return True

    def reset(self) -> int | None:
        with self._database.begin() as session:
            done = session.execute(sa.delete(rate_limits).where(rate_limits.c.expires_at <= sa.func.now()))
            return int(done.rowcount)  # type: ignore[attr-defined]

    def clear(self, key: str) -> None:
        with self._database.begin() as session:
            session.execute(sa.delete(rate_limits).where(rate_limits.c.key == self._hash(key)))

    def _of(self, key: str, column: Any) -> Any:
        wanted = sa.select(column).where(rate_limits.c.key == self._hash(key), rate_limits.c.expires_at > sa.func.now())
        with self._database.read() as session:
            return session.execute(wanted).scalar_one_or_none()

    def _hash(self, key: str) -> bytes:
        return hmac.digest(self._secret, key.encode(), "sha256")
