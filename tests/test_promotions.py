"""Promotions: made in a line, seen, approved, sent exactly once to those who agreed, and called off."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from models.batch import counted
from models.consumer import Consumer, ConsumerState
from models.customer import Customer
from models.erasing import erase
from models.member import Role
from models.promotion import Campaign, CampaignState
from models.queues import OutboxMessage, OutboxState
from simulator.faults import SERVER_ERROR, Fault, accepted_then, once
from tests.consumers import consumers, known, reached
from tests.days import at
from tests.town import Town

FRIDAY = date(2026, 11, 27)
LINE = "โปร POON10 ปูนลด 10% ถึงจันทร์ ส่งศุกร์ 10 โมง"


@pytest.fixture
def shop(town: Town) -> Town:
    """A shop with its owner, a manager and a rep; its account is known to LINE."""
    town.member("เจ้", Role.OWNER)
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.bind_channels()
    return town


def states(town: Town) -> dict[str, int]:
    """People by what has become of them, as the card of the only sending tells it."""
    with town.database() as session:
        sending = session.scalars(select(Campaign)).one()
        return {state.value: people for state, people in counted(session, sending).items()}


def campaign(town: Town) -> Campaign:
    with town.database() as session:
        return session.scalars(select(Campaign).order_by(Campaign.id.desc())).first() or Campaign()


def approved(town: Town) -> None:
    """The owner makes it in a line, and lets it go on Friday at ten."""
    town.say("เจ้", LINE)
    town.say("เจ้", "ส่ง POON10")


def comes_due(town: Town) -> None:
    """Approved, and it is Friday ten o'clock; nothing has been done about it."""
    approved(town)
    town.clock.move_to(at("10:00", FRIDAY))


def until_queued(town: Town) -> None:
    """It starts, the list is taken and known to be complete, the batches wait in the outbox."""
    for _ in range(4):
        town.jod.worker.promotions.step()


def test_a_promotion_goes_at_its_time_once_to_everybody_who_agreed(shop: Town) -> None:
    agreed = consumers(shop, 5)
    consumers(shop, 3, agreed=False, prefix="ยังไม่")
    consumers(shop, 2, state=ConsumerState.BLOCKED, prefix="บล็อก")
    shop.say("เจ้", LINE)
    assert "5 คน · ทุกคนที่ยินยอมรับโปร" in shop.card("เจ้")
    assert "5 คน · ยังไม่ยินยอม 3 · บล็อก 2" in shop.card("เจ้")
    shop.tap("เจ้", "อนุมัติ ส่ง ศ. 27 พ.ย. 10:00")
    shop.move_to("2026-11-27 09:59")
    assert reached(shop) == {}
    shop.move_to("2026-11-27 10:01")
    assert reached(shop) == dict.fromkeys(agreed, 1)
    assert states(shop) == {"accepted": 5}
    assert campaign(shop).state is CampaignState.SENT


def test_only_who_bought_it_lately_when_the_line_says_so(shop: Town) -> None:
    users = consumers(shop, 3)
    known(shop, users[0], "แนน", "แบงค์")
    shop.say("แบงค์", "แนนซื้อปูน 10 ถุง 1,300")
    shop.say("เจ้", f"{LINE} กลุ่มซื้อปูน 6 เดือน")
    assert "1 คน · เคยซื้อปูนใน 6 เดือน" in shop.card("เจ้")
    shop.say("เจ้", "ส่ง POON10")
    shop.move_to("2026-11-27 10:01")
    assert reached(shop) == {users[0]: 1}


def test_who_made_it_does_not_approve_it_but_the_owner_does(shop: Town) -> None:
    consumers(shop, 2)
    shop.say("กบ", LINE)
    assert shop.tap("กบ", "อนุมัติ ส่ง ศ. 27 พ.ย. 10:00") == ["โปรที่สร้างเอง ให้หัวหน้าอีกคนหรือเจ้าของร้านตัดสินใจนะคะ"]
    assert shop.say("แบงค์", "ส่ง POON10") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]
    shop.say("เจ้", "แผน")
    shop.say("เจ้", "ส่ง POON10")
    shop.move_to("2026-11-27 10:01")
    assert len(reached(shop)) == 2


