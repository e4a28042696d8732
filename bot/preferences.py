"""What can be set: a person's own ways and, for managers, the company's. Values are as buttons carry them."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import time
from functools import partial

from bot import shop_rules
from bot.context import Desk
from bot.phones import e164, shown
from models import founding
from models.followup import FollowUp, FollowUpKind, remind_at
from models.member import Role
from models.workspace import Selling, WorkingDays

CLOCK = re.compile(r"(\d{1,2})(?:[:.]?(\d{2}))?(?:\s*น\.?)?")
SPAN = re.compile(rf"({CLOCK.pattern})\s*(?:-|–|ถึง|to)\s*({CLOCK.pattern})")
NAME_LIMIT, COMPANY_LIMIT, LEGAL_LIMIT = 80, 120, 200
LINK = re.compile(r"https://[^\s]{4,280}")
LEADS = {"30": 30, "60": 60, "120": 120, "1": 60, "2": 120}
"""Minutes before an appointment, as a number of minutes or of hours."""
ALIASES = {
    "shop": "b2c",
    "every_other_saturday": "alternate-sat",
    "masculine": "male",
    "feminine": "female",
    "ครับ": "male",
    "ค่ะ": "female",
    "true": "on",
    "false": "off",
}


@dataclass(frozen=True, slots=True)
class Preference:
    """One thing to set. `put` raises ValueError for a value that it cannot have."""

    key: str
    role: Role
    choices: tuple[str, ...]
    """The values offered as buttons; where there are none, or others, people type."""
    now: Callable[[Desk], str]
    """The value it has, in words."""
    put: Callable[[Desk, str], None]


def set_to(desk: Desk, preference: Preference, value: str) -> None:
    """Change it for the reader of this desk; raises ValueError for a value it cannot have."""
    plain = value.strip()
    preference.put(desk, ALIASES.get(plain.casefold(), plain))


def clock_of(text: str) -> time:
    """7:30, 07.30, 0730 or 7; raises ValueError for anything else."""
    if found := CLOCK.fullmatch(text.strip()):
        return time(int(found[1]), int(found[2] or 0))
    raise ValueError(text)


def named(desk: Desk, key: str, value: str) -> str:
    """A choice in words: a time as it is, everything else from the texts."""
    text = f"settings.{key}_{value}"
    return desk.words(text) if desk.words.has(text) else _as_clock(value)


def _as_clock(value: str) -> str:
    return value.replace(".", ":").replace("-", "–")


def _put_language(desk: Desk, value: str) -> None:
    if value not in ("th", "en"):
        raise ValueError(value)
    desk.member.language = value


def _put_plan_time(desk: Desk, value: str) -> None:
    """A morning plan is pushed, so it cannot come while the person is not to be disturbed."""
    clock = clock_of(value)
    if desk.member.is_quiet_at(clock):
        raise ValueError(value)
    desk.member.plan_at = clock


def _put_lead(desk: Desk, value: str) -> None:
    """The new lead counts for appointments already made, too."""
    if value not in LEADS:
        raise ValueError(value)
    desk.member.remind_minutes = LEADS[value]
    for followup in desk.session.scalars(FollowUp.open_of(desk.workspace.id, [desk.member.id])):
        if followup.kind is FollowUpKind.APPOINTMENT and followup.reminded_at is None:
            followup.remind_at = remind_at(followup.kind, followup.due_at, desk.member, desk.now)


def _put_quiet(desk: Desk, value: str) -> None:
    """Two times of day; `off` is a span of no length."""
    if value == "off":
        desk.member.quiet_from = desk.member.quiet_until = time()
        return
    if (found := SPAN.fullmatch(value)) is None:
        raise ValueError(value)
    desk.member.quiet_from, desk.member.quiet_until = clock_of(found[1]), clock_of(found[4])


def _put_my_name(desk: Desk, value: str) -> None:
    if not 0 < len(value) <= NAME_LIMIT:
        raise ValueError(value)
    desk.member.name = value
    desk.workspace.touch_directory(desk.session)


def _put_company(desk: Desk, value: str) -> None:
    if not 0 < len(value) <= COMPANY_LIMIT:
        raise ValueError(value)
    desk.workspace.name = value


def _put_shop_hours(desk: Desk, value: str) -> None:
    """From when until when the shop's people answer; `off` is never said to be closed."""
    if value == "off":
        desk.workspace.opens_at = desk.workspace.closes_at = None
        return
    if (found := SPAN.fullmatch(value)) is None:
        raise ValueError(value)
    opens, closes = clock_of(found[1]), clock_of(found[4])
    if opens >= closes:
        raise ValueError(value)
    desk.workspace.opens_at, desk.workspace.closes_at = opens, closes


