"""Longer texts: what authors may format, and that nothing else gets through."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from definitions.markdown import SCHEMES, TAGS, escape, sanitise, to_html


class Elements(HTMLParser):
    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def is_safe(html: str, attributes: frozenset[str]) -> None:
    for tag, attrs in Elements(html).found:
        assert tag in TAGS
        assert set(attrs) <= attributes
        if href := attrs.get("href"):
            assert href.partition(":")[0].lower() in SCHEMES


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("One\n\nTwo", '<p class="govuk-body">One</p>\n<p class="govuk-body">Two</p>\n'),
        ("**now**", '<p class="govuk-body"><strong>now</strong></p>\n'),
        ("## Title\n### Less", '<h2 class="govuk-heading-m">Title</h2>\n<h3 class="govuk-heading-s">Less</h3>\n'),
        ("# Title", '<h2 class="govuk-heading-m">Title</h2>\n'),
        ("- a\n- b", '<ul class="govuk-list govuk-list--bullet">\n<li>a</li>\n<li>b</li>\n</ul>\n'),
        ("1. a", '<ol class="govuk-list govuk-list--number">\n<li>a</li>\n</ol>\n'),
        (
            "[us](https://a.example/?x=1&y)",
            '<p class="govuk-body"><a href="https://a.example/?x=1&amp;y" class="govuk-link">us</a></p>\n',
        ),
        ("<a@b.uk>", '<p class="govuk-body"><a href="mailto:a@b.uk" class="govuk-link">a@b.uk</a></p>\n'),
        ("[call](tel:+44123)", '<p class="govuk-body"><a href="tel:+44123" class="govuk-link">call</a></p>\n'),
        ("<b onclick=x>", '<p class="govuk-body">&lt;b onclick=x&gt;</p>\n'),
        ("![x](https://a.example/x.png)", None),
        ("```\ncode\n```", None),
        ("<script>alert(1)</script>", None),
    ],
)
def test_the_subset(text, html):
    made = to_html(text)
    assert html is None or made == html
    is_safe(made, frozenset({"href", "class"}))


@pytest.mark.parametrize(
    "address",
    [
        "javascript:alert(1)",
        "JaVaScRiPt:alert(1)",
        "java\tscript:alert(1)",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "/relative",
        "\\\\evil.example",
        "file:///etc/passwd",
        "http://plain.example",
        "&#106;avascript:alert(1)",
        "?x=https:",
    ],
)
def test_only_our_schemes_are_linked(address):
    for made in (to_html(f"[x]({address})"), to_html(f"<{address}>"), sanitise(f'<a href="{address}">x</a>')):
        assert "href" not in made.replace("&quot;", "")
        is_safe(made, frozenset({"href", "class"}))


TRICKS = [
    '<b hx-get="/x" hx-trigger="load">',
    '<p onclick="x()">',
    "<svg onload=x>",
    "<form action=//evil>",
    "<iframe srcdoc=x>",
    '<meta http-equiv="refresh" content="0">',
    "<style>*{}</style>",
    '<a href="javascript:x" style="x" target="_blank">',
    "<!-- -->",
    "<math><mtext></mtext></math>",
    "<template>",
    '<a href="https://x" id="y" class="z" rel="q" ping="//evil">',
    "<script>",
    "<base href=//e>",
    '<img src=x onerror="x">',
    "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>",
    "<input autofocus onfocus=x>",
    "&lt;b&gt;",
]
HTML = st.lists(
    st.one_of(st.sampled_from(TRICKS), st.text(max_size=20), st.text("<>/='\"& \nabhrefsoncl:", max_size=30)),
    max_size=8,
)


@settings(max_examples=400, deadline=None)
@given(HTML)
def test_the_sanitiser_lets_nothing_else_through(parts):
    is_safe(sanitise("".join(parts)), frozenset({"href", "lang"}))


@settings(max_examples=400, deadline=None)
@given(
    st.lists(
        st.one_of(
            st.sampled_from([*TRICKS, "[x](", ")", "](javascript:x)", "\n- ", "# ", "**", "<https://a>"]),
            st.text(max_size=20),
        )
    )
)
def test_whatever_an_author_writes_is_safe(parts):
    is_safe(to_html("".join(parts)), frozenset({"href", "class"}))


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text("#*_-+1.[]()<>&!\\`~|=:{}\n ab", max_size=60), st.text(max_size=60)))
def test_an_answer_formats_nothing(answer):
    made = Elements(to_html(f"You said: {escape(answer)}!"))
    assert {tag for tag, _ in made.found} <= {"p", "br"}
    said = answer.replace("\x00", "\ufffd")
    assert "".join(made.text.split()) == "".join(f"You said: {said}!".split())
