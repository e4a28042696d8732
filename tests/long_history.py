"""A company with some years behind it, written straight into its tables."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import Connection, insert, select, text

from models.activity import Activity, ActivityChannel, Outcome
from models.base import table_of
from models.deal import Deal, DealMove, DealState, Quote
from models.followup import FollowUp, FollowUpKind, FollowUpState
from models.purchase import Payment, PaymentKind, Purchase
from tests.town import START, Town

EACH = 20
"""Entries, and promises, a customer."""
MOVED = ("workspace_id", "customer_id", "owner_id", "stage", "amount", "expected_close")


def past(connection: Connection, town: Town, rep: str, firms: list[int]) -> None:
    """What happened with a rep's customers so far, and what was and is owed to them."""
    whose = text("SELECT workspace_id, id FROM members WHERE name = :name")
    workspace, member = connection.execute(whose, {"name": rep}).one()
    here = {"workspace_id": workspace, "member_id": member}
    entries = [
        {
            **here,
            "customer_id": firm,
            "channel": ActivityChannel.VISIT,
            "outcome": Outcome.REACHED,
            "said": "เข้าพบ",
            "amount": Decimal(1000) if number % 5 == 0 else None,
            "occurred_at": START - timedelta(days=2 * number, hours=1),
            "logged_at": START - timedelta(days=2 * number),
        }
        for firm in firms
        for number in range(1, EACH)
    ]
    connection.execute(insert(table_of(Activity)), entries)
    promises = [
        {
            "workspace_id": workspace,
            "customer_id": firm,
            "owner_id": member,
            "set_by_id": member,
            "kind": FollowUpKind.TASK,
            "due_on": (START + timedelta(days=2 - number)).date(),
            "state": FollowUpState.DONE if number > 3 else FollowUpState.OPEN,
            "created_at": START - timedelta(days=60),
        }
        for firm in firms
        for number in range(EACH)
    ]
    connection.execute(insert(table_of(FollowUp)), promises)


def sold(connection: Connection, rep: str, firms: list[int]) -> None:
    """Two years of selling: a deal a customer and month, each with three moves; the newest are open."""
    whose = text("SELECT workspace_id, id FROM members WHERE name = :name")
    workspace, member = connection.execute(whose, {"name": rep}).one()
    here = {"workspace_id": workspace, "owner_id": member}
    deals = [
        {
            **here,
            "customer_id": firm,
            "stage": "proposal",
            "stage_since": START - timedelta(days=30 * number + 20),
            "amount": Decimal(1000 * number),
            "expected_close": (START - timedelta(days=30 * number - 20)).date(),
            "state": DealState.OPEN if number == 0 else DealState.WON if number % 3 else DealState.LOST,
            "closed_at": START - timedelta(days=30 * number) if number else None,
            "created_at": START - timedelta(days=30 * number + 60),
        }
        for firm in firms
        for number in range(24)
    ]
    connection.execute(insert(table_of(Deal)), deals)
    known = connection.execute(select(table_of(Deal)).where(table_of(Deal).c.owner_id == member)).mappings()
    moves = [
        {
            **{name: one[name] for name in MOVED},
            "deal_id": one["id"],
            "member_id": member,
            "at": at,
            "state": state,
        }
        for one in known
        for at, state in (
            (one["created_at"], DealState.OPEN),
            (one["stage_since"], DealState.OPEN),
            (one["closed_at"] or one["stage_since"], one["state"]),
        )
    ]
    connection.execute(insert(table_of(DealMove)), [{**one, "probability": 50} for one in moves])
    given = {"workspace_id": workspace, "member_id": member, "quoted_at": START - timedelta(days=30)}
    offered = [{**given, "deal_id": one["deal_id"], "customer_id": one["customer_id"]} for one in moves]
    connection.execute(insert(table_of(Quote)), offered)


def ordered(connection: Connection, rep: str, firms: list[int]) -> None:
    """What a rep's customers bought and paid so far."""
    whose = text("SELECT workspace_id, id FROM members WHERE name = :name")
    workspace, member = connection.execute(whose, {"name": rep}).one()
    rows = [
        {
            "workspace_id": workspace,
            "member_id": member,
            "customer_id": firm,
            "amount": Decimal(500),
            "said": "สั่ง",
            "occurred_at": START - timedelta(days=3 * number),
            "logged_at": START,
        }
        for firm in firms
        for number in range(1, EACH)
    ]
    connection.execute(insert(table_of(Purchase)), rows)
    connection.execute(insert(table_of(Payment)), [{**one, "kind": PaymentKind.BILLED} for one in rows])
