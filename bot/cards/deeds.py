"""What was stored, changed or taken back, in a few words."""

from __future__ import annotations

from typing import Any

from bot.cards.activity import channel_name, due_text
from bot.cards.deal import called
from bot.cards.numbers import what_target
from bot.cards.purchase import what_sold
from bot.context import Desk
from models.activity import Activity
from models.customer import Customer
from models.deal import Deal
from models.followup import FollowUp
from models.purchase import Payment, Purchase
from models.target import Target


def what_rows(desk: Desk, rows: list[Any]) -> str:
    """What it was, in a few words: how and which customer, or how many."""
    for row in rows:
        if isinstance(row, Deal):
            customer = desk.session.get_one(Customer, row.customer_id)
            return desk.words("deals.deal_of", customer=called(customer, row))
    entries = len({row.id for row in rows if isinstance(row, Activity)})
    if entries > 1:
        return desk.words("corrections.entries", count=entries)
    for row in rows:
        if isinstance(row, Activity):
            customer = desk.session.get_one(Customer, row.customer_id)
            key, channel = "activity.at_customer", channel_name(desk.words, row)
            return desk.words(key, heading=channel, customer=customer.name)
    for row in sorted(rows, key=lambda row: isinstance(row, Payment)):
        if isinstance(row, Purchase | Payment):
            return what_sold(desk, row)
        if isinstance(row, Target):
            return what_target(desk, row)
    return _whose(desk, rows) or desk.words("corrections.last_change")


def _whose(desk: Desk, rows: list[Any]) -> str:
    """What was promised whom, or how many; else the first name among the rows, else the first customer."""
    owed = [row for row in rows if isinstance(row, FollowUp)]
    if (count := len({row.customer_id for row in owed})) > 1:
        return desk.words("corrections.entries", count=count)
    if owed:
        return f"{desk.session.get_one(Customer, owed[0].customer_id).name} {due_text(desk, owed[0])}"
    named = next((row.name for row in rows if getattr(row, "name", "")), "")
    customers = (getattr(row, "customer_id", None) for row in rows)
    known = next((one for one in customers if one is not None), None)
    return named or (desk.session.get_one(Customer, known).name if known is not None else "")
