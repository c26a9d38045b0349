"""The local gazetteer: every property of the area, as the council's own register of land has it."""

from __future__ import annotations

from sqlalchemy import Column, Index, Integer, PrimaryKeyConstraint, Table, Text

from runtime.models.base import metadata, moment, organisation

gazetteer_loads = Table(
    "gazetteer_loads",
    metadata,
    organisation(),
    Column("rows", Integer, nullable=False),
    Column("left_out", Integer, nullable=False),
    moment("loaded_at"),
    PrimaryKeyConstraint("organisation_id"),
)

gazetteer = Table(
    "gazetteer",
    metadata,
    organisation(),
    Column("uprn", Text, nullable=False),
    Column("line_1", Text, nullable=False),
    Column("line_2", Text, nullable=False),
    Column("town", Text, nullable=False),
    Column("county", Text, nullable=False),
    Column("postcode", Text, nullable=False),
    Column("class", Text, nullable=False, comment="What kind of property it is, as AddressBase classifies them."),
    Column("easting", Text, nullable=False, comment="Metres on the National Grid; as the file had it."),
    Column("northing", Text, nullable=False),
    Column("ward", Text, nullable=False),
    PrimaryKeyConstraint("organisation_id", "uprn"),
    Index("gazetteer_postcode_idx", "organisation_id", "postcode"),
)
