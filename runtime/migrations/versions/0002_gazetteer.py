"""The local gazetteer."""

from __future__ import annotations

from alembic import op

revision = "0002"
down_revision = "0001"

TABLES = """
CREATE TABLE gazetteer_loads (
    organisation_id UUID NOT NULL,
    rows INTEGER NOT NULL,
    left_out INTEGER NOT NULL,
    loaded_at TIMESTAMP WITH TIME ZONE NOT NULL,
    CONSTRAINT gazetteer_loads_pkey PRIMARY KEY (organisation_id),
    CONSTRAINT gazetteer_loads_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE TABLE gazetteer (
    organisation_id UUID NOT NULL,
    uprn TEXT NOT NULL,
    line_1 TEXT NOT NULL,
    line_2 TEXT NOT NULL,
    town TEXT NOT NULL,
    county TEXT NOT NULL,
    postcode TEXT NOT NULL,
    class TEXT NOT NULL,
    easting TEXT NOT NULL,
    northing TEXT NOT NULL,
    ward TEXT NOT NULL,
    CONSTRAINT gazetteer_pkey PRIMARY KEY (organisation_id, uprn),
    CONSTRAINT gazetteer_organisation_id_fkey FOREIGN KEY(organisation_id) REFERENCES organisations (id)
);
CREATE INDEX gazetteer_postcode_idx ON gazetteer (organisation_id, postcode);
COMMENT ON COLUMN gazetteer.class IS 'What kind of property it is, as AddressBase classifies them.';
COMMENT ON COLUMN gazetteer.easting IS 'Metres on the National Grid; as the file had it.';
"""


def upgrade() -> None:
    op.get_bind().exec_driver_sql(TABLES)
