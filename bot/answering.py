"""What a line means while Jod waits for an answer."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TypeVar

from bot.discounts import SUGGESTED, says_an_offer
from bot.drafts import likeness
from bot.intents.activities import LogActivity, Undo
from bot.intents.answers import (
    Answer,
    Choose,
    ChooseNew,
    NeverMind,
    No,
    NotUnderstood,
    Unanswered,
    Yes,
)
from bot.intents.base import Intent, kinds, with_field
from bot.intents.customers import Brief
from bot.intents.deals import AddStage, PlaceStage, RemoveStage, Stages
from bot.intents.followups import SetReminder
from bot.intents.plans import ForgetDraft
from bot.intents.promotions import CancelPromo, CreatePromo
from bot.intents.purchases import LogPayment, RecordPurchase
from bot.language import Amount, CustomerRef, DealRef, Directory, Found, MemberRef, Understanding, When
from bot.language.people import POLITE_END
from bot.phones import name_and_phone
from bot.promoting_by_step import LEASTS
from bot.questions import Question
from bot.reading import intent_of
from bot.replies import Record

T = TypeVar("T")
REPLACING = (LogActivity, SetReminder, RecordPurchase, LogPayment)
SETS_STAGES = (Stages, AddStage, RemoveStage, PlaceStage)
FEW_WORDS = 20
"""Letters: a line this short that cannot be read is a failed answer, not a sentence of its own."""
NAME_LENGTH, NAME_WORDS = 40, 4
"""Longer than that, letters and words, no customer's name is."""
CODE = re.compile(r"(?:โค้ด\s*|code\s+)?((?=[\d-]*[A-Za-z])[A-Za-z\d][A-Za-z\d-]{2,19})")
"""A code that somebody makes up, as it is read at the counter; a bare number is that of the list."""
CALLED = re.compile(
    r"\s*(?:(?:เขา|แก)?ชื่อ|(?:his|her) name is |it's )?\s*(?:คุณ|พี่|น้อง|เฮีย|เจ๊|khun |k\.)?\s*"
    r"(?P<name>[\u0e00-\u0e4e]{2,20}|[a-z]{2,20}(?: [a-z]{2,20})?)\s*",
    re.IGNORECASE,
)
"""A person's name when it was asked for: one word, in Latin letters perhaps two."""
ASKS = re.compile(
    r"เบอร์|ข้อมูล|รายละเอียด|ใคร|ทำไม|ไหม|มั้ย|เท่าไ|เมื่อไ|อะไร|ยังไง|(?:วัน|ตอน|ขั้น)ไหน|กี่(?:โมง|บาท|ครั้ง)|(?:รึ|หรือ|ไป|มา)ยัง"
    r"|อีเมล|ที่อยู่|phone|number|info|who|why|\?",
    re.IGNORECASE,
)
"""In a line with a name: it asks about somebody, and is no answer to whose a draft is."""
ALIKE = 0.5
"""Two sentences this alike are one sentence, corrected."""


@dataclass(frozen=True, slots=True)
class Line:
    """What was typed under an open question, and as what it reads by itself."""

    question: Question
    text: str
    read: Understanding
    directory: Directory

    @property
    def number(self) -> int:
        return int(self.question["id"])

    @property
    def meant(self) -> Intent:
        return intent_of(self.read)

    @property
    def is_unread(self) -> bool:
        return isinstance(self.meant, NotUnderstood) and self.read.intent != Answer.name

    def said(self, kind: type[T]) -> Found[T] | None:
        """The first field that holds such a value."""
        return next((found for found in self.read.fields.values() if isinstance(found.value, kind)), None)

    @property
    def names_a_customer(self) -> bool:
        return "customer" in self.read.fields


