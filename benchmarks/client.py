"""A browser that costs little: one kept-alive connection, cookies, and forms sent as they stand."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from itsdangerous import URLSafeSerializer

from benchmarks.installation import HOST

Fields = Mapping[str, str | Sequence[str]]
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)"[^>]*value="([^"]*)"')


@dataclass(frozen=True)
class Reply:
    status: int
    head: bytes
    body: bytes

    @property
    def location(self) -> str:
        found = re.search(rb"(?i)\r\nlocation: ([^\r]+)", self.head)
        return found[1].decode() if found else ""

    def hidden(self) -> dict[str, str]:
        """The page's hidden inputs, its CSRF token among them."""
        return dict(_HIDDEN.findall(self.body.decode()))


class Browser:
    """One visitor. ``address`` is where the proxy in front says that the visitor is."""

    def __init__(self, port: int, address: str = "192.0.2.1") -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._always = f"Host: {HOST}\r\nX-Forwarded-For: {address}\r\nAccept: text/html\r\n"
        self._cookies: dict[str, str] = {}

    def get(self, path: str) -> Reply:
        return self.send(self.request("GET", path))

    def post(self, path: str, fields: Fields) -> Reply:
        return self.send(self.request("POST", path, fields))

    def session(self) -> dict[str, Any]:
        """What the site's signed cookie says; whoever has the cookie can read it."""
        cookie = next(value for name, value in self._cookies.items() if name.endswith("townclerk"))
        said: dict[str, Any] = URLSafeSerializer("").load_payload(cookie.rpartition(".")[0].rpartition(".")[0].encode())
        return said

    def request(self, method: str, path: str, fields: Fields | None = None) -> bytes:
        """The bytes of a request with the cookies as they are now, to be sent once or often."""
        cookies = "; ".join(f"{name}={value}" for name, value in self._cookies.items())
        head = f"{method} {path} HTTP/1.1\r\n{self._always}" + (f"Cookie: {cookies}\r\n" if cookies else "")
        if fields is None:
            return f"{head}\r\n".encode()
        body = urlencode(fields, doseq=True)
        return (
            f"{head}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n\r\n{body}"
        ).encode()

    def send(self, request: bytes) -> Reply:
        """Send a request, and wait for all of the reply."""
        self._socket.sendall(request)
        received = b""
        while b"\r\n\r\n" not in received:
            received += self._more()
        head, _, body = received.partition(b"\r\n\r\n")
        length = re.search(rb"(?i)\r\ncontent-length: (\d+)", head)
        missing = int(length[1]) - len(body) if length else 0
        parts = [body]
        while missing > 0:
            parts.append(self._more())
            missing -= len(parts[-1])
        for cookie in re.findall(rb"(?i)\r\nset-cookie: ([^=]+)=([^;\r]*)", head):
            self._cookies[cookie[0].decode()] = cookie[1].decode()
        return Reply(int(head[9:12]), head, b"".join(parts))

    def _more(self) -> bytes:
        received = self._socket.recv(262_144)
        if not received:
            raise ConnectionError("the server closed the connection")
        return received

    def close(self) -> None:
        self._socket.close()

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()
