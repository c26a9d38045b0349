"""People at browsers, over real HTTP: they read each page, send its form as it stands, and press again when told to."""

from __future__ import annotations

import re
import threading
import time
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from typing import Any, cast
from urllib.parse import urlencode

from werkzeug.datastructures import Headers
from werkzeug.test import TestResponse

from tests.faults.lamps import PASSWORD, address
from tests.runtime.web.browsing import Form, Page

REFERENCE = re.compile(r'class="tc-reference">([0-9A-Z]{4}-[0-9A-Z]{5})<')
PATIENCE = 180.0
"""Seconds: only so long that a test whose site never comes back ends."""
PAUSE = threading.Event()


class Cut(Exception):
    """No whole answer came: what became of the request, only asking again can tell."""


class Closed(Cut):
    """Nobody took the connection, so nothing became of the request."""


@dataclass
class Reply:
    """An answer, in the shape that a Page reads."""

    status_code: int
    headers: Headers
    body: str

    @property
    def mimetype(self) -> str:
        return self.headers.get("Content-Type", "").partition(";")[0]

    def get_data(self, as_text: bool = True) -> str:
        return self.body


class Client:
    """One browser with its own address on the loopback, since tries are counted by address."""

    patience = PATIENCE

    def __init__(self, port: int, number: int = 1) -> None:
        self.port, self.own = port, f"127.0.{number // 250}.{number % 250 + 2}"
        self.cookies: dict[str, str] = {}

    def get(self, path: str) -> Page:
        return self._ask("GET", path)

    def send(self, form: Form, /, **changes: str) -> Page:
        return self._ask("POST", form.action, urlencode({**form.fields, **changes}))

    def _ask(self, method: str, path: str, body: str | None = None) -> Page:
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        connection = HTTPConnection("127.0.0.1", self.port, timeout=self.patience, source_address=(self.own, 0))
        try:
            connection.connect()
        except OSError as error:
            raise Closed(str(error)) from error
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            reply = Reply(answer.status, Headers(answer.getheaders()), answer.read().decode())
            kept = answer.msg.get_all("Set-Cookie", [])
        except (OSError, HTTPException) as error:
            raise Cut(str(error)) from error
        finally:
            connection.close()
        for cookie in kept:
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return Page(cast(TestResponse, reply), path)


def where(page: Page) -> str:
    """Where an answer sends the browser."""
    assert page.status == 303, (page.status, page.text[:500])
    return page.response.headers["Location"]


@dataclass
class Applicant:
    """Somebody who reports one street light, and who writes down every reference they are shown."""

    client: Client
    street: str
    shown: list[str] = field(default_factory=list)
    cuts: int = 0
    closed: int = 0
    refusals: int = 0
    _form: Form | None = None

    @property
    def answers(self) -> dict[str, Any]:
        return {"street": self.street, "wrong": f"It is dark in {self.street}.", "email": address(self.street)}

    def fill(self) -> None:
        """Answer both pages; a page that says it was not saved is sent again as it came back."""
        start = self.until(lambda: self.client.get("/apply/lamp"))
        self.until(lambda: self.client.send(start.form("/apply/lamp")), 303)
        self._page("where", "street", "wrong")
        self._page("contact", "email")

    def _page(self, page_id: str, *names: str) -> None:
        page = self.until(lambda: self.client.get(f"/apply/lamp/{page_id}"))
        form, typed = page.form(page_id), {name: self.answers[name] for name in names}
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            answer = self._tried(form, typed)
            if answer is not None and answer.status == 303:
                return
            if answer is not None and any(f.action.endswith(page_id) for f in answer.forms):
                form, typed = answer.form(page_id), {}
                assert {name: form.fields[name].strip() for name in names} == {n: self.answers[n] for n in names}
            PAUSE.wait(0.1)
        raise AssertionError(f"{page_id} could not be saved")

    def _tried(self, form: Form, typed: dict[str, str]) -> Page | None:
        try:
            answer = self.client.send(form, **typed)
        except Cut as cut:
            self.count(cut)
            return None
        assert answer.status in (303, 503), (answer.status, answer.text[:500])
        self.refusals += answer.status == 503
        return answer

    def ready(self) -> Form:
        """The form that sends everything, from the page of all answers."""
        if self._form is None:
            page = self.until(lambda: self.client.get("/apply/lamp/check"))
            self._form = page.form("/check")
        return self._form

    def press(self) -> Page:
        """Press the button once, whatever comes of it."""
        return self.client.send(self.ready())

    def send(self) -> str:
        """Press until told that it was sent, and read the reference."""
        form = self.ready()
        assert where(self.until(lambda: self.client.send(form), 303)) == "/apply/lamp/sent"
        return self.read()

    def read(self) -> str:
        page = self.until(lambda: self.client.get("/apply/lamp/sent"))
        found = REFERENCE.search(page.response.get_data(as_text=True))
        assert found, page.text[:500]
        assert self.street in page.text
        self.shown.append(found[1])
        return found[1]

    def count(self, cut: Cut) -> None:
        """Count it; where nobody takes connections, a person waits a little longer before they try again."""
        self.cuts += 1
        if isinstance(cut, Closed):
            self.closed += 1
            PAUSE.wait(0.25)

    def until(self, ask: Any, status: int = 200) -> Page:
        """Ask until it is answered so. In between nobody may have answered, or have said that they cannot just now."""
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            try:
                page: Page = ask()
            except Cut as cut:
                self.count(cut)
            else:
                if page.status == status:
                    return page
                assert page.status == 503, (page.status, page.path, page.text[:500])
                self.refusals += 1
            PAUSE.wait(0.1)
        raise AssertionError("nobody answers any more")


class Clerk(Applicant):
    """A member of staff; what they do is sent until it is done, or somebody else has done it."""

    def __init__(self, client: Client, name: str) -> None:
        super().__init__(client, name)
        page = self.until(lambda: client.get("/staff/sign-in"))
        entered = self.until(
            lambda: client.send(page.form("/sign-in"), email=f"{name}@example.org", password=PASSWORD), 303
        )
        assert where(entered) == "/staff"

    def open(self, reference: str, action: str) -> Form | None:
        """The action's form; None when the case does not allow it any more."""
        path = f"/staff/cases/{reference}/do/{action}"
        page = self.until(lambda: self.client.get(path))
        return next((form for form in page.forms if form.action.endswith(path)), None)

    def do(self, reference: str, action: str, **typed: str) -> bool:
        """Open the action's form and send it; whether it was done by this form, once or again."""
        form = self.open(reference, action)
        return form is not None and self.carry(form, **typed)

    def carry(self, form: Form, **typed: str) -> bool:
        ends = time.monotonic() + PATIENCE
        while time.monotonic() < ends:
            try:
                page = self.client.send(form, **typed)
            except Cut as cut:
                self.count(cut)
            else:
                if page.status in (303, 409):
                    return page.status == 303
                assert page.status == 503, (page.status, page.text[:500])
                self.refusals += 1
            PAUSE.wait(0.1)
        raise AssertionError("nobody answers any more")
