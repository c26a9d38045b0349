"""What an author is shown before a service goes live: what changes and for whom, and what the service can do."""

from builder.publishing.comparing import CAN, HEADINGS, Can, Compared, Line, compared
from builder.publishing.days import BadDay, day_and_time

__all__ = ["CAN", "HEADINGS", "BadDay", "Can", "Compared", "Line", "compared", "day_and_time"]
