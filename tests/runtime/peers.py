"""Far ends that really listen: a mail server and a web server on this machine, both with faults on request."""

from __future__ import annotations

import json
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

from tests.runtime.certificates import certificate, serving

Fault = Callable[[BaseHTTPRequestHandler], None]


class MailServer:
    """Keeps what it accepts; ``answers`` are what it says to the next messages instead of accepting them."""

    def __init__(self) -> None:
        self.letters: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.answers: list[str] = []
        self.refused_recipients: dict[str, str] = {}

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: Any
    ) -> str:
        if address in self.refused_recipients:
            return self.refused_recipients[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.answers:
            return self.answers.pop(0)
        message = message_from_bytes(envelope.content or b"", policy=policy.default)
        assert isinstance(message, EmailMessage)
        self.letters.append(message)
        self.recipients.append(list(envelope.rcpt_tos))
        return "250 OK"

    def body(self, number: int = -1) -> str:
        part = self.letters[number].get_body(("plain",))
        assert part is not None
        return str(part.get_content()).replace("\r\n", "\n")


@contextmanager
def mail_server() -> Iterator[tuple[MailServer, str]]:
    """A mail server, and the URL of it for ``TOWNCLERK_SMTP_URL``."""
    peer = MailServer()
    controller = Controller(peer, hostname="127.0.0.1", port=free_port())
    controller.start()
    try:
        yield peer, f"smtp://127.0.0.1:{controller.port}"
    finally:
        controller.stop()


class WebPeer:
    """Honours idempotency keys: applies each once however often it is called. ``faults`` come before, one a call."""

    def __init__(self) -> None:
        self.faults: list[Fault] = []
        self.every: Fault | None = None
        self.calls: list[tuple[dict[str, str], bytes]] = []
        self.paths: list[str] = []
        self.applied: Counter[str] = Counter()
        self._lock = threading.Lock()

    def take(self, handler: BaseHTTPRequestHandler) -> None:
        length = int(handler.headers.get("Content-Length") or 0)
        body = handler.rfile.read(length)
        if len(body) < length:
            return  # whoever called was killed in the middle of it: no call has come
        with self._lock:
            self.calls.append((dict(handler.headers.items()), body))
            self.paths.append(handler.path)
            fault = self.faults.pop(0) if self.faults else self.every
        (fault or self.accept)(handler)

    def accept(self, handler: BaseHTTPRequestHandler) -> None:
        key = handler.headers.get("Idempotency-Key", "")
        with self._lock:
            self.applied[key] = 1
        answer(200)(handler)

    @property
    def bodies(self) -> list[Any]:
        return [json.loads(body) for _, body in self.calls]


@contextmanager
def web_peer(host: str = "") -> Iterator[tuple[WebPeer, str]]:
    """A web server and its URL: scheme, host and port. By HTTPS, with a certificate for ``host``, if one is named."""
    peer = WebPeer()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            peer.take(self)

        def do_GET(self) -> None:
            peer.take(self)

        def log_message(self, format: str, *args: Any) -> None:
            return

    class Server(ThreadingHTTPServer):
        def handle_error(self, request: Any, client_address: Any) -> None:
            return

    server = Server(("127.0.0.1", 0), Handler)
    if host:
        server.socket = serving(certificate(host)).wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield peer, f"{'https' if host else 'http'}://{host or '127.0.0.1'}:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()


def answer(status: int, body: bytes = b"{}", **headers: str) -> Fault:
    def say(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return say


def reset(handler: BaseHTTPRequestHandler) -> None:
    """Breaks off after the request with a TCP reset."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()


def drip(handler: BaseHTTPRequestHandler) -> None:
    """Sends a header a byte at a time, fast enough for every single read and too slow for the whole."""
    with_pause = threading.Event()
    try:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-Slow: ")
        while not with_pause.wait(0.05):
            handler.wfile.write(b"x")
            handler.wfile.flush()
    except OSError:
        return


def endless(handler: BaseHTTPRequestHandler) -> None:
    """Answers well and never stops."""
    try:
        handler.send_response(200)
        handler.end_headers()
        while True:
            handler.wfile.write(b"x" * 65_536)
    except OSError:
        return


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
