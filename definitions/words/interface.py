"""Words of the pages themselves: buttons, headings, banners. (English, Welsh.)"""

from __future__ import annotations

INTERFACE: dict[str, tuple[str, str]] = {
    "page.back": ("Back", "Yn ôl"),
    "page.continue": ("Continue", "Parhau"),
    "page.skip": ("Skip to main content", "Neidio i’r prif gynnwys"),
    "page.error-title": ("There is a problem", "Mae problem"),
    "page.error-prefix": ("Error: ", "Gwall: "),
}
