"""Customers change hands with all that is promised there, and everybody concerned is told."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from models.customer import Customer
from models.deal import Deal
from models.followup import FollowUp
from models.member import Member, Role
from tests.days import at, row
from tests.ledger import did, named, owes
from tests.town import Town

SIAM = "สยามวัสดุภัณฑ์"


@pytest.fixture
def team(town: Town) -> Town:
    """แบงค์, เมย์ and โจ in กบ's team; วิทย์ and his manager elsewhere."""
    town.member("กบ", Role.MANAGER)
    for name in ("แบงค์", "เมย์", "โจ"):
        town.member(name)
    town.member("หนึ่ง", Role.MANAGER, team="ทีมเหนือ")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner"})
    town.customer("คลีนวอเตอร์", "แบงค์")
    did(town, "แบงค์", SIAM, "2026-11-25 10:00", "call", note="ขอเครดิต 60 วัน", contact="สมชาย")
    owes(town, "แบงค์", SIAM, "2026-11-30 10:00", "ส่งใบเสนอราคา", kind="appointment")
    deal(town, SIAM, "แบงค์")
    return town


def deal(town: Town, customer: str, owner: str) -> None:
    with town.database() as session:
        rep = named(session, Member, owner)
        session.add(
            Deal(
                workspace_id=rep.workspace_id, customer_id=named(session, Customer, customer).id,
                owner_id=rep.id, amount=Decimal(500_000), stage="proposal", stage_since=at("08:00"),
                created_at=at("08:00"),
            )
        )  # fmt: skip


def owners(town: Town) -> dict[str, set[str]]:
    """Who is responsible for what, by table."""
    with town.database() as session:
        names = {one.id: one.name for one in session.scalars(select(Member))}
        rows = {
            "customers": session.scalars(select(Customer.owner_id)),
            "followups": session.scalars(select(FollowUp.owner_id)),
            "deals": session.scalars(select(Deal.owner_id)),
        }
        return {table: {names[one] for one in owned} for table, owned in rows.items()}


def test_promises_and_deals_go_along_and_the_successor_knows_all(team: Town) -> None:
    team.say("กบ", f"โอนลูกค้า {SIAM} ให้เมย์")
    assert "ดีล  1 รายการ · 500,000 บาท" in team.card("กบ")
    with team.database() as session:
        assert row(session, Customer, SIAM).owner_id == row(session, Member, "เมย์").id
        followup = session.scalars(select(FollowUp)).one()
        assert followup.owner_id == followup.set_by_id == row(session, Member, "เมย์").id
        assert followup.remind_at == at("09:00", followup.due_on)
    team.move_to("2026-11-26 09:05")
    card = team.card("เมย์")
    for told in ("รับต่อจากคุณแบงค์", "เจ้าของ  คุณสมชาย", "“ขอเครดิต 60 วัน”", "ส่งใบเสนอราคา"):
        assert told in card


def test_who_had_it_hears_of_it_and_the_successor_may_open_it(team: Town) -> None:
    team.say("กบ", f"โอน {SIAM} ให้เมย์")
    assert f"คุณกบโอน {SIAM} ของคุณให้คุณเมย์ดูแลต่อแล้ว" in team.say("แบงค์", "แผน")
    assert team.say("แบงค์", SIAM) == [f"{SIAM} เป็นลูกค้าของเมย์ ถามเมย์ได้เลยค่ะ"]
    assert team.say("เมย์", SIAM)[0].startswith(SIAM)


def test_all_of_a_reps_customers_go_after_one_question_and_come_back_with_one_undo(team: Town) -> None:
    before = owners(team)
    assert team.say("กบ", "โอนลูกค้าทั้งหมดของแบงค์ให้เมย์") == ["โอนลูกค้าของคุณแบงค์ 2 ราย ให้คุณเมย์ ใช่ไหมคะ"]
    assert owners(team) == before
    team.tap("กบ", "โอนเลย")
    assert owners(team) == {"customers": {"เมย์"}, "followups": {"เมย์"}, "deals": {"เมย์"}}
    team.say("กบ", "ยกเลิก")
    assert owners(team) == before
    assert "คุณกบยกเลิกที่ทำไว้แล้ว ลูกค้า 2 ราย กลับมาเป็นของคุณ" in team.say("แบงค์", "แผน")


def test_what_a_third_colleague_was_given_there_stays_with_that_colleague(team: Town) -> None:
    team.say("แบงค์", f"ให้โจโทร {SIAM} พรุ่งนี้")
    team.say("กบ", f"โอนลูกค้า {SIAM} ให้เมย์")
    assert owners(team)["followups"] == {"เมย์", "โจ"}


def test_it_is_known_to_whom_and_whose_or_asked(team: Town) -> None:
    assert team.say("กบ", f"โอนลูกค้า {SIAM}") == ["หมายถึงใครคะ"]
    assert team.tap("กบ", "เมย์") == [f"โอน {SIAM} ให้คุณเมย์แล้ว"]
    assert team.say("กบ", "โอนลูกค้าทั้งหมดให้เมย์") == ["หมายถึงใครคะ"]
    assert team.say("กบ", "แบงค์") == ["โอนลูกค้าของคุณแบงค์ 1 ราย ให้คุณเมย์ ใช่ไหมคะ"]
    assert team.say("กบ", "โอนลูกค้าทั้งหมดของโจให้เมย์") == ["คุณโจ ไม่มีลูกค้าให้โอนค่ะ"]


def test_a_rep_and_another_teams_manager_hand_nothing_over(team: Town) -> None:
    before = owners(team)
    assert team.say("แบงค์", f"โอนลูกค้า {SIAM} ให้เมย์") == ["เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ"]
    assert team.say("หนึ่ง", f"โอนลูกค้า {SIAM} ให้เมย์") == [f"{SIAM} เป็นลูกค้าของแบงค์ ถามแบงค์ได้เลยค่ะ"]
    assert owners(team) == before


def test_who_leaves_the_team_hands_everything_over_and_the_leader_gets_the_list(team: Town) -> None:
    team.member("เอก", Role.OWNER)
    team.say("เอก", "เอาแบงค์ออกจากทีม")
    team.tap("เอก", "เอาออกจากทีม")
    assert owners(team) == {"customers": {"กบ"}, "followups": {"กบ"}, "deals": {"กบ"}}
    team.move_to("2026-11-26 09:05")
    assert team.card("กบ").startswith("รับลูกค้าต่อจากคุณแบงค์ 2 ราย")


def test_a_long_list_has_pages(team: Town) -> None:
    for number in range(11):
        team.customer(f"ร้านที่ {number:02}", "แบงค์")
    team.say("กบ", "โอนลูกค้าทั้งหมดของแบงค์ให้เมย์")
    team.tap("กบ", "โอนเลย")
    team.move_to("2026-11-26 09:05")
    assert "ร้านที่ 00" in team.card("เมย์")
    team.tap("เมย์", "ดูต่อ")
    assert SIAM in team.card("เมย์")
