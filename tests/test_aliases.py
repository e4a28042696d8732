"""Another name of a customer: learnt from a pick, told, used, undone, and known in every process."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.directories import Directories
from models.customer import Customer, CustomerAlias
from models.member import Role
from tests.stored import activities, customer
from tests.town import Town

CHEMICALS, LOGISTICS = "เอสซีจี เคมิคอลส์", "เอสซีจี โลจิสติกส์"
LEARNT = f"จำไว้แล้วค่ะ ต่อไป “SCG” คือ {CHEMICALS}"


@pytest.fixture
def rep(town: Town) -> Town:
    town.member("แบงค์")
    town.customer(CHEMICALS, "แบงค์")
    return town


def teach(town: Town) -> None:
    town.say("แบงค์", "โทร SCG คุยราคา ตามจันทร์")
    town.say("แบงค์", CHEMICALS)


def learnt(town: Town) -> list[str]:
    with town.database() as session:
        standing = select(CustomerAlias.name).where(CustomerAlias.deleted.is_(False))
        return list(session.scalars(standing))


def test_a_name_is_learnt_from_a_pick_told_and_found_at_once_the_next_time(rep: Town) -> None:
    rep.play(f"""
        แบงค์> โทร SCG คุยราคา ตามจันทร์
        แบงค์< ยังไม่มีลูกค้าชื่อ “SCG”
        แบงค์> {CHEMICALS}
        แบงค์< ลงแล้ว · โทร{CHEMICALS} · ตาม จ. 30 พ.ย.
        แบงค์< {LEARNT}
        แบงค์> ไลน์ scg ส่งราคา ตามอังคาร
        แบงค์< ลงแล้ว · ไลน์{CHEMICALS} · ตาม อ. 1 ธ.ค.
    """)


def test_a_name_picked_by_tap_is_learnt_too(rep: Town) -> None:
    rep.customer("นครพลาสติก", "แบงค์")
    rep.say("แบงค์", "โทร นคพลาสติค ขอราคา ตามพุธ")
    rep.say("แบงค์", "โทร พลาสนคร ขอราคา ตามพุธ")
    rep.say("แบงค์", "นครพลาสติก")
    assert learnt(rep)[-1] == "พลาสนคร"


@pytest.mark.parametrize("how", ["tapped", "typed"])
def test_it_can_be_forgotten_again(rep: Town, how: str) -> None:
    teach(rep)
    told = rep.tap("แบงค์", "ไม่ต้องจำชื่อนี้") if how == "tapped" else rep.say("แบงค์", "ไม่ต้องจำชื่อนี้")
    assert told == ["ไม่จำ “SCG” แล้วค่ะ ครั้งหน้าจดจะถามก่อน"]
    assert rep.say("แบงค์", "โทร SCG ขอส่วนลด ตามพุธ") == ["ยังไม่มีลูกค้าชื่อ “SCG”"]
    assert len(activities(rep)) == 1


def test_to_forget_can_be_undone(rep: Town) -> None:
    teach(rep)
    rep.tap("แบงค์", "ไม่ต้องจำชื่อนี้")
    rep.say("แบงค์", "ยกเลิก")
    assert learnt(rep) == ["SCG"]
    assert rep.say("แบงค์", "โทร SCG ขอส่วนลด ตามพุธ") == [f"ลงแล้ว · โทร{CHEMICALS} · ตาม พ. 2 ธ.ค."]


def test_undo_of_the_line_that_taught_it_forgets_it_and_brings_it_back_with_the_line(rep: Town) -> None:
    teach(rep)
    rep.play(f"""
        แบงค์> ยกเลิก
        แบงค์< ยกเลิกให้แล้ว · โทร{CHEMICALS}
          และไม่จำ “SCG” แล้ว
        แบงค์> เอากลับมา
        แบงค์< เอากลับมาให้แล้ว · โทร{CHEMICALS}
        แบงค์> โทร SCG ขอส่วนลด ตามพุธ
        แบงค์< ลงแล้ว · โทร{CHEMICALS} · ตาม พ. 2 ธ.ค.
    """)


def test_a_name_that_is_forgotten_already_says_so(rep: Town) -> None:
    teach(rep)
    rep.tap("แบงค์", "ไม่ต้องจำชื่อนี้")
    rep.tap("แบงค์", "ไม่ต้องจำชื่อนี้")
    assert rep.card("แบงค์").startswith("ไม่เจอรายการนี้ค่ะ")


def test_a_part_of_several_names_is_never_learnt(rep: Town) -> None:
    rep.customer(LOGISTICS, "แบงค์")
    rep.say("แบงค์", "โทร เอสซีจี คุยราคา ตามจันทร์")
    assert rep.say("แบงค์", CHEMICALS) == [f"ลงแล้ว · โทร{CHEMICALS} · ตาม จ. 30 พ.ย."]
    assert learnt(rep) == []
    assert rep.say("แบงค์", "โทร เอสซีจี ขอส่วนลด")[0].startswith("“เอสซีจี” มี 2 ราย")


def test_what_was_typed_as_an_answer_is_no_name_to_remember(rep: Town) -> None:
    rep.say("แบงค์", "โทรไปแล้ว คุยราคา ตามจันทร์")
    rep.say("แบงค์", "เจ้าเดิมแหละ")
    rep.say("แบงค์", CHEMICALS)
    assert len(activities(rep)) == 1
    assert learnt(rep) == []


def claimed_by_two(town: Town) -> None:
    """Both customers are called SCG."""
    with town.database() as session:
        workspace = town.workspace(session)
        for row in session.scalars(select(Customer)):
            session.add(CustomerAlias(workspace_id=workspace.id, customer_id=row.id, name="SCG"))
            row.directory_version = workspace.touch_directory(session)


def test_a_name_claimed_by_two_customers_is_asked_about(rep: Town) -> None:
    rep.customer(LOGISTICS, "แบงค์")
    claimed_by_two(rep)
    rep.play(f"""
        แบงค์> โทร SCG คุยราคา ตามจันทร์
        แบงค์< “SCG” มี 2 ราย หมายถึงรายไหนคะ
        แบงค์> 2
        แบงค์< ลงแล้ว · โทร{LOGISTICS} · ตาม จ. 30 พ.ย.
    """)


def test_a_name_claimed_by_a_colleagues_customer_too_means_ones_own(rep: Town) -> None:
    rep.member("เมย์")
    rep.member("กบ", Role.MANAGER)
    rep.customer(LOGISTICS, "เมย์")
    claimed_by_two(rep)
    assert rep.say("แบงค์", "โทร SCG คุยราคา ตามจันทร์") == [f"ลงแล้ว · โทร{CHEMICALS} · ตาม จ. 30 พ.ย."]
    assert rep.say("เมย์", "โทร SCG คุยราคา ตามจันทร์") == [f"ลงแล้ว · โทร{LOGISTICS} · ตาม จ. 30 พ.ย."]
    assert rep.say("กบ", "โทร SCG คุยราคา ตามจันทร์") == ["“SCG” มี 2 ราย หมายถึงรายไหนคะ"]


def test_another_process_knows_it_and_forgets_it(rep: Town) -> None:
    other = Directories()
    assert named_there(rep, other) == ()
    teach(rep)
    assert named_there(rep, other) == (customer(rep, CHEMICALS).id,)
    rep.say("แบงค์", "ยกเลิก")
    assert named_there(rep, other) == ()


def named_there(town: Town, directories: Directories) -> tuple[int, ...]:
    """Who answers to SCG in a process with these directories, as it looks at its next event."""
    with town.database() as session:
        workspace = town.workspace(session)
        directories.load(session, workspace.id)
        return directories.current(workspace).directory.exact("SCG")
