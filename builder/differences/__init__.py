"""What two versions of a service differ in, in plain English and complete; and what a service can do to the world."""

from builder.differences.capabilities import Capabilities, Capability, capabilities, gained
from builder.differences.telling import GROUPS, Told, differences

__all__ = ["GROUPS", "Capabilities", "Capability", "Told", "capabilities", "differences", "gained"]
