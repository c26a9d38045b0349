"""While PostgreSQL is away pages say so and keep what was typed; when it is back, nobody has to start anything."""

from __future__ import annotations

import time

import psycopg

from tests.faults import lamps
from tests.faults.client import where
from tests.faults.processes import Postgres
from tests.faults.town import Town, check, numbers
from tests.runtime.workers import until


def test_away_and_back_again_without_anybody_doing_anything(lamps_town: Town) -> None:
    town = lamps_town
    town.web.up()
    worker = town.worker()
    inside = town.web.inside
    one, two = town.applicant(), town.applicant()
    two.fill()
    ready = two.ready()
    one.client.send(one.client.get("/apply/lamp").form("/apply/lamp"))
    form = one.client.get("/apply/lamp/where").form("where")
    ada = town.clerk("ada")
    town.database.close()
    town.postgres.kill()

    page = one.client.send(form, street=one.street, wrong="It flickers.")
    assert page.status == 503
    assert page.response.headers["Retry-After"] == "60"
    assert "we could not save this page just now" in page.text
    kept = page.form("where")
    assert (kept.fields["street"], kept.fields["wrong"].strip()) == (one.street, "It flickers.")
    refused = two.client.send(ready)
    assert (refused.status, refused.heading) == (503, "Sorry, we could not send it just now")
    for path in ("/staff", "/staff/search", "/track/case", "/"):
        assert ada.client.get(path).status in ((503,) if path.startswith("/staff") else (200, 503, 303)), path
    assert town.web.health() == 503

    town.postgres.start()
    begun = time.monotonic()
    until(lambda: town.web.health() == 200)
    assert where(one.until(lambda: one.client.send(kept), 303)) == "/apply/lamp/contact"
    assert two.send() == two.send()
    assert ada.until(lambda: ada.client.get("/staff")).status == 200
    print("web back after", round(time.monotonic() - begun, 1), "s, refused", one.refusals + two.refusals, "times")
    lamps.sent_to_crew(town.database, "After Road", town.officers["ada"])
    assert dict(town.settle()) == {"acknowledge": 2, "send": 1, "webhook": 2}
    assert (town.web.inside, worker.lives) == (inside, True)
    check(town)
    print(numbers(town))


def test_a_server_of_the_wheels_that_died_is_started_again_or_let_go_of() -> None:
    server = Postgres()
    server.kill()
    server.start()
    with psycopg.connect(server.url) as connection:
        assert connection.execute("SHOW fsync").fetchone() == ("on",)
    server.kill()
    server.close()
    assert not server.state.exists()
