"""The menu and the help, as fits the reader's role."""

from __future__ import annotations

from bot.cards.questions import lately_spoken_of
from bot.context import Desk
from bot.intents.answers import Help, Menu
from bot.intents.base import Intent
from bot.intents.coupons import PromosToday
from bot.intents.deals import MyDeals
from bot.intents.people import ChangeSetting, InviteTeam, Members, SetUp
from bot.intents.plans import DailyReport, Drafts, MyPlan
from bot.intents.quota import ShowQuota
from bot.intents.reports import Report as DetailedReport
from bot.intents.segments import ShopReport, ShowSegments
from bot.intents.teams import PeopleToAssign, TeamSummary, TeamToday
from bot.replies import Button, Card, Item, Items, Rows, Tap, Weight
from bot.subjects import Part, fitting
from models.customer import Customer
from models.member import Member, Role
from models.workspace import Subject

Entry = tuple[str, Intent]
"""What it is called in the texts, and what a tap on it means."""
MINE: tuple[Part[Entry], ...] = (
    Part(("plan", MyPlan())),
    Part(("overdue", MyPlan(scope="overdue"))),
    Part(("report", DailyReport())),
    Part(("drafts", Drafts())),
    Part(("deals", MyDeals()), about=Subject.DEALS),
    Part(("own_figures", DetailedReport(mine=True))),
)
TEAM: tuple[Part[Entry], ...] = (
    Part(("summary", TeamSummary())),
    Part(("team_today", TeamToday()), about=Subject.VISITS),
    Part(("no_activity", TeamSummary(scope="no_activity"))),
    Part(("detailed", DetailedReport())),
    Part(("shop", ShopReport()), about=Subject.COUNTER),
    Part(("promos", PromosToday()), about=Subject.PROMOTIONS),
    Part(("segments", ShowSegments()), about=Subject.SEGMENTS),
    Part(("assign", PeopleToAssign())),
    Part(("members", Members())),
    Part(("invite", InviteTeam())),
)
SETTINGS: tuple[Part[Entry], ...] = (Part(("settings", ChangeSetting())),)
COMPANY: tuple[Part[Entry], ...] = (Part(("setup", SetUp())),)
MESSAGES: tuple[Part[Entry], ...] = (Part(("quota", ShowQuota())),)
EXAMPLES = (
    Part("log", about=Subject.VISITS),
    Part("talk", instead_of=Subject.VISITS),
    *map(Part, ("meeting", "done", "customer")),
    Part("kept", about=Subject.ROLES),
    Part("tags", instead_of=Subject.ROLES),
    Part("deal", about=Subject.DEALS),
    Part("won", about=Subject.DEALS),
    Part("order", about=Subject.DEALS),
    Part("sale", about=Subject.COUNTER),
    *map(Part, ("numbers", "plan", "fix", "several")),
)
TEAM_EXAMPLES = (
    Part("team", about=Subject.VISITS),
    Part("shop_team", instead_of=Subject.VISITS),
    Part("promo", about=Subject.PROMOTIONS),
    Part("groups", about=Subject.SEGMENTS),
    Part("target"),
    Part("figures", about=Subject.DEALS),
    Part("shop", about=Subject.COUNTER),
    *map(Part, ("assign", "handover", "rep")),
)
OWNER_EXAMPLES = (Part("people"), Part("company"))
FILLS = (Part("log_fill", about=Subject.VISITS), Part("sale_fill", instead_of=Subject.VISITS))
"""With what the keyboard opens when somebody wants to log."""


def menu_card(desk: Desk) -> Card:
    """Everything a tap away, numbered so that it can be typed."""
    words = desk.words
    title = words("guide.menu")
    log = _log(desk, Menu())
    find = Button(words("guide.find"), Tap(Menu(), fill=words("guide.find_fill")), Weight.SECONDARY)
    return Card(
        title=title,
        subtitle=words("guide.menu_hint"),
        summary=title,
        blocks=tuple(_sections(desk)),
        buttons=((log, find), (Button(words("guide.help"), Tap(Help())),)),
        public=True,
    )


def _log(desk: Desk, intent: Intent) -> Button:
    """[ลงงาน]: the line begun as such a company begins it."""
    [fill] = fitting(desk.workspace.selling, FILLS)
    return Button(desk.words("guide.log"), Tap(intent, fill=desk.words(f"guide.{fill}")), Weight.PRIMARY)


def _sections(desk: Desk) -> list[Items]:
    """A rep's own day; a manager's team comes first."""
    mine = _section(desk, "mine", MINE)
    if desk.member.role is Role.REP:
        return [mine, _section(desk, "settings", SETTINGS)]
    own = SETTINGS + COMPANY if desk.member.role is Role.OWNER else SETTINGS
    return [_section(desk, "team", TEAM), mine, _section(desk, "settings", own + MESSAGES)]


def _section(desk: Desk, heading: str, entries: tuple[Part[Entry], ...]) -> Items:
    shown = fitting(desk.workspace.selling, entries)
    items = tuple(Item(desk.words(f"guide.{key}"), intent=intent) for key, intent in shown)
    return Items(items, desk.words(f"guide.section_{heading}"))


def help_card(desk: Desk) -> Card:
    """What to type, shown with one of the reader's own customers and colleagues."""
    words = desk.words
    title = words("guide.help_title")
    named = {"customer": _a_customer(desk), "rep": _a_colleague(desk)}
    rows = [(words(f"guide.can_{key}"), words(f"guide.say_{key}", **named)) for key in _examples(desk)]
    log = _log(desk, Help())
    return Card(
        title=title,
        subtitle=words("guide.help_hint"),
        summary=title,
        blocks=(Rows(tuple(rows)),),
        buttons=((log, Button(words("guide.menu"), Tap(Menu()), Weight.SECONDARY)),),
    )


def _examples(desk: Desk) -> tuple[str, ...]:
    more = {Role.REP: (), Role.MANAGER: TEAM_EXAMPLES, Role.OWNER: TEAM_EXAMPLES + OWNER_EXAMPLES}
    return fitting(desk.workspace.selling, EXAMPLES + more[desk.member.role])


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
