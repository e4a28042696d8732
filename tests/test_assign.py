"""Work that passes between colleagues: given, told of, done, and its result brought back."""

from __future__ import annotations

import textwrap
from datetime import date

import pytest
from sqlalchemy import select

from bot.intents.activities import Undo
from bot.intents.customers import Brief
from bot.intents.followups import Assign, DropFollowUp, HandOver
from bot.intents.teams import TeamToday
from bot.language import CustomerRef, MemberRef
from models.customer import Customer
from models.followup import FollowUp, FollowUpKind, FollowUpState
from models.member import Leave, Member, Role
from tests.days import THURSDAY, meets, owes, press, row
from tests.town import Town


@pytest.fixture
def team(town: Town) -> Town:
    """Manager กบ with แบงค์ and เมย์, and Jack with Kate, who speak English, in another team."""
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("Kate", Role.MANAGER, team="เชียงใหม่", language="en")
    town.member("Jack", team="เชียงใหม่", language="en")
    town.customer("SCG", "แบงค์", contacts={"วรรณา": "purchasing"})
    town.customer("TTM", "เมย์")
    town.customer("Lanna Coffee", "Jack")
    town.jod.work()  # this morning's turns have been taken before the day begins
    return town


def lines(text: str) -> str:
    return textwrap.dedent(text).strip()


def ref(town: Town, name: str) -> MemberRef:
    with town.database() as session:
        return MemberRef("", row(session, Member, name).id)


def firm(town: Town, name: str) -> CustomerRef:
    with town.database() as session:
        return CustomerRef("", row(session, Customer, name).id)


def the_followup(town: Town) -> FollowUp:
    with town.database() as session:
        return session.scalars(select(FollowUp).where(FollowUp.round.is_(None))).one()


def test_what_is_for_tomorrow_rides_on_the_reps_next_reply_and_its_result_on_the_managers(team: Town) -> None:
    team.play("""
        กบ> ให้แบงค์โทรหา SCG พรุ่งนี้ 10:00 ถามเรื่อง PO
        กบ< ฝากแบงค์แล้ว · SCG · ศ. 27 พ.ย. 10:00
        แบงค์> ทีมไปไหน
        แบงค์< วันนี้ทีมไม่มีนัดค่ะ
        แบงค์< คุณกบฝากงาน · SCG · ศ. 27 พ.ย. 10:00
        แบงค์> ทีมไปไหน
        แบงค์< วันนี้ทีมไม่มีนัดค่ะ
    """)
    followup = the_followup(team)
    assert (followup.owner_id, followup.set_by_id) == (ref(team, "แบงค์").id, ref(team, "กบ").id)
    team.move_to("2026-11-27 10:30")
    team.heard("แบงค์")
    team.say("แบงค์", "โทร SCG คุยกับคุณวรรณา รอผู้จัดการเซ็น PO")
    assert the_followup(team).state is FollowUpState.DONE
    team.heard("กบ")
    team.say("กบ", "ทีมไปไหน")
    assert team.card("กบ").splitlines()[:2] == [
        "งานที่ฝากไว้มีผลแล้ว 1 เรื่อง",
        "แบงค์  SCG · โทรคุยกับคุณวรรณา (จัดซื้อ)",
    ]
    assert "รอผู้จัดการเซ็น PO" in team.card("กบ")
    assert team.say("กบ", "ทีมไปไหน") == ["วันนี้ทีมไม่มีนัดค่ะ"]


def test_the_cards_of_giver_and_receiver(team: Town) -> None:
    team.say("กบ", "ให้แบงค์โทรหา SCG พรุ่งนี้ 10:00")
    assert team.card("กบ").splitlines()[:2] == ["ฝากแบงค์แล้ว", "SCG"]
    assert team.card("กบ").splitlines()[-3:] == [
        "ตามต่อ  ศ. 27 พ.ย. 10:00",
        "แบงค์จะเห็นตอนคุยกับจดครั้งหน้า ได้ผลยังไงจะมาบอก",
        "[เลื่อน]  [ยกเลิก]",
    ]
    press(team, "แบงค์", TeamToday())
    assert team.card("แบงค์").splitlines()[0] == "คุณกบฝากงาน"
    assert team.card("แบงค์").splitlines()[-1] == "[ข้อมูลลูกค้า]  [เลื่อน]"


