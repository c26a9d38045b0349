"""What the commands of an installation begin with: its database, and who gives them."""

from __future__ import annotations

import getpass
import os

from runtime.config import Settings
from runtime.db import Database


def database() -> Database:
    return Database(Settings.from_environ(os.environ))


def me() -> str:
    """Who types, by their account here."""
    try:
        return f"{getpass.getuser()} (command line)"
    except (KeyError, OSError):
        return "Command line"
