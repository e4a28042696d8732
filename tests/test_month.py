"""A month of a shop with two thousand consumers, by the clock, that ends in a measured promotion."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, insert, select, text

from models.base import table_of
from models.consumer import Consumer, ConsumerState
from models.customer import Customer, CustomerKind
from models.member import Member, Role
from models.promotion import Campaign, Recipient, RecipientState
from models.purchase import Purchase
from models.segment import CustomerScore
from models.workspace import Selling
from simulator.accounts import User
from tests.consumers import MULTICAST, shop_of
from tests.shopping import SHOP, set_up
from tests.terminal import Terminal
from tests.tills import Till
from tests.town import BANGKOK, Town

FIRST = datetime(2026, 11, 2, 9, 0, tzinfo=BANGKOK)
"""A Monday."""
SENT, ENDS = datetime(2026, 11, 10, 10, 0, tzinfo=BANGKOK), datetime(2026, 11, 17, 0, 0, tzinfo=BANGKOK)
AGREED, SILENT = 2_400, 120
WEEKLY, SHEET = "สรุปสัปดาห์", "วันที่,เบอร์โทร,สินค้า,ยอดเงิน\n05/11/2026,0812345678,ทราย,900\n"
Z = 1.959964
"""Of 95 %."""
Row = dict[str, Any]


@pytest.fixture
def town(database_url: str) -> Iterator[Town]:
    """The shop, its owner and its rep, and the customers of years."""
    place = Town(database_url, FIRST)
    set_up(place, **SHOP, selling=Selling.SHOP)
    place.member("เจ้", Role.OWNER)
    place.member("แบงค์")
    place.customer("แนน", "แบงค์", kind=CustomerKind.CONSUMER, phone="+66812345678")
    place.bind_channels()
    befriended(place)
    yield place
    place.jod.stop()


def befriended(town: Town) -> None:
    """Customers who are friends of the account: most of them agreed, the others have not answered."""
    with town.database() as session:
        shop, rep = shop_of(session), session.scalars(select(Member.id).order_by(Member.id.desc())).first()
        here = {"workspace_id": shop.workspace_id}
        known = [_customer(here, rep, number) for number in range(AGREED + SILENT)]
        session.execute(insert(table_of(Customer)), known)
        ids = session.scalars(
            select(Customer.id).where(Customer.name.like("ลูกค้า %")).order_by(Customer.id)
        ).all()
        users = [User(name=f"ลูกค้า {n}", display_name="", home="shop") for n in range(len(ids))]
        friends = [
            {
                **here,
                "channel_id": shop.id,
                "user_id": user.id,
                "name": "",
                "language": "th",
                "customer_id": customer,
                "state": ConsumerState.ACTIVE,
                "consented": number < AGREED,
                "befriended_at": FIRST - timedelta(days=200),
            }
            for number, (user, customer) in enumerate(zip(users, ids, strict=True))
        ]
        session.execute(insert(table_of(Consumer)), friends)
        sold(session, [(one, FIRST - timedelta(days=10 + one % 60), 300) for one in ids])
        session.execute(text("ANALYZE"))  # as PostgreSQL does by itself after a minute, but not in tests
    for user in users:
        town.platform.add_user(user, friend_of=["shop"])


def _customer(here: Row, rep: int | None, number: int) -> Row:
    name = f"ลูกค้า {number}"
    return {**here, "owner_id": rep, "name": name, "kind": CustomerKind.CONSUMER, "created_at": FIRST}


def sold(session: Any, sales: list[tuple[int | None, datetime, int]]) -> None:
    """Over the counter: to whom, when, for how much."""
    here = {"workspace_id": shop_of(session).workspace_id, "item": "ปูน", "deleted": False}
    rows = [
        {**here, "customer_id": who, "amount": Decimal(baht), "occurred_at": at, "logged_at": at}
        for who, at, baht in sales
    ]
    session.execute(insert(table_of(Purchase)), rows)


def test_a_month_of_a_shop_ends_in_a_measured_promotion(town: Town, tmp_path: Path) -> None:
    somebody_comes_and_is_known(town)
    bought_in_every_way(town, tmp_path)
    told = days_until(town, 9)
    town.say("เจ้", "โปร POON10 ปูนลด 10% ถึงจันทร์หน้า ส่งพรุ่งนี้ 10 โมง")
    assert f"ส่งถึง  {AGREED + 1 - (AGREED + 1) // 10:,} คน" in town.card("เจ้")
    assert f"{SILENT + 1} คน · ยังไม่ยินยอม {SILENT + 1}" in town.card("เจ้")
    town.say("เจ้", "ส่ง POON10")
    told += days_until(town, 11)
    with town.database() as session:
        had_it, held_out = listed(session)
    assert had_it | held_out == everybody_who_agreed(town)
    assert 0.08 < len(held_out) / AGREED < 0.12
    uses = tapped_used_and_left(town)
    the_counter_sells(town, had_it, held_out)
    told += days_until(town, 24)
    assert scored(town) == {date(2026, 11, 24): AGREED + SILENT + 1}
    town.say("เจ้", "ผลโปร POON10")
    card = town.card("เจ้")
    for line in (*expected(town, len(had_it)), *uses):
        assert line in card
    told += a_small_one(town)
    assert sum(one.startswith(WEEKLY) for one in told) == 4
    assert [one for one in told if one.startswith("ผลโปร · POON10")] != []


def somebody_comes_and_is_known(town: Town) -> None:
    """มะลิ agrees and links with a code; ฝน does not want any."""
    for name in ("มะลิ", "ฝน"):
        town.person(name, "shop").befriend()
    town.tap("มะลิ", "ยินยอมรับโปร")
    town.tap("ฝน", "ไม่รับ")
    code = town.say("แบงค์", "รหัสแนน")[0].splitlines()[0].rsplit(" ", 1)[1]
    assert town.say("มะลิ", code)[0].startswith("เชื่อมแล้ว")


def bought_in_every_way(town: Town, folder: Path) -> None:
    """In a line, by a till, from a file; one is brought back."""
    days_until(town, 6)
    town.say("แบงค์", "แนนซื้อปูน 10 ถุง 1,300")
    Till.of(town).sell("650", phone="0812345678", items=[{"name": "สี"}])
    file = folder / "sold.csv"
    file.write_text(SHEET, encoding="utf-8")
    assert Terminal(town).run("import", "purchases", str(file)).stdout.startswith("1 added")
    town.say("แบงค์", "แนนคืนปูน 300")
    with town.database() as session:
        nan = session.scalars(select(Customer).where(Customer.name == "แนน")).one()
    assert (nan.purchase_count, nan.purchase_total) == (3, Decimal(2550))


def days_until(town: Town, day: int) -> list[str]:
    """The mornings up to that day of November; what the owner heard."""
    to = datetime(2026, 11, day, 9, 30, tzinfo=BANGKOK)
    while (now := town.clock.now()) < to:
        town.move_to(min(now + timedelta(days=1), to))
    return town.heard("เจ้")


def scored(town: Town) -> dict[date, int]:
    """How many customers' scores are of which night."""
    with town.database() as session:
        nights = select(CustomerScore.as_of, func.count()).group_by(CustomerScore.as_of)
        return dict(session.execute(nights).all())