def test_what_is_for_today_is_pushed_at_once(team: Town) -> None:
    team.play("""
        กบ> ให้แบงค์โทร SCG วันนี้
        กบ< ฝากแบงค์แล้ว · SCG · พฤ. 26 พ.ย.
        @ 2026-11-26 09:01
        แบงค์< คุณกบฝากงาน · SCG · พฤ. 26 พ.ย.
        แบงค์> ทีมไปไหน
        แบงค์< วันนี้ทีมไม่มีนัดค่ะ
        Kate> ask Jack to call Lanna Coffee today
        Kate< Given to Jack · Lanna Coffee · Thu 26 Nov
        @ 2026-11-26 09:02
        Jack< From Kate · Lanna Coffee · Thu 26 Nov
    """)


def test_without_a_day_it_is_for_today_and_late_in_the_day_for_tomorrow(team: Town) -> None:
    press(team, "กบ", Assign(rep=ref(team, "แบงค์"), customer=firm(team, "SCG")))
    assert the_followup(team).due_on == THURSDAY
    press(team, "กบ", Undo())
    team.move_to("2026-11-27 16:30")
    press(team, "กบ", Assign(rep=ref(team, "แบงค์"), customer=firm(team, "SCG")))
    with team.database() as session:
        open_ones = select(FollowUp.due_on).where(FollowUp.state == FollowUpState.OPEN)
        assert session.scalars(open_ones).all() == [date(2026, 11, 30)]


def test_taken_back_before_it_was_told_it_is_never_told(team: Town) -> None:
    team.play("""
        กบ> ให้แบงค์โทรหา SCG พรุ่งนี้ 10:00
        กบ< ฝากแบงค์แล้ว · SCG · ศ. 27 พ.ย. 10:00
        กบ> ยกเลิก
        กบ< ยกเลิกให้แล้ว · SCG ศ. 27 พ.ย. 10:00
        แบงค์> ทีมไปไหน
        แบงค์< วันนี้ทีมไม่มีนัดค่ะ
    """)


def test_dropping_it_comes_back_too_and_in_the_evening_at_the_latest(team: Town) -> None:
    team.say("กบ", "ให้แบงค์โทร SCG วันนี้")
    press(team, "แบงค์", DropFollowUp(followup=the_followup(team).id))
    team.heard("กบ")
    team.move_to("2026-11-26 18:30")
    assert team.heard("กบ")[-1] == "งานที่ฝากไว้มีผลแล้ว 1 เรื่อง · แบงค์ · SCG · ไม่ต้องตามแล้ว"


def test_what_the_giver_settled_himself_is_no_news(team: Town) -> None:
    team.say("กบ", "ให้แบงค์โทร SCG วันนี้")
    team.say("กบ", "โทร SCG คุยแล้วเอง")
    assert the_followup(team).state is FollowUpState.DONE
    assert team.say("กบ", "ทีมไปไหน") == ["วันนี้ทีมไม่มีนัดค่ะ"]


def test_a_rep_gives_to_a_colleague_who_can_open_that_customer_until_it_is_done(team: Town) -> None:
    assert press(team, "เมย์", Brief(customer=firm(team, "SCG"))) == ["SCG เป็นลูกค้าของแบงค์ ถามแบงค์ได้เลยค่ะ"]
    team.say("แบงค์", "ให้เมย์ไปหา SCG พรุ่งนี้บ่ายสอง")
    assert "ลูกค้าของแบงค์ เมย์เปิดข้อมูลได้จนงานนี้เสร็จ" in team.card("แบงค์")
    followup = the_followup(team)
    assert followup.kind is FollowUpKind.APPOINTMENT
    assert press(team, "เมย์", Brief(customer=firm(team, "SCG")))[0].startswith("SCG")
    press(team, "แบงค์", Undo(followup=followup.id))
    assert press(team, "เมย์", Brief(customer=firm(team, "SCG"))) == ["SCG เป็นลูกค้าของแบงค์ ถามแบงค์ได้เลยค่ะ"]


