"""HTML made once and put together for each request: the one room that may mark text as safe.

A frame is a rendered template with slots: places for what differs from one reply to the next (the nonce, the CSRF
token, what somebody typed). Frames are kept in memory by everything they were made from, so that showing a page again
is a join of strings. Nothing personal is ever part of what is kept.
"""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock

from markupsafe import Markup, escape

from definitions.markdown import to_html
from runtime.web.cookies import csrf_token
from runtime.web.headers import nonce

_MARK = secrets.token_hex(6)
"""Nobody outside this process can write a slot, so what people type is never taken for one."""

_SLOT = re.compile(f"\ue000{_MARK}-([^\ue001]*)\ue001")
MOST = 4000


def slot(name: str) -> str:
    """The place of ``name`` in a template's context; it passes through escaping untouched."""
    return f"\ue000{_MARK}-{name}\ue001"


class Frame:
    """Text with slots, cut apart once."""

    __slots__ = ("_parts", "slots")

    def __init__(self, html: str) -> None:
        self._parts = tuple(_SLOT.split(html))  # text at even places, names of slots at odd ones
        self.slots = frozenset(self._parts[1::2])

    def join(self, values: Mapping[str, str]) -> str:
        """The text with each slot filled by HTML of that name.

        Raises:
            KeyError: a slot has no value.
        """
        parts = list(self._parts)
        parts[1::2] = [values[name] for name in self._parts[1::2]]
        return "".join(parts)


class Kept:
    """Frames by what they were made from; the one unused for longest makes room for a new one."""

    def __init__(self, most: int = MOST) -> None:
        self._frames: OrderedDict[Hashable, Frame] = OrderedDict()
        self._most = most
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], str]) -> Frame:
        with self._lock:
            if frame := self._frames.get(key):
                self._frames.move_to_end(key)
                return frame
        frame = Frame(make())
        with self._lock:
            self._frames[key] = frame
            if len(self._frames) > self._most:
                self._frames.popitem(last=False)
        return frame

    def __len__(self) -> int:
        return len(self._frames)


def of_this_reply(frame: Frame, **more: str) -> str:
    """A whole page's frame with what only this reply has."""
    return frame.join({"nonce": nonce(), "csrf": csrf_token(), **more})


def safe(html: str) -> Markup:
    """HTML that our own templates made, for use in another of them."""
    return Markup(html)  # noqa: S704


def markdown(text: str) -> Markup:
    """An author's words as HTML, by the sanitiser that leaves nothing but text, lists and links."""
    return Markup(to_html(text))  # noqa: S704


def escaped(text: str) -> str:
    return str(escape(text))
