"""Who a shop's customers are, of a million of them: seconds, megabytes, and how long others' writes wait.

`CONSUMERS=200000 make bench ARGS=scores` takes fewer.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from itertools import islice
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Any

from sqlalchemy import func, insert, select

from benchmarks.sheets import NOW, Clock, measured
from models import founding, schema
from models.audience import audience
from models.base import Base, table_of
from models.customer import Customer, CustomerKind
from models.database import Database
from models.member import Member, Role, Team
from models.purchase import Purchase
from models.segment import CustomerScore
from models.workspace import Selling, Workspace
from scheduler.scoring import Scoring
from tests.postgres import SAFE, own_server

CONSUMERS = int(os.environ.get("CONSUMERS", "1000000"))
MOST_PURCHASES = 7
A_TIME = 10_000
GOODS = ("ปูน", "สี", "ครีมกันแดด", "เหล็กเส้น", "ยาสระผม")
GROUPS: dict[str, dict[str, Any]] = {
    "at risk": {"score": "at_risk"},
    "best customers": {"score": "champions"},
    "bought cement in 6 months and spent over 5,000": {
        "bought": {"item": "ปูน", "months": 6},
        "spent": {"over": "5000"},
    },
    "spent over 5,000 in 3 months": {"spent": {"over": "5000", "months": 3}},
    "birthday this month": {"birthday": "month"},
}
Row = dict[str, Any]


def main() -> None:
    on_both(report)


def on_both(measure: Callable[[str, str], None]) -> None:
    """`measure` is given the name of a kind of database, and the URL of an empty one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        path.touch()
        measure("SQLite", f"sqlite:///{path}")
    with own_server(SAFE) as server:
        measure("PostgreSQL", server.url())


def report(what: str, url: str) -> None:
    database = Database(url, patience=timedelta(seconds=10))
    schema.upgrade(database.engine)
    shop = founded(database)
    for table, rows in ((Customer, customers(shop)), (Purchase, purchases(shop))):
        fill(database, table, rows)
    scoring = Scoring(database, Clock())
    for time in ("for the first time", "again the next day"):
        with measured(f"{what}: {CONSUMERS:,} consumers scored {time}", database):
            scoring.refresh(shop, NOW.date())
    with database.read() as session:
        print(f"  {session.scalar(select(func.count()).select_from(CustomerScore)):,} scores")
    for name, definition in GROUPS.items():
        began = perf_counter()
        with database.read() as session:
            many = session.scalar(audience(shop, definition, NOW).with_only_columns(func.count()))
        print(f"{what}: {name}: {many:,} in {(perf_counter() - began) * 1000:.0f} ms", flush=True)
    database.close()


def founded(database: Database) -> Workspace:
    with database.write() as session:
        shop = founding.found(session, now=NOW, timezone="Asia/Bangkok", has_shop=True)
        shop.selling = Selling.SHOP
        team = session.scalars(select(Team)).first() or Team(workspace_id=shop.id, name="ทีมขาย")
        session.add(team)
        session.flush()
        here = {"workspace_id": shop.id, "team_id": team.id}
        session.add(Member(**here, user_id="U1", name="เจ้", role=Role.OWNER, joined_at=NOW))
        return shop


def customers(shop: Workspace, many: int = CONSUMERS) -> Iterator[Row]:
    for number in range(1, many + 1):
        bought = _bought(number)
        yield {
            "id": number,
            "workspace_id": shop.id,
            "owner_id": 1,
            "name": f"ลูกค้า {number}",
            "kind": CustomerKind.CONSUMER,
            "birthday": NOW.date() - timedelta(days=9_000 + number % 5_000),
            "last_purchase_at": NOW - min(ago for ago, _, _ in bought),
            "purchase_count": len(bought),
            "purchase_total": sum((baht for _, baht, _ in bought), Decimal()),
            "created_at": NOW - timedelta(days=900),
        }


def purchases(shop: Workspace, many: int = CONSUMERS) -> Iterator[Row]:
    for number in range(1, many + 1):
        for ago, baht, item in _bought(number):
            at = NOW - ago
            here = {"workspace_id": shop.id, "customer_id": number, "item": item, "amount": baht}
            yield {**here, "occurred_at": at, "logged_at": at}


def _bought(number: int) -> list[tuple[timedelta, Decimal, str]]:
    """The same customer always bought the same."""
    random = Random(number)
    return [
        (
            timedelta(hours=random.randrange(800 * 24)),
            Decimal(random.randrange(50, 4_000)),
            random.choice(GOODS),
        )
        for _ in range(random.randint(1, MOST_PURCHASES))
    ]


def fill(database: Database, table: type[Base], rows: Iterator[Row]) -> None:
    while some := list(islice(rows, A_TIME)):
        with database.plainly(hasty=True) as connection:
            connection.execute(insert(table_of(table)), some)