def _put_legal_name(desk: Desk, value: str) -> None:
    if not 0 < len(value) <= LEGAL_LIMIT:
        raise ValueError(value)
    desk.workspace.legal_name = value


def _put_shop_phone(desk: Desk, value: str) -> None:
    number = e164(value)
    if number is None:
        raise ValueError(value)
    desk.workspace.phone = number


def _put_privacy_link(desk: Desk, value: str) -> None:
    """LINE opens nothing but https."""
    if LINK.fullmatch(value) is None:
        raise ValueError(value)
    desk.workspace.privacy_url = value


def _hours_now(desk: Desk) -> str:
    opens, closes = desk.workspace.opens_at, desk.workspace.closes_at
    if opens is None or closes is None:
        return desk.words("settings.not_set")
    return f"{desk.words.clock(opens)}–{desk.words.clock(closes)}"


def _or_not_set(desk: Desk, value: str | None) -> str:
    return value or desk.words("settings.not_set")


def _put_selling(desk: Desk, value: str) -> None:
    founding.sell(desk.session, desk.workspace, Selling(value))


def _put_work_days(desk: Desk, value: str) -> None:
    desk.workspace.working_days = WorkingDays(value)


def _put_team_read(desk: Desk, value: str) -> None:
    desk.workspace.team_reads = _either(value, "on", "off")


def _put_persona(desk: Desk, value: str) -> None:
    desk.workspace.masculine = _either(value, "male", "female")


def _either(value: str, yes: str, no: str) -> bool:
    if value not in (yes, no):
        raise ValueError(value)
    return value == yes


def _quiet_now(desk: Desk) -> str:
    member = desk.member
    if member.quiet_from == member.quiet_until:
        return desk.words("settings.quiet_hours_off")
    return f"{desk.words.clock(member.quiet_from)}–{desk.words.clock(member.quiet_until)}"


OWN = (
    Preference(
        "language", Role.REP, ("th", "en"), lambda d: named(d, "language", d.member.language), _put_language
    ),
    Preference(
        "plan_time",
        Role.REP,
        ("07.30", "08.00", "08.30", "09.00"),
        lambda d: d.words.clock(d.member.plan_at),
        _put_plan_time,
    ),
    Preference(
        "lead_minutes",
        Role.REP,
        ("30", "60", "120"),
        lambda d: named(d, "lead_minutes", str(d.member.remind_minutes)),
        _put_lead,
    ),
    Preference(
        "quiet_hours", Role.REP, ("20.00-07.00", "19.00-08.00", "22.00-06.00", "off"), _quiet_now, _put_quiet
    ),
    Preference("my_name", Role.REP, (), lambda d: d.member.name, _put_my_name),
)
COMPANY = (
    Preference("company", Role.MANAGER, (), lambda d: d.workspace.name, _put_company),
    Preference(
        "selling",
        Role.MANAGER,
        ("b2b", "b2c", "both"),
        lambda d: named(d, "selling", d.workspace.selling),
        _put_selling,
    ),
    Preference(
        "work_days",
        Role.MANAGER,
        ("mon-fri", "mon-sat", "alternate-sat", "mon-sun"),
        lambda d: named(d, "work_days", d.workspace.working_days),
        _put_work_days,
    ),
    Preference(
        "team_read",
        Role.MANAGER,
        ("on", "off"),
        lambda d: named(d, "team_read", "on" if d.workspace.team_reads else "off"),
        _put_team_read,
    ),
    Preference(
        "persona",
        Role.MANAGER,
        ("female", "male"),
        lambda d: named(d, "persona", "male" if d.workspace.masculine else "female"),
        _put_persona,
    ),
)
SHOP = (
    Preference(
        "shop_hours", Role.MANAGER, ("08.00-17.30", "09.00-18.00", "10.00-20.00"), _hours_now, _put_shop_hours
    ),
    Preference(
        "legal_name",
        Role.MANAGER,
        (),
        lambda d: _or_not_set(d, d.workspace.legal_name),
        _put_legal_name,
    ),
    Preference(
        "shop_phone",
        Role.MANAGER,
        (),
        lambda d: _or_not_set(d, d.workspace.phone and shown(d.workspace.phone)),
        _put_shop_phone,
    ),
    Preference(
        "privacy_link",
        Role.MANAGER,
        (),
        lambda d: _or_not_set(d, d.workspace.privacy_url),
        _put_privacy_link,
    ),
)
"""What consumers are told: when its people answer, and who asks for their consent."""
STANDINGS = tuple(
    Preference(key, Role.MANAGER, usual, partial(shop_rules.now, key), partial(shop_rules.put, key))
    for key, usual in shop_rules.USUAL.items()
)
"""What makes a consumer new, inactive, lost or at risk."""
PREFERENCES = {one.key: one for one in (*OWN, *COMPANY, *SHOP, *STANDINGS)}
