"""Where a customer is, as a map's link or a person gives it."""

from __future__ import annotations

import re

NUMBER = r"(-?\d{1,3}\.\d+)"
SHAPES = (
    re.compile(rf"!3d{NUMBER}!4d{NUMBER}"),
    re.compile(rf"@{NUMBER},{NUMBER}"),
    re.compile(rf"[=/(]{NUMBER}(?:,|%2C)\s*\+?{NUMBER}", re.IGNORECASE),
    re.compile(rf"^{NUMBER}\s*,\s*{NUMBER}$"),
)
"""Of a link, the pin before the middle of the map."""


def point_in(said: str) -> tuple[float, float] | None:
    """Latitude and longitude; None for a link that tells none, or a point that is not on the earth."""
    found = next((match for shape in SHAPES if (match := shape.search(said.strip()))), None)
    if found is None:
        return None
    latitude, longitude = float(found[1]), float(found[2])
    return (latitude, longitude) if abs(latitude) <= 90 and abs(longitude) <= 180 else None
