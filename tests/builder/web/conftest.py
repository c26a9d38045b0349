"""The whole product for tests of the builder's pages, and authors at work."""

from __future__ import annotations

import pytest
from flask import Flask

from builder.app import create_app
from runtime.db import Database
from tests.builder.web.authoring import Desk


@pytest.fixture(scope="session")
def shared_whole(shared_database: Database) -> Flask:
    site = create_app(shared_database.settings, shared_database)
    site.testing = True
    return site


@pytest.fixture
def desk(shared_whole: Flask, database: Database) -> Desk:
    """Ines and Tom, who build services, and Di, who does not; the example is live."""
    return Desk(shared_whole, database)