def test_who_withdraws_after_the_list_was_taken_gets_nothing(shop: Town) -> None:
    users = consumers(shop, 4)
    comes_due(shop)
    until_queued(shop)
    assert states(shop) == {"queued": 4}
    with shop.database() as session:
        people = {one.user_id: one for one in session.scalars(select(Consumer))}
        people[users[0]].consented = False
        people[users[1]].state = ConsumerState.BLOCKED
        erase(session, people[users[2]], shop.clock.now())
    shop.jod.work()
    assert reached(shop) == {users[3]: 1}
    assert states(shop) == {"accepted": 1, "skipped": 3}


def test_who_withdraws_between_the_halves_of_a_batch_gets_nothing(shop: Town) -> None:
    users = consumers(shop, 4)
    comes_due(shop)
    until_queued(shop)
    shop.platform.users.pop(users[0])
    shop.jod.sender.send_waiting()  # LINE does not know one of them: two halves take the batch's place
    with shop.database() as session:
        session.scalars(select(Consumer).where(Consumer.user_id == users[3])).one().consented = False
    shop.jod.work()
    assert reached(shop) == {users[1]: 1, users[2]: 1}
    assert states(shop) == {"accepted": 2, "failed": 1, "skipped": 1}


@pytest.mark.parametrize(
    ("fault", "had_it", "becomes"),
    [
        (SERVER_ERROR, 2, {"accepted": 2, "skipped": 2}),
        (accepted_then(SERVER_ERROR), 4, {"accepted": 2, "failed": 2}),
    ],
    ids=["LINE had not taken it", "LINE had taken it"],
)
def test_who_withdraws_between_two_tries_is_not_written_to_by_the_second(
    shop: Town, fault: Fault, had_it: int, becomes: dict[str, int]
) -> None:
    users = consumers(shop, 4)
    comes_due(shop)
    until_queued(shop)
    shop.platform.faults.append(once(fault, "multicast"))
    shop.jod.sender.send_waiting()
    with shop.database() as session:
        people = {one.user_id: one for one in session.scalars(select(Consumer))}
        people[users[0]].consented = False
        erase(session, people[users[1]], shop.clock.now())
    shop.clock.wait(timedelta(seconds=5))
    shop.jod.work()
    assert sum(reached(shop).values()) == had_it
    assert states(shop) == becomes


def test_a_sending_that_has_begun_is_not_undone(shop: Town) -> None:
    consumers(shop, 2)
    approved(shop)
    shop.move_to("2026-11-27 10:01")
    assert shop.say("เจ้", "ยกเลิก")[-1] == "POON10 ส่งไปแล้วหรือเลิกแล้ว แก้ไม่ได้ค่ะ สร้างโปรใหม่ได้เลย"
    assert campaign(shop).state is CampaignState.SENT


def test_nobody_gets_a_second_one_within_a_week(shop: Town) -> None:
    consumers(shop, 3)
    approved(shop)
    shop.move_to("2026-11-27 10:01")
    shop.say("เจ้", "โปร POON20 ปูนลด 20% ถึง 31 ธ.ค. ส่งจันทร์ 10 โมง")
    assert "3 คน · เพิ่งได้โปรใน 7 วัน 3" in shop.card("เจ้")
    assert "ยังไม่มีใครให้ส่ง" in shop.say("เจ้", "ส่ง POON20")[0]
    shop.say("เจ้", "แก้วันส่งเป็น 4 ธ.ค. 11 โมง")
    assert "3 คน · ทุกคนที่ยินยอมรับโปร" in shop.card("เจ้")


def test_more_people_than_approved_are_asked_about_again(shop: Town) -> None:
    consumers(shop, 10)
    approved(shop)
    consumers(shop, 1, prefix="ใหม่")
    shop.move_to("2026-11-27 10:01")
    assert reached(shop) == {}
    assert "11 คน มากกว่าที่อนุมัติไว้ 10 คน เกิน 5%" in shop.card("เจ้")
    shop.tap("เจ้", "อนุมัติ 11 คน")
    shop.move_to("2026-11-27 10:02")
    assert len(reached(shop)) == 11


def test_nothing_goes_at_night_and_the_rest_goes_in_the_morning(shop: Town) -> None:
    consumers(shop, 2)
    shop.say("เจ้", "โปร POON10 ปูนลด 10% ถึงจันทร์ ส่งวันนี้ 21:00")
    shop.say("เจ้", "ส่ง POON10")
    shop.move_to("2026-11-26 23:00")
    assert reached(shop) == {}
    shop.move_to("2026-11-27 09:01")
    assert len(reached(shop)) == 2


