"""log_activity: a visit, call, chat, e-mail or meeting, what was said there, and what is next."""

from __future__ import annotations

from bot.language.dates.phrases import TIMELY
from bot.language.grammar.activity_note import logged_note
from bot.language.grammar.ahead import told_day
from bot.language.grammar.closing import calls_off
from bot.language.grammar.facts import asks
from bot.language.grammar.fields import (
    any_firm,
    contact_there,
    firm,
    follow_up_at,
    nearly_first,
    occurred_at,
    part_of,
    seen,
)
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.kinds import kind_of
from bot.language.grammar.putting_off import puts_off
from bot.language.grammar.reached import is_told_of_a_day, outcome, outcome_at
from bot.language.grammar.received import received
from bot.language.grammar.turned_down import turned_down, why_turned_down
from bot.language.grammar.verbs import names_follow
from bot.language.line import Line
from bot.language.money import amount
from bot.language.understanding import Found
from bot.language.values import Amount
from bot.language.whose import deal

NEGATIONS = (
    *("กำลัง", "on ", "heading", "omw", "ลืม", "forgot", "ไม่"),
    *("ยังไม่", "ยัง", "not", "didn", "haven", "hasn", "don"),
)
JOINS_NAME = ("link", "party", "honorific")
DONE = ("done", "outcome")
TOLD = ("say", "done", "talk", "outcome", "result", "channel")
ACTS = ("channel", "talk", "channel_weak", "outcome")


def first_act(line: Line) -> int | None:
    """Place of the first word of doing: a plain one before a weak one."""
    plain = [
        at for tag in ("channel", "talk", "outcome") for at in line.places(tag) if not _negated(line, at)
    ]
    weak = [at for at in line.places("channel_weak") if goes_to(line, at) and not _negated(line, at)]
    named = [at for at in weak if names_follow(line, line.token(at).end)]
    return min([*plain, *named] if plain else weak, default=None)


def tells(line: Line) -> bool:
    """Whether a line tells of a contact that has been, not of one to come."""
    if line.has("channel", "note"):
        return True
    act = first_act(line)
    if act is None:
        return _was_appointed(line) or _said_before_plan(line)
    if asks(line) or _asks_about_nobody(line):
        return False
    if _only_outcome(line, act):
        return False
    if _asks_to_remind(line, act):
        return False
    found = seen(line)
    if found.planned is None and found.loose is None:
        return _no_plan_words(line, act)
    return _has_been(line, act)


def _asks_about_nobody(line: Line) -> bool:
    """สัปดาห์นี้วิ่งไปกี่เจ้าแล้ว: a question that names nobody and repeats nobody's words."""
    return line.has("question") and not (line.has("say") or line.customers or line.persons)


def _said_before_plan(line: Line) -> bool:
    """ลูกค้าตกลงแล้ว ตามจันทร์: what was said or done, then the word of following up."""
    plan = seen(line).planned
    if plan is None or plan.lead != "follow" or plan.lead_at is None or line.has("remind"):
        return False
    return any(at < plan.lead_at for at in line.places("say")) and line.has("done")


def _only_outcome(line: Line, act: int) -> bool:
    """ปิดร้านแล้ว with nobody named is about no customer; คุยแล้ว ขอส่วนลด is about somebody."""
    tags = line.token(act).tags
    told = tags.get("outcome") == "reached" and line.has("say")
    return not ({"channel", "talk", "channel_weak"} & tags.keys() or told or line.customers or line.persons)


def _was_appointed(line: Line) -> bool:
    """นัดเจอวิชัยที่โชว์รูมเมื่อวาน ชอบ: an appointment in the past of which something is told."""
    found = seen(line)
    if not line.has("appoint") or found.occurred is None or found.planned is not None:
        return False
    return found.occurred.past and any(line.has(tag) for tag in TOLD)


def _asks_to_remind(line: Line, act: int) -> bool:
    """A word of reminding, unless it only follows a contact told of before it."""
    at = line.first("remind")
    if at is None:
        return False
    found = seen(line).planned
    told_first = act < at and line.token(act).start < min((each.start for each in line.moments), default=0)
    return not (told_first and found is not None and found.lead_at == at)


def _no_plan_words(line: Line, act: int) -> bool:
    """Without a moment to come, a line that begins with ตาม, นัด or ต้อง is still a plan."""
    plans = [
        at for tag in ("follow", "appoint") for at in line.places(tag) if not line.tokens.tag(at, "channel")
    ]
    if not plans or min(plans) > act or seen(line).occurred:
        return True
    return any(line.has(tag) for tag in DONE)


def _has_been(line: Line, act: int) -> bool:
    """With a moment to come: what was done, said or found out makes it a contact with a follow-up."""
    found = seen(line)
    plan = found.planned
    lead = plan.lead_at if plan else None
    token = line.token(act)
    if {"complete", "past_tense"} & token.tags.keys():  # โทรแล้ว, called
        return True
    ahead = plan.phrase if plan else found.loose
    first_moment = ahead.start if ahead else len(line.text)
    if line.has("outcome") and line.tokens.tag(act, "outcome") is None:
        return True
    if found.occurred is not None:
        return True
    if first_moment < token.start:
        return _done_right_after(line, act)
    if lead is not None and lead < act:
        return False
    if lead == act:
        return _told_between(line, act, first_moment)
    if lead is None:
        told = _told_between(line, act, len(line.text)) or _done_right_after(line, act)
        return told or any(sign in line.text[token.end : first_moment] for sign in ",\n")
    return plan is not None and (plan.lead != "deadline" or _told_between(line, act, first_moment))


