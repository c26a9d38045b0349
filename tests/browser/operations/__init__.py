"""Every operation of the builder, done as somebody does it who has a keyboard and nothing else."""

from tests.browser.operations import beginning, checking, forming, publishing, trying, wording, working
from tests.browser.operations.journey import JOURNEYS

__all__ = ["JOURNEYS", "beginning", "checking", "forming", "publishing", "trying", "wording", "working"]
