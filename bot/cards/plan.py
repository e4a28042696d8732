"""Card 1: the plan of a day or of some days."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from itertools import groupby

from bot.cards.activity import contact_text
from bot.cards.matters import about, days_late, to_do
from bot.cards.plan_left import DETAIL_LIMIT, NAME_LIMIT, Section, left_open
from bot.cards.rounds import coming_text
from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.followups import MoveOverdue
from bot.plans import Plan, next_after
from bot.render import clip
from bot.replies import Block, Button, Card, Item, Items, Paragraph, Reply, Tap, Text, Tone, Weight
from models.followup import FollowUp, FollowUpKind

MORNING, FULL = 8, 25
"""Lines of the plan that comes by itself, and of one that was asked for (a bubble holds 30 KB)."""


def plan_reply(desk: Desk, plan: Plan, limit: int = FULL) -> Reply:
    """The plan as a card; an empty one is answered in a sentence."""
    if not (plan.has_work or plan.adrift or plan.expiring or plan.late_orders):
        return Text(text=_nothing(desk, plan))
    return plan_card(desk, plan, limit)


def plan_card(desk: Desk, plan: Plan, limit: int = FULL) -> Card:
    sections = _sections(desk, plan)
    shown = _cut(sections, limit)
    left = sum(len(one.items) for one in sections) - sum(len(one.items) for one in shown)
    return Card(
        title=_title(desk, plan),
        subtitle=_subtitle(desk, plan),
        summary=_summary(desk, plan),
        blocks=(*_lists(shown), *_foot(desk, shown, left)),
        buttons=_buttons(desk, plan),
    )


def overdue_reply(desk: Desk, late: Sequence[FollowUp]) -> Reply:
    """`ค้างตาม`: what is late, and one tap that moves all of it."""
    words = desk.words
    if not late:
        return Text(text=words("plans.nothing_late", who=words.person(desk.member.name)))
    title = words("plans.overdue")
    count = words("plans.late_count", count=len(late))
    section = Section("", tuple(_late(desk, one) for one in late[:FULL]), Tone.RED)
    return Card(
        title=title,
        subtitle=count,
        summary=f"{title} · {count}",
        blocks=(*_lists([section]), *_foot(desk, [section], len(late) - len(section.items))),
        buttons=((_move_overdue(desk),),),
    )


def _sections(desk: Desk, plan: Plan) -> list[Section]:
    words = desk.words
    if plan.first != plan.last:
        days = groupby(plan.due, key=lambda one: one.due_on)
        by_day = [Section(words.day(day, desk.today), _lines(desk, plan, list(due))) for day, due in days]
    else:
        by_day = [
            Section(words("plans.appointments"), _lines(desk, plan, plan.appointments)),
            Section(words("plans.tasks"), _lines(desk, plan, plan.tasks)),
        ]
    late = Section(words("plans.overdue"), tuple(_late(desk, one) for one in plan.overdue), Tone.RED)
    return [one for one in (*by_day, late, *left_open(desk, plan)) if one.items]


def _lines(desk: Desk, plan: Plan, followups: Sequence[FollowUp]) -> tuple[Item, ...]:
    return tuple(_line(desk, plan, one) for one in followups)


def _line(desk: Desk, plan: Plan, followup: FollowUp) -> Item:
    """10:00 โรงแรมริเวอร์วิว, and below it with whom and what about."""
    words, name = desk.words, clip(followup.customer.name, NAME_LIMIT)
    at = words.clock(desk.local(followup.due_at)) if followup.due_at else ""
    is_deadline = followup.kind is FollowUpKind.DEADLINE
    detail = _meeting(desk, followup) if followup.is_appointment else _task(desk, followup)
    if is_deadline and at:
        detail = f"{detail} {words('plans.until', clock=at)}".strip()
    elif followup.part and not at:
        detail = " · ".join(part for part in (detail, words(f"dates.{followup.part}")) if part)
    detail = " · ".join(part for part in (detail, *_round(desk, plan, followup)) if part)
    title = name if is_deadline else f"{at} {name}".strip()
    return Item(title, clip(detail, DETAIL_LIMIT) if detail else "", Brief(followup=followup.id))


def _meeting(desk: Desk, followup: FollowUp) -> str:
    """คุณนก (จัดซื้อ) · เสนอราคารีโนเวทล็อบบี้."""
    who = contact_text(desk.words, followup.contact) if followup.contact else ""
    return " · ".join(part for part in (who, about(desk.words, followup)) if part)


def _task(desk: Desk, followup: FollowUp) -> str:
    """โทรหาคุณสมศักดิ์ ถามเรื่อง PO; what it is about alone when nothing more was said."""
    topic = about(desk.words, followup)
    if followup.contact is None and followup.channel is None and (topic or followup.is_planned):
        return topic
    return f"{to_do(desk.words, followup, followup.contact, with_role=False)} {topic}".strip()


def _round(desk: Desk, plan: Plan, followup: FollowUp) -> tuple[str, ...]:
    """ตามครั้งที่ 5 จาก 8, and whether Jod has set the day."""
    coming = coming_text(desk, plan.rounds.get(followup.customer_id))
    return (coming, desk.words("rounds.by_jod")) if followup.is_planned else (coming,)


def _late(desk: Desk, followup: FollowUp) -> Item:
    late = desk.words("matters.late", days=days_late(desk, followup))
    topic = about(desk.words, followup) or to_do(desk.words, followup, followup.contact)
    return Item(
        clip(followup.customer.name, NAME_LIMIT),
        clip(f"{late} · {topic}", DETAIL_LIMIT),
        Brief(followup=followup.id),
        Tone.RED,
    )


def _cut(sections: Sequence[Section], limit: int) -> list[Section]:
    """The first `limit` lines, under their headings."""
    shown = []
    for section in sections:
        items = section.items[:limit]
        limit -= len(items)
        if items:
            shown.append(Section(section.heading, items, section.tone))
    return shown


def _lists(sections: Sequence[Section]) -> tuple[Block, ...]:
    return tuple(Items(one.items, one.heading, one.tone) for one in sections)


def _foot(desk: Desk, shown: Sequence[Section], left: int) -> tuple[Block, ...]:
    """How many more there are, and what can be typed about these lines."""
    more = (Paragraph(desk.words("plans.more", count=left), Tone.MUTED),) if left else ()
    examples = _examples(shown)
    if examples is None:
        return more
    done, move = examples
    return (*more, Paragraph(desk.words("plans.can_type", done=done, move=move), Tone.MUTED))


def _examples(shown: Sequence[Section]) -> tuple[int, int] | None:
    """A line to finish and a line to move: the first task and the first late one, where there are any."""
    numbers: list[tuple[int, Section]] = []
    for section in shown:
        numbers += [(len(numbers) + n + 1, section) for n in range(len(section.items))]
    owed = [(number, one) for number, one in numbers if one.tone is not Tone.AMBER]
    if not owed:
        return None
    late = [number for number, one in owed if one.tone is Tone.RED]
    tasks = [number for number, one in owed if one.tone is Tone.MUTED and one is not shown[0]]
    return (tasks or [owed[0][0]])[0], (late or [owed[-1][0]])[0]


def _title(desk: Desk, plan: Plan) -> str:
    words = desk.words
    first = words.day(plan.first, desk.today)
    if plan.first != plan.last:
        return words("plans.title_days", first=first, last=words.day(plan.last, desk.today))
    key = {0: "plans.title_today", 1: "plans.title_tomorrow"}.get((plan.first - desk.today).days)
    return words(key or "plans.title_day", day=first)


def _subtitle(desk: Desk, plan: Plan) -> str:
    """วันนี้มี 2 นัด กับ 3 เรื่องที่ต้องตามค่ะ คุณแบงค์."""
    words = desk.words
    meetings, tasks, late = len(plan.appointments), len(plan.tasks), len(plan.overdue)
    key = "both" if meetings and tasks else "meetings" if meetings else "tasks" if tasks else "none"
    if key == "none" and (late or plan.left_open):
        key = "late" if late else "open"
    return words(
        f"plans.has_{key}",
        day=_span(desk, plan),
        meetings=meetings,
        s=_plural(meetings),
        tasks=tasks,
        late=late,
        open=plan.left_open,
        who=words.person(desk.member.name),
    )


def _plural(count: int) -> str:
    """English needs it, Thai leaves it."""
    return "" if count == 1 else "s"


def _span(desk: Desk, plan: Plan) -> str:
    """วันนี้, พรุ่งนี้; another day by its date; several days as ช่วงนี้."""
    if plan.first != plan.last:
        return desk.words("plans.these_days")
    near = desk.words.near_day(plan.first, desk.today)
    is_named = abs((plan.first - desk.today).days) <= 1
    return near if is_named else desk.words("plans.on_day", day=near)


def _summary(desk: Desk, plan: Plan) -> str:
    """วันนี้มี 2 นัด ตาม 3 เรื่อง ค้าง 1 · นัดแรก 10:00 โรงแรมริเวอร์วิว."""
    words = desk.words
    counts = {
        "count_meetings": len(plan.appointments),
        "count_tasks": len(plan.tasks),
        "count_late": len(plan.overdue),
        "count_open": plan.left_open,
    }
    parts = [words(f"plans.{key}", count=count, s=_plural(count)) for key, count in counts.items() if count]
    if not parts:
        return f"{_title(desk, plan)} · {_subtitle(desk, plan)}"
    line = words("plans.summary", day=_span(desk, plan), counts=words("plans.joint").join(parts))
    first = _first_meeting(desk, plan)
    if first is None:
        return line
    key, meeting = first
    return f"{line} · {words(f'plans.{key}', what=_line(desk, plan, meeting).title)}"


def _first_meeting(desk: Desk, plan: Plan) -> tuple[str, FollowUp] | None:
    """The day's first appointment in the morning, the next one later; none when all have begun."""
    ahead = [one for one in plan.appointments if one.due_at is None or one.due_at > desk.now]
    if not ahead:
        return None
    return ("first_meeting" if ahead[0] is plan.appointments[0] else "next_meeting"), ahead[0]


def _buttons(desk: Desk, plan: Plan) -> tuple[tuple[Button, ...], ...]:
    row = []
    if first := _first_meeting(desk, plan):
        key, meeting = first
        brief = Tap(Brief(followup=meeting.id))
        row.append(Button(desk.words(f"plans.open_{key}"), brief, Weight.PRIMARY))
    if plan.overdue:
        row.append(_move_overdue(desk))
    return (tuple(row),) if row else ()


def _move_overdue(desk: Desk) -> Button:
    return Button(desk.words("plans.move_overdue"), Tap(MoveOverdue()), Weight.SECONDARY)


def _nothing(desk: Desk, plan: Plan) -> str:
    """An empty day, said kindly, with what comes after it."""
    words = desk.words
    line = words("plans.nothing", day=_span(desk, plan), who=words.person(desk.member.name))
    following = next_after(desk, max(plan.last, desk.today - timedelta(days=1)))
    if following is None:
        return f"{line}\n{words('plans.free')}"
    when = words.moment(
        following.due_on, desk.local(following.due_at) if following.due_at else None, desk.today
    )
    return f"{line}\n{words('plans.following', when=when, customer=following.customer.name)}"
