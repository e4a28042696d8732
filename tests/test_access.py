"""Nothing leaks: who may not see a record learns nothing of it by any sentence or button, nor changes it."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from bot.intents.activities import Redo, Undo
from bot.sheets.tables import offered
from models.activity import Activity
from models.changes import Change
from models.member import Member, MemberState, Role
from tests.days import at, press
from tests.secret import (
    CUSTOMER,
    SECRETS,
    another_company,
    everything_said,
    everything_tried,
    leaks,
    secret_of,
    shown_to,
    state_of,
    state_of_company,
)
from tests.terminal import Terminal
from tests.town import Town

OUTSIDERS = ("เมย์", "Jack", "Kate", "คนแปลกหน้า")
"""A rep of the same team, a rep and a manager of another one, and a stranger."""
THAI, ENGLISH = 0, 1
NAMED = (*SECRETS, CUSTOMER)
"""To whom is outside the team, the name too is told only by who says it."""
SENTENCES = (
    CUSTOMER,
    f"ประวัติ {CUSTOMER}",
    f"history {CUSTOMER}",
    f"โทร {CUSTOMER} ไม่รับสาย",
    f"เข้าพบ {CUSTOMER} ตามพรุ่งนี้ 10:00",
    f"นัด {CUSTOMER} พรุ่งนี้ 10:00",
    f"เลื่อน {CUSTOMER} พรุ่งนี้",
    f"เสร็จ {CUSTOMER}",
    f"ลูกค้าใหม่ {CUSTOMER}",
    f"ให้เมย์โทร {CUSTOMER} พรุ่งนี้",
    f"{CUSTOMER}ซื้ออะไรบ้าง",
    f"{CUSTOMER}สั่งเหล็ก 2 ตัน 1,000",
    f"{CUSTOMER}คืนของแนบแน่น 100",
    f"วางบิล{CUSTOMER} 1,000",
    "ใครค้างเงินบ้าง",
    "เป้าแบงค์ 1 ล้าน",
    "เดือนนี้ผมได้เท่าไหร่",
    "ค้นหา แนบแน",
    "ค้นหา ลดพิเศษ",
    "ค้นหา 5432",
    "โทร คุณแนบแน",
    "แผน",
    "ค้างตาม",
    "ฉบับร่าง",
    "สรุปทีม",
    "สรุปทีมเดือนนี้",
    "วันนี้ทีมไปไหน",
    "ลูกค้าที่ไม่ได้คุยเกิน 1 วัน",
    "สรุปแบงค์",
    "สรุปวันนี้",
    "เสร็จ",
    "แก้",
    "ยกเลิก",
    "1",
)


@pytest.fixture
def company(town: Town) -> Town:
    """แบงค์ has the customer; กบ leads him; the others have no business with it."""
    town.member("เฮีย", Role.OWNER, team="บริหาร")
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.member("เมย์")
    town.member("Kate", Role.MANAGER, team="เชียงใหม่", language="en")
    town.member("Jack", team="เชียงใหม่", language="en")
    town.person("คนแปลกหน้า")
    town.jod.work()
    return town


@pytest.mark.parametrize("who", OUTSIDERS)
def test_g3_no_button_reaches_another_reps_customer(company: Town, who: str) -> None:
    secret = secret_of(company, "แบงค์")
    before = state_of(company, secret)
    is_colleague = who == "เมย์"
    assert leaks(everything_tried(company, who, secret), SECRETS if is_colleague else NAMED) == []
    assert state_of(company, secret) == before


@pytest.mark.parametrize("who", OUTSIDERS)
def test_g3_no_intent_said_reaches_another_reps_customer(company: Town, who: str) -> None:
    secret = secret_of(company, "แบงค์")
    before = state_of(company, secret)
    assert leaks(everything_said(company, who, "Nowhere", ENGLISH), NAMED) == []
    assert leaks(everything_said(company, who, CUSTOMER, THAI)) == []
    assert state_of(company, secret) == before


@pytest.mark.parametrize("who", OUTSIDERS)
def test_no_sentence_reaches_another_reps_customer(company: Town, who: str) -> None:
    secret = secret_of(company, "แบงค์")
    before = state_of(company, secret)
    for sentence in SENTENCES:
        company.say(who, sentence)
    assert leaks(shown_to(company, who)) == []
    assert state_of(company, secret) == before


@pytest.mark.parametrize("typed", [CUSTOMER[:-1], CUSTOMER[:5], f"บริษัท {CUSTOMER[:-1]} จำกัด"])
def test_another_teams_customer_is_called_only_what_one_typed(company: Town, typed: str) -> None:
    secret_of(company, "แบงค์")
    for sentence in (typed, f"โทร {typed} ไม่รับสาย", f"ลูกค้าใหม่ {typed}", f"ค้นหา {typed}"):
        assert company.say("Jack", sentence)
    assert leaks(shown_to(company, "Jack"), NAMED) == []


@pytest.mark.parametrize("who", ["เฮีย", "กบ"])
def test_g3_nobody_reaches_another_company(company: Town, who: str) -> None:
    """Not even an owner: ids are counted up over all companies, so they are easily guessed."""
    secret = another_company(company)
    with company.database() as session:
        theirs = session.get_one(Member, secret.owner).workspace_id
    before = state_of_company(company, theirs)
    assert leaks(everything_tried(company, who, secret), NAMED) == []
    assert leaks(everything_said(company, who, CUSTOMER, THAI)) == []
    assert state_of_company(company, theirs) == before


def test_rep_manager_and_owner_do_reach_it(company: Town) -> None:
    """The same eyes that must find nothing elsewhere find the secret where it may be seen."""
    secret_of(company, "แบงค์")
    for who in ("แบงค์", "กบ", "เฮีย"):
        company.say(who, CUSTOMER)
        assert leaks(shown_to(company, who)), who


def test_a_removed_member_reaches_nothing(company: Town) -> None:
    secret = secret_of(company, "แบงค์")
    with company.database() as session:
        session.get_one(Member, secret.owner).state = MemberState.REMOVED
    before = state_of(company, secret)
    for sentence in SENTENCES:
        company.say("แบงค์", sentence)
    assert leaks(everything_tried(company, "แบงค์", secret)) == []
    assert state_of(company, secret) == before


def test_somebody_elses_deed_cannot_be_undone_or_brought_back(company: Town) -> None:
    company.customer(CUSTOMER, "แบงค์")
    company.say("แบงค์", f"เข้าพบ {CUSTOMER} ขอลดพิเศษ")
    with company.database() as session:
        event = session.scalars(select(Change.event).where(Change.table_name == "activities")).one()
    for who in OUTSIDERS:
        press(company, who, Undo(event=event))
        press(company, who, Redo(event=event))
    with company.database() as session:
        assert session.scalars(select(Activity.deleted)).all() == [False]


def test_a_quoted_card_of_somebody_elses_opens_nothing(company: Town) -> None:
    secret = secret_of(company, "แบงค์")
    company.say("แบงค์", CUSTOMER)
    card = company.platform.phone("แบงค์").received[-1].id
    before = state_of(company, secret)
    for who in OUTSIDERS:
        for sentence in ("ตามพรุ่งนี้ 10:00", "ประวัติ", "ขอลดอีก", "ยกเลิก", "แก้ยอด 1 ล้าน"):
            company.platform.phone(who).say(sentence, quote=card)
        assert leaks(shown_to(company, who)) == [], who
    assert state_of(company, secret) == before


def test_the_evening_tells_a_manager_only_of_the_own_team(company: Town) -> None:
    secret_of(company, "แบงค์")
    company.move_to(at("18:31"))
    assert leaks(shown_to(company, "กบ"), NAMED)
    assert leaks(shown_to(company, "Kate"), NAMED) == []


def test_g3_every_export_holds_only_what_its_reader_may_see(company: Town) -> None:
    secret_of(company, "แบงค์")
    terminal = Terminal(company)
    for who in ("เมย์", "Jack", "Kate"):
        for table in offered():
            told = terminal.told("export", table, "--format", "jsonl", "--as", who)
            assert leaks([told], NAMED) == [], f"{table} as {who}"
    for who in ("แบงค์", "กบ", "เฮีย"):
        assert leaks([terminal.told("export", "activities", "--format", "jsonl", "--as", who)]), who


@pytest.mark.parametrize("who", ["คนแปลกหน้า", "แบงค์"])
def test_who_is_not_in_the_team_exports_nothing(company: Town, who: str) -> None:
    secret = secret_of(company, "แบงค์")
    with company.database() as session:
        session.get_one(Member, secret.owner).state = MemberState.REMOVED
    for table in offered():
        refused = Terminal(company).run("export", table, "--as", who)
        assert refused.exit_code == 2
        assert leaks([refused.output], NAMED) == []


def test_g3_no_export_holds_another_companys_rows(company: Town) -> None:
    another_company(company)
    terminal, mine = Terminal(company), ("--workspace", "บริษัทของฉัน")
    assert terminal.run("export", "customers").exit_code == 2
    with company.database() as session:
        company.workspace(session).name = mine[1]
    for table in offered():
        for reader in ((), ("--as", "เฮีย"), ("--as", "กบ")):
            told = terminal.told("export", table, "--format", "jsonl", *mine, *reader)
            assert leaks([told], NAMED) == [], f"{table} {reader}"
    assert leaks([terminal.told("export", "customers", "--workspace", "อีกบริษัท")], (CUSTOMER,))
