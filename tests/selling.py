"""Deals of the town and how they went, put straight into its database."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from models.changes import Author, written_by
from models.customer import Customer
from models.deal import Deal, DealState
from models.member import Member
from tests.days import THURSDAY, at, row
from tests.town import Town


def back(days: int) -> datetime:
    """Ten in the morning, so many days ago."""
    return at("10:00", THURSDAY - timedelta(days=days))


def sells(town: Town, who: str, customer: str, amount: int | None, *, begun: int, **more: Any) -> int:
    """A deal that `who` began so many days ago; returns its id."""
    with town.database() as session, written_by(Author(f"{customer}{begun}", None, back(begun), "test")):
        member, firm = row(session, Member, who), row(session, Customer, customer)
        deal = Deal(
            workspace_id=member.workspace_id,
            customer_id=firm.id,
            owner_id=member.id,
            amount=None if amount is None else Decimal(amount),
            stage=more.pop("stage", "qualified"),
            stage_since=back(begun),
            created_at=back(begun),
            **more,
        )
        session.add(deal)
        session.flush()
        return deal.id


def goes_on(town: Town, deal_id: int, days_ago: int, **changes: Any) -> None:
    """So many days ago it moved: to another stage, price, day or end."""
    moment = back(days_ago)
    with town.database() as session, written_by(Author(f"{deal_id} {days_ago}", None, moment, "test")):
        deal = session.get_one(Deal, deal_id)
        if "stage" in changes:
            deal.stage_since = moment
        for name, value in changes.items():
            setattr(deal, name, value)


def ends(town: Town, deal_id: int, days_ago: int, reason: str | None = None) -> None:
    """So many days ago it was won, or, with a reason, lost."""
    state = DealState.WON if reason is None else DealState.LOST
    goes_on(town, deal_id, days_ago, state=state, closed_at=back(days_ago), lost_reason=reason)


def on(month: int, day: int) -> date:
    return date(2026, month, day)
