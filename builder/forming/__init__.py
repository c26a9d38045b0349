"""The form of a service as an author sees it: an outline, new parts with sensible beginnings, ready-made questions."""

from builder.forming.beginnings import GROUPS, KINDS, Kind, new_page, new_question, new_section
from builder.forming.nodes import Node, node_at, outline
from builder.forming.places import Place, places

__all__ = [
    "GROUPS",
    "KINDS",
    "Kind",
    "Node",
    "Place",
    "new_page",
    "new_question",
    "new_section",
    "node_at",
    "outline",
    "places",
]
