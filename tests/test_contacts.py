"""The people at a customer come and go; who decides is known, and missed where nobody was asked."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from bot.titles import role_suggested
from models.coverage import without_decider
from models.customer import BuyingRole, Contact, Customer, CustomerKind
from models.deal import Deal, DealState
from models.followup import FollowUp
from models.member import Member, Role
from models.stage import Stage
from models.workspace import Selling
from tests.days import at, row
from tests.ledger import named, owes
from tests.town import Town

SIAM, RIVER = "สยามวัสดุภัณฑ์", "โรงแรมริเวอร์วิว"


@pytest.fixture
def team(town: Town) -> Town:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner", "วรรณา": "purchasing"})
    town.customer(RIVER, "แบงค์", contacts={"นก": "purchasing"})
    return town


def negotiated(town: Town, customer: str = SIAM, stage: str = "negotiation") -> None:
    with town.database() as session:
        rep = named(session, Member, "แบงค์")
        session.add(
            Deal(
                workspace_id=rep.workspace_id, customer_id=named(session, Customer, customer).id,
                owner_id=rep.id, name="ไซต์บางนา", amount=Decimal(500_000), stage=stage,
                stage_since=at("08:00"), created_at=at("08:00"),
            )
        )  # fmt: skip


def unseen(town: Town) -> int:
    with town.database() as session:
        rep = named(session, Member, "แบงค์")
        return len(without_decider(session, rep.workspace_id, [rep.id]))


@pytest.mark.parametrize(
    ("said", "name", "role"),
    [
        ("โทรหาเฮียตี๋ คุยราคา", "ตี๋", BuyingRole.OWNER),
        ("เข้าพบเถ้าแก่ ตี๋", "ตี๋", BuyingRole.OWNER),
        ("คุยกับเจ๊หมวย", "หมวย", BuyingRole.OWNER),
        ("คุยกับโฟร์แมน คุณเอก", "เอก", BuyingRole.USER),
        ("คุยกับช่างเอก", "เอก", BuyingRole.USER),
        ("คุยกับคุณอร บัญชี", "อร", BuyingRole.FINANCE),
        ("ธุรการ พี่อร ขอใบกำกับ", "อร", BuyingRole.FINANCE),
        ("คุยกับคุณเอก เรื่องบัญชี", "เอก", None),
        ("คุยกับพี่เอก", "เอก", None),
    ],
)
def test_a_title_suggests_a_role(said: str, name: str, role: BuyingRole | None) -> None:
    assert role_suggested(said, name) is role


def test_a_role_is_offered_once_and_not_decided(team: Town) -> None:
    team.say("แบงค์", f"โทรหาเฮียตี๋ {SIAM} คุยราคา")
    with team.database() as session:
        assert named(session, Contact, "ตี๋").role is None
    team.tap("แบงค์", "ใช่ เจ้าของ")
    with team.database() as session:
        assert named(session, Contact, "ตี๋").role is BuyingRole.OWNER
    assert len(team.say("แบงค์", f"โทรหาเฮียตี๋ {SIAM} คุยอีกรอบ")) == 1


def test_a_shop_is_offered_no_roles(team: Town) -> None:
    with team.database() as session:
        team.workspace(session).selling = Selling.SHOP
    assert len(team.say("แบงค์", f"โทรหาเฮียตี๋ {SIAM} คุยราคา")) == 1


def test_who_has_left_is_suggested_nowhere_but_keeps_the_history(team: Town) -> None:
    team.say("แบงค์", f"โทรหาคุณวรรณา {SIAM} ขอราคา")
    owes(team, "แบงค์", SIAM, "2026-11-27", "ส่งราคา", contact="วรรณา")
    team.say("แบงค์", "คุณวรรณาลาออกแล้ว")
    with team.database() as session:
        assert set(session.scalars(select(FollowUp.contact_id))) == {None}
    team.say("แบงค์", SIAM)
    assert "จัดซื้อ  คุณวรรณา" not in team.card("แบงค์")
    team.say("แบงค์", f"ประวัติ {SIAM}")
    assert "คุณวรรณา" in team.card("แบงค์")
    said = team.say("แบงค์", f"โทรหาคุณวรรณา {SIAM} ถามเรื่องบิล")
    assert said[-1] == f"คุณวรรณาออกจาก {SIAM} ตั้งแต่ พฤ. 26 พ.ย. แล้วนะคะ จดไว้ให้ตามที่พิมพ์"


def test_undo_brings_the_person_back_with_the_promises(team: Town) -> None:
    owes(team, "แบงค์", SIAM, "2026-11-27", "ส่งราคา", contact="วรรณา")
    team.say("แบงค์", "คุณวรรณาลาออกแล้ว")
    team.tap("แบงค์", "ยกเลิก")
    with team.database() as session:
        person = named(session, Contact, "วรรณา")
        assert person.left_at is None
        assert session.scalars(select(FollowUp.contact_id)).all() == [person.id]
    assert team.say("แบงค์", "โทรหาคุณวรรณา ขอราคา")[0].startswith(f"ลงแล้ว · โทร{SIAM}")


@pytest.mark.parametrize("line", ["คุณวรรณายังไม่ลาออก", "ถ้าคุณวรรณาลาออก ต้องหาคนใหม่", "คุณวรรณาลาออกหรือยัง"])
def test_what_is_denied_supposed_or_asked_changes_nobody(team: Town, line: str) -> None:
    team.say("แบงค์", line)
    with team.database() as session:
        assert named(session, Contact, "วรรณา").left_at is None


def test_who_moves_is_known_at_both_and_found_at_the_new_one(team: Town) -> None:
    team.say("แบงค์", f"โทรหาคุณนก {RIVER} คุยพรม")
    assert team.say("แบงค์", f"คุณนกย้ายไปอยู่ {SIAM}") == [f"คุณนกย้ายไปอยู่ {SIAM} แล้ว"]
    with team.database() as session:
        before, now = session.scalars(select(Contact).where(Contact.name == "นก").order_by(Contact.id))
        assert (before.left_at is not None, now.left_at, now.moved_from_id) == (True, None, before.id)
        assert (now.role, now.customer_id) == (BuyingRole.PURCHASING, row(session, Customer, SIAM).id)
    assert team.say("แบงค์", "โทรหาคุณนก ขอราคา")[0].startswith(f"ลงแล้ว · โทร{SIAM}")
    team.say("แบงค์", f"ประวัติ {RIVER}")
    assert "คุณนก" in team.card("แบงค์")


def test_who_works_at_two_firms_is_asked_about(team: Town) -> None:
    team.customer("คลีนวอเตอร์", "แบงค์", contacts={"สมชาย": None})
    team.say("แบงค์", f"คุณสมชายย้ายไปอยู่ {RIVER}")
    assert team.tap("แบงค์", "คลีนวอเตอร์") == [f"คุณสมชายย้ายไปอยู่ {RIVER} แล้ว"]
    with team.database() as session:
        gone = session.scalars(select(Contact).where(Contact.left_at.is_not(None))).one()
        assert gone.customer_id == row(session, Customer, "คลีนวอเตอร์").id


def test_a_negotiation_without_whoever_decides_is_flagged_until_they_are_reached(team: Town) -> None:
    negotiated(team)
    team.say("แบงค์", f"โทรหาคุณวรรณา {SIAM} คุยราคา")
    team.say("แบงค์", f"โทรหาคุณสมชาย {SIAM} ไม่รับสาย")
    assert unseen(team) == 1
    team.say("แบงค์", SIAM)
    flag = "ดีล ไซต์บางนา ถึงขั้นต่อรองแล้ว แต่ยังไม่ได้คุยกับเจ้าของหรือคนตัดสินใจ"
    assert flag in team.card("แบงค์")
    team.say("แบงค์", f"เข้าพบคุณสมชาย {SIAM} ตกลงราคา")
    assert unseen(team) == 0
    team.say("แบงค์", SIAM)
    assert flag not in team.card("แบงค์")


def test_an_owner_who_has_left_counts_for_nothing(team: Town) -> None:
    negotiated(team)
    team.say("แบงค์", f"เข้าพบคุณสมชาย {SIAM} ตกลงราคา")
    team.say("แบงค์", "คุณสมชายลาออกแล้ว")
    assert unseen(team) == 1


@pytest.mark.parametrize(("stage", "flagged"), [("proposal", 0), ("negotiation", 1), ("awaiting_po", 1)])
def test_only_late_stages_are_flagged(team: Town, stage: str, flagged: int) -> None:
    negotiated(team, stage=stage)
    assert unseen(team) == flagged


def test_a_company_with_stages_of_its_own_counts_from_the_likely_ones(team: Town) -> None:
    with team.database() as session:
        here = team.workspace(session).id
        for position, (key, percent) in enumerate([("talk", 20), ("contract", 80)]):
            session.add(
                Stage(workspace_id=here, key=key, position=position, probability=percent, rotting_days=9)
            )
    negotiated(team, stage="talk")
    negotiated(team, stage="contract")
    assert unseen(team) == 1


def test_consumers_and_closed_deals_are_not_flagged(team: Town) -> None:
    negotiated(team)
    with team.database() as session:
        session.scalars(select(Deal)).one().state = DealState.WON
    assert unseen(team) == 0
    team.customer("ป้าแดง", "แบงค์", kind=CustomerKind.CONSUMER)
    negotiated(team, "ป้าแดง")
    assert unseen(team) == 0


def test_who_is_who_tells_when_and_by_whom_and_what_is_not_known(team: Town) -> None:
    team.say("แบงค์", f"โทรหาคุณวรรณา {SIAM} คุยราคา")
    team.say("แบงค์", f"ใครเป็นใคร {SIAM}")
    card = team.card("แบงค์")
    assert "จัดซื้อ  คุณวรรณา\nคุยล่าสุด วันนี้ · คุณแบงค์" in card
    assert "เจ้าของ  คุณสมชาย\nยังไม่เคยคุย" in card
    assert "ยังไม่รู้จัก  ผู้ใช้งาน, ฝ่ายเทคนิค, บัญชี, คนตัดสินใจ" in card


def test_a_manager_sees_such_a_deal_in_the_summary_until_they_are_reached(team: Town) -> None:
    negotiated(team)
    team.say("กบ", "สรุปทีม")
    line = f"{SIAM} 500,000\n   ต่อรองอยู่ ยังไม่ได้คุยกับคนตัดสินใจ · ไซต์บางนา · แบงค์"
    assert line in team.card("กบ")
    assert team.tap("กบ", f"{SIAM} 500,000")[0].startswith(f"ใครเป็นใคร · {SIAM}")
    team.say("แบงค์", f"เข้าพบคุณสมชาย {SIAM} ตกลงราคา")
    team.say("กบ", "สรุปทีม")
    assert line not in team.card("กบ")


def left(town: Town, name: str) -> bool:
    with town.database() as session:
        return row(session, Contact, name).left_at is not None


@pytest.mark.parametrize(
    "line",
    ["ลบผู้ติดต่อคุณวรรณา", f"ลบผู้ติดต่อ {SIAM} คุณวรรณา", "ลบคุณวรรณา", f"remove วรรณา from {SIAM}", "เอาคุณวรรณาออก"],
)
def test_who_is_taken_off_a_customer_is_suggested_no_more_and_comes_back(team: Town, line: str) -> None:
    assert team.say("แบงค์", line) == [f"คุณวรรณาออกจาก {SIAM} แล้ว"]
    assert (left(team, "วรรณา"), left(team, "สมชาย")) == (True, False)
    team.tap("แบงค์", "ยกเลิก")
    assert not left(team, "วรรณา")


@pytest.mark.parametrize(
    "line", ["อย่าลบผู้ติดต่อคุณวรรณา", "ลบเบอร์คุณวรรณา", "ลบคุณวรรณาออกไหม", "ถ้าลบคุณวรรณาจะเป็นไง"]
)
def test_who_is_not_to_be_taken_off_stays_and_so_does_the_firm(team: Town, line: str) -> None:
    team.say("แบงค์", line)
    assert not left(team, "วรรณา")
    with team.database() as session:
        assert not row(session, Customer, SIAM).deleted


def test_to_delete_a_person_never_deletes_the_firm(team: Town) -> None:
    team.say("แบงค์", "ลบคุณนก")
    with team.database() as session:
        assert not row(session, Customer, RIVER).deleted
    assert left(team, "นก")


def test_of_two_people_called_alike_it_is_asked_at_whom(team: Town) -> None:
    team.customer("คลีนวอเตอร์", "แบงค์", contacts={"สมชาย": None})
    team.say("แบงค์", "ลบผู้ติดต่อคุณสมชาย")
    assert team.tap("แบงค์", "คลีนวอเตอร์") == ["คุณสมชายออกจาก คลีนวอเตอร์ แล้ว"]
