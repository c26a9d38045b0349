"""Walk it through: the citizen and each role played against a draft, with a clock to wind on. No case is made."""

from builder.web.rehearsing import citizen_pages, deed_pages, start_pages, time_pages
from builder.web.rehearsing.blueprint import pages

__all__ = ["citizen_pages", "deed_pages", "pages", "start_pages", "time_pages"]
