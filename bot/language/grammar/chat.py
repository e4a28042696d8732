"""Whole-message commands, answers to Jod's questions, help, and talk that is no record."""

from __future__ import annotations

import re
from functools import cache

from bot.language.grammar.ahead import told_day
from bot.language.grammar.fields import firm, occurred_at, plan_at
from bot.language.grammar.grammar import Grammar, Reader, begins, value_of
from bot.language.grammar.turned_down import turned_down, why_turned_down
from bot.language.line import Line, spans
from bot.language.money import price
from bot.language.normalise import normalise
from bot.language.notes import note
from bot.language.scanner import Token
from bot.language.understanding import Found, Understanding
from bot.language.unknown import ENDS, TINY
from bot.language.words import load

SHORT_TALK = 40
SIGNS = re.compile(r"[^\w\u0e00-\u0e7f?/' ]+", re.UNICODE)
CHOICE = re.compile(r"\s*(?:(?:ข้อ|ข้อที่|อันที่|เบอร์|เลข|no\.?|number|item|#)\s*)?(\d{1,2})\s*[.)]?\s*\Z")
LAUGH = re.compile(r"5{3,}")
LAUGHS = re.compile(r"[\s5๕ๆฮ่าhaลงloz]*(?:555+|ฮ่า|haha)[\s5ๆฮ่าhaงlo]*\Z")


SHOWING = frozenset(
    [
        *("daily_report", "drafts", "help", "members", "menu", "my_coupons", "my_customers", "my_data"),
        *("my_deals", "my_plan", "promos_today", "quota", "segments", "shop_link", "team_summary"),
    ]
)
"""Commands that change nothing."""


@cache
def commands() -> dict[str, str]:
    """Whole message → intent."""
    lists = load("commands")
    return {_plain(normalise(word).text): intent for intent, words in lists.items() for word in words}


def _plain(normal: str) -> str:
    """A normalised text without signs and emoji."""
    return " ".join(SIGNS.sub(" ", normal).split())


def _asked(line: Line) -> str | None:
    """how many messages are left?: a command that only shows something may be put as a question."""
    intent = commands().get(_plain(line.text.replace("?", " ")))
    return intent if intent in SHOWING else None


def _without_particles(line: Line) -> str:
    text = line.tokens.text
    for token in reversed(list(line.tokens)):
        leads = token.start == 0 and token.end < len(text)
        if token.tags.get("particle") == "end" or (leads and _addresses(line)):
            text = text[: token.start] + " " + text[token.end :]
    return _plain(text)


def _addresses(line: Line) -> bool:
    """The line begins by addressing Jod: a word such as เฮ้, or พี่ before ครับ."""
    if line.tokens.tag(0, "particle") == "start":
        return True
    return line.tokens.tag(0, "honorific") is not None and line.tokens.next(1, "particle") == "end"


def command(line: Line) -> Understanding | None:
    """The intent of a message that is a command by itself."""
    if len(line.text) > 60 or line.customers or any(person.named for person in line.persons):
        return None
    intent = commands().get(_plain(line.text)) or commands().get(_without_particles(line)) or _asked(line)
    if intent is None or (intent == "yes" and _lets_a_promotion_go(line)):
        return None
    if intent == "opt_out" and line.context.speaker == "staff" and line.text.startswith("ไม่รับ"):
        intent = "no_answer"
    if intent == "choose_new" and line.context.question is None and line.has("new_customer"):
        return Understanding("new_customer", {}, ("customer",), line.normal.original)
    return Understanding(intent, {}, (), line.normal.original)


def _lets_a_promotion_go(line: Line) -> bool:
    """อนุมัติ beside a promotion answers no question: it is for the promotion's own grammar."""
    is_beside_one = line.context.last_intent == "create_promo" and line.context.question is None
    return is_beside_one and line.text.startswith(("อนุมัติ", "approve"))


def choice(line: Line) -> Understanding | None:
    """A bare number chooses a row of what was listed."""
    found = CHOICE.match(line.text)
    if found is None:
        return None
    chosen = line.found(int(found[1]), *found.span(1))
    return Understanding("choose", {"number": chosen}, (), line.normal.original)


ANSWERS: dict[str, Reader] = {
    "customer": firm,
    "when": plan_at,
    "follow_up_at": plan_at,
    "occurred_at": occurred_at,
    "expected_close": plan_at,
    "until": plan_at,
    "send_at": plan_at,
    "amount": price,
    "min_spend": price,
    "stage": value_of("stage"),
    "beside": value_of("stage"),
}
"""What is read of an answer, by the field that was asked about."""


