"""When something was done, for people who were there: "today at 2:32pm", "3 March 2026"."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from definitions.words.dates import day_in_words, time_in_words

ZONE = ZoneInfo("Europe/London")


def when(at: datetime, now: datetime) -> str:
    local, today = at.astimezone(ZONE), now.astimezone(ZONE).date()
    if local.date() == today:
        return f"today at {time_in_words(local.time(), 'en')}"
    if local.date() == today - timedelta(days=1):
        return f"yesterday at {time_in_words(local.time(), 'en')}"
    return day_in_words(local.date(), "en")
