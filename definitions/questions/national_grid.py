"""The National Grid of Great Britain, and latitude and longitude as satellites give them, each from the other.

By the seven parameters that Ordnance Survey publishes, which are right to about 5 metres: enough to find a hole in a
road. Its OSTN15 grid is right to centimetres, and takes 30 MB.

Source: Ordnance Survey, "A guide to coordinate systems in Great Britain", annexes A to C, and section 6.6.
"""

from __future__ import annotations

from math import atan2, cos, degrees, hypot, radians, sin, sqrt, tan

import re2

Axes = tuple[float, float]
"""The longer and the shorter half axis of an ellipsoid, in metres."""

AIRY: Axes = (6_377_563.396, 6_356_256.909)
WGS84: Axes = (6_378_137.0, 6_356_752.314_245)
WIDEST, HIGHEST = 700_000, 1_300_000

_SCALE, _LAT_0, _LON_0, _EAST_0, _NORTH_0 = 0.999_601_271_7, radians(49), radians(-2), 400_000.0, -100_000.0
_TO_AIRY = (-446.448, 125.157, -542.060, -0.1502, -0.2470, -0.8421, 20.4894)
_LETTERS = "ABCDEFGHJKLMNOPQRSTUVWXYZ"
_REFERENCE = re2.compile(r"([HNOST][A-HJ-Z])((?:[0-9][0-9]){1,5})")


def to_grid(lat: float, lon: float) -> tuple[int, int]:
    """Easting and northing in whole metres, of latitude and longitude in degrees."""
    return _rounded(project(*_shifted(lat, lon, WGS84, AIRY, 1)))


def from_grid(easting: float, northing: float) -> tuple[float, float]:
    """Latitude and longitude in degrees."""
    return _shifted(*unproject(easting, northing), AIRY, WGS84, -1)


def on_grid(easting: float, northing: float) -> bool:
    return 0 <= easting < WIDEST and 0 <= northing < HIGHEST


def grid_reference(easting: int, northing: int) -> str:
    """Two letters and ten figures: "TQ 30015 80525"."""
    east, north = easting // 100_000, northing // 100_000
    first = (19 - north) - (19 - north) % 5 + (east + 10) // 5
    second = (19 - north) * 5 % 25 + east % 5
    return f"{_LETTERS[first]}{_LETTERS[second]} {easting % 100_000:05} {northing % 100_000:05}"


def read_reference(text: str) -> tuple[int, int, int] | None:
    """Easting and northing of the square's corner, and its size in metres; None when it is no grid reference."""
    plain = "".join(c for c in text.upper() if c.isalnum())
    if not plain.isascii() or not (found := _REFERENCE.fullmatch(plain)):
        return None
    first, second = (_LETTERS.index(letter) for letter in found[1])
    half = len(found[2]) // 2
    size = 10 ** (5 - half)
    east = ((first - 2) % 5 * 5 + second % 5) * 100_000 + int(found[2][:half]) * size
    north = (19 - first // 5 * 5 - second // 5) * 100_000 + int(found[2][half:]) * size
    return (east, north, size) if on_grid(east, north) else None


def project(lat: float, lon: float) -> tuple[float, float]:
    """Easting and northing of degrees on Airy's ellipsoid (annex C.1)."""
    phi, a, b = radians(lat), *AIRY
    e2 = 1 - (b / a) ** 2
    nu = a * _SCALE / sqrt(1 - e2 * sin(phi) ** 2)
    eta2 = nu / (a * _SCALE * (1 - e2) * (1 - e2 * sin(phi) ** 2) ** -1.5) - 1
    t, c, away = tan(phi), cos(phi), radians(lon) - _LON_0
    north = _meridian(phi) + _NORTH_0 + nu / 2 * sin(phi) * c * away**2
    north += nu / 24 * sin(phi) * c**3 * (5 - t**2 + 9 * eta2) * away**4
    north += nu / 720 * sin(phi) * c**5 * (61 - 58 * t**2 + t**4) * away**6
    east = _EAST_0 + nu * c * away + nu / 6 * c**3 * (1 + eta2 - t**2) * away**3
    east += nu / 120 * c**5 * (5 - 18 * t**2 + t**4 + 14 * eta2 - 58 * t**2 * eta2) * away**5
    return east, north


def unproject(easting: float, northing: float) -> tuple[float, float]:
    """Degrees on Airy's ellipsoid of easting and northing: what :func:`project` gives them for, found step by step."""
    lat, lon = degrees((northing - _NORTH_0) / (AIRY[0] * _SCALE)) + 49, -2.0
    for _ in range(12):
        east, north = project(lat, lon)
        lat += degrees((northing - north) / (AIRY[0] * _SCALE))
        lon += degrees((easting - east) / (AIRY[0] * _SCALE * cos(radians(lat))))
    return lat, lon


def _rounded(at: tuple[float, float]) -> tuple[int, int]:
    return round(at[0]), round(at[1])


def _meridian(phi: float) -> float:
    a, b = AIRY
    n = (a - b) / (a + b)
    less, more = phi - _LAT_0, phi + _LAT_0
    return b * _SCALE * (
        (1 + n + 5 / 4 * (n**2 + n**3)) * less
        - (3 * (n + n**2) + 21 / 8 * n**3) * sin(less) * cos(more)
        + 15 / 8 * (n**2 + n**3) * sin(2 * less) * cos(2 * more)
        - 35 / 24 * n**3 * sin(3 * less) * cos(3 * more)
    )  # fmt: skip


def _shifted(lat: float, lon: float, here: Axes, there: Axes, sign: int) -> tuple[float, float]:
    """Degrees on another ellipsoid: to a point in space, moved and turned, and back (annexes B.1, B.2)."""
    phi, lamda = radians(lat), radians(lon)
    e2 = 1 - (here[1] / here[0]) ** 2
    nu = here[0] / sqrt(1 - e2 * sin(phi) ** 2)
    x, y, z = nu * cos(phi) * cos(lamda), nu * cos(phi) * sin(lamda), nu * (1 - e2) * sin(phi)
    tx, ty, tz, rx, ry, rz, ppm = (sign * each for each in _TO_AIRY)
    rx, ry, rz = (radians(seconds / 3600) for seconds in (rx, ry, rz))
    scale = 1 + ppm / 1e6
    x, y, z = (tx + scale * x - rz * y + ry * z, ty + rz * x + scale * y - rx * z, tz - ry * x + rx * y + scale * z)
    return _degrees(x, y, z, there)


def _degrees(x: float, y: float, z: float, axes: Axes) -> tuple[float, float]:
    e2, across = 1 - (axes[1] / axes[0]) ** 2, hypot(x, y)
    phi = atan2(z, across * (1 - e2))
    for _ in range(8):
        nu = axes[0] / sqrt(1 - e2 * sin(phi) ** 2)
        phi = atan2(z + e2 * nu * sin(phi), across)
    return degrees(phi), degrees(atan2(y, x))
