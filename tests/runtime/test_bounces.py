"""Mail that came back: the report of a server is read, and what it is about is an incident with a retry."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest
import sqlalchemy as sa

from runtime import bounces, incidents, returning
from runtime.db import Database
from tests.runtime.noise import NOW, OFFICER, carry_all, effects, submitted
from tests.runtime.peers import MailServer, mail_server
from tests.runtime.test_effects import sending
from tests.runtime.test_returning import NOW as SAVED
from tests.runtime.test_returning import ask, links, saved

ADDRESS = "ada@example.org"


@pytest.fixture
def post(database: Database) -> Iterator[tuple[MailServer, Database]]:
    with mail_server() as (peer, url), sending(database, smtp_url=url) as sender:
        yield peer, sender


def report(original: Message, *, action: str = "failed", status: str = "5.1.1", headers_only: bool = False) -> bytes:
    """As mail servers write them (RFC 3464)."""
    made = MIMEMultipart("report", **{"report-type": "delivery-status"})
    made["From"], made["Subject"] = "MAILER-DAEMON@mx.example.org", "Undelivered Mail Returned to Sender"
    made.attach(MIMEText(f"I could not deliver to {ADDRESS}"))
    fields = (
        "Reporting-MTA: dns; mx.example.org\n\n"
        f"Final-Recipient: rfc822; {ADDRESS}\nAction: {action}\nStatus: {status}\n"
        f"Diagnostic-Code: smtp; 550 {status} <{ADDRESS}> no such user\n"
    )
    made.attach(message_from_bytes(b"Content-Type: message/delivery-status\n\n" + fields.encode()))
    if headers_only:
        made.attach(MIMEText(f"Message-ID: {original['Message-ID']}\nTo: {ADDRESS}\n", "rfc822-headers"))
    else:
        copy = EmailMessage()
        copy["Message-ID"], copy["To"] = original["Message-ID"], ADDRESS
        copy.set_content("As it was sent")
        around = EmailMessage()
        around.add_attachment(copy)
        made.attach(next(part for part in around.walk() if part.get_content_type() == "message/rfc822"))
    return made.as_bytes()


def came_back(sender: Database, raw: bytes) -> bool:
    found = bounces.read(raw)
    assert found is not None
    with sender.begin() as session:
        return bounces.record(session, found, at=SAVED)


@pytest.mark.parametrize("headers_only", [False, True], ids=["whole", "headers"])
def test_a_letter_that_comes_back_is_an_incident_on_its_case_and_can_be_sent_again(
    post: tuple[MailServer, Database], headers_only: bool
) -> None:
    peer, sender = post
    case_id = submitted(sender)
    carry_all(sender)
    raw = report(peer.letters[0], headers_only=headers_only)
    assert came_back(sender, raw)
    assert not came_back(sender, raw), "the same report twice is one incident"
    reason = "It came back: the address does not exist (5.1.1)"
    assert effects(sender) == [("acknowledge", "parked", reason)]
    with sender.begin() as session:
        (incident,) = incidents.open_for(session, case_id)
        assert (incident.kind, incident.reason) == ("bounced", f"{reason}.")
        assert incidents.retry(session, incident.id, OFFICER, NOW)
    carry_all(sender)
    assert effects(sender) == [("acknowledge", "done", "sent")]
    assert len(peer.letters) == 2
    assert came_back(sender, raw), "and may come back again"


def test_what_is_no_report_of_a_failure_of_ours_opens_nothing(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    submitted(sender)
    carry_all(sender)
    letter = peer.letters[0]
    assert bounces.read(report(letter, action="delayed")) is None
    assert bounces.read(bytes(letter)) is None
    assert bounces.read(b"\x00 nonsense") is None
    letter.replace_header("Message-ID", "<00000000-0000-7000-8000-000000000001.0@example.org>")
    assert not came_back(sender, report(letter))
    letter.replace_header("Message-ID", "<hello@example.org>")
    assert not came_back(sender, report(letter, status="nonsense"))
    with sender.read() as session:
        assert session.execute(sa.text("SELECT count(*) FROM incidents")).scalar_one() == 0


def test_a_letter_that_leads_back_and_fails_is_an_incident_of_no_case(post: tuple[MailServer, Database]) -> None:
    peer, sender = post
    application, _ = saved(sender)
    peer.refused_recipients[ADDRESS] = "550 5.1.1 no such user"
    ask(sender, application, ADDRESS)
    with sender.read() as session:
        letter_id = session.execute(sa.text("SELECT id FROM return_letters")).scalar_one()
    returning.deliver_letter(sender, letter_id, at=SAVED)
    with sender.begin() as session:
        (group,) = incidents.everywhere(session)
        assert (group.kind, group.count, group.service_id) == ("return-letter", 1, application.service.id)
        assert ADDRESS not in str(group)
        assert incidents.retry(session, group.first, OFFICER, NOW)
    peer.refused_recipients.clear()
    returning.deliver_letter(sender, letter_id, at=SAVED)
    assert len(links(peer)) == 1
    assert came_back(sender, report(peer.letters[-1]))
    with sender.read() as session:
        (group,) = incidents.everywhere(session)
        assert group.reason == "It came back: the address does not exist (5.1.1)."
