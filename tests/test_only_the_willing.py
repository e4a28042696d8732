"""Whatever happens, and in whatever order: no promotion comes to anybody who does not want it, or twice."""

from __future__ import annotations

import shutil
import uuid
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test
from sqlalchemy import func, select

from models.member import Role
from models.promotion import Recipient
from scheduler.consent import UNCERTAIN, WITHDRAWN
from simulator.faults import DROPPED, RATE_LIMITED, SERVER_ERROR, accepted_then, times
from tests.conftest import MIGRATED
from tests.postgres import Postgres
from tests.shopping import SHOP, set_up
from tests.town import BANGKOK, Town
from tests.wishes import ACTS, PEOPLE, Wishes

OWNER = "เจ้"
TO_ALL = "โปร {code} ลด 10% ถึงพรุ่งนี้ ส่งวันนี้ {now:%H:%M}"
OFFERS = {
    "offer to all": TO_ALL,
    "offer to buyers": f"{TO_ALL} กลุ่มซื้อปูน 6 เดือน",
    "offer on birthdays": "โปรวันเกิด {code} ลด 15% อัตโนมัติ",
}
FAULTS = {
    "refused": SERVER_ERROR,
    "accepted, then refused": accepted_then(SERVER_ERROR),
    "accepted, then silent": accepted_then(DROPPED),
    "too fast": RATE_LIMITED,
}
SPANS = {
    "a minute": timedelta(minutes=1),
    "an hour": timedelta(hours=1),
    "a night": timedelta(hours=11),
    "a week": timedelta(days=8),
}
WORK = ("a step", "a try", "all there is")
QUEUED = 4
"""Steps until the batches wait for the sender: started, the list, its end, the batches."""


class Promoting(RuleBasedStateMachine):
    """A shop whose consumers come, agree, withdraw, block, are erased and come back while it promotes."""

    new_database: Callable[[], str]
    seen: Counter[str]
    """What has happened in all histories together: a proof in which nothing was sent proves nothing."""

    def __init__(self) -> None:
        super().__init__()
        self.town = Town(self.new_database())
        set_up(self.town, **SHOP)
        self.town.member(OWNER, Role.OWNER)
        self.town.bind_channels()
        self.wishes = Wishes(self.town)
        self.offers, self.checked = 0, 0

    @initialize(steps=st.sampled_from([QUEUED, *range(QUEUED)]), fault=st.sampled_from(list(FAULTS)))
    def all_agree_and_a_promotion_is_on_its_way(self, steps: int, fault: str) -> None:
        for who in PEOPLE:
            self.wishes.come(who)
        self.offer(TO_ALL)
        for _ in range(steps):
            self.town.jod.worker.promotions.step()
        self.go_wrong(fault)

    @rule(
        happens=st.sampled_from([*WORK, *WORK, *FAULTS, *SPANS, *OFFERS, "called off"]),
        who=st.sampled_from(PEOPLE),
        act=st.sampled_from(ACTS),
    )
    def time_goes_on_and_somebody_acts(self, happens: str, who: str, act: str) -> None:
        if happens in WORK:
            self.work(happens)
        elif happens in FAULTS:
            self.go_wrong(happens)
        elif happens in SPANS:
            self.town.clock.wait(SPANS[happens])
        elif happens in OFFERS:
            self.offer(OFFERS[happens])
        else:
            self.town.say(OWNER, "ไม่ส่งแล้ว")
        self.check()
        getattr(self.wishes, act)(who)

    def go_wrong(self, fault: str) -> None:
        """At the next two calls."""
        self.town.platform.faults[:] = [times(2, FAULTS[fault], "multicast", "push")]

    def offer(self, line: str) -> None:
        """Made, and approved."""
        self.offers += 1
        code = f"NO{self.offers}X"
        self.town.say(OWNER, line.format(code=code, now=self.town.clock.now().astimezone(BANGKOK)))
        self.town.say(OWNER, f"ส่ง {code}")

    def work(self, how: str) -> None:
        jod = self.town.jod
        if how == "a step":
            jod.worker.promotions.step()
        elif how == "a try":
            jod.sender.send_waiting()
        else:
            jod.ticker.tick()
            jod.worker.coupons.work()
            jod.sender.drain()
            while jod.worker.promotions.step():
                jod.sender.drain()

    def check(self) -> None:
        """What LINE has taken since the last look was wanted at that moment."""
        accepted = self.town.platform.accepted
        for sent in accepted[self.checked :]:
            if sent.channel == "shop" and sent.endpoint != "reply":
                self.wishes.hear(sent)
        self.checked = len(accepted)

    def teardown(self) -> None:
        """In the end all goes that is to go, at the third try at the latest."""
        for _ in range(3):
            self.work("all there is")
            self.town.clock.wait(SPANS["a minute"])
        self.check()
        self.remember()
        self.town.jod.stop()

    def remember(self) -> None:
        with self.town.database() as session:
            reasons = select(Recipient.reason, func.count()).group_by(Recipient.reason)
            self.seen.update(dict(session.execute(reasons).all()))
        self.seen["had it"] += self.wishes.had.total()


@pytest.fixture(params=["sqlite", "postgres"])
def new_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """How a fresh, migrated database is made, for each history that is tried."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("migrated_file")
        yield lambda: f"sqlite:///{shutil.copyfile(template, tmp_path / uuid.uuid4().hex)}"
        return
    server: Postgres = request.getfixturevalue("postgres")
    made: list[str] = []

    def new() -> str:
        made.append(f"test_{uuid.uuid4().hex}")
        return server.create(made[-1], template=MIGRATED)

    yield new
    for name in made:
        server.drop(name)


def test_a_promotion_comes_only_to_who_wants_it_and_once(new_database: Callable[[], str]) -> None:
    Promoting.new_database, Promoting.seen = staticmethod(new_database), Counter()
    profile = settings(
        max_examples=12,
        stateful_step_count=8,
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(Promoting, settings=profile)
    assert Promoting.seen["had it"] > 15
    assert Promoting.seen[WITHDRAWN] > 3
    assert Promoting.seen[UNCERTAIN] > 0