def test_f12_called_off_while_it_goes_what_is_claimed_still_goes_and_the_counts_are_exact(shop: Town) -> None:
    consumers(shop, 1_200)
    comes_due(shop)
    until_queued(shop)
    with shop.database() as session:
        batches = select(OutboxMessage).where(OutboxMessage.purpose == "promotion")
        claimed = session.scalars(batches.order_by(OutboxMessage.id).limit(1)).one()
        claimed.state, claimed.attempts = OutboxState.SENDING, 1
        claimed.lease_owner, claimed.next_at = "another", shop.clock.machine() + timedelta(minutes=1)
        claimed.first_attempt_at = shop.clock.machine()
    assert shop.say("เจ้", "ไม่ส่งแล้ว") == ["หยุดส่ง POON10 แล้วค่ะ ส่งไปแล้ว 0 คน กำลังส่งอยู่ 500 คน ไม่ได้ส่ง 700 คน"]
    shop.clock.wait(timedelta(minutes=2))
    shop.jod.work()
    assert sum(reached(shop).values()) == 500
    assert states(shop) == {"accepted": 500, "skipped": 700}
    assert campaign(shop).done_at is not None


def test_called_off_while_its_list_is_taken_it_goes_to_nobody(shop: Town) -> None:
    consumers(shop, 600)  # of whom a hundred are in no batch yet
    comes_due(shop)
    for _ in range(2):  # it starts; some of the list is taken
        shop.jod.worker.promotions.step()
    assert campaign(shop).snapshot_at is None
    assert shop.say("เจ้", "ไม่ส่งแล้ว") == ["หยุดส่ง POON10 แล้วค่ะ ส่งไปแล้ว 0 คน กำลังส่งอยู่ 0 คน ไม่ได้ส่ง 600 คน"]
    shop.clock.wait(timedelta(hours=2))
    shop.jod.work()
    assert reached(shop) == {}
    assert states(shop) == {"skipped": 600}
    assert campaign(shop).done_at is not None


def test_what_line_took_is_told_at_once_also_before_it_is_written_to_each_person(shop: Town) -> None:
    consumers(shop, 600)
    comes_due(shop)
    until_queued(shop)
    assert states(shop) == {"queued": 600}
    shop.jod.sender.drain()
    assert states(shop) == {"accepted": 600}


def test_a_birthday_promotion_sends_itself_each_day_until_it_is_called_off(shop: Town) -> None:
    users = consumers(shop, 3)
    for user, name, day in zip(users, ("แนน", "นก", "แอน"), (27, 28, 29), strict=True):
        customer_id = known(shop, user, name, "แบงค์")
        with shop.database() as session:
            session.get_one(Customer, customer_id).birthday = date(4, 11, day)
    shop.say("เจ้", "โปรวันเกิด BDAY15 ลด 15% อัตโนมัติ")
    assert "ทุกวัน 10:00 ถึงคนที่เกิดวันนั้น" in shop.card("เจ้")
    shop.say("เจ้", "ส่ง BDAY15")
    shop.move_to("2026-11-27 12:00")
    assert reached(shop) == {users[0]: 1}
    shop.move_to("2026-11-28 12:00")
    assert reached(shop) == {users[0]: 1, users[1]: 1}
    shop.say("เจ้", "ยกเลิกโปร BDAY15")
    shop.move_to("2026-11-29 12:00")
    assert reached(shop) == {users[0]: 1, users[1]: 1}


def test_what_came_of_it_joins_the_managers_summary_on_the_day_promised(shop: Town) -> None:
    consumers(shop, 2)
    shop.say("เจ้", "โปร POON10 ปูนลด 10% ถึงวันนี้ ส่งวันนี้ 15:00")
    shop.say("เจ้", "ส่ง POON10")
    told = []
    for day in range(27, 31):
        shop.heard("กบ")
        shop.move_to(f"2026-11-{day} 19:00")
        told += [day for one in shop.heard("กบ") if one.startswith("ผลโปร · POON10")]
    assert told == [30], "two days after the last is a Saturday"
