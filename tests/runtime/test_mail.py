"""Letters: one address each, whatever was typed, over a real mail server or into the demonstration's mailbox."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from runtime import mail
from runtime.config import Settings
from runtime.db import Database
from runtime.mail import Letter, UnfitAddress, compose, deliver, fit_address
from runtime.outcomes import CannotDo, TryLater, Unreachable
from tests.runtime.peers import MailServer, free_port, mail_server

AT = datetime(2026, 3, 26, 9, 0, tzinfo=UTC)
LETTER = Letter("7f:1", "ada@example.org", "Your missed bin", "We will be back.", "<p>We will be back.</p>", "en")
HOSTILE = [
    "ada@example.org\r\nBcc: eve@example.org", "ada@example.org\nBcc: eve@example.org", "a@example.org, e@example.org",
    "ada@example.org; eve@example.org", "ada@example.org\x00", "ada@example.org\u2028Bcc: eve@example.org",
    "ada@example.org%0aBcc:eve@example.org", '"Ada" <ada@example.org>', "<ada@example.org>", "ada@example.org a", "",
]  # fmt: skip


@contextmanager
def sending(database: Database, **changes: object) -> Iterator[Database]:
    other = Database(replace(database.settings, **changes))  # type: ignore[arg-type]
    yield other
    other.close()


@pytest.fixture
def server(database: Database) -> Iterator[tuple[MailServer, Database]]:
    with mail_server() as (peer, url), sending(database, smtp_url=url, mail_from="noreply@council.test") as sender:
        yield peer, sender


@pytest.mark.parametrize("typed", HOSTILE)
def test_what_is_not_exactly_one_address_is_refused(typed: str, database: Database) -> None:
    with pytest.raises(UnfitAddress):
        fit_address(typed)
    with pytest.raises(UnfitAddress):
        compose(replace(LETTER, to=typed), database.settings, AT)


@pytest.mark.parametrize(
    "subject",
    ["Bins\r\nBcc: e@example.org", "Bins\nX: y", "Bins\u2028Bcc: e@example.org", "\x00\x1b[31m", "B" * 5000, "Bìn ✓"],
)
def test_no_subject_makes_another_header(subject: str, database: Database) -> None:
    message = compose(replace(LETTER, subject=subject), database.settings, AT)
    read = message_from_bytes(message.as_bytes(policy=policy.SMTP), policy=policy.default)
    assert set(read.keys()) == set(message.keys())
    assert (read["To"], read["Bcc"]) == ("ada@example.org", None)
    assert len(read["Subject"]) <= mail.LONGEST_SUBJECT


def test_a_letter_arrives_as_text_and_html(server: tuple[MailServer, Database]) -> None:
    peer, sender = server
    deliver(LETTER, sender, AT)
    message = peer.letters[0]
    assert peer.recipients == [["ada@example.org"]]
    assert message["Message-ID"] == "<7f.1@council.test>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["From"] == "Anytown Council <noreply@council.test>"
    assert message["Content-Language"] == "en"
    assert [part.get_content_type() for part in message.iter_parts()] == ["text/plain", "text/html"]
    assert peer.body().strip() == "We will be back."


def test_an_address_in_another_script_keeps_its_domain_in_ascii() -> None:
    assert fit_address("ada@bücher.example") == "ada@xn--bcher-kva.example"


@pytest.mark.parametrize(
    ("answer", "error"),
    [("451 Try again later", TryLater), ("421 Closing", TryLater), ("550 No", CannotDo), ("554 Spam", CannotDo)],
)
def test_a_server_that_says_no_for_good_and_one_that_says_not_now(
    answer: str, error: type[Exception], server: tuple[MailServer, Database]
) -> None:
    peer, sender = server
    peer.answers = [answer]
    with pytest.raises(error, match=r"code \d{3}"):
        deliver(LETTER, sender, AT)
    deliver(LETTER, sender, AT)
    assert len(peer.letters) == 1


def test_a_recipient_refused_for_good(server: tuple[MailServer, Database]) -> None:
    peer, sender = server
    peer.refused_recipients = {"ada@example.org": "550 No such user"}
    with pytest.raises(CannotDo, match="refused this address"):
        deliver(LETTER, sender, AT)
    peer.refused_recipients = {"ada@example.org": "450 Mailbox busy"}
    with pytest.raises(TryLater):
        deliver(LETTER, sender, AT)


def test_a_server_that_is_not_there(database: Database) -> None:
    with (
        sending(database, smtp_url=f"smtp://127.0.0.1:{free_port()}") as sender,
        pytest.raises(Unreachable, match="did not answer"),
    ):
        deliver(LETTER, sender, AT)


def test_without_a_server_a_demonstration_keeps_its_letters_once(database: Database) -> None:
    deliver(LETTER, database, AT)
    deliver(LETTER, database, AT)
    with database.read() as session:
        assert [(d.address, d.subject, d.body) for d in mail.delivered(session)] == [
            ("ada@example.org", "Your missed bin", "We will be back.")
        ]


def test_without_a_server_nothing_else_can_send(database: Database) -> None:
    with sending(database, mode="production") as sender, pytest.raises(CannotDo, match="TOWNCLERK_SMTP_URL"):
        deliver(LETTER, sender, AT)


def test_a_server_elsewhere_is_never_spoken_to_in_the_clear() -> None:
    assert mail._here("127.0.0.1")
    assert mail._here("localhost")
    assert not mail._here("mail.council.test")
    assert isinstance(Settings().smtp_url, str)
