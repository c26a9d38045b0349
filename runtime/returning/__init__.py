"""Coming back to answers not yet sent: the ways that open them, the letters that tell them, and their end."""

from runtime.returning.ending import keep_house
from runtime.returning.letters import ask_again, ask_for_link, deliver_letter
from runtime.returning.letters import came_back as letter_came_back
from runtime.returning.ways import Opened, by_code, by_link, keep_code

__all__ = [
    "Opened",
    "ask_again",
    "ask_for_link",
    "by_code",
    "by_link",
    "deliver_letter",
    "keep_code",
    "keep_house",
    "letter_came_back",
]
