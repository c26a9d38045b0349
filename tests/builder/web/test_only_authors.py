"""Every address of the builder: authors enter, and nobody else learns what there is."""

from __future__ import annotations

import uuid
from typing import Any

from werkzeug.routing import AnyConverter, BaseConverter, IntegerConverter, Rule, UUIDConverter

from tests.builder.web.authoring import Desk

OPEN = ("build_translator.",)
"""Pages for somebody outside, who has a link."""


def addresses(desk: Desk) -> list[tuple[Rule, str]]:
    bound = desk.site.url_map.bind("localhost")
    found = []
    for rule in desk.site.url_map.iter_rules():
        if rule.rule.startswith("/build") and not rule.endpoint.startswith(OPEN):
            values = {name: _one(name, converter) for name, converter in rule._converters.items()}
            found.append((rule, str(bound.build(rule.endpoint, values, method=_method(rule)))))
    return found


def _one(name: str, converter: BaseConverter) -> Any:
    if isinstance(converter, AnyConverter):
        return next(iter(converter.items))
    if isinstance(converter, IntegerConverter):
        return 1
    return uuid.uuid4() if isinstance(converter, UUIDConverter) else "missed-bin" if name == "service_id" else "x"


def _method(rule: Rule) -> str:
    return next(iter((rule.methods or set()) - {"HEAD", "OPTIONS"}))


def test_whoever_builds_nothing_is_told_that_nothing_is_there(desk: Desk) -> None:
    di = desk.sign_in("di")
    token = di.get("/staff").form("/sign-out").fields["csrf_token"]
    wrong = []
    for rule, path in addresses(desk):
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}:
            headers = {"X-CSRFToken": token, "Referer": "http://localhost/"}
            answer = di.client.open(path, method=method, headers=headers)
            if answer.status_code != 404:
                wrong.append((method, path, answer.status_code))
    assert wrong == []


def test_whoever_has_not_signed_in_is_asked_to(desk: Desk) -> None:
    stranger = desk.site.test_client()
    found = {path: stranger.get(path) for rule, path in addresses(desk) if "GET" in (rule.methods or set())}
    assert len(found) > 20
    assert {p: a.status_code for p, a in found.items() if "Sign in" not in a.get_data(as_text=True)} == {}
