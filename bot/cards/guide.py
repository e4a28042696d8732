"""The menu and the help, as fits the reader's role."""

from __future__ import annotations

from bot.cards.questions import lately_spoken_of
from bot.context import Desk
from bot.intents.answers import Help, Menu
from bot.intents.base import Intent
from bot.intents.people import ChangeSetting, InviteTeam, Members, SetUp
from bot.intents.plans import DailyReport, Drafts, MyPlan
from bot.intents.reports import Report as DetailedReport
from bot.intents.teams import PeopleToAssign, TeamSummary, TeamToday
from bot.replies import Button, Card, Item, Items, Rows, Tap, Weight
from models.customer import Customer
from models.member import Member, Role

MINE: tuple[tuple[str, Intent], ...] = (
    ("plan", MyPlan()),
    ("overdue", MyPlan(scope="overdue")),
    ("report", DailyReport()),
    ("drafts", Drafts()),
    ("own_figures", DetailedReport(mine=True)),
)
TEAM: tuple[tuple[str, Intent], ...] = (
    ("summary", TeamSummary()),
    ("team_today", TeamToday()),
    ("no_activity", TeamSummary(scope="no_activity")),
    ("detailed", DetailedReport()),
    ("assign", PeopleToAssign()),
    ("members", Members()),
    ("invite", InviteTeam()),
)
SETTINGS: tuple[tuple[str, Intent], ...] = (("settings", ChangeSetting()),)
COMPANY: tuple[tuple[str, Intent], ...] = (("setup", SetUp()),)
EXAMPLES = (
    *("log", "meeting", "done", "customer", "kept", "deal", "won", "order", "sale", "numbers"),
    *("plan", "fix", "several"),
)
TEAM_EXAMPLES = ("team", "promo", "target", "figures", "assign", "handover", "rep")
OWNER_EXAMPLES = ("people", "company")
TO_BUSINESSES, TO_CONSUMERS = frozenset({"deal", "won", "order"}), frozenset({"sale", "promo"})
"""Examples for who sells so; the others are everybody's."""


def menu_card(desk: Desk) -> Card:
    """Everything a tap away, numbered so that it can be typed."""
    words = desk.words
    title = words("guide.menu")
    log = Button(words("guide.log"), Tap(Menu(), fill=words("guide.log_fill")), Weight.PRIMARY)
    find = Button(words("guide.find"), Tap(Menu(), fill=words("guide.find_fill")), Weight.SECONDARY)
    return Card(
        title=title,
        subtitle=words("guide.menu_hint"),
        summary=title,
        blocks=tuple(_sections(desk)),
        buttons=((log, find), (Button(words("guide.help"), Tap(Help())),)),
        public=True,
    )


def _sections(desk: Desk) -> list[Items]:
    """A rep's own day; a manager's team comes first."""
    mine = _section(desk, "mine", MINE)
    if desk.member.role is Role.REP:
        return [mine, _section(desk, "settings", SETTINGS)]
    last = SETTINGS + COMPANY if desk.member.role is Role.OWNER else SETTINGS
    return [_section(desk, "team", TEAM), mine, _section(desk, "settings", last)]


def _section(desk: Desk, heading: str, entries: tuple[tuple[str, Intent], ...]) -> Items:
    items = tuple(Item(desk.words(f"guide.{key}"), intent=intent) for key, intent in entries)
    return Items(items, desk.words(f"guide.section_{heading}"))


def help_card(desk: Desk) -> Card:
    """What to type, shown with one of the reader's own customers and colleagues."""
    words = desk.words
    title = words("guide.help_title")
    named = {"customer": _a_customer(desk), "rep": _a_colleague(desk)}
    rows = [(words(f"guide.can_{key}"), words(f"guide.say_{key}", **named)) for key in _examples(desk)]
    log = Button(words("guide.log"), Tap(Help(), fill=words("guide.log_fill")), Weight.PRIMARY)
    return Card(
        title=title,
        subtitle=words("guide.help_hint"),
        summary=title,
        blocks=(Rows(tuple(rows)),),
        buttons=((log, Button(words("guide.menu"), Tap(Menu()), Weight.SECONDARY)),),
    )


def _examples(desk: Desk) -> tuple[str, ...]:
    more = {Role.REP: (), Role.MANAGER: TEAM_EXAMPLES, Role.OWNER: TEAM_EXAMPLES + OWNER_EXAMPLES}
    selling = desk.workspace.selling
    unsaid = (frozenset() if selling.to_businesses else TO_BUSINESSES) | (
        frozenset() if selling.to_consumers else TO_CONSUMERS
    )
    return tuple(one for one in EXAMPLES + more[desk.member.role] if one not in unsaid)


def _a_customer(desk: Desk) -> str:
    """The one spoken of last, else any of the reader's, else an invented one."""
    lately = lately_spoken_of(desk, 1)
    if lately:
        return lately[0].name
    any_of_mine = desk.access.customers().order_by(Customer.id).limit(1)
    customer = desk.session.scalar(any_of_mine)
    return customer.name if customer is not None else desk.words("guide.some_customer")


def _a_colleague(desk: Desk) -> str:
    others = desk.access.people().where(Member.id != desk.member.id)
    name = desk.session.scalar(others.with_only_columns(Member.name).order_by(None).limit(1))
    return name or desk.words("guide.some_rep")
