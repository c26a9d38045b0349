"""What a screen reader says of a page, from its top to its end: Guidepup's virtual one, run inside the page."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from playwright.sync_api import Page

from tests.browser.conftest import ROOT, twin_of

BUNDLE = ROOT / "node_modules/@guidepup/virtual-screen-reader/lib/esm/index.browser.js"
TRANSCRIPTS = Path(__file__).with_name("transcripts")
RENEW = "TOWNCLERK_RENEW_TRANSCRIPTS"

_READ = """async (most) => {
  const reader = window.virtualScreenReader
  await reader.start({container: document.body})
  for (let n = 0; n < most && await reader.lastSpokenPhrase() !== "end of document"; n++) await reader.next()
  const said = await reader.spokenPhraseLog()
  await reader.stop()
  return said
}"""
_MOST = 800

_UNSPOKEN = re.compile(r"(end of )?(paragraph|strong|emphasis|document|generic|form|deletion|insertion)")
"""What real screen readers pass over, unless they are asked to tell it."""

_CHANGING: tuple[tuple[str, str], ...] = (
    (r"\b(?:[0-9A-Z]{4} ){3}[0-9A-Z]{4}\b", "CODE"),
    (r"^[0-9A-Z]{4}$", "CODE"),
    (r"\b[0-9A-Z]{4}-[0-9A-Z]{5}\b", "REFERENCE"),
    (r"(?:https?://)?127\.0\.0\.1:\d+", "SITE"),
    (r"\b(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?\d{1,2} [A-Z][a-z]+ \d{4}\b", "DATE"),
    (r"\b\d{1,2}(?::\d{2})?(?:am|pm)\b|\bmid(?:day|night)\b", "TIME"),
    (r"\bFor example, \d{1,2} \d{1,2} \d{4}\b", "For example, A DAY"),
    (r"^(textbox, (Day|Month|Year), )\d+$", r"\1NUMBER"),
    (r"\b(?:[Tt]o|[Yy]ester)day at\b", "DAY at"),
    (r"\bDue (?:in .*|today|tomorrow|DATE)$", "DUE"),
    (r"\b\d+ open cases\b", "SOME open cases"),
    (r"^(E-mail .*): (?:waiting|being sent).*$", r"\1: sent"),
    (r"^((?:end of )?button, .+), [a-z0-9-]+$", r"\1"),
    (r"^(option, .+), [a-z0-9:-]+(, (?:not )?selected)", r"\1\2"),
)
"""What differs from one run to the next, and the word that stands for it; and values that only a program reads."""


def heard(page: Page, *, whole: bool = False) -> str:
    """Everything said from the top of a page to its end, a line for each thing. Header and footer, which are the same
    everywhere, only with ``whole``."""
    said_in = twin_of(page)
    said_in.evaluate(_bundle())
    lines = said_in.evaluate(_READ, _MOST)
    assert lines[-1] == "end of document", f"{page.url} is never read to its end"
    if not whole:
        lines = lines[lines.index("end of complementary, Demo") + 1 : lines.index("contentinfo")]
    return "".join(f"{line}\n" for line in map(_settled, lines) if not _UNSPOKEN.fullmatch(line))


def _settled(line: str) -> str:
    for changing, word in _CHANGING:
        line = re.sub(changing, word, line)
    return line


@lru_cache(maxsize=1)
def _bundle() -> str:
    source = BUNDLE.read_text()
    exported = re.compile(r"export\{[^}]*?([\w$]+) as virtual\};")
    assert exported.search(source), "the virtual screen reader exports something else now"
    return "{" + exported.sub(lambda found: f"window.virtualScreenReader = {found[1]};", source) + "\n}"
