"""Leaving the team: access ends at once, the work goes on with somebody else."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from models.channel import Channel
from models.customer import Customer
from models.followup import FollowUp
from models.member import Member, MemberState, Role
from models.queues import OutboxMessage, OutboxState
from tests.invitations import a_code
from tests.town import Town


def member(town: Town, name: str) -> Member:
    with town.database() as session:
        return session.scalars(select(Member).where(Member.name == name)).one()


def test_a_plain_yes_is_the_tap_and_means_nothing_afterwards(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.say("กบ", "เอาแบงค์ออกจากทีม")
    town.say("กบ", "แผน")
    assert town.say("กบ", "ใช่") == []
    assert member(town, "แบงค์").is_active
    town.say("กบ", "เอาแบงค์ออกจากทีม")
    town.say("กบ", "ใช่")
    assert not member(town, "แบงค์").is_active


def test_leaving_ends_access_at_once_and_hands_the_work_over(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.customer("สยามวัสดุภัณฑ์", "แบงค์")
    town.say("แบงค์", "โทรหาสยามวัสดุภัณฑ์ พรุ่งนี้ 10 โมง")
    town.play("""
        กบ> เอาแบงค์ออกจากทีม
        กบ< เอาคุณแบงค์ออกจากทีมใช่ไหมคะ
    """)
    assert "ลูกค้า  1 ราย ไปอยู่กับคุณกบ" in town.card("กบ")
    assert "งานค้างตาม  1 รายการ ไปอยู่กับคุณกบ" in town.card("กบ")
    town.play("""
        กบ> เอาออกจากทีม
        กบ< เอาคุณแบงค์ออกจากทีมแล้วค่ะ ลูกค้า 1 ราย งานค้างตาม 1 รายการ อยู่กับคุณกบแล้ว
        แบงค์> สยามวัสดุภัณฑ์
        แบงค์< สวัสดีค่ะ จดเป็นผู้ช่วยของทีมขาย ถ้าอยู่ในทีม พิมพ์ “เข้าร่วม” ตามด้วยรหัสจากหัวหน้าได้เลยค่ะ
        แบงค์> แผน
        แบงค์> [ยกเลิก]
    """)
    with town.database() as session:
        manager = session.scalars(select(Member.id).where(Member.name == "กบ")).one()
        assert session.scalars(select(Customer.owner_id)).all() == [manager]
        assert session.scalars(select(FollowUp.owner_id)).all() == [manager]


def test_who_comes_back_keeps_the_row_and_the_history(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    before = member(town, "แบงค์").id
    town.say("กบ", "remove แบงค์ from the team")
    town.tap("กบ", "เอาออกจากทีม")
    assert member(town, "แบงค์").state is MemberState.REMOVED
    town.say("แบงค์", f"join {a_code(town)}")
    assert member(town, "แบงค์").state is MemberState.ACTIVE
    assert member(town, "แบงค์").id == before


def test_what_was_owed_to_who_leaves_is_called_off(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    with town.database() as session:
        rep = session.scalars(select(Member).where(Member.name == "แบงค์")).one()
        channel = session.scalars(select(Channel)).first()
        assert channel is not None
        session.add(
            OutboxMessage(
                workspace_id=rep.workspace_id,
                channel_id=channel.id,
                dedupe_key="owed",
                kind="push",
                member_id=rep.id,
                recipient=rep.user_id,
                payload="[]",
                retry_key="k",
                created_at=town.clock.now(),
                next_at=town.clock.now() + timedelta(hours=1),
            )
        )
    town.say("กบ", "เอาแบงค์ออกจากทีม")
    town.tap("กบ", "เอาออกจากทีม")
    with town.database() as session:
        owed = session.scalars(select(OutboxMessage).where(OutboxMessage.dedupe_key == "owed")).one()
        assert (owed.state, owed.reason) == (OutboxState.CANCELLED, "removed")


def test_roles_are_looked_at_again_when_somebody_is_removed(town: Town) -> None:
    town.member("เอก", Role.OWNER)
    town.member("กบ", Role.MANAGER)
    town.member("นัท", Role.MANAGER)
    town.play("""
        กบ> เอานัทออกจากทีม
        กบ< เรื่องนี้ให้หัวหน้าหรือเจ้าของทำนะคะ
        เอก> เอาเอกออกจากทีม
        เอก< เอาเจ้าของคนสุดท้ายออกไม่ได้ค่ะ ให้คนอื่นเป็นเจ้าของก่อนนะคะ
        เอก> เอานัทออกจากทีม
        เอก< เอาคุณนัทออกจากทีมใช่ไหมคะ
        เอก> เอาออกจากทีม
        เอก< เอาคุณนัทออกจากทีมแล้วค่ะ
        นัท> สรุปทีม
        นัท< สวัสดีค่ะ จดเป็นผู้ช่วยของทีมขาย ถ้าอยู่ในทีม พิมพ์ “เข้าร่วม” ตามด้วยรหัสจากหัวหน้าได้เลยค่ะ
    """)
