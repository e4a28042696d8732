"""A large customer over a year, from the first visit to the order: every reminder, flag and summary."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from sqlalchemy import select

from models.activity import Activity
from models.cadence import Cadence, CadenceEnd
from models.customer import Customer
from models.member import Role
from models.nodrop import dropped
from models.workspace import Holiday, Selling
from tests.days import row
from tests.town import Town

SCRIPT = Path("tests/a_customers_year.txt")
SIAM = "สยามวัสดุภัณฑ์"
CLOSED = ("2026-12-07", "2026-12-10", "2026-12-31", "2027-01-01", "2027-04-06", "2027-04-13", "2027-04-14",
          "2027-04-15", "2027-05-03", "2027-05-04", "2027-06-03", "2027-07-28", "2027-08-12", "2027-10-13",
          "2027-10-25")  # fmt: skip
SHOWN: dict[str, tuple[str, str]] = {
    "the first visit, its size, and a deal": ("แบงค์", "เปิดดีลแล้ว"),
    "the reminder, and the meeting": ("แบงค์", "รอบติดตาม  ตามครั้งที่ 7 จาก 12"),
    "it is held": ("แบงค์", "รอบติดตาม  ตามครั้งที่ 7 จาก 12"),
    "round 8, and round 9 is late": ("แบงค์", "ค้าง 4 วัน"),
    "so nothing comes next: told until it is mended": ("กบ", "ดีล 1,500,000 ไม่มีวันตาม · แบงค์"),
    "the twelfth round: what now?": ("แบงค์", "[ตามต่ออีก 3 ครั้ง]"),
    "asked until it is answered": ("แบงค์", "ครบรอบแล้ว รอตัดสินใจ"),
    "kept in touch with until August": ("แบงค์", "ดูแลห่าง ๆ ครบกำหนด ทักทายลูกค้า"),
}
"""What stands on the card that comes last in a part: whose, and a line of it."""
REST = "round 8, and round 9 is late"
"""PostgreSQL plays up to here, past the first appointment that stood in for a round: the rest is length."""


def parts() -> dict[str, str]:
    """The chat of each part of the year, by its title."""
    told = SCRIPT.read_text(encoding="utf-8").split("\n## ")[1:]
    return dict(one.split("\n", 1) for one in told)


def company(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    town.member("แบงค์")
    town.customer(SIAM, "แบงค์", contacts={"สมชาย": "owner", "วรรณา": "purchasing"})
    with town.database() as session:
        town.workspace(session).selling = Selling.B2B  # nobody needs its nights for counting a shop's buyers
        session.add_all(Holiday(workspace_id=1, day=date.fromisoformat(day), name="วันหยุด") for day in CLOSED)
        town.workspace(session).touch_directory(session)


def test_twelve_rounds_from_the_first_visit_to_the_order(town: Town) -> None:
    company(town)
    for title, chat in parts().items():
        if title == REST and not town.jod.database.is_sqlite:
            break
        town.play(chat)
        who, line = SHOWN.get(title, ("แบงค์", ""))
        assert line in town.card(who), title
    else:
        nothing_is_left(town)
    with town.database() as session:
        rounds = [one.round for one in session.scalars(select(Activity).order_by(Activity.id))]
        counted = [one for one in rounds if one is not None][:12]
        assert counted == list(range(1, 13 if town.jod.database.is_sqlite else 8))


def nothing_is_left(town: Town) -> None:
    with town.database() as session:
        customer = row(session, Customer, SIAM)
        assert session.scalars(Cadence.newest_at(1, customer.id)).one().end is CadenceEnd.WON
        assert dropped(session, 1, [customer.owner_id], town.clock.now().date()) == []
