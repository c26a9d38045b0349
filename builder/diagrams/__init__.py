"""The workflow as a diagram: layered, in lanes by role, every box and every word in a place of its own; and as rows."""

from builder.diagrams.picture import Mark, Picture, picture
from builder.diagrams.table import Row, Way, table

__all__ = ["Mark", "Picture", "Row", "Way", "picture", "table"]
