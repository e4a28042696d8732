"""Thursday at one: past the hours of the morning plan, so that only what is asked for, or due, is heard."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import select

from bot.intents.base import Intent, to_data
from models.customer import Customer
from models.deal import Deal, DealState
from models.followup import FollowUp, FollowUpKind, remind_at
from models.member import Leave, Member, Role
from models.queues import OutboxKind, OutboxMessage
from tests.ledger import moment, named, owes
from tests.town import BANGKOK, Town

NOON = datetime(2026, 11, 26, 13, 0, tzinfo=BANGKOK)


def afternoon(database_url: str) -> Town:
    """แบงค์ and Ken with their customers, กบ who leads them, โจ of another team."""
    place = Town(database_url, NOON)
    place.member("กบ", Role.MANAGER)
    place.member("แบงค์")
    place.member("Ken", language="en")
    place.member("โจ", team="ชลบุรี")
    place.customer("สยามวัสดุภัณฑ์", "แบงค์", contacts={"สมชาย": "owner"})
    place.customer("เอเชียพรีซิชั่น", "แบงค์", contacts={"สมศักดิ์": "purchasing"}, phone="+66812345678")
    place.customer("TTM", "แบงค์", contacts={"เมย์": None})
    place.customer("Eastern Steel", "Ken", contacts={"John": "technical"}, phone="+66812345678")
    place.say("แบงค์", "สวัสดีค่ะ")
    return place


def with_a_deal(database_url: str) -> Town:
    """The same, with a deal of แบงค์'s."""
    place = afternoon(database_url)
    place.say("แบงค์", "เปิดดีล สยามวัสดุภัณฑ์ เหล็กเส้น 1.62 ล้าน")
    return place


def deal_states(town: Town) -> list[DealState]:
    """Of all deals, the oldest first."""
    with town.database() as session:
        return list(session.scalars(select(Deal.state).order_by(Deal.id)))


def followup(town: Town, customer: str) -> FollowUp:
    """The newest follow-up of that customer, as stored."""
    with town.database() as session:
        of = select(FollowUp).join(Customer).where(Customer.name == customer).order_by(FollowUp.id.desc())
        return session.scalars(of.limit(1)).one()


def due(followup: FollowUp) -> str:
    return f"{(followup.due_at or moment(f'{followup.due_on} 00:00')).astimezone(BANGKOK):%Y-%m-%d %H:%M}"


def post(town: Town, who: str, intent: Intent, picked: str = "") -> list[str]:
    """A tap on an older button, whatever card it was on; with `picked`, on a date picker."""
    action = {"type": "postback", "data": to_data(intent)}
    if picked:
        action |= {"type": "datetimepicker", "mode": "datetime"}
    town.platform.phone(who).tap(action, picked)
    return town.heard(who)


def promised(town: Town, customer: str, due: str, about: str = "", who: str = "แบงค์", **more: Any) -> int:
    """A follow-up that was promised some days ago, its reminder owed by the rules; returns its id."""
    kind = FollowUpKind(more.get("kind", "task"))
    with town.database() as session:
        at = remind_at(kind, moment(due), named(session, Member, who), moment("2026-11-20 09:00"))
    return owes(town, who, customer, due, about, remind_at=at, **more)


def pushes(town: Town, purpose: str = "reminder") -> list[OutboxMessage]:
    with town.database() as session:
        owed = select(OutboxMessage).where(OutboxMessage.kind == OutboxKind.PUSH)
        return list(session.scalars(owed.where(OutboxMessage.purpose == purpose)))


def away(town: Town, who: str) -> None:
    """On leave that Thursday."""
    with town.database() as session:
        member, day = named(session, Member, who), NOON.date()
        session.add(Leave(workspace_id=member.workspace_id, member_id=member.id, first=day, last=day))


def stopped_until(town: Town, at: str) -> None:
    """Nothing ticks until then."""
    town.clock.move_to(moment(at))
    town.jod.work()
