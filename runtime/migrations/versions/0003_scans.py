"""What a scanner for malware has said of each file."""

from __future__ import annotations

from alembic import op

revision = "0003"
down_revision = "0002"

_STATEMENTS = (
    "ALTER TABLE files ADD scan text NOT NULL DEFAULT 'unscanned', ADD scan_due timestamptz,"
    " ADD scan_tries integer NOT NULL DEFAULT 0, ADD found text",
    "CREATE INDEX files_scan_due_idx ON files (scan_due) WHERE scan = 'pending'",
    "CREATE INDEX files_unscanned_idx ON files (id) WHERE scan = 'unscanned'",
    "COMMENT ON COLUMN files.scan IS 'unscanned (there was no scanner), pending, clean or infected.'",
    "COMMENT ON COLUMN files.scan_due IS 'Not before this, by the database''s clock.'",
    "COMMENT ON COLUMN files.scan_tries IS 'Counted before each try.'",
    "COMMENT ON COLUMN files.found IS 'What the scanner found, by its own name.'",
    "COMMENT ON COLUMN incidents.kind IS 'send, webhook, acknowledge, timer, lookup, infected or unscannable'",
    "COMMENT ON COLUMN incidents.about IS 'The message, address, timer, lookup or file that it is about.'",
)


def upgrade() -> None:
    for statement in _STATEMENTS:
        op.execute(statement)
