"""Longer texts of a service: a subset of Markdown, made into HTML that can hold nothing else.

Paragraphs, line breaks, lists, bold, headings of two levels, and links. Authors are only half trusted: whatever the
parser makes of their text, the sanitiser lets no attribute through but an address, and no address but to a web page, a
mailbox or a telephone. Our own classes are put on afterwards.
"""

from __future__ import annotations

import string
from functools import lru_cache

import nh3
from markdown_it import MarkdownIt

SCHEMES = frozenset({"https", "mailto", "tel"})
TAGS = frozenset({"p", "br", "ul", "ol", "li", "strong", "h2", "h3", "a"})

_CLASSES = {
    "p": "govuk-body",
    "ul": "govuk-list govuk-list--bullet",
    "ol": "govuk-list govuk-list--number",
    "h2": "govuk-heading-m",
    "h3": "govuk-heading-s",
    "a": "govuk-link",
}
_RULES = ["heading", "list", "link", "autolink", "emphasis", "escape", "newline", "entity"]
_ESCAPED = {ord(mark): f"\\{mark}" for mark in string.punctuation}


def to_html(text: str) -> str:
    """Safe HTML, styled as GOV.UK's. Put answers into ``text`` through :func:`escape` before it comes here."""
    styled = {tag: {"class": names} for tag, names in _CLASSES.items()}
    return nh3.clean(
        sanitise(_parser().render(text)),
        tags=set(TAGS),
        attributes={"a": {"href"}},
        url_schemes=set(SCHEMES),
        set_tag_attribute_values=styled,
        link_rel=None,
    )


def sanitise(html: str) -> str:
    """HTML of our few elements, with no attribute but ``href`` to one of our schemes."""
    return nh3.clean(
        html,
        tags=set(TAGS),
        clean_content_tags={"script", "style"},
        attributes={"a": {"href"}},
        attribute_filter=_only_absolute,
        url_schemes=set(SCHEMES),
        link_rel=None,
    )


def escape(text: str) -> str:
    """Plain text that Markdown shows as it is: for what is put into a text, an answer above all."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\\\n".join(line.translate(_ESCAPED) for line in lines if line)


def _only_absolute(tag: str, attribute: str, value: str) -> str | None:
    return value if value.partition(":")[0].strip().lower() in SCHEMES else None


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False, "maxNesting": 20}).enable(_RULES)
    parser.add_render_rule("heading_open", lambda self, tokens, at, *_: f"<{_level(tokens[at].tag)}>")
    parser.add_render_rule("heading_close", lambda self, tokens, at, *_: f"</{_level(tokens[at].tag)}>\n")
    return parser


def _level(tag: str) -> str:
    """A page has its own h1, so the author's first two levels are h2, all below h3."""
    return "h2" if tag in ("h1", "h2") else "h3"
