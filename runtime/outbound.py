"""The only way out by HTTP: to hosts the operator allowed, at the address first resolved, bounded in time and size."""

from __future__ import annotations

import http.client
import ipaddress
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass

import urllib3
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.util import Url, parse_url

SECONDS = 5.0
MOST_BYTES = 1_000_000
PORTS = {"https": 443, "http": 80}

_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
_NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(Exception):
    """The operator has not allowed this; the message says what they must set."""


class NoAnswer(Exception):
    """The far end could not be reached, or broke off, or took too long."""


class TooLong(Exception):
    """The answer is larger than we are ready to read."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What the far end said. ``headers`` are by lower-case name. A redirect is an answer, and never followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request goes. ``private`` says that the operator named this very scheme, host and port."""

    scheme: str
    host: str
    port: int
    path: str
    private: bool


def request(
    method: str,
    url: str,
    *,
    allowed: Sequence[str],
    body: bytes | None = None,
    headers: Mapping[str, str] | None = None,
    read: bool = True,
    seconds: float = SECONDS,
) -> Answer:
    """Make one request and read at most a megabyte of the answer; with ``read`` False only its status and headers.

    ``allowed`` is the operator's list: "example.org" and "example.org:8443" mean HTTPS to public addresses, and only
    an entry with scheme, host and port, such as "http://127.0.0.1:9000", opens a private address or plain HTTP.

    Raises:
        NotAllowed: the host is not on the list, or resolves to an address inside.
        NoAnswer: in ``seconds`` there was none.
        TooLong: there is more than a megabyte of it.
    """
    target = target_of(url, allowed)
    connection = _connection(target, _resolve(target), seconds)
    try:
        with _hung_up_after(seconds, connection) as late:
            connection.request(
                method, target.path, body=body, headers={"Host": _host_header(target), **(headers or {})},
                preload_content=False, decode_content=False,
            )  # fmt: skip
            answer = connection.getresponse()
            said = _read(answer) if read else b""
            if late.is_set():  # what broke off within the headers looks like an answer
                raise TimeoutError
    except (urllib3.exceptions.HTTPError, http.client.HTTPException, OSError) as error:
        raise NoAnswer(f"{target.host} did not answer ({_why(error, late.is_set())})") from error
    finally:
        connection.close()
    return Answer(answer.status, {name.lower(): value for name, value in answer.headers.items()}, said)


def target_of(url: str, allowed: Sequence[str]) -> Target:
    """Check a URL against the operator's list, without looking anything up.

    Raises:
        NotAllowed: with what the operator must set.
    """
    parsed = _parsed(url)
    scheme, host = parsed.scheme or "", (parsed.host or "").lower()
    port = parsed.port or PORTS.get(scheme, 0)
    exact = any(_exact(entry) == (scheme, host, port) for entry in allowed)
    listed = scheme == "https" and any(_listed(entry) == (host, port) for entry in allowed)
    if not (exact or listed):
        raise NotAllowed(
            f"Sending to {scheme}://{host}:{port} is not allowed. If it should be, the operator adds "
            f"{host if scheme == 'https' else f'{scheme}://{host}:{port}'} to TOWNCLERK_ALLOWED_HOSTS and starts "
            "the workers again."
        )
    return Target(scheme, host, port, parsed.request_uri, exact)


def _parsed(url: str) -> Url:
    unfit = NotAllowed("The address is not one of the form https://host/path, so nothing was sent.")
    if any(ord(character) <= 32 or ord(character) == 127 for character in url) or "\\" in url:
        raise unfit
    try:
        parsed = parse_url(url)
    except urllib3.exceptions.LocationParseError:
        raise unfit from None
    host = (parsed.host or "").lower()
    if parsed.scheme not in PORTS or parsed.auth is not None:
        raise unfit
    if not (_HOST.fullmatch(host) or _literal(host)):
        raise unfit
    return parsed


def _exact(entry: str) -> tuple[str, str, int] | None:
    parsed = parse_url(entry) if "://" in entry else None
    if parsed is None or parsed.scheme is None or parsed.host is None or parsed.port is None:
        return None
    return parsed.scheme, parsed.host.lower(), parsed.port


def _listed(entry: str) -> tuple[str, int] | None:
    parsed = parse_url(entry if "://" in entry else f"https://{entry}")
    return ((parsed.host or "").lower(), parsed.port or PORTS["https"]) if parsed.scheme == "https" else None


def _resolve(target: Target) -> str:
    """The first address of the host, once every address it has is fit to call: checked and used are the same one."""
    host = target.host.strip("[]")
    try:
        found = socket.getaddrinfo(host, target.port, type=socket.SOCK_STREAM, proto=socket.IPPROTO_TCP)
    except (OSError, UnicodeError) as error:
        raise NoAnswer(f"{target.host} could not be found") from error
    addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
    if not addresses:
        raise NoAnswer(f"{target.host} could not be found")
    if not target.private and not all(_public(address) for address in addresses):
        raise NotAllowed(
            f"{target.host} leads to an address inside this network. If it should be reached, the operator adds "
            f"{target.scheme}://{target.host}:{target.port} to TOWNCLERK_ALLOWED_HOSTS."
        )
    return addresses[0]


def _public(address: str) -> bool:
    ip = ipaddress.ip_address(address.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in _NAT64:
            return False
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is not None:
            return False
    return ip.is_global and not ip.is_multicast


def _literal(host: str) -> bool:
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _connection(target: Target, address: str, seconds: float) -> HTTPConnection:
    if target.scheme == "http":
        return HTTPConnection(address, target.port, timeout=seconds)
    name = target.host.strip("[]")
    return HTTPSConnection(address, target.port, timeout=seconds, cert_reqs="CERT_REQUIRED", server_hostname=name)


@contextmanager
def _hung_up_after(seconds: float, connection: HTTPConnection) -> Iterator[threading.Event]:
    """Break off a whole exchange: a library's timeouts are per read, so a byte now and then would hold us for hours."""
    late = threading.Event()

    def hang_up() -> None:
        late.set()
        if connection.sock is not None:
            with suppress(OSError):
                socket.socket.shutdown(connection.sock, socket.SHUT_RDWR)

    watch = threading.Timer(seconds, hang_up)
    watch.daemon = True
    watch.start()
    try:
        yield late
    finally:
        watch.cancel()


def _host_header(target: Target) -> str:
    return target.host if target.port == PORTS[target.scheme] else f"{target.host}:{target.port}"


def _read(answer: urllib3.BaseHTTPResponse) -> bytes:
    said = bytearray()
    while chunk := answer.read1(65_536, decode_content=False):
        said += chunk
        if len(said) > MOST_BYTES:
            raise TooLong(f"The answer is longer than {MOST_BYTES} bytes")
    return bytes(said)


def _why(error: BaseException, late: bool) -> str:
    """In words, and without the request: an error's own text can hold the path and what was sent."""
    if isinstance(error, urllib3.exceptions.NewConnectionError):
        return "the connection was refused"
    if late or isinstance(error, urllib3.exceptions.TimeoutError | TimeoutError):
        return "it took too long"
    if isinstance(error, urllib3.exceptions.SSLError | ssl.SSLError):
        return "its TLS certificate is not to be trusted"
    return "the connection broke off"