def as_answer(question: Question, text: str, read: Understanding, directory: Directory) -> Intent | None:
    """The answer this line gives to the open question; None when it is a sentence of its own."""
    line = Line(question, text, read, directory)
    if (refused := _refused(line)) is not None:
        return refused
    reader = READERS.get(str(question["field"]), _moment)
    answer = reader(line) if reader is not None else None
    if answer is None and line.is_unread and len(text) <= FEW_WORDS and not question.get("known_only"):
        return Unanswered(question=line.number)
    return answer


def _refused(line: Line) -> Intent | None:
    """`ยกเลิก` and `ไม่ต้อง` are about the question, not about what was stored before it."""
    draft = line.question["draft"]
    match line.meant:
        case No() if line.question["field"] == "customer" and not line.question["known_only"]:
            return Unanswered(question=line.number)
        case CancelPromo(promo_code="") if line.question["intent"]["name"] == CreatePromo.name:
            return NeverMind(question=line.number)
        case No() | ForgetDraft(draft=None) if draft is not None:
            return ForgetDraft(draft=draft)
        case No() | Undo(activity=None, followup=None, customer=None, sale=False):
            return NeverMind(question=line.number)
        case _:
            return None


def _customer(line: Line) -> Intent | None:
    """A bare name, known or not."""
    if isinstance(line.meant, ChooseNew) and line.question["name"]:
        return Answer(question=line.number, new=True)
    said = line.read.value("customer")
    if line.read.intent == Brief.name and ASKS.search(line.text):
        return None
    if line.read.intent in (Brief.name, Answer.name) and isinstance(said, CustomerRef):
        return Answer(question=line.number, customer=said)
    return None if line.question["known_only"] else _new_name(line)


def _new_name(line: Line) -> Intent | None:
    """A name, perhaps with its number, which goes where the intent that waits has a place for it."""
    name, phone = name_and_phone(line.text)
    if not line.is_unread or _tells(line, phone) or not _could_be_a_name(name):
        return None
    if not hasattr(kinds()[str(line.question["intent"]["name"])], "phone"):
        name, phone = line.text.strip(), ""
    named = CustomerRef(name, candidates=line.directory.exact(name))
    return Answer(question=line.number, customer=named, phone=phone)


def _tells(line: Line, phone: str) -> bool:
    """A word that no name contains stands there, and it is not the number beside the name."""
    found = line.read.fields.get("telling")
    return found is not None and not (phone and found.words in phone)


def _could_be_a_name(text: str) -> bool:
    return len(text) <= NAME_LENGTH and "\n" not in text and len(text.split()) <= NAME_WORDS


def _moment(line: Line) -> Intent | None:
    """A day, a clock or both, and nothing else that would make it a sentence."""
    if line.names_a_customer:
        return None
    said = line.said(When)
    if said is not None and not said.sure:
        return Unanswered(question=line.number)
    if said is not None:
        return Answer(question=line.number, when=said.value)
    day = line.read.value("date_from")
    return Answer(question=line.number, when=When(day)) if isinstance(day, date) else None


def _amount(line: Line) -> Intent | None:
    meant = line.meant
    if isinstance(meant, Choose) and meant.number > len(line.question["options"]):
        return Answer(question=line.number, amount=Amount(Decimal(meant.number)))
    said = line.said(Amount)
    if said is None or line.names_a_customer:
        return None
    return Answer(question=line.number, amount=said.value)


def _member(line: Line) -> Intent | None:
    named = [one.id for one in line.directory.named(line.text) if one.kind == "member"]
    if len(named) == 1:
        return Answer(question=line.number, rep=MemberRef(line.text, named[0]))
    rep = line.read.value("rep")
    return Answer(question=line.number, rep=rep) if isinstance(rep, MemberRef) else None


def _person(line: Line) -> Intent | None:
    """เขาชื่อวิชัยนะ, คุณวิชัย: who is to be remembered."""
    named = CALLED.fullmatch(POLITE_END.sub("", line.text.strip()))
    is_a_name = named is not None and line.is_unread and not line.read.value("telling")
    return Answer(question=line.number, text=named["name"]) if named and is_a_name else None


