"""ClamAV: each file is streamed to a clamd, which sees neither our store nor our disk.

The protocol is clamd's own: the command ends with a NUL, each chunk comes after its length as four bytes, and a length
of nought ends the stream. The answer is one line, ended by a NUL too.
"""

from __future__ import annotations

import socket
import struct
import time
from contextlib import suppress
from urllib.parse import urlsplit

from runtime.config import UnsafeSettings
from runtime.db import Database
from runtime.ports import CannotScan, SourceDown

PORT = 3310
CONNECT_SECONDS = 5.0
SECONDS = 120.0
"""For one file, from connecting to the last of the answer; clamd itself gives up a silent client after as many."""
CHUNK = 64 << 10
MOST_SAID = 4096

_COMMAND = b"zINSTREAM\0"
_TOO_LONG = b"size limit exceeded"


class ClamAV:
    """A clamd somewhere. Every scan is a connection of its own, so nothing is kept between them."""

    def __init__(self, database: Database, *, seconds: float = SECONDS) -> None:
        address, self._seconds = database.settings.clamav, seconds
        self._path = address if address.startswith("/") else ""
        parts = urlsplit("" if self._path else f"//{address}")
        try:
            self._host, self._port = parts.hostname or "", parts.port or PORT
        except ValueError:
            self._host = ""
        if not (self._path or self._host):
            raise UnsafeSettings(["TOWNCLERK_CLAMAV must be the path of clamd's socket, or its host and port: av:3310"])

    def scan(self, content: bytes) -> str | None:
        ends = time.monotonic() + self._seconds
        try:
            with self._connected() as line:
                said = _ask(line, content, ends)
        except OSError as error:
            raise SourceDown(f"clamd did not answer ({type(error).__name__})") from error
        return _found(said)

    def _connected(self) -> socket.socket:
        seconds = min(CONNECT_SECONDS, self._seconds)
        if self._host:
            return socket.create_connection((self._host, self._port), timeout=seconds)
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        try:
            line.settimeout(seconds)
            line.connect(self._path)
        except OSError:
            line.close()
            raise
        return line


def _ask(line: socket.socket, content: bytes, ends: float) -> bytes:
    """
    Raises:
        OSError: it broke off, or took too long.
    """
    try:
        _send(line, _COMMAND, ends)
        view = memoryview(content)
        for start in range(0, len(view), CHUNK):
            chunk = view[start : start + CHUNK]
            _send(line, struct.pack("!I", len(chunk)) + bytes(chunk), ends)
        _send(line, struct.pack("!I", 0), ends)
    except (BrokenPipeError, ConnectionResetError):
        # It hung up in the middle: what it said before, that the file is too long for it, may still be there to read.
        with suppress(OSError):
            return _answer(line, ends)
        raise
    return _answer(line, ends)


def _send(line: socket.socket, data: bytes, ends: float) -> None:
    line.settimeout(_left(ends))
    line.sendall(data)


def _answer(line: socket.socket, ends: float) -> bytes:
    said = b""
    while b"\0" not in said and len(said) < MOST_SAID:
        line.settimeout(_left(ends))
        more = line.recv(MOST_SAID)
        if not more:
            break
        said += more
    if b"\0" not in said:
        raise ConnectionError("the answer broke off")
    return said.partition(b"\0")[0].strip()


def _left(ends: float) -> float:
    left = ends - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


def _found(said: bytes) -> str | None:
    """
    Raises:
        CannotScan: clamd says that it will not scan this file.
        SourceDown: clamd says that it failed, or something that is no answer of clamd's.
    """
    words = said.decode("utf-8", "replace").removeprefix("stream: ")
    if words == "OK":
        return None
    if words.endswith(" FOUND") and words.removesuffix(" FOUND").strip():
        return words.removesuffix(" FOUND").strip()[:200]
    if _TOO_LONG in said:
        raise CannotScan("it is longer than clamd's StreamMaxLength")
    raise SourceDown("clamd failed" if words.endswith("ERROR") else "what answers is no clamd")
