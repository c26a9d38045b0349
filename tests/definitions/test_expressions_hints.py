"""What authors write who know another language, a spreadsheet, or only English; and what each is told to write."""

from __future__ import annotations

import pytest

from definitions.expressions import InvalidExpression, compile_expression
from definitions.types import BOOLEAN, INTEGER, TEXT, TIMESTAMP, Type, list_of, object_of

CHOICE = Type("text", options=frozenset(("rats", "mice")))
NAMES = {
    "pest": CHOICE,
    "benefits": list_of(CHOICE),
    "born": TIMESTAMP,
    "seen": TIMESTAMP,
    "owner": BOOLEAN,
    "late": BOOLEAN,
    "rooms": INTEGER,
    "note": TEXT,
    "home": object_of(postcode=TEXT),
}


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("pest == rats", "If it is a choice, write 'rats' in quotation marks"),
        ("rats == pest", "If it is a choice, write 'rats' in quotation marks"),
        ("rats in benefits", "If it is a choice, write 'rats' in quotation marks"),
        ("born <= today", "If it is the function, write today()"),
        ("owner == yes", "Write true or false"),
        ("owner == 'yes'", "Write true for yes and false for no, without quotation marks"),
        ("case.state == 'new'", "The case is known only in the workflow and in messages"),
        ("clock.promise < now()", "Clocks are known only in the workflow and in messages"),
        ("actor.kind == 'staff'", "Who acts is known only in the workflow"),
        ("not owner", "For “not”, write !"),
        ("if(owner, true, false)", "For a choice, write condition ? this : that"),
        ("IF owner THEN late", "For a choice, write condition ? this : that"),
        ("owner then late", "For a choice, write condition ? this : that"),
        ("rooms between 2", "compare twice: 2 <= x && x <= 5"),
        ("2 <= rooms <= 5", "Compare twice: 2 <= rooms && rooms <= 5"),
        ("rooms =< 3", "To compare, write <= for “at most”"),
        ("rooms => 3", ">= for “at least”"),
        ("rooms <> 3", "For “is not”, write !="),
        ("benefits == 'rats'", "To look in a list, write 'rats' in benefits"),
        ("benefits contains 'rats'", "write 'a' in list"),
        ("pest IN ['rats']", "For “IN”, write in"),
        ("pest == 'rats' || 'mice'", "To allow several, write pest in ['rats', 'mice']"),
        ("pest == ''", "pest is never '': write !answered(pest)"),
        ("born < 2000-01-31", "To write a date, write date('2000-01-31')"),
        ("born < 31/1/2000", "To write a date, write date('2000-01-31')"),
        ("seen > today() - 7", "write add_days(today(), -7)"),
        ("seen + 7 < today()", "write add_days(seen, 7)"),
        ("seen > today() - 7 days", "A length of time cannot stand here: add_days(d, n)"),
        ("seen - born > 7", "write add_days, age_on or working_days_between"),
        ("days_between(seen, today()) > 3", "compare with add_days(a, 28)"),
        ("len(benefits) > 1", "There is no function len: write size(x)"),
        ("isBlank(note)", "write !answered(x)"),
        ("aeg(born) > 18", "Did you mean age?"),
        ("home == 'AB1 2CD'", "Name a part of it, such as home.postcode"),
        ("rooms", "To ask whether it was answered, write answered(rooms)"),
        ("owner\u00a0&& late", "This space (U+00A0) was pasted from elsewhere: type it again"),
        ("rooms > 3 4", "“4” was not expected after “rooms > 3”"),
    ],
)
def test_a_mistake_is_told_with_what_to_write(source: str, words: str):
    with pytest.raises(InvalidExpression) as refused:
        compile_expression(source, NAMES, BOOLEAN)
    assert words in " / ".join(problem.message for problem in refused.value.problems)


@pytest.mark.parametrize("source", ["seen > today() - 7", "born < 2000-01-31", "benefits == 'rats'", "pest == rats"])
def test_one_mistake_is_told_once(source: str):
    with pytest.raises(InvalidExpression) as refused:
        compile_expression(source, NAMES, BOOLEAN)
    assert len(refused.value.problems) == 1


def test_a_date_and_a_text_that_was_answered_are_only_told_apart():
    with pytest.raises(InvalidExpression) as refused:
        compile_expression("born < note", NAMES, BOOLEAN)
    assert refused.value.problems[0].message == "born is a date or time, and note is text: they cannot be compared"