def _deal(line: Line) -> Intent | None:
    """A name of one of the deals asked about."""
    if line.is_unread and _could_be_a_name(line.text):
        return Answer(question=line.number, deal=DealRef(line.text.strip()))
    return None


def _stage(line: Line) -> Intent | None:
    """A stage as everybody calls it, or as this company does."""
    if isinstance(line.meant, SETS_STAGES):
        return None
    known = line.read.value("stage") or line.read.value("beside")
    if isinstance(known, str) and not line.names_a_customer:
        return Answer(question=line.number, stage=known)
    if line.is_unread and _could_be_a_name(line.text):
        return Answer(question=line.number, text=line.text.strip())
    return None


def _yes(line: Line) -> Intent | None:
    return Answer(question=line.number, yes=True) if isinstance(line.meant, Yes) else None


def _words(line: Line) -> Intent | None:
    return Answer(question=line.number, text=line.text)


def _reason(line: Line) -> Intent | None:
    """A few words that are no line of their own: why a deal was lost, what a stage is called."""
    short = len(line.text) <= NAME_LENGTH and not line.names_a_customer
    return Answer(question=line.number, text=line.text) if line.is_unread and short else None


def _replacement(line: Line) -> Intent | None:
    """After `แก้` the next sentence stands in for the record, unless it plainly tells of somebody else."""
    meant = line.meant
    if not isinstance(meant, REPLACING) or _is_another_matter(line, meant):
        return None
    return with_field(meant, "replaces", Record(*line.question["record"]))


def _is_another_matter(line: Line, meant: LogActivity | SetReminder | RecordPurchase | LogPayment) -> bool:
    other = meant.customer is not None and meant.customer.id != line.question["customer"]
    return other and likeness(line.question["said"], line.text) < ALIKE


def _offer(line: Line) -> Intent | None:
    """15%, 80 บาท, 2 แถม 1, ส่งฟรี: what a promotion gives; a small number is one of those listed."""
    meant = line.meant
    if isinstance(meant, Choose):
        listed = meant.number <= len(SUGGESTED)
        return None if listed else Answer(question=line.number, text=f"{meant.number} baht")
    short = len(line.text) <= NAME_LENGTH and not line.names_a_customer
    return Answer(question=line.number, text=line.text) if short and says_an_offer(line.text) else None


def _goods(line: Line) -> Intent | None:
    """A few words; cement is goods here, though a customer's name has it too."""
    said = line.read.value("customer")
    is_part_of_a_name = isinstance(line.meant, Brief) and isinstance(said, CustomerRef) and said.id is None
    if not (line.is_unread or is_part_of_a_name) or len(line.text) > NAME_LENGTH:
        return None
    return Answer(question=line.number, text=line.text.strip())


def _least(line: Line) -> Intent | None:
    """A sum; a small number is one of those listed."""
    meant = line.meant
    if isinstance(meant, Choose) and meant.number <= len(LEASTS):
        return None
    return _amount(line)


def _code(line: Line) -> Intent | None:
    """One word of letters and digits, as it is typed at the counter, and nothing that makes it a sentence."""
    found = CODE.fullmatch(line.text.strip())
    is_one = line.is_unread or "promo_code" in line.read.fields
    return Answer(question=line.number, text=found[1]) if found and is_one else None


READERS: dict[str, Callable[[Line], Intent | None] | None] = {
    "customer": _customer,
    "other": _customer,
    "before": _customer,
    "amount": _amount,
    "rep": _member,
    "whose": _member,
    "followup": None,
    "contact": _person,
    "deal": _deal,
    "stage": _stage,
    "beside": _stage,
    "title": _reason,
    "offer": _offer,
    "item": _goods,
    "min_spend": _least,
    "segment": None,
    "promo_code": _code,
    "confirmed": _yes,
    "text": _words,
    "reason": _reason,
    "replacement": _replacement,
}
"""How each field is answered in words; a follow-up only by number or tap. Every other field is a moment."""
