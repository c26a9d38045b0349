"""What every page of the builder is made of: the service in hand, and what surrounds the page."""

from builder.web.painting.painted import paint

__all__ = ["paint"]
