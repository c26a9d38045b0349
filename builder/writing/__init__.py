"""The text of a document: what an edit did not touch keeps its bytes; a new document gets the house style."""

from builder.writing.rewriting import rewritten
from builder.writing.splices import spliced
from builder.writing.style import written

__all__ = ["rewritten", "spliced", "written"]
