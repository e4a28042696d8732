"""A month of five reps and their manager, by the clock: what it costs in LINE's quota."""

from __future__ import annotations

import random
import tempfile
from datetime import datetime, timedelta
from pathlib import Path

from models.member import Role
from tests.town import BANGKOK, Town

REPS = ("แบงค์", "เมย์", "นุ่น", "โจ", "ฟ้า")
MANAGER = "กบ"
FIRST, LAST = datetime(2026, 11, 2, 7, 0, tzinfo=BANGKOK), datetime(2026, 11, 30, 19, 0, tzinfo=BANGKOK)
CUSTOMERS = ("พาณิชย์", "การช่าง", "โลหะกิจ", "วัสดุ")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        town = Town(f"sqlite:///{Path(folder)}/month.db", start=FIRST)
        paid, messages = play(town)
        town.jod.stop()
    print(f"messages that cost quota: {paid} (300 are free); had every message been pushed: {messages}")


def play(town: Town, seed: int = 26112026) -> tuple[int, int]:
    """Play the month; returns LINE's own count of paid messages, and of all requests it accepted."""
    dice = random.Random(seed)
    people(town)
    day = FIRST
    while day <= LAST:
        if day.weekday() < 5:
            work_day(town, day, dice)
        day += timedelta(days=1)
    town.move_to(LAST)
    accepted = town.platform.accepted
    return sum(one.cost for one in accepted), len(accepted)


def people(town: Town) -> None:
    town.member(MANAGER, Role.MANAGER)
    for rep in REPS:
        town.member(rep)
        for name in CUSTOMERS:
            town.customer(f"{rep}{name}", rep)


def work_day(town: Town, day: datetime, dice: random.Random) -> None:
    """Each rep: a look at the plan on two mornings of five, four or five logs, one appointment most days."""
    acts: list[tuple[datetime, str, str]] = []
    for rep in REPS:
        acts += rep_day(rep, day, dice)
    acts.append((at(day, 16, dice), MANAGER, "สรุปทีม"))
    for moment, who, line in sorted(acts):
        town.move_to(moment)
        town.say(who, line)


def rep_day(rep: str, day: datetime, dice: random.Random) -> list[tuple[datetime, str, str]]:
    acts = [(at(day, 7, dice), rep, "แผน")] if dice.random() < 0.4 else []
    shops = [f"{rep}{name}" for name in CUSTOMERS]
    acts += [(at(day, hour, dice), rep, log(dice, dice.choice(shops))) for hour in (9, 11, 14, 15)]
    if dice.random() < 0.6:
        acts.append((at(day, 16, dice), rep, f"นัด {dice.choice(shops)} พรุ่งนี้ {dice.choice((10, 11))} โมง"))
    if dice.random() < 0.8:
        acts.append((at(day, 17, dice), rep, "สรุปวันนี้"))
    return acts


def at(day: datetime, hour: int, dice: random.Random) -> datetime:
    return day.replace(hour=hour, minute=dice.randrange(5, 30))


def log(dice: random.Random, customer: str) -> str:
    verb = dice.choice(("เข้าพบ", "โทรหา", "ไลน์หา"))
    ahead = dice.choice(("ตามอีก 3 วัน", "ตามอาทิตย์หน้า", "โทรใหม่พรุ่งนี้บ่ายสอง", "ส่งใบเสนอราคาแล้ว"))
    return f"{verb} {customer} คุยเรื่องราคา {ahead}"
