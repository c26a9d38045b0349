"""Choices from a table: read, bounded, filtered by earlier answers, in every language, and part of the document."""

from __future__ import annotations

from typing import Any

import pytest

from definitions.answers_schema import answers_schema, check_answers
from definitions.examples import run_examples
from definitions.journey import Journey, walk
from definitions.questions.kind import in_language
from definitions.read import check, read_service
from definitions.reading.tables import MOST_ROWS, Unreadable, parse_table
from definitions.service import Service
from tests.definitions.check_cases_beside import CHOOSING, FROM, OPTIONS, SCHOOLS, WELSH
from tests.definitions.playing import at

NOW = at("2026-03-26T09:00")


def going(service: Service, **answers: Any) -> Journey:
    return walk(service.form, {"street": "High Street"} | answers, {}, NOW, service=service)


def errors(document: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    return [(p.pointer, p.code) for p in check(document, **more) if p.severity == "error"]


def words(document: dict[str, Any], code: str) -> list[str]:
    return [problem.message for problem in check(document) if problem.code == code]


def test_a_table_is_read_with_its_lines() -> None:
    table = parse_table('\ufeffurn, name\n1,"Oak, the ""old"" one"\n\n2,Ash \n')
    assert table.columns == ("urn", "name")
    assert [(row.line, row.cells) for row in table.rows] == [(2, ("1", 'Oak, the "old" one')), (4, ("2", "Ash"))]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "it has no rows"),
        ("urn,name\n", "it has no rows"),
        ("urn,urn\n1,2\n", 'line 1: two columns are called "urn"'),
        ("urn,\n1,2\n", "line 1: a column has no name"),
        ("urn,name\n1,Oak\n2\n", "line 3: it has 1 cells, and the first line names 2 columns"),
        ('urn,name\n1,Oak\n2,"Ash\n', "line 3: this is not CSV"),
        ("urn\n" + "1\n" * (MOST_ROWS + 1), "more than 2,000 rows"),
        (",".join(f"c{n}" for n in range(51)) + "\n" + "1," * 50 + "1\n", "line 1: it has more than 50 columns"),
    ],
)
def test_what_is_no_table_is_told_with_its_line(text: str, said: str) -> None:
    with pytest.raises(Unreadable, match=said.replace("(", r"\(")):
        parse_table(text)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("101,Elm,north", 'line 4: "101" is in line 2 already'),
        (",Elm,north", "line 4: it has no value"),
        ("103,,north", "line 4: it has no label"),
        (f"{'x' * 101},Elm,north", "line 4: its value has more than 100 characters"),
    ],
)
def test_a_bad_row_is_told_with_its_line(row: str, said: str) -> None:
    assert said in words(CHOOSING | {"tables": {"schools.csv": f"{SCHOOLS}{row}\n"}}, "table.bad-row")[0]


def test_only_rows_that_fit_the_answers_before_are_offered() -> None:
    service = read_service(CHOOSING)
    assert going(service, area="north", school="101").complete
    assert going(service, area="north", school="102").missing == ("school",)
    assert "school" not in going(service, area="south", school="101").answers
    assert [p.code for p in check_answers(service, {"area": "south", "school": "101"}, NOW)] == ["choice.unknown"]


def test_a_question_is_not_asked_when_no_row_fits() -> None:
    service = read_service(CHOOSING | {"tables": {"schools.csv": "urn,name,area\n101,Oak,north\n"}})
    assert [page.id for page in going(service, area="south").pages] == ["where", "area"]
    assert going(service, area="south").complete
    assert [page.id for page in going(service).pages] == ["where", "area"]


def test_without_a_filter_every_row_is_offered() -> None:
    document = CHOOSING | {"form": {"pages": [*CHOOSING["form"]["pages"][:2]]}}
    question = {
        "id": "school",
        "type": "radios",
        "label": "School",
        "options": {n: FROM[n] for n in FROM if n != "where"},
    }
    document["form"]["pages"].append({"id": "school", "title": "School", "questions": [question]})
    service = read_service(document)
    assert going(service, area="south", school="101").complete
    schema = answers_schema(service)["properties"]["school"]
    assert schema["enum"] == ["101", "102"]


def test_expressions_know_the_values_of_a_table() -> None:
    assert errors(CHOOSING | {"values": [{"id": "oak", "type": "boolean", "value": "school == '101'"}]}) == []
    wrong = CHOOSING | {"values": [{"id": "oak", "type": "boolean", "value": "school == '999'"}]}
    assert errors(wrong) == [("/values/0/value", "expression.unknown-option")]


def test_labels_are_in_the_language_of_their_column() -> None:
    question = read_service(WELSH).questions["school"]
    assert [in_language(option.label, "cy") for option in question.options] == ["Derwen", "Onnen"]
    assert [in_language(option.label, "en") for option in question.options] == ["Oak", "Ash"]
    assert not [p for p in check(WELSH) if p.code.startswith("translation") and "school.101" in p.message]


def test_a_filter_is_an_expression_at_its_own_place() -> None:
    document = CHOOSING | {"form": {"pages": [*CHOOSING["form"]["pages"]]}}
    wrong = dict(document["form"]["pages"][2]["questions"][0], options=FROM | {"where": {"area": "aera"}})
    document["form"]["pages"][2] = dict(document["form"]["pages"][2], questions=[wrong])
    assert (f"{OPTIONS}/where/area", "expression.unknown-name") in errors(document)


def test_examples_need_not_try_every_row() -> None:
    answers = {"street": "High Street", "area": "north", "school": "101"}
    example = {"name": "North", "at": "2026-03-26T09:00", "answers": answers, "expect": {"state": "new"}}
    report = run_examples(read_service(CHOOSING | {"examples": [example]}))
    assert report.ok, report.failures
    assert not [item for item in report.coverage if "school" in item.what and item.kind == "option"]


def test_a_file_beside_becomes_part_of_the_document() -> None:
    alone = {name: part for name, part in CHOOSING.items() if name != "tables"}
    asked: list[str] = []

    def beside(name: str) -> str | None:
        asked.append(name)
        return "\ufeff" + SCHOOLS.replace("\n", "\r\n")

    service = read_service(alone, beside)
    assert asked == ["schools.csv"]
    assert service.document["tables"] == {"schools.csv": SCHOOLS}
    again = read_service(service.document)
    assert again.hash == service.hash == read_service(CHOOSING).hash
    assert errors(alone) == [(f"{OPTIONS}/table", "table.unknown")]


def test_another_table_is_another_version() -> None:
    other = read_service(CHOOSING, lambda _: SCHOOLS + "103,Elm,south\n")
    assert other.hash != read_service(CHOOSING).hash


def test_a_character_that_cannot_be_kept_is_told() -> None:
    assert ("/tables/schools.csv", "document.character") in errors(
        CHOOSING, beside=lambda _: SCHOOLS + "103,\x00,south\n"
    )


def test_a_document_that_grows_too_large_is_refused() -> None:
    tables = {f"t{n}.csv": "a" * 200_000 for n in range(6)}
    questions = [
        {"id": f"q{n}", "type": "select", "label": "Q", "options": {"table": name, "value": "a", "label": "a"}}
        for n, name in enumerate(tables)
    ]
    document = CHOOSING | {"form": {"pages": [{"id": "where", "title": "Where", "questions": questions}]}}
    assert ("", "document.too-large") in errors(document, beside=tables.get)
