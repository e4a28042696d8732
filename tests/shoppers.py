"""Histories of a shop at random: what its customers bought, when, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st
from sqlalchemy import select
from sqlalchemy.orm import Session

from models.customer import Customer, CustomerKind, CustomerTag
from models.database import Database
from models.member import Member, Team
from models.purchase import Purchase
from models.workspace import Selling, Workspace
from tests.shop_books import ShopBooks

NOON = datetime(2027, 3, 14, 16, 0, tzinfo=UTC)
"""Of the Sunday when New York's clocks go forward; in Bangkok it is 23:00."""
ZONES = ("Asia/Bangkok", "America/New_York")
BIRTHDAYS = (None, date(1990, 3, 14), date(4, 3, 15), date(1985, 4, 1), date(2000, 2, 29))
GOODS = ("ปูน", "ปูนกาว 5 กก.", "สี", "")
BUYERS, BUSINESS, DELETED, ERASED = 9, 8, 7, 6
Values = dict[str, Any]

amounts = st.integers(1, 4).map(lambda n: Decimal(n * 2_500)) | st.integers(1, 900_000).map(
    lambda satang: Decimal(satang) / 100
)
sales = st.fixed_dictionaries(
    {
        "buyer": st.none() | st.integers(0, BUYERS - 1),
        "item": st.sampled_from(GOODS),
        "amount": amounts,
        "hours": st.integers(0, 30 * 24) | st.integers(0, 420 * 24),
        "deleted": st.sampled_from([False, False, False, True]),
        "percent_back": st.sampled_from([0, 0, 0, 50, 100]),
        "times": st.integers(1, 4),
        "every": st.integers(0, 40),
    }
)
"""A purchase so many hours ago, and more of them before, so many days apart; of the newest some came back."""


class Shop:
    """A workspace of its own for each history that is tried."""

    def __init__(self, database: Database, zone: str, selling: Selling, history: list[Values]) -> None:
        self.database = database
        with database.write() as session:
            self.workspace_id, owner = _founded(session, zone, selling)
            self.buyers = _buyers(session, self.workspace_id, owner)
            for sale in history:
                self._sell(session, sale)

    def _sell(self, session: Session, sale: Values) -> None:
        buyer = None if sale["buyer"] is None else self.buyers[sale["buyer"]]
        here = {"workspace_id": self.workspace_id, "customer_id": buyer, "item": sale["item"]}
        for turn in range(sale["times"]):
            at = NOON - timedelta(hours=sale["hours"], days=turn * sale["every"])
            bought = Purchase(
                **here, amount=sale["amount"], occurred_at=at, logged_at=at, deleted=sale["deleted"]
            )
            session.add(bought)
            session.flush()
            if sale["percent_back"] and turn == 0:
                back = -sale["amount"] * sale["percent_back"] / 100
                session.add(Purchase(**here, amount=back, occurred_at=at, logged_at=at, returns_id=bought.id))

    def books(self, session: Session) -> ShopBooks:
        """Every row, for whoever works it out by hand."""
        rows = {"customers": Customer, "purchases": Purchase, "tags": CustomerTag}
        read: Values = {name: self._rows(session, table) for name, table in rows.items()}
        return ShopBooks(workspace=session.get_one(Workspace, self.workspace_id), now=NOON, **read)

    def _rows(self, session: Session, table: Any) -> Sequence[Any]:
        return session.scalars(select(table).where(table.workspace_id == self.workspace_id)).all()


def _founded(session: Session, zone: str, selling: Selling) -> tuple[int, int]:
    workspace = Workspace(name="ร้านจดดี", timezone=zone, selling=selling, created_at=NOON)
    session.add(workspace)
    session.flush()
    team = Team(workspace_id=workspace.id, name="ทีมขาย")
    session.add(team)
    session.flush()
    owner = Member(workspace_id=workspace.id, team_id=team.id, user_id="U", name="เจ้", joined_at=NOON)
    session.add(owner)
    session.flush()
    return workspace.id, owner.id


def _buyers(session: Session, workspace_id: int, owner_id: int) -> list[int]:
    rows = [
        Customer(
            workspace_id=workspace_id,
            owner_id=owner_id,
            name=f"{n}",
            kind=CustomerKind.BUSINESS if n == BUSINESS else CustomerKind.CONSUMER,
            birthday=BIRTHDAYS[n % len(BIRTHDAYS)],
            deleted=n == DELETED,
            erased_at=NOON if n == ERASED else None,
            created_at=NOON,
        )
        for n in range(BUYERS)
    ]
    session.add_all(rows)
    session.flush()
    tagged = [CustomerTag(workspace_id=workspace_id, customer_id=one.id, name="VIP") for one in rows[::2]]
    session.add_all(tagged)
    return [one.id for one in rows]
