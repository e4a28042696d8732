"""A month's messages: what is left, what the team will need, and what is refused so that it has them."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from bot.line_plans import Plan, Prices
from models.customer import Customer
from models.member import Role
from tests.consumers import consumers, known, reached
from tests.drawing import drawn
from tests.messages import one_account, sent, staff
from tests.town import BANGKOK, START, Town

LINE = "โปร POON10 ปูนลด 10% ถึง 15 ธ.ค. ส่งศุกร์ 10 โมง"
SHORT = "ข้อความเดือนนี้เหลือ 1 แต่การเตือนนัด"
AN_HOUR = timedelta(hours=1, seconds=1)


def worked() -> list[datetime]:
    """Ten in the morning of the working days of the last four weeks: 20, of which 18 in November."""
    days = (START - timedelta(days=gone) + timedelta(hours=1) for gone in range(1, 29))
    return [one for one in days if one.weekday() < 5]


@pytest.fixture
def shop(town: Town) -> Town:
    """An owner and a manager; LINE allows 300 messages a month on either account."""
    town.member("เจ้", Role.OWNER)
    town.member("กบ", Role.MANAGER)
    town.bind_channels()
    with town.database() as session:
        town.workspace(session).created_at = datetime(2026, 1, 1, tzinfo=BANGKOK)
    allows(town, 300)
    return town


def allows(town: Town, limit: int) -> None:
    """LINE takes so many a month, and Jod asks."""
    for account in town.accounts.values():
        account.monthly_quota = limit
    town.clock.wait(AN_HOUR)
    town.jod.work()


def by_hand(town: Town, account: str, count: int) -> None:
    """Somebody sends that many from LINE Official Account Manager, and Jod hears of it."""
    town.platform.quota.spend(town.accounts[account], count, town.clock.now())
    town.clock.wait(AN_HOUR)
    town.jod.work()


def with_a_team(town: Town, reminders: int) -> None:
    """One account for all, from which the team has had so many reminders on each of 20 working days."""
    with town.database() as session:
        sent(session, one_account(session), "reminder", worked() * reminders)


def quota_card(town: Town, who: str) -> str:
    """What is told of the month; a notice may have come with it."""
    town.say(who, "โควตา")
    cards = (drawn(one.body) for one in reversed(town.platform.phone(who).received))
    return next(one for one in cards if one.startswith("ข้อความ LINE")).replace("\u00a0", " ")


def test_the_card_tells_what_was_used_what_is_to_come_and_whether_it_suffices(shop: Town) -> None:
    with shop.database() as session:
        channel = staff(session)
        sent(session, channel, "reminder", worked() * 2)
        sent(session, channel, "weekly", worked())
    by_hand(shop, "staff", 240)
    card = quota_card(shop, "เจ้").splitlines()
    assert {"เตือนนัด  36  6", "แผนเช้า  0  0", "สรุป ข่าว  18  3", "เหลือ  60"} <= set(card)
    assert "ถึงสิ้นเดือน  พอ เหลือราว 51" in card, "two working days and today"
    by_hand(shop, "staff", 55)
    card_when_short = quota_card(shop, "เจ้")
    assert "ถึงสิ้นเดือน  ขาดราว 4" in card_when_short
    assert "ทางออก: Basic 1,280 บาท/เดือน (ไม่รวม VAT) ส่งได้ 15,000 ข้อความ" in card_when_short


def test_line_is_asked_again_when_a_month_begins(shop: Town) -> None:
    by_hand(shop, "shop", 295)
    shop.clock.wait(timedelta(minutes=1))
    shop.move_to("2026-12-01 09:00")
    card = quota_card(shop, "เจ้")
    assert "บัญชีร้าน · ใช้ 0 จาก 300" in card
    assert "ที่ LINE บอกเมื่อ 08:00" in card


def test_a_promotion_that_would_starve_the_team_is_refused_with_figures_and_ways_out(shop: Town) -> None:
    with_a_team(shop, reminders=4)
    users = consumers(shop, 12)
    customer = known(shop, users[0], "แนน", "เจ้")
    with shop.database() as session:
        session.get_one(Customer, customer).last_purchase_at = shop.clock.now()
    by_hand(shop, "staff", 280)
    assert any(
        one.startswith("ยังส่ง POON10 ไม่ได้ · ต้องใช้ 12 ข้อความ เดือนนี้เหลือ 20") for one in shop.say("เจ้", LINE)
    )
    card = shop.card("เจ้").replace("\u00a0", " ")
    assert "กันไว้เตือนทีมถึงสิ้นเดือน 12 · ส่งได้อีก 8" in card
    assert "แพ็กเกจ Free ส่งได้ 300 ข้อความต่อเดือน นับตามจำนวนคนรับ เลือกได้ 3 ทางค่ะ" in card
    assert "1  ส่งเฉพาะ 8 คนที่ซื้อล่าสุด" in card
    assert "2  ศ. 27 พ.ย. 8 คน · อ. 1 ธ.ค. อีก 4 คน" in card
    assert "3  อัปเกรดแพ็กเกจ LINE OA" in card
    assert shop.say("เจ้", "ส่ง POON10")[0].startswith("ยังส่ง POON10 ไม่ได้"), "nor can it be approved"
    shop.say("เจ้", "1")
    assert "1 คน · เคยซื้อ" in shop.card("เจ้")
    assert "ใช้ 1 จากที่เหลือ 20 ของเดือนนี้ · อยู่ในแพ็กเกจ ไม่มีค่าส่งเพิ่ม" in shop.card("เจ้")


def test_so_many_go_now_and_the_others_when_the_next_month_begins(shop: Town) -> None:
    users = consumers(shop, 1_200)
    allows(shop, 2_000)
    by_hand(shop, "shop", 1_300)
    shop.say("เจ้", LINE)
    shop.tap("เจ้", "ศ. 27 พ.ย. 700 คน · อ. 1 ธ.ค. อีก 500 คน")
    assert "แบ่งส่ง  ศ. 27 พ.ย. 700 คน · อ. 1 ธ.ค. อีก 500 คน" in shop.card("เจ้")
    assert shop.say("เจ้", "ส่ง POON10")[0].startswith("อนุมัติแล้ว")
    assert "แบ่งส่ง  ศ. 27 พ.ย. 700 คน · อ. 1 ธ.ค. อีก 500 คน" in shop.card("เจ้")
    shop.move_to("2026-11-27 12:00")
    assert reached(shop) == dict.fromkeys(users[:700], 1)
    shop.say("เจ้", "โปร POON10")
    assert "รอส่ง  500 คน" in shop.card("เจ้")
    assert "โปร  700  0" in quota_card(shop, "เจ้"), "the rest takes nothing of this month"
    shop.move_to("2026-12-01 09:59")
    assert "โปร  0  500" in quota_card(shop, "เจ้"), "but of the next"
    shop.move_to("2026-12-01 10:01")
    assert reached(shop) == dict.fromkeys(users, 1)


def test_what_is_left_for_next_month_goes_to_nobody_once_it_is_called_off(shop: Town) -> None:
    consumers(shop, 12)
    by_hand(shop, "shop", 290)
    shop.say("เจ้", LINE)
    shop.say("เจ้", "2")
    shop.say("เจ้", "ส่ง POON10")
    shop.move_to("2026-11-27 12:00")
    stopped = shop.say("เจ้", "ไม่ส่งแล้ว")[-1]
    assert stopped == "หยุดส่ง POON10 แล้วค่ะ ส่งไปแล้ว 10 คน กำลังส่งอยู่ 0 คน ไม่ได้ส่ง 2 คน"
    shop.move_to("2026-12-01 12:00")
    assert len(reached(shop)) == 10


def test_what_was_approved_before_is_put_aside(shop: Town) -> None:
    consumers(shop, 12)
    by_hand(shop, "shop", 280)
    shop.say("เจ้", LINE)
    assert shop.say("เจ้", "ส่ง POON10")[0].startswith("อนุมัติแล้ว")
    shop.say("เจ้", LINE.replace("POON10", "POON20"))
    assert "โปรที่อนุมัติแล้ว 12 · ส่งได้อีก 8" in shop.card("เจ้")
    card = quota_card(shop, "เจ้")
    assert "โปร  0  12" in card
    assert "ส่งโปรได้อีก  8 คน" in card


def test_what_is_used_up_in_the_meantime_is_seen_before_anything_is_sent(shop: Town) -> None:
    consumers(shop, 12)
    shop.say("เจ้", LINE)
    shop.say("เจ้", "ส่ง POON10")
    by_hand(shop, "shop", 300)
    shop.move_to("2026-11-27 10:01")
    assert reached(shop) == {}
    assert "ต้องใช้ 12 ข้อความ เดือนนี้เหลือ 0" in shop.card("เจ้")
    shop.tap("เจ้", "ส่งทุกคน อ. 1 ธ.ค.")
    assert "ใช้ 12 จากที่เหลือ 300 ของเดือน ธ.ค. 69" in shop.card("เจ้").replace("\u00a0", " ")
    shop.say("เจ้", "ส่ง POON10")
    shop.move_to("2026-12-01 10:01")
    assert len(reached(shop)) == 12


def test_prices_are_what_the_file_says() -> None:
    free, paid = Plan("F", 100, Decimal(0), None), Plan("P", 1_000, Decimal(500), Decimal("0.20"))
    known_prices = Prices((free, paid), date(2026, 11, 22))
    assert [known_prices.of(limit) for limit in (50, 100, 999, 1_000, 5_000)] == [
        free,
        free,
        free,
        paid,
        paid,
    ]
    assert known_prices.above(100, 700) == known_prices.above(50, 80) == paid
    assert known_prices.above(1_000, 2_000) is None
    assert known_prices.worth(100, 10) == known_prices.worth(1_000, 10) == Decimal(5)
    surcharges = [known_prices.surcharge(5_000, used, 10) for used in (0, 985, 995, 2_000)]
    assert surcharges == [0, 0, Decimal(1), Decimal(2)]


def team_account(town: Town, *, left: int) -> None:
    """Two reminders and a plan on each of 20 working days; LINE takes so many more this month."""
    with town.database() as session:
        channel = staff(session)
        sent(session, channel, "reminder", worked() * 2)
        sent(session, channel, "plan", worked())
    by_hand(town, "staff", 300 - left)


def costs(town: Town, who: str) -> int:
    """Pushes that this person has had since the last look."""
    mine = town.platform.user(who).id
    return sum(one.cost for one in town.platform.accepted if mine in one.to and one.endpoint == "push")


def test_summaries_ride_first_then_plans_and_reminders_go(shop: Town) -> None:
    shop.member("แบงค์")
    shop.customer("ริเวอร์วิว", "แบงค์")
    team_account(shop, left=4)
    shop.say("แบงค์", "นัด ริเวอร์วิว วันนี้ 16:00")
    shop.move_to("2026-11-26 19:00")
    assert costs(shop, "แบงค์") == 1, "the reminder; what is left is for reminders"
    assert costs(shop, "กบ") == 0
    told = shop.say("กบ", "เมนู")
    assert any(one.startswith("สรุปทีม พฤ. 26 พ.ย.") for one in told)
    assert "ส่งฟรี  2 ข้อความ ไปกับคำตอบ" in quota_card(shop, "กบ"), "the warning and the summary"


def test_a_summary_goes_while_there_is_enough_for_all_that_is_more_urgent(shop: Town) -> None:
    shop.member("แบงค์")
    team_account(shop, left=40)
    shop.move_to("2026-11-26 19:00")
    assert costs(shop, "กบ") == 1


def test_those_who_lead_hear_once_a_week_that_reminders_will_not_fit(shop: Town) -> None:
    team_account(shop, left=1)
    told = [one for one in shop.say("กบ", "เมนู") if one.startswith(SHORT)]
    assert len(told) == 1
    assert "การเตือนนัดถึงสิ้นเดือนต้องใช้ราว 6 ข้อความค่ะ" in told[0]
    assert "ทางออก: Basic 1,280" in told[0].replace("\u00a0", " ")
    shop.clock.wait(AN_HOUR)
    shop.jod.work()
    assert shop.say("กบ", "เมนู") == ["เมนู"]
    shop.move_to("2026-11-30 07:00")
    shop.clock.wait(AN_HOUR)
    shop.jod.work()
    assert any(one.startswith(SHORT) for one in shop.say("กบ", "เมนู"))


def test_mondays_message_tells_how_the_month_stands(shop: Town) -> None:
    shop.member("แบงค์")
    team_account(shop, left=200)
    shop.move_to("2026-11-30 08:31")
    weekly = next(drawn(one.body) for one in reversed(shop.platform.phone("กบ").received)).replace(
        "\u00a0", " "
    )
    assert "บัญชีทีม ใช้ 104 จาก 300" in weekly, "by hand, and two summaries to each leader"
    assert "ถึงสิ้นเดือน: พอ เหลือราว" in weekly


def test_once_line_takes_no_more_even_reminders_ride(shop: Town) -> None:
    shop.member("แบงค์")
    for name in ("ริเวอร์วิว", "เอเชียพรีซิชั่น"):
        shop.customer(name, "แบงค์")
    team_account(shop, left=0)
    shop.say("แบงค์", "นัด ริเวอร์วิว วันนี้ 14:00")
    shop.say("แบงค์", "นัด เอเชียพรีซิชั่น วันนี้ 16:00")
    shop.move_to("2026-11-26 15:30")
    assert shop.heard("แบงค์") == []
    assert any("เอเชียพรีซิชั่น" in one for one in shop.say("แบงค์", "เมนู")[1:])
