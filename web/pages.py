"""Every page there is besides LINE's webhook."""

from __future__ import annotations

from flask import Blueprint

from bot.health import health
from bot.metrics import metrics
from models.clock import Clock
from models.database import Database
from web.api.paths import api
from web.downloads import downloads
from web.pictures import pictures
from web.tokens import tokens


def pages(database: Database, clock: Clock) -> tuple[Blueprint, ...]:
    """What a host asks, what people open from a chat, and what tills report to."""
    told = health(database, clock), metrics(database, clock)
    opened = downloads(database, clock), tokens(database, clock), pictures(database)
    return *told, *opened, api(database, clock)
