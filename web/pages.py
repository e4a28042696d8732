"""Every page there is besides LINE's webhook."""

from __future__ import annotations

from flask import Blueprint

from bot.health import health
from bot.metrics import metrics
from models.clock import Clock
from models.database import Database
from web.downloads import downloads


def pages(database: Database, clock: Clock) -> tuple[Blueprint, ...]:
    """What a host asks, and what people open from a chat."""
    return health(database, clock), metrics(database, clock), downloads(database, clock)
