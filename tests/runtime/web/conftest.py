"""The site for tests of its pages, and an office with people, teams and a service to work."""

from __future__ import annotations

import pytest
from flask import Flask

from runtime.app import create_site
from runtime.db import Database
from tests.runtime.web.offices import Office


@pytest.fixture(scope="session")
def shared_site(shared_database: Database) -> Flask:
    site = create_site(shared_database.settings, shared_database)
    site.testing = True
    return site


@pytest.fixture
def site(shared_site: Flask, database: Database) -> Flask:
    return shared_site


@pytest.fixture
def office(site: Flask, database: Database) -> Office:
    """Ada and Bo at the crew desk of missed bins, Cy their supervisor, Di in another team with a service of its own."""
    return Office(site, database)