def answer(line: Line) -> Understanding | None:
    """What was asked for and nothing else: a customer, a time, an amount."""
    read = ANSWERS.get(line.context.question or "")
    found = read(line) if read else None
    if found is None:
        return None
    start, end = line.place(found.start), line.place(found.end)
    if note(line, [(start, end), *_polite(line)]) is not None:
        return None
    name = "follow_up_at" if line.context.question == "when" else line.context.question or ""
    return Understanding("answer", {name: found}, () if found.sure else (name,), line.normal.original)


def _polite(line: Line) -> list[tuple[int, int]]:
    return line.worded("particle", "link", "party")


HOW_TO = re.compile(
    r"\A(?:จะ|อยาก|ถ้าจะ|ขอ)?(?:ลง|บันทึก|เพิ่ม|สร้าง|เปิด|แก้|ลบ|ยกเลิก|ตั้ง|ดู|ส่ง|หา|เลื่อน|ปิด)[^\d?]*"
    r"(?:ยังไง|ไง|อย่างไร)(?:ครับ|คับ|ค่ะ|คะ|ดี|บ้าง|นะ|อะ|หรอ|\W)*\Z"
)
"""ลงเข้าพบยังไง, เพิ่มลูกค้ายังไงคะ."""


def asks_help(line: Line) -> bool:
    """How to do something with Jod: about no customer, and at no time."""
    asks = line.has("help") or HOW_TO.match(line.text) is not None
    return asks and firm(line) is None and not line.moments and not line.has("remind")


HELP = Grammar(intent="help", words=("help", "question"), when=asks_help)


def is_small_talk(line: Line) -> bool:
    """Nothing but greetings, thanks, laughter and signs."""
    if LAUGHS.match(line.text):
        return True
    laughs = [token for token in line.tokens if LAUGH.fullmatch(token.text)]
    words = [*line.worded("small_talk", "particle"), *spans(laughs)]
    rest = note(line, words)
    return rest is None or re.search(r"[\w]", rest.value) is None or _begins_politely(line)


def _begins_politely(line: Line) -> bool:
    """โอเคจ้า เดี๋ยวจัดการให้: short, of nobody and nothing that could be recorded."""
    return (
        begins("small_talk")(line)
        and len(line.text) <= SHORT_TALK
        and not (line.numbers or line.persons or line.tags & WORTH_KEEPING)
    )


WORTH_KEEPING = frozenset(["question", "expected_close", "won", "lost", "stage", "deal_word"])
"""Tags of words that make more than courtesy of a line: โอเคปิดเลย."""


def unclear(line: Line) -> Found[str] | None:
    """The words of a message that means nothing known, to be kept; small talk is not."""
    return None if is_small_talk(line) else line.found(line.words(0, len(line.text)), 0, len(line.text))


OF_NO_CUSTOMER = ("question", "purchase", "promo", "summary", "pipeline", "report_all", "everybody")
"""Words of a question, a sale or the company's own matters: no note about whoever was spoken of last."""


WHAT_OF = re.compile(
    r"(?:ล่ะ|หละ)(?:ครับ|คับ|ค่ะ|คะ)?\W*\Z|\A(?:and )?(?:what|how) about\b|\Aand\b[^.!]*\?"
    r"|\A(?:ขอ)?ดู(?:ทั้งหมด|ทุกอัน|ต่อ|เพิ่ม)|\A(?:ขอ|เอา|ดู)เฉพาะที่(?:เกิน|มากกว่า|น้อยกว่า|ต่ำกว่า)"
    r"|\A(?:show|see)(?: me)? (?:all|more|the rest)\b|\Aonly (?:the ones|those)\b"
)
"""เดือนที่แล้วล่ะ, ขอดูทั้งหมด: what was asked before, of something else or more of it; never a note."""


def asked(line: Line) -> Found[bool] | None:
    """Whether it is a question, or something else that nobody can answer yet and that is no note."""
    at = next((place for tag in OF_NO_CUSTOMER if (place := line.first(tag)) is not None), None)
    if at is None and (whose := WHAT_OF.search(line.text)):
        return line.found(True, *whose.span())
    return None if at is None else line.of_token(True, at)


def telling(line: Line) -> Found[bool] | None:
    """A word that no name contains: it tells of something, and is no name that was asked for."""
    at = next((at for at, token in enumerate(line.tokens) if _tells(token)), None)
    return None if at is None else line.of_token(True, at)


def _tells(token: Token) -> bool:
    return len(token.text) > TINY and bool(ENDS & token.tags.keys())


NONE = Grammar(
    intent="none",
    when=lambda _line: True,
    fields={
        "note": unclear,
        "question": asked,
        "telling": telling,
        "told_day": told_day,
        "turned_down": turned_down,
        "lost_reason": why_turned_down,
    },
)
