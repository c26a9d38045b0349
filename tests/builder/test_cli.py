"""The console script: exit codes, words for people, JSON for programs; a traceback is never shown."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from runtime.db import Database
from tests.conftest import KEYS, STATE
from tests.factories import document, example_document
from tests.runtime import citizens

SOUND = {
    "TOWNCLERK_MODE": "production",
    "DATABASE_URL": "postgresql://townclerk@db.example/townclerk",
    "TOWNCLERK_SECRET_KEY": "kJ8s0aPqW2nXv7LmZ4tRyB6cDeFgH1iU",
    "TOWNCLERK_INSTALLATION_KEY": KEYS["installation_key"],
    "TOWNCLERK_BASE_URL": "https://forms.example.gov.uk",
    "TOWNCLERK_TRUSTED_HOSTS": "forms.example.gov.uk",
    "TOWNCLERK_SMTP_URL": "smtps://user:password@mail.example.gov.uk",
    "TOWNCLERK_MAIL_FROM": "noreply@example.gov.uk",
    "TOWNCLERK_CHECKPOINTS": "/mnt/elsewhere/heads.jsonl",
}


def run(*arguments: str, cwd: Path | None = None, **environ: str) -> subprocess.CompletedProcess[str]:
    plain = {k: v for k, v in os.environ.items() if not k.startswith("TOWNCLERK_") and k != "DATABASE_URL"}
    command = [sys.executable, "-P", "-m", "builder.cli", *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, env=plain | environ, cwd=cwd)
    assert "Traceback" not in done.stderr
    return done


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> dict[str, str]:
    return {
        "TOWNCLERK_MODE": "demo",
        "DATABASE_URL": database.url,
        "TOWNCLERK_STATE": str(STATE),
        "TOWNCLERK_CHECKPOINTS": str(tmp_path / "heads.jsonl"),
    } | {f"TOWNCLERK_{name.upper()}": key for name, key in KEYS.items()}


def written(folder: Path, what: object, name: str = "service.json") -> str:
    path = folder / name
    path.write_text(what if isinstance(what, str) else json.dumps(what, indent=1))
    return str(path)


def test_a_sound_document_passes(tmp_path: Path) -> None:
    done = run("check", written(tmp_path, example_document()))
    assert (done.returncode, "no errors" in done.stdout) == (0, True)


def test_a_bad_document_says_where_and_what(tmp_path: Path) -> None:
    bad = document(queues=[{"id": "triage", "label": "Triage", "role": "oficer"}], titel="Twice")
    done = run("check", path := written(tmp_path, bad))
    assert done.returncode == 1
    assert f"{path}:" in done.stdout
    assert "Did you mean" in done.stdout or "did you mean" in done.stdout


def test_problems_can_be_read_by_a_program(tmp_path: Path) -> None:
    done = run("check", "--json", path := written(tmp_path, document(titel="Twice")))
    problems = json.loads(done.stdout)[path]
    (problem,) = [problem for problem in problems if problem["pointer"] == "/titel"]
    assert (done.returncode, problem["severity"], problem["line"] > 0) == (1, "error", True)


def test_a_file_that_is_not_there() -> None:
    done = run("check", "nowhere.json")
    assert (done.returncode, "nowhere.json" in done.stderr) == (1, True)


@pytest.mark.parametrize("what", ["{", "[]", "not json", '{"a": NaN}', '{"a": 1, "a": 2}', "\x00", ""])
def test_what_is_no_document_is_refused_in_words(tmp_path: Path, what: str) -> None:
    assert run("check", written(tmp_path, what)).returncode == 1


def test_examples_and_what_they_cover() -> None:
    done = run("test", "missed-bin")
    assert done.returncode == 0
    assert "transition   8 of 8 covered" in done.stdout


def test_an_example_that_fails(tmp_path: Path) -> None:
    changed = example_document()
    changed["examples"][0]["expect"]["state"] = "reported"
    done = run("test", "--json", written(tmp_path, changed))
    report = json.loads(done.stdout)
    assert (done.returncode, report["ok"]) == (1, False)
    assert report["failures"][0]["pointer"].startswith("/examples/0")


def test_publish_then_verify(tmp_path: Path, settings: dict[str, str]) -> None:
    path = written(tmp_path, example_document())
    first = run("publish", "--json", path, **settings)
    assert (first.returncode, json.loads(first.stdout)["version"]) == (0, 1), first.stderr
    assert run("fsck", **settings).stdout.strip() == "All is well."


def test_publish_wants_a_second_person_where_answers_go_elsewhere(tmp_path: Path, settings: dict[str, str]) -> None:
    document = example_document() | {"examples": []}
    document["messages"][0]["to"] = {"address": "desk@example.org"}
    path = written(tmp_path, document)
    for more in ((), ("--by", "Ada", "--approved-by", " ada")):
        done = run("publish", path, *more, **settings)
        assert (done.returncode, "econd person" in done.stderr) == (1, True)
    done = run("publish", path, "--by", "Ada", "--approved-by", "Bo", "--why", "A desk reads it", **settings)
    assert done.returncode == 0, done.stderr
    history = json.loads(run("release", "history", "missed-bin", "--json", **settings).stdout)
    assert [(one["number"], one["by"], one["approved_by"], one["why"]) for one in history] == [
        (1, "Ada", "Bo", "A desk reads it")
    ]


def test_an_earlier_version_is_live_again_by_one_command(tmp_path: Path, settings: dict[str, str]) -> None:
    for title in ("One", "Two"):
        assert run("publish", written(tmp_path, example_document() | {"title": title}), **settings).returncode == 0
    done = run("release", "return", "missed-bin", "1", "--why", "The title was wrong", "--by", "Ada", **settings)
    assert (done.returncode, done.stdout) == (0, "Version 1 of missed-bin is live.\n")
    assert "version 1 again" in run("release", "history", "missed-bin", **settings).stdout
    assert "Two people publish." in run("release", "two-people", "on", **settings).stdout
    done = run("publish", written(tmp_path, example_document() | {"title": "Three"}), **settings)
    assert (done.returncode, "second person" in done.stderr) == (1, True)


def test_publish_refuses_what_its_examples_refute(tmp_path: Path, settings: dict[str, str]) -> None:
    changed = example_document()
    changed["examples"][0]["expect"]["state"] = "reported"
    done = run("publish", written(tmp_path, changed), **settings)
    assert (done.returncode, "example" in done.stderr) == (1, True)


def test_people_and_what_their_teams_may_do(tmp_path: Path, settings: dict[str, str]) -> None:
    assert run("publish", written(tmp_path, example_document()), **settings).returncode == 0
    add = ("person", "add", "ada@example.org", "--name", "Ada", "--team", "Crew", "--password", "correct horse battery")
    assert "ada@example.org" in run(*add, **settings).stdout
    again = run(*add, **settings)
    assert (again.returncode, "already" in again.stderr) == (1, True)
    assert run("team", "grant", "Crew", "missed-bin", "crew-desk", **settings).returncode == 0
    unknown = run("team", "grant", "Crew", "missed-bin", "captain", **settings)
    assert (unknown.returncode, "crew-desk" in unknown.stderr) == (1, True)
    assert run("team", "revoke", "Crew", "missed-bin", "crew-desk", **settings).returncode == 0
    assert run("person", "leave", "ada@example.org", **settings).returncode == 0
    gone = run("person", "leave", "nobody@example.org", **settings)
    assert (gone.returncode, "nobody@example.org" in gone.stderr) == (1, True)


def test_a_table_is_loaded(tmp_path: Path, settings: dict[str, str]) -> None:
    done = run(
        "table", "load", "rounds", written(tmp_path, "postcode,day\nAB1 2CD,2026-03-01\n", "rounds.csv"), **settings
    )
    assert (done.returncode, "1 row" in done.stdout) == (0, True), done.stderr


def test_a_table_with_a_broken_line_says_which(tmp_path: Path, settings: dict[str, str]) -> None:
    done = run("table", "load", "rounds", written(tmp_path, "postcode,day\nAB1 2CD\n", "rounds.csv"), **settings)
    assert (done.returncode, "Line 2" in done.stderr) == (1, True)


def test_the_schemas_are_json() -> None:
    assert json.loads(run("schema").stdout)["$schema"].endswith("2020-12/schema")
    assert json.loads(run("answers-schema", "missed-bin").stdout)["additionalProperties"] is False


def test_what_was_answered_is_printed_for_whoever_asks_for_a_copy(database: Database, settings: dict[str, str]) -> None:
    with database.begin() as session:
        reference = citizens.a_case(session).case.reference
    assert json.loads(run("answers", reference, **settings).stdout)["bin"] == "recycling"
    table = run("answers", reference, "--csv", **settings).stdout.splitlines()
    assert table[0] == '"place","question","answer"'
    assert '"bin","Bin","Recycling"' in table
    assert run("answers", "K7QM-2XRDT", **settings).returncode == 1


def test_a_database_that_does_not_answer_is_said_in_words(settings: dict[str, str]) -> None:
    nowhere = settings | {"DATABASE_URL": "postgresql://nobody@127.0.0.1:1/nothing"}
    done = run("fsck", **nowhere)
    assert (done.returncode, "database" in done.stderr) == (1, True)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TOWNCLERK_SECRET_KEY", ""),
        ("TOWNCLERK_SECRET_KEY", "a" * 40),
        ("TOWNCLERK_INSTALLATION_KEY", "short"),
        ("TOWNCLERK_BASE_URL", "http://forms.example.gov.uk"),
        ("TOWNCLERK_TRUSTED_HOSTS", ""),
        ("TOWNCLERK_TRUSTED_HOSTS", "*"),
        ("TOWNCLERK_SMTP_URL", ""),
        ("TOWNCLERK_MAIL_FROM", ""),
        ("TOWNCLERK_CHECKPOINTS", ""),
        ("TOWNCLERK_MODE", "debug"),
        ("TOWNCLERK_PORT", "lots"),
        ("DATABASE_URL", "sqlite:///here.db"),
    ],
)
def test_t56_unsafe_settings_refuse_to_start(name: str, value: str) -> None:
    done = run("serve" if value else "worker", **(SOUND | {name: value}))
    assert done.returncode == 78
    assert name in done.stderr
