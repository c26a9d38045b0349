"""Pictures are drawn again by a program of their own: what is kept is what can be seen, and nothing that hid in it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from runtime.errors import FileRefused
from runtime.files.redraw import SECONDS, TOO_MANY_PIXELS

BECOMES: Mapping[str, str] = {
    "image/jpeg": "image/jpeg",
    "image/png": "image/png",
    "image/webp": "image/webp",
    "image/heic": "image/jpeg",
}
"""The type that each type of picture is kept as: not every desk can show a HEIC."""

AT_A_TIME = 2
"""Pictures that one web process has drawn at a time: each may need as much memory as it is bounded to."""
WAIT_SECONDS = 30.0
MOST_BYTES = 60 << 20

_PROGRAM = Path(__file__).with_name("redraw.py")
_turns = threading.BoundedSemaphore(AT_A_TIME)


def redrawn(content: bytes, kind: str) -> bytes:
    """The picture again, as :data:`BECOMES` says, without its place, time, camera or anything else about it.

    Raises:
        FileRefused: ``facts["reason"]`` is picture (it cannot be read), pixels (it has too many) or busy.
    """
    with _turn(), tempfile.TemporaryFile() as given:
        given.write(content)
        given.seek(0)
        # -I: with no variable, folder or package of the user's. Its environment holds none of our keys.
        drawing = subprocess.Popen(  # noqa: S603 - our own program, and one of our own words
            [sys.executable, "-I", str(_PROGRAM), kind], stdin=given, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, cwd="/", env={"MALLOC_ARENA_MAX": "1"},
        )  # fmt: skip
        written = _what_it_writes(drawing)
    if drawing.returncode == TOO_MANY_PIXELS:
        raise FileRefused("The picture has too many pixels.", reason="pixels")
    if drawing.returncode or not written:
        raise FileRefused("The picture cannot be read.", reason="picture")
    return written


@contextmanager
def _turn() -> Iterator[None]:
    if not _turns.acquire(timeout=WAIT_SECONDS):
        raise FileRefused("Too many pictures are being sent just now.", reason="busy")
    try:
        yield
    finally:
        _turns.release()


def _what_it_writes(drawing: subprocess.Popen[bytes]) -> bytes:
    """All of it, or nothing once it takes too long or writes too much."""
    assert drawing.stdout is not None
    late = threading.Timer(2.0 * SECONDS, drawing.kill)
    late.start()
    try:
        with drawing.stdout as said:
            written = said.read(MOST_BYTES + 1)
        if len(written) > MOST_BYTES:
            drawing.kill()
            written = b""
        drawing.wait()
    finally:
        late.cancel()
        drawing.kill()
        drawing.wait()
    return written
