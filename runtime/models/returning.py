"""Tables of ways back to answers not yet submitted, and of the letters that tell them. Neither holds a secret."""

from __future__ import annotations

from sqlalchemy import Column, ForeignKey, Index, Integer, LargeBinary, Table, Text, Uuid, text

from runtime.models.base import key, metadata, moment

ways_back = Table(
    "ways_back",
    metadata,
    Column("mark", LargeBinary, primary_key=True, comment="A hash of the link, the code or the browser's token."),
    Column("application_id", Uuid, ForeignKey("applications.id", ondelete="CASCADE"), nullable=False),
    Column("kind", Text, nullable=False, comment="code, link or browser"),
    Column("key_by_way", LargeBinary, nullable=False, comment="The data key, wrapped by it and by our own secret."),
    moment("created_at"),
    Index("ways_back_application_id_idx", "application_id"),
)

return_letters = Table(
    "return_letters",
    metadata,
    key(),
    Column(
        "application_id", Uuid, ForeignKey("applications.id", ondelete="CASCADE"), comment="Null: all of return_mark."
    ),
    Column("return_mark", LargeBinary, comment="A keyed hash of the address that asked for its links again."),
    Column("kind", Text, nullable=False, comment="link, again or warning"),
    Column("attempts", Integer, nullable=False, server_default=text("0")),
    moment("created_at"),
    moment("counted_at", nullable=True),
    moment("ended_at", nullable=True),
    Column("outcome", Text, comment="What came of it, in words without personal data."),
    Index("return_letters_application_id_idx", "application_id"),
    Index("return_letters_created_at_idx", "created_at"),
)

counted_letters = Table(
    "counted_letters",
    metadata,
    key(),
    Column(
        "address_mark", LargeBinary, nullable=False, comment="As in effects. Nothing here says which letter it was."
    ),
    moment("at"),
    Index("counted_letters_address_mark_at_idx", "address_mark", "at"),
)
