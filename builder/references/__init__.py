"""Where a document defines and names its elements: found by its schema's marks, its expressions and its texts."""

from builder.references.elements import Element
from builder.references.index import Index, Use, indexed
from builder.references.renaming import Refused, rename, where_used

__all__ = ["Element", "Index", "Refused", "Use", "indexed", "rename", "where_used"]
