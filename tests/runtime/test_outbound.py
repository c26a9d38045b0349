"""The way out by HTTP: only where the operator says, to the address that was checked, and never for long."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from runtime import outbound
from runtime.outbound import NoAnswer, NotAllowed, TooLong, request, target_of
from tests.runtime.certificates import certificate
from tests.runtime.peers import WebPeer, answer, drip, endless, free_port, reset, web_peer


@pytest.fixture
def peer() -> Iterator[tuple[WebPeer, str]]:
    with web_peer() as both:
        yield both


def test_nothing_goes_out_by_default(peer: tuple[WebPeer, str]) -> None:
    served, url = peer
    with pytest.raises(NotAllowed, match="TOWNCLERK_ALLOWED_HOSTS"):
        request("GET", url, allowed=())
    assert served.calls == []


@pytest.mark.parametrize(
    "url",
    [
        "http://example.org/", "https://example.org:444/", "https://example.org.evil.test/", "https://evil.test/",
        "https://example.org@evil.test/", "https://evil.test\\@example.org/", "ftp://example.org/", "//example.org/",
        "https://example.org\t/", "https://exa mple.org/", "https:///path", "file:///etc/passwd", "", "https://[::1",
    ],
)  # fmt: skip
def test_only_what_is_listed_may_be_called(url: str) -> None:
    with pytest.raises(NotAllowed):
        target_of(url, ("example.org",))


def test_a_listed_host_is_called_by_https_on_its_own_port() -> None:
    assert target_of("https://EXAMPLE.org/a?b=c", ("example.org",)).path == "/a?b=c"
    assert target_of("https://example.org:8443/", ("example.org:8443",)).port == 8443
    assert not target_of("https://example.org/", ("example.org",)).private
    assert target_of("http://127.0.0.1:9000/", ("http://127.0.0.1:9000",)).private


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "[::1]", "0.0.0.0", "2130706433", "0x7f.1", "169.254.169.254", "10.0.0.1",
        "[::ffff:127.0.0.1]", "[fe80::1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "224.0.0.1", "192.168.1.1",
    ],
)  # fmt: skip
def test_no_address_inside_is_called_even_when_its_name_is_listed(host: str) -> None:
    with pytest.raises((NotAllowed, NoAnswer)) as refused:
        request("GET", f"https://{host}/", allowed=(host,), seconds=0.5)
    assert "could not be found" in str(refused.value) or "inside this network" in str(refused.value)


def test_a_name_that_changes_its_address_is_asked_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """DNS rebinding: what was checked is what is called. The answers stand in for a hostile name server."""
    answers, port = ["93.184.215.14", "127.0.0.1"], free_port()

    def rebind(host: str, *_: object, **__: object) -> list[tuple[object, ...]]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (answers.pop(0), port))]

    monkeypatch.setattr(socket, "getaddrinfo", rebind)
    target = target_of("https://rebind.test/", ("rebind.test",))
    assert outbound._resolve(target) == "93.184.215.14"
    with pytest.raises(NotAllowed):
        outbound._resolve(target)


def test_one_address_inside_among_several_is_enough_to_refuse(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (a, 443)) for a in ("93.184.215.14", "10.1.2.3")]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(NotAllowed):
        request("GET", "https://both.test/", allowed=("both.test",))


def test_an_answer_is_read(peer: tuple[WebPeer, str]) -> None:
    served, url = peer
    served.every = answer(200, b'{"found": true}', Content_Type="application/json")
    said = request("POST", f"{url}/x?y=1", allowed=(url,), body=b"{}", headers={"X-One": "1"})
    assert (said.status, said.body, said.headers["content-type"]) == (200, b'{"found": true}', "application/json")
    headers, _ = served.calls[0]
    assert headers["X-One"] == "1"
    assert headers["Host"] == url.removeprefix("http://")


def test_a_redirect_is_an_answer_and_not_followed(peer: tuple[WebPeer, str]) -> None:
    served, url = peer
    served.every = answer(302, Location=f"{url}/elsewhere")
    assert request("GET", url, allowed=(url,)).status == 302
    assert len(served.calls) == 1


def test_an_endless_answer_is_cut_off(peer: tuple[WebPeer, str]) -> None:
    served, url = peer
    served.every = endless
    with pytest.raises(TooLong):
        request("GET", url, allowed=(url,))
    assert request("GET", url, allowed=(url,), read=False).body == b""


def test_a_peer_that_breaks_off_or_drips_does_not_hold_us(peer: tuple[WebPeer, str]) -> None:
    served, url = peer
    served.faults = [reset, drip]
    with pytest.raises(NoAnswer, match="broke off"):
        request("GET", url, allowed=(url,))
    with pytest.raises(NoAnswer, match="too long"):
        request("GET", url, allowed=(url,), seconds=0.3)


def test_a_peer_that_is_not_there() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    with pytest.raises(NoAnswer, match="refused"):
        request("GET", url, allowed=(url,))


def test_a_name_that_leads_nowhere() -> None:
    with pytest.raises(NoAnswer, match="could not be found"):
        request("GET", "https://nowhere.invalid/", allowed=("nowhere.invalid",))


def test_tls_is_verified_for_the_host_and_not_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with web_peer("council.test") as (served, good):
        _verified(served, good, monkeypatch)


def _verified(served: WebPeer, good: str, monkeypatch: pytest.MonkeyPatch) -> None:
    port = int(good.rpartition(":")[2])
    here = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    real = socket.getaddrinfo
    monkeypatch.setattr(socket, "getaddrinfo", lambda h, *a, **k: here if h.endswith(".test") else real(h, *a, **k))
    other = f"https://other.test:{port}"
    with pytest.raises(NoAnswer, match="not to be trusted"):
        request("GET", good, allowed=(good,))
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate("council.test")))
    assert request("GET", good, allowed=(good,)).status == 200
    assert served.calls[0][0]["Host"] == f"council.test:{port}"
    with pytest.raises(NoAnswer, match="not to be trusted"):
        request("GET", other, allowed=(other,))
