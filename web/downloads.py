"""`/exports/…`: a table, once.

Opening the address spends nothing, since LINE, and whatever else looks at addresses, opens it too: the button
on the page does.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from html import escape
from typing import BinaryIO, cast

from flask import Blueprint, Response
from sqlalchemy.orm import Session

from bot.context import Desk
from bot.exporting import PATH, handed_out
from bot.sheets.writing import BOM, WRITERS
from bot.texts import Words
from models.clock import Clock
from models.database import Database
from models.download import Download
from models.member import Member
from models.workspace import Workspace

PIECE = 1 << 16
TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
SAFE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'",
}
PAGE = """<!doctype html><html lang="th"><meta charset="utf-8"><title>{title}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<style>body{{font:18px/1.6 sans-serif;max-width:24em;margin:4em auto;padding:0 1em;text-align:center}}
button{{font:inherit;padding:.6em 2em;border:0;border-radius:.4em;background:#06A94D;color:#fff}}</style>
<h1>{title}</h1>{body}</html>
"""
BUTTON = '<form method="post"><button>{label}</button></form><p>{hint}</p>'
GONE = 410


def downloads(database: Database, clock: Clock) -> Blueprint:
    """The page behind a link, and the table behind its button."""
    pages = Blueprint("downloads", __name__)

    @pages.get(f"{PATH}/<token>")
    def look(token: str) -> Response:
        with database.read() as session:
            reader = _reader(session, session.scalar(Download.good(token, clock.now())))
        return _page(reader) if reader is not None else _gone()

    @pages.post(f"{PATH}/<token>")
    def fetch(token: str) -> Response:
        with database.write() as session:
            link = session.scalar(Download.good(token, clock.now()))
            if link is None or _reader(session, link) is None:
                return _gone()
            link.used_at = clock.now()
        return _file(link, _written(database, link, clock))

    return pages


def _reader(session: Session, link: Download | None) -> Member | None:
    """Who asked for it, if still of the team."""
    member = session.get_one(Member, link.member_id) if link is not None else None
    return member if member is not None and member.is_active else None


def _written(database: Database, link: Download, clock: Clock) -> BinaryIO:
    """The whole table, as the reader may see it at this moment; in a file that nobody else can open."""
    target = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115 (closed when it has been sent)
    with database.read() as session:
        workspace = session.get_one(Workspace, link.workspace_id)
        reader = session.get_one(Member, link.member_id)
        desk = Desk(session, workspace, reader, clock.now().astimezone(workspace.zone))
        if link.format == "csv":
            target.write(BOM.encode())
        WRITERS[link.format](handed_out(session, desk, link.table), target)
    target.seek(0)
    return target


def _file(link: Download, content: BinaryIO) -> Response:
    name = f"{link.table}.{link.format}"
    headers = SAFE | {"Content-Disposition": f'attachment; filename="{name}"'}
    return Response(_pieces(content), content_type=TYPES[link.format], headers=headers)


def _pieces(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while piece := content.read(PIECE):
            yield piece


def _page(reader: Member) -> Response:
    words = Words(reader.language)
    body = BUTTON.format(label=escape(words("sheets.page_button")), hint=escape(words("sheets.page_hint")))
    return Response(PAGE.format(title=escape(words("sheets.page_title")), body=body), headers=SAFE)


def _gone() -> Response:
    """Wrong, used and stale links sound the same; whoever holds one may read either language."""
    thai, english = Words("th"), Words("en")
    body = "".join(f"<p>{escape(one('sheets.page_gone'))}</p>" for one in (thai, english))
    page = PAGE.format(title=escape(thai("sheets.page_title")), body=body)
    return Response(page, status=GONE, headers=SAFE)
