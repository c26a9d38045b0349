"""The ways through a service: every route of its form within bounds, and the shortest to each of its outcomes."""

from builder.paths.examples import examples_for
from builder.paths.outcomes import Outcomes, outcomes
from builder.paths.routes import Choice, Routes, Stop, routes

__all__ = ["Choice", "Outcomes", "Routes", "Stop", "examples_for", "outcomes", "routes"]
