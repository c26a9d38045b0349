"""The product as it is served, for attacks: a web process with its words in a file, and real connections to it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from runtime import people
from runtime.db import Database
from tests import factories
from tests.faults.client import Client
from tests.faults.processes import Web
from tests.runtime import citizens
from tests.runtime.peers import free_port
from tests.runtime.web.offices import PASSWORD, now
from tests.runtime.workers import environment


@contextmanager
def web(database: Database, log: Path, **more: str) -> Iterator[Web]:
    """A web process on a port of its own. ``log`` holds what it wrote once it has ended."""
    port = free_port()
    own = {"TOWNCLERK_BASE_URL": f"http://127.0.0.1:{port}", "TOWNCLERK_LOG_LEVEL": "debug"}
    served = Web(environment(database, **own, **more), log, port)
    try:
        served.up()
        yield served
    finally:
        served.close()


def clinic() -> dict[str, Any]:
    """A service that asks for a name, an address and something sensitive, and whose staff write about it."""
    secret = {"sensitive": True, "seen_by": ["officer"]}
    document = factories.document(
        applicant={"name": "who", "email": "mail", "track": ["postcode"]},
        form={"pages": [
            factories.page("you", factories.question("who"), factories.question("postcode"),
                           factories.question("mail", type="email")),
            factories.page("health", factories.question("illness", lines=3, **secret),
                           factories.question("letter", type="file", required=False, accept=["txt"], **secret)),
        ]},
        values=[{"id": "echo", "type": "text", "value": "illness"}],
    )  # fmt: skip
    document["queues"][0]["columns"] = ["who"]
    document["workflow"]["transitions"][0]["ask"] = [
        factories.question("verdict", **secret), factories.question("remark"),
    ]  # fmt: skip
    return document


def staffed(database: Database, document: dict[str, Any]) -> None:
    """The service published, and Di to work it."""
    with database.begin() as session:
        citizens.publish(session, document)
        team = people.create_team(session, "Clinic", at=now())
        people.grant(session, team, document["id"], "officer", at=now())
        person = people.create(session, name="Di", email="di@example.org", password=PASSWORD, at=now())
        people.join(session, team, person, at=now())


def signed_in(client: Client) -> Client:
    page = client.send(client.get("/staff/sign-in").form("/sign-in"), email="di@example.org", password=PASSWORD)
    assert page.status == 303, page.text
    return client
