"""Whatever happens, the nightly rule finds what has dropped, and somebody is told of all of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select
from sqlalchemy.orm import Session

from bot.cards.dropping import dropping
from bot.context import Desk
from bot.dealing import lose, start, win
from bot.plans import plan_for
from bot.rounds import follow_rounds
from bot.teamwork import teamwork
from models.cadence import Cadence, CadenceState
from models.changes import Author, written_by
from models.customer import Customer, CustomerKind
from models.deal import Deal, DealState
from models.followup import FollowUp, FollowUpState
from models.handover import hand_over
from models.member import Leave, Member, MemberState, Role
from models.merging import merge
from models.nodrop import Dropped, Why, at_all, at_each, dropped, unpromised
from models.period import Period
from models.workspace import Holiday
from tests.town import Town

REPS, FIRMS = ("แบงค์", "เมย์"), 3
which = st.integers(0, 50)
Key = tuple[str, int]


def slowly(session: Session, today: date) -> set[Key]:
    """The same rule, worked out row by row."""
    active = {one.id for one in all_of(session, Member) if one.state is MemberState.ACTIVE}
    steps = [
        one
        for one in all_of(session, FollowUp)
        if one.state is FollowUpState.OPEN and one.due_on >= today and one.owner_id in active
    ]
    live = {
        one.customer_id
        for one in all_of(session, Cadence)
        if one.ended_at is None and one.state is not CadenceState.DELETED
    }
    firms = {one.id: one for one in all_of(session, Customer) if not one.deleted}
    awake = {key for key, one in firms.items() if one.rests_until is None or one.rests_until <= today}
    found: set[Key] = set()
    for key in awake & live:
        has_step = any(one.customer_id == key for one in steps)
        if firms[key].kind is CustomerKind.BUSINESS and not (has_step and firms[key].owner_id in active):
            found.add(("customer", key))
    for deal in all_of(session, Deal):
        rests = deal.rests_until is not None and deal.rests_until > today
        if deal.state is not DealState.OPEN or deal.customer_id not in awake or rests:
            continue
        own = [one for one in steps if one.customer_id == deal.customer_id and one.deal_id in (None, deal.id)]
        if not own or deal.owner_id not in active:
            found.add(("deal", deal.id))
    return found


def all_of(session: Session, table: Any) -> list[Any]:
    return list(session.scalars(select(table)))


def told(session: Session, town: Town) -> set[int]:
    """The customers that a rep's plan, or the manager's summary, brings up today."""
    workspace, now = town.workspace(session), town.clock.now().astimezone(town.workspace(session).zone)
    people = [one for one in all_of(session, Member) if one.is_active]
    seen: set[int] = set()
    for member in people:
        plan = plan_for(Desk(session, workspace, member, now), now.date(), now.date())
        seen |= {one.customer_id for one in plan.overdue} | {one.customer_id for one in plan.undecided}
        seen |= {one.customer_id for one in plan.adrift}
        if member.role is Role.MANAGER:
            desk = Desk(session, workspace, member, now)
            keepers = list(session.scalars(desk.access.keepers()))
            lines = dropping(desk, teamwork(desk, Period(now.date(), now.date())), keepers)
            found = dropped(session, workspace.id, keepers, now.date())
            seen |= {one.customer_id for one in found if lines}
    return seen


class Histories(RuleBasedStateMachine):
    """A small company whose people log, promise, move, win, lose, rest, leave and change their minds."""

    town: Town
    firms: list[int]

    def __init__(self) -> None:
        super().__init__()
        number = int(self.town.clock.now().timestamp())
        self.firms = [self.town.customer(f"บริษัทที่{number}{one}", REPS[one % 2]) for one in range(FIRMS)]
        self.events = 0

    def name(self, number: int) -> str:
        with self.town.database() as session:
            return session.get_one(Customer, self.firms[number % FIRMS]).name

    def keeper(self, number: int) -> str:
        with self.town.database() as session:
            customer = session.get_one(Customer, self.firms[number % FIRMS])
            return session.get_one(Member, customer.owner_id).name

    def say(self, number: int, line: str) -> None:
        self.town.say(self.keeper(number), line.format(self.name(number)))

    def do(self, number: int, act: Callable[[Desk, Customer], Any]) -> None:
        """Something whose sentence belongs to another capability, in a transaction of its own."""
        self.events += 1
        town = self.town
        with town.database() as session:
            customer = session.get_one(Customer, self.firms[number % FIRMS])
            member = session.get_one(Member, customer.owner_id)
            now = town.clock.now().astimezone(town.workspace(session).zone)
            with written_by(Author(f"act {self.events} {now}", member.id, now, "act")):
                act(Desk(session, town.workspace(session), member, now), customer)
                session.flush()

    @rule(
        number=which, how=st.sampled_from(["เข้าพบ {} คุยราคา", "โทร {} คุยเครดิต", "ไลน์ {} ส่งราคา ตามอีก 3 วัน"])
    )
    def log(self, number: int, how: str) -> None:
        self.say(number, how)

    @rule(number=which)
    def try_in_vain(self, number: int) -> None:
        self.say(number, "โทร {} ไม่รับสาย")

    @rule(
        number=which,
        how=st.sampled_from(["เตือนโทร {} อีก 5 วัน", "เลื่อน {} พรุ่งนี้", "ไม่ต้องตาม {} แล้ว", "เสร็จ {}"]),
    )
    def promise(self, number: int, how: str) -> None:
        self.say(number, how)

    @rule(number=which, how=st.sampled_from(["{} ไม่สนใจแล้ว", "ดูแลห่าง ๆ {} อีก 10 วัน", "ต่อรอบ {} เพราะรองบ"]))
    def decide(self, number: int, how: str) -> None:
        self.say(number, how)

    @rule(who=st.sampled_from(REPS), said=st.sampled_from(["ยกเลิก", "เอากลับมา"]))
    def change_mind(self, who: str, said: str) -> None:
        self.town.say(who, said)

    @rule(number=which)
    def open_deal(self, number: int) -> None:
        self.do(number, start)

    @rule(number=which, ends=st.sampled_from([win, lose]))
    def close_deal(self, number: int, ends: Any) -> None:
        def close(desk: Desk, customer: Customer) -> None:
            deal = desk.session.scalar(Deal.open_at(desk.workspace.id, customer.id).limit(1))
            if deal is not None:
                ends(desk, deal)

        self.do(number, close)

    @rule(number=which, days=st.integers(1, 20))
    def put_deal_aside(self, number: int, days: int) -> None:
        def put_aside(desk: Desk, customer: Customer) -> None:
            for deal in desk.session.scalars(Deal.open_at(desk.workspace.id, customer.id)):
                deal.rests_until = desk.today + timedelta(days=days)

        self.do(number, put_aside)

    @rule(number=which)
    def reassign(self, number: int) -> None:
        def hand(desk: Desk, customer: Customer) -> None:
            others = [one for one in all_of(desk.session, Member) if one.id != customer.owner_id]
            hand_over(desk.session, [customer], next(one for one in others if one.name in REPS), desk.now)

        self.do(number, hand)

    @rule(number=which, other=which)
    def merge(self, number: int, other: int) -> None:
        """All that is the other's becomes this one's."""
        gone = self.firms[other % FIRMS]

        def join(desk: Desk, kept: Customer) -> None:
            if kept.id != gone:
                merge(desk.session, kept, desk.session.get_one(Customer, gone), desk.now)
                follow_rounds(desk, kept.id)

        self.do(number, join)
        with self.town.database() as session:
            if session.get_one(Customer, gone).deleted:
                self.firms[other % FIRMS] = self.firms[number % FIRMS]

    @rule(days=st.integers(1, 4))
    def holiday(self, days: int) -> None:
        day = (self.town.clock.now() + timedelta(days=days)).date()
        with self.town.database() as session:
            if session.scalar(select(Holiday).where(Holiday.day == day)) is None:
                session.add(Holiday(workspace_id=1, day=day, name="ปิด"))
            self.town.workspace(session).touch_directory(session)

    @rule(who=st.sampled_from(REPS), days=st.integers(0, 5))
    def leave(self, who: str, days: int) -> None:
        today = self.town.clock.now().date()
        with self.town.database() as session:
            member = session.scalars(select(Member).where(Member.name == who)).one()
            session.add(
                Leave(workspace_id=1, member_id=member.id, first=today, last=today + timedelta(days=days))
            )

    @rule(who=st.sampled_from(REPS))
    def leave_the_team_or_come_back(self, who: str) -> None:
        with self.town.database() as session:
            member = session.scalars(select(Member).where(Member.name == who)).one()
            member.state = MemberState.REMOVED if member.is_active else MemberState.ACTIVE

    @rule(days=st.integers(1, 9))
    def time_goes_by(self, days: int) -> None:
        self.town.clock.move_to(self.town.clock.now() + timedelta(days=days))

    @invariant()
    def the_rule_finds_what_has_dropped_and_all_of_it_is_told(self) -> None:
        with self.town.database() as session:
            today = self.town.clock.now().astimezone(self.town.workspace(session).zone).date()
            everybody = [one.id for one in all_of(session, Member)]
            found = dropped(session, 1, everybody, today)
            keys = {("deal", one.deal_id) if one.deal_id else ("customer", one.customer_id) for one in found}
            assert keys == slowly(session, today)
            each, every = (set(way.rows(session, 1, everybody, today)) for way in (at_each, at_all))
            assert each == every, "one person's plan and a company's summary ask in different ways"
            assert {one.customer_id for one in found} <= told(session, self.town)
            others = {one for one in found if one.why is not Why.OVERDUE}
            assert {Dropped(*row) for row in unpromised.rows(session, 1, everybody, today)} == others


def test_nothing_drops_unnoticed(town: Town) -> None:
    town.member("กบ", Role.MANAGER)
    for rep in REPS:
        town.member(rep)
    Histories.town = town
    profile = settings(
        max_examples=8, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(Histories, settings=profile)
