"""The default: addresses from the local gazetteer, loaded by ``townclerk gazetteer load``."""

from __future__ import annotations

from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from runtime import gazetteer
from runtime.db import Database
from runtime.plugins.addresses.listed import listed
from runtime.ports import Address, Found, SourceDown


class Gazetteer:
    """Asks our own database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def at(self, postcode: str, building: str = "") -> Found:
        try:
            with self._database.read() as session:
                return listed(gazetteer.at(session, postcode), building)
        except LookupError as error:
            raise SourceDown(str(error)) from None
        except (DBAPIError, PoolTimeout) as error:
            raise SourceDown("the database does not answer") from error

    def of(self, uprn: str) -> Address | None:
        try:
            with self._database.read() as session:
                return gazetteer.of(session, uprn)
        except (DBAPIError, PoolTimeout) as error:
            raise SourceDown("the database does not answer") from error
