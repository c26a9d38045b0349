"""Threat 34: a service that asks for what no council may ask is refused, however its author writes it down."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.problems import InvalidDefinition
from definitions.read import check
from runtime import releases
from runtime.db import Database
from runtime.releases import Asker
from tests.factories import document, page, question
from tests.runtime.citizens import NOW

BAD = [
    "Card number", "Debit card number", "Long number on your card", "16 digits on your card", "Card PAN", "CVV", "CVC2",
    "Card security code", "The three digits on the back", "Expiry date of your bank card", "Password",
    "Online banking password, which we will not keep", "Password (we will never share it)", "One-time passcode",
    "Your pass-phrase", "Memorable word", "Your card PIN", "PIN", "Mother’s maiden name", "Maiden name of your mother",
    "Pass\u200bword", "Pass\u00adword", "Ｐａｓｓｗｏｒｄ", "pаssword", "Pässword", "P a s s w o r d", "C.V.V",
    "card\u00a0number", "Cаrd numbеr", "Cyfrinair", "Rhif PIN",
    "Card\u2011number", "Pass\u2010word", "Pass word", "Secret answer", "Online banking log-in", "Bank sign in details",
    "The long one on your payment card",
]  # fmt: skip

TEXTS = [
    "Enter your card number in the box below.", "Reply with your password so that we can check.",
    "Do not worry: send us your PIN.", "We never sell data. Please give your mother’s maiden name.",
    "Text us the three digits on the back of your card.", "Tеll us yоur pаsswоrd.", "Rhowch eich cyfrinair isod.",
]  # fmt: skip

HONEST = [
    "Never tell anybody your password.", "We will never ask for your PIN.", "Do not send us your card number.",
    "If you have forgotten your password, ask for a new one.", "You pay by card when we have decided.",
    "Peidiwch â rhoi eich cyfrinair i neb.",
]  # fmt: skip


def asking(**changes: Any) -> dict[str, Any]:
    return document(form={"pages": [page("where", question(), question("x") | changes)]})


def codes(made: dict[str, Any]) -> list[str]:
    return [one.code for one in check(made) if one.severity == "error"]


@pytest.mark.parametrize("words", BAD)
@pytest.mark.parametrize("name", ["label", "hint"])
def test_t34_a_question_that_asks_for_a_secret_names_the_rule(words: str, name: str) -> None:
    assert "question.secret" in codes(asking(**{name: words}))


@pytest.mark.parametrize("words", TEXTS)
def test_t34_no_other_text_asks_for_one_either(words: str) -> None:
    content = document()
    content["form"]["pages"][0]["content"] = [{"text": words}]
    made = document(
        applicant={"email": "mail"},
        form={"pages": [page("where", question("mail", type="email"))]},
        messages=[{"id": "told", "to": "applicant", "subject": "About it", "body": words}],
    )
    made["workflow"]["transitions"][0]["effects"] = [{"send": "told"}]
    made["queues"][0]["columns"] = ["mail"]
    for one in (content, made, document(summary=words), document(after_submission=words)):
        assert codes(one) == ["text.secret"], one


@pytest.mark.parametrize("words", HONEST)
def test_t34_a_warning_is_no_question(words: str) -> None:
    assert codes(document(summary=words)) == []


def test_t34_a_hint_that_warns_does_not_excuse_one_that_asks() -> None:
    assert codes(asking(hint="Do not tell us your password.")) == []
    assert codes(asking(hint="Do not tell others. Your password is safe here.")) == ["question.secret"]


def test_t34_nobody_publishes_it_not_even_two_people(database: Database) -> None:
    bad = asking(label="Password")
    with database.begin() as session:
        for attempt in (releases.publish, releases.ask):
            with pytest.raises(InvalidDefinition):
                attempt(session, bad, by=Asker("Ada"), why="Wanted", at=NOW)
        told: dict[str, Any] = {"by": Asker("Ada"), "approved_by": Asker("Bo")}
        with pytest.raises(InvalidDefinition):
            releases.publish(session, bad, why="Wanted", at=NOW, **told)
