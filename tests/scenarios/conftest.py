"""The town of the scenarios, with a mail server that really listens. Every story must leave its records in order."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from runtime import fsck
from runtime.db import Database
from tests.runtime.peers import mail_server
from tests.scenarios.town import Town


@pytest.fixture
def town(database: Database) -> Iterator[Town]:
    with mail_server() as (post, url):
        town = Town(database, post, url)
        yield town
        with town.database.read() as session:
            assert fsck.run(session) == []
        town.database.close()