def listed(session: Any) -> tuple[set[str], set[str]]:
    rows = session.execute(select(Recipient.user_id, Recipient.state)).all()
    held_out = {user for user, state in rows if state is RecipientState.HELD_OUT}
    return {user for user, state in rows if state is RecipientState.ACCEPTED}, held_out


def everybody_who_agreed(town: Town) -> set[str]:
    return {town.platform.user(f"ลูกค้า {n}").id for n in range(AGREED)} | {town.platform.user("มะลิ").id}


def tapped_used_and_left(town: Town) -> tuple[str, ...]:
    """Some take their coupon, one uses it at the counter, one wants no more; how the card counts them."""
    sent = [user for one in town.platform.accepted if one.endpoint == MULTICAST for user in one.to]
    takers = [town.platform.users[user].name for user in sent[-5:]]
    answers = [town.tap(name, "รับคูปองของฉัน")[-1] for name in takers]
    code = answers[0].split()[1]
    assert town.say("แบงค์", f"ใช้คูปอง {code} ปูน 10 ถุง 2,600")[0].endswith("2,340")
    town.say(takers[1], "หยุดส่งโปร")
    share = f"{1 / len(sent):.1%}"
    return (
        f"LINE รับแล้ว  {len(sent):,} คน",
        f"กดรับคูปอง  {len(takers)} คน ({len(takers) / len(sent):.1%})",
        f"ใช้แล้ว  1 คน ({share})",
        "ยอดจากโค้ด  2,340 บาท",
        "ส่วนลดที่ให้  260 บาท",
        f"เลิกรับโปร  1 คน ({share})",
    )


