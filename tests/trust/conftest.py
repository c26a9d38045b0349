"""The site and an office to attack, each test with a database that others cannot see."""

from __future__ import annotations

from tests.runtime.web.conftest import office, shared_site, site

__all__ = ["office", "shared_site", "site"]
