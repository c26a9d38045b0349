"""A browser that sends files over a real connection, as whole, as slowly and as far as a test says."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator

from tests.faults.client import Client
from tests.runtime.web.browsing import Form

BOUNDARY = "a-boundary-that-is-in-no-file"
PAUSE = threading.Event()


class Sender(Client):
    """One applicant of "report-it", on the page that asks for a file."""

    def begin(self, street: str = "High Street") -> Form:
        start = self.get("/apply/report-it").form("/apply/report-it")
        self.send(start)
        self.send(self.get("/apply/report-it/where").form("/where"), street=street)
        self.send(self.get("/apply/report-it/kind").form("/kind"), kind="hole")
        return self.get("/apply/report-it/deep").form("/deep")

    def head(self, form: Form, length: str) -> bytes:
        cookies = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        lines = (
            f"POST {form.action} HTTP/1.1", f"Host: 127.0.0.1:{self.port}", f"Cookie: {cookies}", length,
            f"Content-Type: multipart/form-data; boundary={BOUNDARY}", "Connection: close", "", "",
        )  # fmt: skip
        return "\r\n".join(lines).encode()

    @contextlib.contextmanager
    def line(self, seconds: float = 30) -> Iterator[socket.socket]:
        with socket.create_connection(("127.0.0.1", self.port), seconds, (self.own, 0)) as line:
            yield line

    def upload(self, form: Form, content: bytes, name: str, *, far: float = 1.0, **changes: str) -> tuple[int, str]:
        """Send a file, or as much of it as ``far`` says and then hang up: the status that came, and the page."""
        body = multipart(form, content, name, **changes)
        with self.line() as line:
            with contextlib.suppress(OSError):  # cut off by the far end
                line.sendall(self.head(form, f"Content-Length: {len(body)}"))
                line.sendall(body[: int(len(body) * far)])
            return answer(line) if far == 1.0 else (0, "")


def multipart(form: Form, content: bytes, name: str, **changes: str) -> bytes:
    """The form as a browser sends it, with one file for its question."""
    fields = {**form.fields, "depth": "9", **changes}
    fields.pop("photo", None)
    parts = [
        f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n{value}\r\n'.encode()
        for field, value in fields.items()
    ]
    head = f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="photo"; filename="{name}"\r\n\r\n'
    return b"".join([*parts, head.encode(), content, f"\r\n--{BOUNDARY}--\r\n".encode()])


def answer(line: socket.socket) -> tuple[int, str]:
    said = b""
    with contextlib.suppress(OSError):
        while more := line.recv(1 << 16):
            said += more
    return (int(said.split()[1]), said.decode(errors="replace")) if said else (0, "")
