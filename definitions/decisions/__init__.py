"""Decision tables: their cells' unary tests, what a table decides, and what no rule of it can reach."""

from definitions.decisions.analyse import Analysis, Gap, Overlap, analyse
from definitions.decisions.cells import compile_cell
from definitions.decisions.decide import decide

__all__ = ["Analysis", "Gap", "Overlap", "analyse", "compile_cell", "decide"]
