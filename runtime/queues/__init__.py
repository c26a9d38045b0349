"""What staff see of the work there is: queries only, each over an index, restricted to what the viewer may see."""

from __future__ import annotations

from runtime.queues.counts import Count
from runtime.queues.filters import Filters
from runtime.queues.finding import Among, Found, find, search
from runtime.queues.home import Home, counted, home
from runtime.queues.mentions import mentioned
from runtime.queues.pages import PAGE, Page, count, matching, next_case, page
from runtime.queues.sight import seen
from runtime.queues.together import among
from runtime.queues.views import View
from runtime.queues.words import MANY
from runtime.queues.work import LISTS, List, Work, work

__all__ = [
    "LISTS",
    "MANY",
    "PAGE",
    "Among",
    "Count",
    "Filters",
    "Found",
    "Home",
    "List",
    "Page",
    "View",
    "Work",
    "among",
    "count",
    "counted",
    "find",
    "home",
    "matching",
    "mentioned",
    "next_case",
    "page",
    "search",
    "seen",
    "work",
]
