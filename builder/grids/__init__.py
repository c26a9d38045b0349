"""Decision tables as grids: fields for each cell, what is wrong marked on them, a row to try, and changes as edits."""

from builder.grids.cells import Cell
from builder.grids.grid import Column, Grid, Output, RuleRow, grid
from builder.grids.marks import Missing, Remarks, remarks

__all__ = ["Cell", "Column", "Grid", "Missing", "Output", "Remarks", "RuleRow", "grid", "remarks"]
