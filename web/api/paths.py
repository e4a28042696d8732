"""Every path of the API."""

from __future__ import annotations

from flask import Blueprint

from models.clock import Clock
from models.database import Database
from web.api.document import document, telling
from web.api.doors import Door
from web.api.problems import answer_problems
from web.api.purchases import Counter

PATH = "/api"


def api(database: Database, clock: Clock) -> Blueprint:
    """What programs may ask."""
    pages = Blueprint("api", __name__)
    counter = Counter(database, clock, Door(database, clock))
    pages.post(f"{PATH}/purchases")(counter.report)
    pages.get(f"{PATH}/openapi.json", endpoint="document")(telling(document()))
    answer_problems(pages, PATH)
    return pages
