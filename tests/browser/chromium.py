"""Finds a Chromium for the browser tests; installs Debian's when root and there is none."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
"""The first is the quickest, for it draws no windows; the first two are Debian's packages too."""

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
"""Chromium as root needs no sandbox; the rest keep it from calling home."""


def installed() -> str | None:
    """The path of a Chromium on this machine; TOWNCLERK_CHROMIUM names another."""
    named = os.environ.get("TOWNCLERK_CHROMIUM")
    return named or next((path for path in map(shutil.which, NAMES) if path), None)


def ensure() -> str:
    """The path of a Chromium, installed now if need be.

    Raises:
        SystemExit: with words that say what to do.
    """
    found = installed()
    if found is None and hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        print("Installing Chromium for the browser tests ...", flush=True)
        quiet = {"stdout": subprocess.DEVNULL, "env": os.environ | {"DEBIAN_FRONTEND": "noninteractive"}}
        subprocess.run(["apt-get", "update", "-qq"], check=False, **quiet)
        for package in NAMES[:2]:
            subprocess.run(["apt-get", "install", "-y", "-qq", package], check=False, **quiet)
            found = installed()
            if found is not None:
                break
    if found is None:
        raise SystemExit(
            "The browser tests need Chromium, and none was found. Install it (Debian: apt-get install chromium), "
            "or set TOWNCLERK_CHROMIUM to the path of one."
        )
    return found


if __name__ == "__main__":
    print(f"Browser tests use {ensure()}")
    sys.exit(0)
