"""A pack: a service as one file, to hand on, keep and bring back; and what a newer one makes of a changed service."""

from builder.packs.onto import Onto, base_of, can_take, onto, settled
from builder.packs.opening import PackRefused, opened
from builder.packs.pack import MOST_GROWN, Pack, document_hash, gathered, packed

__all__ = [
    "MOST_GROWN",
    "Onto",
    "Pack",
    "PackRefused",
    "base_of",
    "can_take",
    "document_hash",
    "gathered",
    "onto",
    "opened",
    "packed",
    "settled",
]