def the_counter_sells(town: Town, had_it: set[str], held_out: set[str]) -> None:
    """Of those who had it more come, in the week it is good and not after."""
    dice = random.Random(2026)  # noqa: S311 (chance that can be repeated)
    with town.database() as session:
        known = dict(session.execute(select(Consumer.user_id, Consumer.customer_id)).all())
        sales = []
        for group, chance in ((had_it, 0.36), (held_out, 0.24)):
            for user in sorted(group):
                at = SENT + timedelta(hours=dice.randint(1, 200))
                if dice.random() < chance:
                    sales.append((known[user], at, dice.choice((120, 250, 900))))
        sold(session, sales)


def expected(town: Town, had_it: int) -> list[str]:
    """What the card must say of the comparison, worked out again purchase by purchase."""
    with town.database() as session:
        lots = dict(session.execute(select(Recipient.customer_id, Recipient.state)).all())
        spent = dict.fromkeys(lots, Decimal())
        for one in session.scalars(select(Purchase)):
            if one.customer_id in spent and SENT <= one.occurred_at < ENDS:
                spent[one.customer_id] += one.amount
        assert session.scalars(select(Campaign.send_at)).one() == SENT
    sent = [float(baht) for who, baht in spent.items() if lots[who] is not RecipientState.HELD_OUT]
    out = [float(baht) for who, baht in spent.items() if lots[who] is RecipientState.HELD_OUT]
    assert len(sent) == had_it
    p, q = (sum(one > 0 for one in group) / len(group) for group in (sent, out))
    (low, high), (low_out, high_out) = bounds(p, len(sent)), bounds(q, len(out))
    below, above = math.hypot(p - low, high_out - q), math.hypot(high - p, q - low_out)
    points = [100 * one for one in (p - q, p - q - below, p - q + above)]
    more = statistics.fmean(sent) - statistics.fmean(out)
    margin = Z * math.sqrt(sum(statistics.variance(one) / len(one) for one in (sent, out)))
    return [
        f"กลุ่มที่ส่ง ซื้อ  {p:.1%}",
        f"กลุ่มที่เก็บไว้ ซื้อ  {q:.1%}",
        "คนซื้อเพิ่มขึ้น  {:+.1f} จุด ({:+.1f} ถึง {:+.1f}) · มีผลจริง".format(*points),
        f"ยอดต่อคนเพิ่มขึ้น  {more:+,.0f} บาท ({more - margin:+,.0f} ถึง {more + margin:+,.0f})",
    ]


def bounds(share: float, many: int) -> tuple[float, float]:
    """Where the score test gives way: the roots of (share - x)² = z²·x·(1 - x) / many."""
    z2 = Z**2 / many
    half = math.sqrt((2 * share + z2) ** 2 - 4 * (1 + z2) * share**2)
    return (2 * share + z2 - half) / (2 + 2 * z2), (2 * share + z2 + half) / (2 + 2 * z2)


def a_small_one(town: Town) -> list[str]:
    """To a few, all of whom get it: nothing is claimed of it."""
    before = len(town.platform.accepted)
    town.say("เจ้", "โปร SEE50 ลด 50 บาท ถึงศุกร์นี้ ส่งวันนี้ 10 โมง กลุ่มซื้อสี 6 เดือน")
    town.say("เจ้", "ส่ง SEE50")
    told = days_until(town, 30)
    sent = [one for one in town.platform.accepted[before:] if one.endpoint == MULTICAST]
    assert [one.to for one in sent] == [(town.platform.user("มะลิ").id,)]
    town.say("เจ้", "ผลโปร SEE50")
    assert "ไม่ได้เก็บกลุ่มไว้เทียบ" in town.card("เจ้")
    return told
