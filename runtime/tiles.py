"""The map that people may point at: whose tiles it shows, which is a setting, and what the browser is told of it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlsplit

PLACES = ("{z}", "{x}", "{y}")


def problems(url: str, view: str) -> Iterator[str]:
    """Why these settings cannot be a map, each with what to do."""
    if url and not (all(place in url for place in PLACES) and origin(url)):
        yield "TOWNCLERK_TILES must be like https://tiles.example/{z}/{x}/{y}.png: no other letters in braces"
    try:
        lat, lon, zoom = (float(part) for part in view.split(","))
        if not (-90 <= lat <= 90 and -180 <= lon <= 180 and 0 <= zoom <= 20):
            raise ValueError
    except ValueError:
        yield "TOWNCLERK_MAP_VIEW must be latitude, longitude and zoom: 54.5,-3.5,5"


def origin(url: str) -> str:
    """The scheme and host that pictures of the map come from; "" when they come from nowhere."""
    parts = urlsplit(url)
    host = parts.netloc
    good = parts.scheme in ("https", "http") and host and not set(host) & set("{};, '\"@*")
    return f"{parts.scheme}://{host}" if good else ""


def for_browsers(url: str, attribution: str, view: str) -> str:
    """What the page's script needs, as JSON; "" when there is no map."""
    if not url:
        return ""
    lat, lon, zoom = (float(part) for part in view.split(","))
    return json.dumps({"url": url, "attribution": attribution, "view": [lat, lon, int(zoom)]}, ensure_ascii=False)
