"""How a typed answer of each kind is written: for who writes examples, or sends answers by program."""

from __future__ import annotations

from typing import Any

from definitions.form import Question
from definitions.questions.columns import columns

_PLAIN: dict[str, Any] = {
    "text": "Some words",
    "integer": 3,
    "decimal": "1.5",
    "money": 1250,
    "percentage": "12.5",
    "date": "2026-03-27",
    "month": "2026-03",
    "approximate-date": {"earliest": "2019-03-01", "latest": "2019-03-31"},
    "time": "09:30",
    "email": "name@example.com",
    "phone": "+441632960001",
    "postcode": "AB1 2CD",
    "map-point": {
        "lat": "51.508098",
        "lon": "-0.128",
        "easting": 530013,
        "northing": 180457,
        "description": "By the steps",
    },
    "yes-no": True,
    "declaration": True,
    "signature": {"name": "Ada Byron", "on": "2026-03-26"},
    "national-insurance-number": "AA123456A",
    "vehicle-registration": "AB12CDE",
    "bank-details": {"name": "Ada Byron", "sort_code": "089999", "account_number": "66374958"},
    "file": {"id": "f1", "name": "bill.pdf", "type": "application/pdf", "size": 12000, "sha256": "0" * 64},
}

_REGISTERED = {"company": "01234567", "charity": "1234567", "vat": "980780684"}


def written(question: Question) -> Any:
    """An answer of this question's kind as it is stored; only its form is meant, not its bounds."""
    if question.kind in ("radios", "select"):
        return _choices(question)[0]
    if question.kind == "table":
        return [{column.id: written(column) for column in columns(question)}]
    if question.kind == "ranking":
        return _choices(question)[: question.settings.get("max", len(question.options))]
    if question.kind == "checkboxes":
        return _choices(question)[:2]
    if question.kind == "name":
        parts = question.settings.get("parts", "full")
        return {"full": "Ada Byron"} if parts == "full" else {"first": "Ada", "last": "Byron"}
    if question.kind == "address":
        abroad = question.settings.get("scope") == "international"
        last = {"country": "France"} if abroad else {"postcode": "AB1 2CD"}
        return {"line_1": "1 High Street", "town": "Anytown"} | last
    if question.kind == "organisation-number":
        return _REGISTERED[question.settings.get("register", "company")]
    plain = _PLAIN.get(question.kind, "Some words")
    return [plain] if question.kind == "file" and int(question.settings.get("max_files", 1)) > 1 else plain


def _choices(question: Question) -> list[str]:
    return [option.value for option in question.options] or ["choice"]
