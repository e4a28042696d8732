"""`GET /api/openapi.json`: the paths are written down beside this, the bodies are those that are read."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import msgspec
from flask import Response

from web.api.problems import Problem
from web.api.purchases import JSON, Stored
from web.api.reports import Reported

FILE = Path(__file__).with_name("openapi.json")
PLACE = "#/components/schemas/{name}"


def document() -> bytes:
    """OpenAPI 3.1, whose schemas are the very types that bodies are decoded as."""
    written = msgspec.json.decode(FILE.read_bytes())
    _, schemas = msgspec.json.schema_components((Reported, Stored, Problem), ref_template=PLACE)
    written["components"]["schemas"] = schemas
    return msgspec.json.encode(written)


def telling(text: bytes) -> Callable[[], Response]:
    """Answers with the document."""
    return lambda: Response(text, content_type=JSON)