def test_who_is_not_sure_is_asked(team: Town) -> None:
    press(team, "กบ", Assign(customer=firm(team, "SCG"), channel="call"))
    assert team.card("กบ").splitlines()[0] == "หมายถึงใครคะ"
    assert team.tap("กบ", "เมย์") == ["ฝากเมย์แล้ว · SCG · พฤ. 26 พ.ย."]


def test_a_colleague_of_another_team_is_not_offered(team: Town) -> None:
    press(team, "กบ", Assign(rep=ref(team, "Jack"), customer=firm(team, "SCG"), channel="call"))
    assert "Jack" not in team.card("กบ")
    with team.database() as session:
        assert session.scalars(select(FollowUp)).all() == []


def test_nobody_in_the_team_is_said_so(town: Town) -> None:
    town.member("เฮีย", Role.OWNER)
    town.customer("SCG", "เฮีย")
    answer = press(town, "เฮีย", Assign(customer=firm(town, "SCG"), channel="call"))
    assert answer == ["ยังไม่มีเพื่อนร่วมทีมให้ฝากค่ะ หัวหน้าพิมพ์ “ชวนทีม” เพื่อชวนคนเข้ามาได้เลย"]


def test_appointments_of_a_leave_are_handed_over_with_their_reminders(team: Town) -> None:
    with team.database() as session:
        bank = row(session, Member, "แบงค์")
        session.add(Leave(workspace_id=bank.workspace_id, member_id=bank.id, first=THURSDAY, last=THURSDAY))
    meets(team, "แบงค์", "SCG", "14:00", about="ปิดราคา")
    owes(team, "แบงค์", "SCG", THURSDAY, about="โทรถาม")
    team.play("""
        แบงค์> ฝากเมย์ไปแทน
        แบงค์< ฝากเมย์แล้ว · SCG · พฤ. 26 พ.ย. 14:00
        @ 2026-11-26 09:01
        เมย์< คุณแบงค์ฝากงาน · SCG · พฤ. 26 พ.ย. 14:00
    """)
    with team.database() as session:
        owners = {one.about: one.owner_id for one in session.scalars(select(FollowUp))}
    assert owners == {"ปิดราคา": ref(team, "เมย์").id, "โทรถาม": ref(team, "แบงค์").id}
    team.move_to("2026-11-26 13:00")
    assert any("14:00" in text and "SCG" in text for text in team.heard("เมย์"))


def test_one_appointment_by_number_or_name_or_tap(team: Town) -> None:
    first = meets(team, "แบงค์", "SCG", "14:00")
    meets(team, "แบงค์", "SCG", "16:00", about="วางบิล")
    may = ref(team, "เมย์")
    press(team, "แบงค์", HandOver(rep=may, customer=firm(team, "SCG")))
    assert team.card("แบงค์").splitlines()[0] == "เรื่องไหนคะ"
    assert team.say("แบงค์", "1") == ["ฝากเมย์แล้ว · SCG · พฤ. 26 พ.ย. 14:00"]
    assert press(team, "แบงค์", HandOver(rep=may)) == ["ฝากเมย์แล้ว · SCG · พฤ. 26 พ.ย. 16:00"]
    assert press(team, "แบงค์", HandOver(rep=may)) == ["ไม่มีนัดที่ต้องฝากค่ะ"]
    assert press(team, "แบงค์", HandOver(rep=may, followup=first)) == [
        "ไม่เจอรายการนี้ค่ะ พิมพ์ชื่อลูกค้า หรือ “แผน” เพื่อดูรายการใหม่ได้เลย"
    ]


def test_a_hand_over_can_be_taken_back(team: Town) -> None:
    followup = meets(team, "แบงค์", "SCG", "14:00")
    press(team, "แบงค์", HandOver(rep=ref(team, "เมย์"), followup=followup))
    team.say("แบงค์", "ยกเลิก")
    assert the_followup(team).owner_id == ref(team, "แบงค์").id
