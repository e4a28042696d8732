"""From when on a consumer is no longer new, inactive, lost or at risk: the company's own days."""

from __future__ import annotations

from bot.context import Desk

DAYS = range(1, 3_651)
FACTORS = (1.1, 20.0)
"""Times the usual gap, at least and at most."""
USUAL = {
    "new_days": ("14", "30", "60"),
    "away_days": ("60", "90", "180"),
    "lost_days": ("180", "365", "730"),
    "risk_factor": ("2", "3", "4"),
}
"""Columns of the workspace, and the values offered."""


def now(key: str, desk: Desk) -> str:
    return desk.words(f"settings.{key}_now", value=f"{getattr(desk.workspace, key):g}")


def put(key: str, desk: Desk, value: str) -> None:
    """Raises ValueError for what is no number of days, and for an order in which nobody would be inactive."""
    if key == "risk_factor":
        desk.workspace.risk_factor = _factor(value)
        return
    wanted = {name: getattr(desk.workspace, name) for name in ("new_days", "away_days", "lost_days")}
    wanted[key] = int(value)
    if wanted[key] not in DAYS or not wanted["new_days"] <= wanted["away_days"] < wanted["lost_days"]:
        raise ValueError(value)
    setattr(desk.workspace, key, wanted[key])


def _factor(value: str) -> float:
    least, most = FACTORS
    if not least <= (factor := float(value)) <= most:
        raise ValueError(value)
    return factor
