"""A peer that speaks clamd's protocol on TCP or a socket of the file system, as its manual and its answers have it.

The real daemon needs a day's signatures from the network before it starts; this one knows the EICAR test file, keeps
the protocol's rules more strictly than a forgiving peer would, and has faults on request.
"""

from __future__ import annotations

import socketserver
import struct
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from runtime.plugins.scanner.demo import EICAR

Fault = Callable[["Clamd", Any], None]
FOUND = "Win.Test.EICAR_HDB-1"


class Clamd:
    """``most`` is its StreamMaxLength. ``faults`` come first, one a connection; ``every`` is for all others."""

    def __init__(self, most: int = 25 << 20) -> None:
        self.most = most
        self.scanned: list[bytes] = []
        self.chunks: list[int] = []
        self.faults: list[Fault] = []
        self.every: Fault | None = None

    def serve(self, line: Any) -> None:
        fault = self.faults.pop(0) if self.faults else self.every
        with suppress(OSError):
            (fault or Clamd.answer)(self, line)

    def answer(self, line: Any) -> None:
        command = b""
        while not command.endswith(b"\0"):
            byte = line.recv(1)
            if not byte:
                return
            command += byte
        if command != b"zINSTREAM\0":
            line.sendall(b"UNKNOWN COMMAND\0")
            return
        content = self._stream(line)
        if content is None:
            line.sendall(b"INSTREAM size limit exceeded. ERROR\0")
            return
        self.scanned.append(content)
        line.sendall(f"stream: {FOUND} FOUND\0".encode() if EICAR in content else b"stream: OK\0")

    def _stream(self, line: Any) -> bytes | None:
        """What was streamed; None once it is more than we take, and then not another byte is read."""
        content = b""
        while length := struct.unpack("!I", _exactly(line, 4))[0]:
            if len(content) + length > self.most:
                return None
            self.chunks.append(length)
            content += _exactly(line, length)
        return content


def says(words: bytes) -> Fault:
    """Takes the whole stream, and says this of it."""

    def say(peer: Clamd, line: Any) -> None:
        _exactly(line, 10)
        peer._stream(line)
        line.sendall(words)

    return say


def hangs_up(peer: Clamd, line: Any) -> None:
    """Closes before anything is said."""


def never(peer: Clamd, line: Any) -> None:
    """Takes everything, and says nothing."""
    while line.recv(1 << 16):
        pass


def _exactly(line: Any, length: int) -> bytes:
    data = b""
    while len(data) < length:
        more = line.recv(length - len(data))
        if not more:
            raise ConnectionError
        data += more
    return data


@contextmanager
def clamd(path: Path | None = None, **how: Any) -> Iterator[tuple[Clamd, str]]:
    """A clamd, and what to set TOWNCLERK_CLAMAV to."""
    peer = Clamd(**how)

    class Handler(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            peer.serve(self.request)

    kind = socketserver.ThreadingUnixStreamServer if path else socketserver.ThreadingTCPServer
    server = kind(str(path) if path else ("127.0.0.1", 0), Handler)  # type: ignore[arg-type]
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer, str(path) if path else f"127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
