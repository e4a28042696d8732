"""Links that hand out a table once, to whoever holds them, with the eyes of the member who asked."""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from typing import Any

from sqlalchemy import true
from sqlalchemy.orm import Session

from bot.context import Context, Desk
from bot.sheets.customer_list import customer_list
from bot.sheets.tables import Record, records
from models.customer import Customer
from models.download import GOOD_FOR, Download, hash_of

TABLES = ("customers", "contacts", "activities", "followups", "deals", "quotes", "purchases", "payments")
"""What is handed out in the chat; the command line has all there is."""
FORMATS = ("xlsx", "csv")
PATH = "/exports"


def link_to(ctx: Context, table: str, kind: str) -> str:
    """An address that gives the table once in the next quarter of an hour; nobody can guess it."""
    token = secrets.token_urlsafe(24)
    ctx.session.add(
        Download(
            workspace_id=ctx.workspace.id,
            member_id=ctx.member.id,
            table=table,
            format=kind,
            token_hash=hash_of(token),
            created_at=ctx.now,
            expires_at=ctx.now + GOOD_FOR,
        )
    )
    return f"{ctx.public_url}{PATH}/{token}"


def handed_out(session: Session, desk: Desk, table: str) -> Iterator[Record]:
    """The rows of a table that the reader of this desk may see, and that nobody has deleted."""
    if table == Customer.__tablename__:
        return customer_list(session, desk.words, desk.access.reads(Customer))
    return records(session, table, desk.workspace.zone, lambda one: desk.access.reads(one) & _stands(one))


def _stands(table: Any) -> Any:
    return table.deleted.is_(False) if hasattr(table, "deleted") else true()
