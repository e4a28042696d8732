"""Message 5: the day as plain text for the team's group, and the card of what is left before going home."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.cards.activity import due_text, outcome_text, own_words
from bot.cards.matters import about, after_word, days_late, to_do
from bot.cards.numbers import money_line
from bot.context import Desk
from bot.intents.customers import Brief
from bot.intents.followups import DropFollowUp, MoveOverdue, Reschedule
from bot.intents.plans import OpenDraft
from bot.language import When
from bot.render import COPY_LIMIT, clip, utf16_len
from bot.replies import Button, Card, Copy, Item, Items, Paragraph, Tap, Text, Tone, Weight
from bot.reports import Left, next_working_day, planned_until
from models.activity import Activity, ActivityChannel, Outcome
from models.followup import Draft, FollowUp
from models.period import Period

DRAFT_LIMIT = 80
SHOWN, NAME_LIMIT, DETAIL_LIMIT = 20, 50, 90
"""Lines of the card and UTF-16 units of their two parts: a bubble holds 30 KB."""
IN_PERSON = (ActivityChannel.VISIT, ActivityChannel.MEETING)


def report_text(desk: Desk, done: Sequence[Activity]) -> str:
    """The day, ready to be forwarded: counts, a numbered line for each contact, and tomorrow."""
    words = desk.words
    lines = [
        words("report.title", name=desk.member.name, day=words.long_day(desk.today)),
        _counts(desk, done),
        *(_line(desk, number, one, done) for number, one in enumerate(done, start=1)),
        money_line(desk, [desk.member.id], Period(desk.today, desk.today)),
        _tomorrow(desk),
    ]
    return "\n".join(line for line in lines if line)


def _counts(desk: Desk, done: Sequence[Activity]) -> str:
    """เข้าพบ 2 · โทร 2 (ไม่รับสาย 1) · คุยได้ 4 ราย."""
    words = desk.words
    met = [(way, [one for one in done if one.channel is way]) for way in ActivityChannel]
    parts = [
        f"{words(f'channels.{way}')} {len(those)}{_missed(desk, those)}"
        for way, those in met
        if those and way is not ActivityChannel.NOTE
    ]
    reached = len({one.customer_id for one in done if one.reached})
    return " · ".join([*parts, words("report.reached", count=reached)])


def _missed(desk: Desk, those: Sequence[Activity]) -> str:
    """(ไม่รับสาย 1): the attempts among them."""
    outcomes = Counter(outcome_text(desk.words, one) for one in those if not one.reached)
    parts = [f"{outcome} {count}" for outcome, count in outcomes.items()]
    return f" ({', '.join(parts)})" if parts else ""


def _line(desk: Desk, number: int, activity: Activity, done: Sequence[Activity]) -> str:
    """1. โรงแรมริเวอร์วิว (เข้าพบ คุณนก) เสนอราคา 2,300,000 ตาม อ. 1 ธ.ค."""
    words = desk.words
    who = words.person(activity.contact.name) if activity.contact else ""
    outcome = outcome_text(words, activity) if activity.outcome is not Outcome.REACHED else ""
    how = " ".join(part for part in (words(f"channels.{activity.channel}"), who, outcome) if part)
    is_last = activity.id == [one.id for one in done if one.customer_id == activity.customer_id][-1]
    said = [_said(desk, activity), _next(desk, activity) if is_last else ""]
    parts = words("report.joint").join(part for part in said if part)
    return f"{number}. {activity.customer.name} ({how}) {parts}".rstrip()


def _said(desk: Desk, activity: Activity) -> str:
    """The own words on one line, and the amount unless they hold it."""
    note = " ".join((own_words(desk.words, activity) or _typed(activity)).split())
    if activity.amount is None:
        return note
    amount = desk.words.money(activity.amount)
    return note if amount in note else f"{note} ({amount})" if note else amount


def _typed(activity: Activity) -> str:
    """Beside a stage or a quote nothing else was said: then the line as it was typed."""
    return activity.said if activity.channel is ActivityChannel.NOTE else ""


def _next(desk: Desk, activity: Activity) -> str:
    open_there = FollowUp.open_at(desk.workspace.id, activity.customer_id)
    step = desk.session.scalar(open_there.where(FollowUp.owner_id == desk.member.id).limit(1))
    if step is None:
        return ""
    if activity.outcome is not Outcome.NO_ANSWER:
        return desk.words(f"activity.next_{step.kind}", when=due_text(desk, step))
    clock = f" {desk.words.clock(desk.local(step.due_at))}" if step.due_at else ""
    return desk.words("report.again", when=f"{after_word(desk, step.due_on)}{clock}")


def _tomorrow(desk: Desk) -> str:
    day = next_working_day(desk)
    meetings, tasks = planned_until(desk, day)
    label = desk.words.near_day(day, desk.today)
    return desk.words("report.tomorrow", day=label[:1].upper() + label[1:], meetings=meetings, tasks=tasks)


def report_message(desk: Desk, done: Sequence[Activity], *, alone: bool) -> Text:
    """The text to hold and forward; alone it carries the copy button that the card would have."""
    if not done:
        return Text(text=desk.words("report.nothing", who=desk.words.person(desk.member.name)))
    text = report_text(desk, done)
    return Text(text=text, chips=_copy(desk, text, Weight.LINK) if alone else ())


def _copy(desk: Desk, text: str, weight: Weight) -> tuple[Button, ...]:
    """Only what fits whole: half a report is worse than none."""
    if not text or utf16_len(text) > COPY_LIMIT:
        return ()
    return (Button(desk.words("report.copy"), Copy(text), weight),)


def left_card(desk: Desk, left: Left, done: Sequence[Activity]) -> Card:
    """ก่อนเลิกงาน: what is left, each line opening its own."""
    words = desk.words
    count = len(left.followups) + len(left.drafts)
    key = "report.left" if not left.drafts else "report.left_things"
    return Card(
        title=words("report.before_leaving"),
        subtitle=words(key, count=count, who=words.person(desk.member.name)),
        summary=_left_summary(desk, left, done),
        blocks=(Items(tuple(_items(desk, left)[:SHOWN])), *_more(desk, count - SHOWN)),
        buttons=(_copy(desk, report_text(desk, done) if done else "", Weight.PRIMARY), _later(desk, left)),
    )


def _more(desk: Desk, count: int) -> tuple[Paragraph, ...]:
    return (Paragraph(desk.words("report.more", count=count), Tone.MUTED),) if count > 0 else ()


def _items(desk: Desk, left: Left) -> list[Item]:
    return [
        *(_followup(one, _missing_result(desk, one)) for one in left.without_result),
        *(_followup(one, _topic(desk, one, "report.today")) for one in left.tasks),
        *(_followup(one, _topic(desk, one, "report.late"), Tone.RED) for one in left.overdue),
        *(draft_item(desk, one) for one in left.drafts),
    ]


def _followup(followup: FollowUp, detail: str, tone: Tone = Tone.PLAIN) -> Item:
    name = clip(followup.customer.name, NAME_LIMIT)
    return Item(name, clip(detail, DETAIL_LIMIT), Brief(followup=followup.id), tone)


def _missing_result(desk: Desk, followup: FollowUp) -> str:
    clock = f" {desk.words.clock(desk.local(followup.due_at))}" if followup.due_at else ""
    return desk.words("report.no_result", clock=clock)


def _topic(desk: Desk, followup: FollowUp, key: str) -> str:
    topic = about(desk.words, followup) or to_do(desk.words, followup, followup.contact)
    return f"{desk.words(key, days=days_late(desk, followup))} · {topic}"


def draft_item(desk: Desk, draft: Draft) -> Item:
    """A line kept as it was typed; a tap gives it back to the keyboard."""
    words, at = desk.words, desk.local(draft.said_at)
    when = f"{words.near_day(at.date(), desk.today)} {words.clock(at)}"
    title = words.quoted(clip(draft.said, DRAFT_LIMIT))
    return Item(title, words("report.draft", when=when), OpenDraft(draft=draft.id), fill=draft.said)


def _left_summary(desk: Desk, left: Left, done: Sequence[Activity]) -> str:
    """นัดวันนี้ลงผลครบแล้ว · ค้างตาม 1 เรื่อง."""
    words = desk.words
    counts = {
        "no_result": left.without_result,
        "today": left.tasks,
        "late": left.overdue,
        "drafts": left.drafts,
    }
    parts = [words(f"report.count_{key}", count=len(found)) for key, found in counts.items() if found]
    if not left.without_result and any(one.channel in IN_PERSON for one in done):
        parts.insert(0, words("report.all_results"))
    return " · ".join(parts)


def _later(desk: Desk, left: Left) -> tuple[Button, ...]:
    """One left: move or drop it here. More: what is late moves in one tap."""
    words = desk.words
    if len(left.followups) == 1:
        one, day = left.followups[0], next_working_day(desk)
        label = words("report.move_to", day=after_word(desk, day))
        return (
            Button(label, Tap(Reschedule(followup=one.id, when=When(day)))),
            Button(words("report.drop"), Tap(DropFollowUp(followup=one.id))),
        )
    return (Button(words("plans.move_overdue"), Tap(MoveOverdue())),) if left.overdue else ()
