"""What staff have exported, at the command line."""

from __future__ import annotations

import csv
import io

from click.testing import CliRunner

from builder.cli import townclerk
from runtime import people
from runtime.access import Viewer
from runtime.db import Database
from runtime.models.base import ORGANISATION
from runtime.queues import Filters, exporting
from tests.builder.test_cli import settings
from tests.runtime.potholes import AT, pothole, publish

__all__ = ["settings"]


def test_who_took_what_when_and_why(database: Database, settings: dict[str, str]) -> None:
    with database.begin() as session:
        publish(session)
        pothole(session)
        ada = people.create(session, name="Ada", email="ada@example.org", password=None, at=AT)
        viewer = Viewer(ada, ORGANISATION, "Ada", {"potholes": frozenset({"officer"})})
        asked = exporting.Asked("potholes", "ordinary", Filters(), None, ("street",), {})
        taken = exporting.take(session, viewer, asked, "=Figures for March", at=AT)
    printed = CliRunner().invoke(townclerk, ["exports"], env=settings).output
    assert list(csv.reader(io.StringIO(printed)))[1:] == [
        ["2026-03-26T09:00:00+00:00", "Ada", "potholes", "ordinary", "1", taken.mark, "'=Figures for March"]
    ]