def _done_right_after(line: Line, act: int) -> bool:
    return any(line.tokens.tag(at, "done") for at in range(act + 1, min(act + 4, len(line.tokens))))


def _told_between(line: Line, act: int, end: int) -> bool:
    """Something was said, done or found between the word of doing and a place."""
    for at in range(act + 1, len(line.tokens)):
        token = line.token(at)
        if token.start >= end:
            break
        if {"say", "outcome", "done", "inbound"} & token.tags.keys():
            return True
    return line.has("inbound")


def channel(line: Line) -> Found[str] | None:
    """visit, call, line, email, meeting or note."""
    ways = [at for at in line.places("channel") if not _negated(line, at) and not _only_next(line, at)]
    plain = [at for at in ways if line.token(at).tags["channel"] != "note"]
    if plain and all(_is_ahead(line, at) for at in plain) and (how := _implied(line)) is not None:
        return how
    for at in plain or ways:
        return line.of_token(line.token(at).tags["channel"], at)
    for at in line.places("channel_weak"):
        if not _negated(line, at) and not _only_next(line, at) and goes_to(line, at):
            return line.of_token(line.token(at).tags["channel_weak"], at)
    return _implied(line)


def _is_ahead(line: Line, at: int) -> bool:
    """The แวะ of โทรไม่ติด เดี๋ยวพรุ่งนี้แวะ: behind the day to come."""
    found = seen(line).planned
    return found is not None and at >= found.phrase.last and "outcome" not in line.token(at).tags


def goes_to(line: Line, at: int) -> bool:
    """ไป, เข้า, พบ: a visit if the line begins with it or somebody is named behind it."""
    if names_follow(line, line.token(at).end) or any(line.tokens.next(at + 1, tag) for tag in JOINS_NAME):
        return True
    return at <= line.once(_opening_words)


def _opening_words(line: Line) -> int:
    """How many words of time and politeness a line begins with."""
    small = {"done", "particle", "me", *TIMELY}
    content = (at for at, token in enumerate(line.tokens) if not small & token.tags.keys())
    return next(content, len(line.tokens))


def _negated(line: Line, at: int) -> bool:
    if is_told_of_a_day(line, at):
        return True
    if "outcome" in line.token(at).tags or at == 0:
        return False
    before = line.token(at - 1)
    return "negated" in before.tags or (
        line.tokens.joined(at) and "doubt" in before.tags and before.text.startswith(NEGATIONS)
    )


def _only_next(line: Line, at: int) -> bool:
    """โทรกลับ, โทรใหม่: how to follow up, not how it was."""
    found = seen(line).planned
    return (
        bool(line.tokens.tag(at, "follow"))
        and found is not None
        and found.lead_at == at
        and at != first_act(line)
    )


def _implied(line: Line) -> Found[str] | None:
    """ไม่รับสาย was a call; ไม่เจอ and a kept appointment were visits."""
    at = outcome_at(line)
    if at is not None and (
        how := {"no_answer": "call", "not_met": "visit"}.get(line.token(at).tags["outcome"])
    ):
        return line.of_token(how, at)
    if _was_appointed(line) and (at := line.first("appoint")) is not None:
        return line.of_token("visit", at)
    return None


def direction(line: Line) -> Found[str] | None:
    at = line.first("inbound")
    return None if at is None else line.of_token("inbound", at)


def stage_told(line: Line) -> Found[str] | None:
    """A stage spoken of in a visit or call: the deal may be in it by now."""
    at = line.first("stage")
    return None if at is None or line.has("condition") else line.of_token(line.token(at).tags["stage"], at)


def _talked_about(line: Line) -> Found[Amount] | None:
    """What was spoken of: a sum that was paid is not."""
    return None if received(line) is not None else amount(line)


FIELDS = {
    "customer": any_firm,
    "deal": deal,
    "stage": stage_told,
    "turned_down": turned_down,
    "lost_reason": why_turned_down,
    "channel": channel,
    "contact": contact_there,
    "outcome": outcome,
    "direction": direction,
    "amount": _talked_about,
    "paid": received,
    "occurred_at": occurred_at,
    "follow_up_at": follow_up_at,
    "follow_up_kind": lambda line: kind_of(line) if seen(line).planned else None,
    "follow_up_part": lambda line: part_of(line) if seen(line).planned else None,
    "told_day": told_day,
    "puts_off": puts_off,
    "note": logged_note,
}
LOG = Grammar(intent="log_activity", when=tells, fields=FIELDS, needs=("customer",))


def bare_note(line: Line) -> Found[str] | None:
    """note: the channel of a line that names a customer and says nothing of how."""
    return channel(line) or (None if line.has("result") else line.found("note", 0, len(line.text)))


def _tells_of_likely(line: Line) -> bool:
    """สยามวัสดุ ขอราคา: somebody's name is nearly right, and something is told of them."""
    return (
        any(line.has(tag) for tag in ("say", "happens", "not_deal_money")) and nearly_first(line) is not None
    )


NOTE = Grammar(
    intent="log_activity",
    when=lambda line: (firm(line) is not None and not calls_off(line)) or _tells_of_likely(line),
    fields={**FIELDS, "channel": bare_note},
    needs=("customer",),
)
