"""Taking back and changing what was just recorded."""

from __future__ import annotations

from decimal import Decimal

from bot.language.amounts import THOUSAND
from bot.language.grammar.activities import channel
from bot.language.grammar.changes import moved_by_day
from bot.language.grammar.fields import firm, past_small_words
from bot.language.grammar.grammar import Grammar, begins
from bot.language.grammar.instead import (
    follows_a_record,
    is_denied,
    moved_instead,
    says_instead,
    wrong_and_right,
)
from bot.language.grammar.named import named_by
from bot.language.grammar.reached import outcome
from bot.language.line import Line, spans
from bot.language.mentions import Mention
from bot.language.moments import when
from bot.language.money import price
from bot.language.notes import leaves_nothing, note
from bot.language.numerals import phone
from bot.language.sums import Sum
from bot.language.understanding import Found
from bot.language.unknown import customer_at
from bot.language.values import Amount, CustomerRef, When
from bot.language.whose import contact

TAKES_BACK = frozenset(
    [
        "undo",
        "undone",
        "wrong",
        "particle",
        "done",
        "small_talk",
        "moment",
        "link",
        "assign",
        "item_number",
        "negated",
    ]
)


ASKING = ("ขอ", "ช่วย")
"""ขอลบอันล่าสุด."""


def undoes(line: Line) -> bool:
    """ยกเลิก, ลบอันล่าสุด, พิมพ์ผิด: nothing but words of taking back."""
    if (
        not (line.has("undo") or line.has("wrong"))
        or firm(line) is not None
        or (line.moments and not line.has("undone"))
    ):
        return False
    if line.has("edit") or any(person.named for person in line.persons):
        return False
    known = all(TAKES_BACK & token.tags.keys() or token.text in ASKING for token in line.tokens)
    return known and not _other_letters(line)


def _other_letters(line: Line) -> bool:
    """Letters of words that are known to no list."""
    rest = note(line, spans(line.tokens))
    return rest is not None and len(rest.value) > 6


def of_a_sale(line: Line) -> Found[bool] | None:
    """ยกเลิกบิลเมื่อกี้: a sale, whatever was stored after it."""
    at = line.first("undone", "sale")
    return None if at is None else line.of_token(True, at)


UNDO = Grammar(intent="undo", words=("undo", "wrong"), when=undoes, fields={"sale": of_a_sale})


CORRECTS = frozenset(["edit", "negated", "wrong", "rather"])


def edits(line: Line) -> bool:
    """A word of correcting at the beginning, or anywhere when a record was just made."""
    if not (CORRECTS & line.tags or len(line.customers) > 1) or phone(line):
        return False
    two = len(line.numbers) > 1 or len(line.customers) > 1 or len(line.moments) > 1
    if begins("edit")(line) or (begins("negated")(line) and two) or _not_this_but_that(line):
        return True
    if line.has("wrong") and line.has("negated") and len(line.numbers) > 1 and new_amount(line) is not None:
        return True
    if line.customers and (
        begins("wrong")(line)
        or _just_wrong(line)
        or _nearly_named_instead(line)
        or _denies_nearly_named(line)
    ):
        return True
    if wrong_and_right(line) and (line.moments or new_amount(line)):
        return True
    is_moved = line.has("reschedule") or (bool(line.customers) and moved_by_day(line))
    corrects = line.has("edit") and not is_moved
    return _another_channel(line) or says_instead(line) or (corrects and follows_a_record(line))


def _just_wrong(line: Line) -> bool:
    """เมื่อกี้ลงผิดคน ต้องเป็นปุ้ย."""
    first = next(iter(line.moments), None)
    return first is not None and first.first == 0 and line.tokens.tag(first.last, "wrong") is not None


def _another_channel(line: Line) -> bool:
    """not a visit, it was a call; เข้าพบ ไม่ใช่โทร: after a record, with nobody named."""
    if not follows_a_record(line) or line.customers:
        return False
    ways = {line.token(at).tags["channel"] for at in line.places("channel")}
    return len(ways) > 1 and (begins("negated")(line) or _denies_channel(line))


def _denies_channel(line: Line) -> bool:
    """Nothing is said but the way it was, perhaps when, and the way it was not."""
    if not any(line.tokens.tag(at - 1, "negated") for at in line.places("channel")):
        return False
    return leaves_nothing(line, [*spans(line.moments), *line.worded("channel", "negated", "particle")])


def _not_this_but_that(line: Line) -> bool:
    """… ไม่ใช่เพ็ทแลนด์ เป็นเรือนแก้ว, whatever is said before it."""
    if len(line.customers) != 2 or not _behind_not(line, line.customers[0]):
        return False
    between = line.text[line.customers[0].end : line.customers[1].start].strip(" ,")
    return between in ("", "เป็น", "แต่เป็น", "คือ", "ต้องเป็น", "but", "it's", "it is", "it was", "แต่")


def _nearly_named_instead(line: Line) -> Found[CustomerRef] | None:
    """ไม่ใช่ป้าแดง สยามวัสดุ: the name behind the one denied, if it is nearly somebody's."""
    if not begins("negated")(line) or len(line.customers) != 1 or not _behind_not(line, line.customers[0]):
        return None
    end = line.customers[0].end
    at = line.behind(end)
    found = customer_at(line, past_small_words(line, len(line.tokens) if at is None else at, end))
    return found if found and (found.value.id is not None or found.value.candidates) else None


def _denies_nearly_named(line: Line) -> bool:
    """ไม่ใช่สยาม นครพลาสติก: the one denied is nearly somebody's name, and the right one ends the line."""
    if not begins("negated")(line) or len(line.customers) != 1:
        return False
    right, end = line.customers[0], line.token(line.places("negated")[0]).end
    rest = line.text[end : right.start]
    denied = customer_at(line, end + len(rest) - len(rest.lstrip())) if rest.strip() else None
    known = denied is not None and bool(denied.value.id or denied.value.candidates)
    return known and note(line, [(0, right.end), *line.worded("particle")]) is None


def new_amount(line: Line) -> Found[Amount] | None:
    """The amount that is right: not one behind ไม่ใช่."""
    right = [
        each
        for each in line.numbers
        if each.kind in ("money", "plain", "other_money") and not is_denied(line, each)
    ]
    if len(right) == 1:
        each = right[0]
        value = each.value * _unit_of_denied(line, each)
        return line.found(
            Amount(value, each.approximate, line.words(each.start, each.end)), each.start, each.end
        )
    return price(line) if right else None


def _unit_of_denied(line: Line, right: Sum) -> Decimal:
    """ไม่ใช่ 15 แสน แก้เป็น 12: a bare small number is of the unit that the wrong one was said in."""
    denied = next((each for each in line.numbers if is_denied(line, each)), None)
    if denied is None or right.kind != "plain" or right.value >= THOUSAND:
        return Decimal(1)
    units = (
        line.tokens.tag(at, tag) for at in range(denied.first, denied.last) for tag in ("place", "scale")
    )
    return Decimal(next((unit for unit in units if unit), 1))


def new_customer(line: Line) -> Found[CustomerRef] | None:
    """The customer that is right: not the one behind ไม่ใช่."""
    right = [each for each in line.customers if not _behind_not(line, each)]
    if len(line.customers) > 1 and right:
        ids = tuple(dict.fromkeys(named.id for named in right[0].of("customer")))
        ref = CustomerRef(line.words(right[0].start, right[0].end), ids[0] if len(ids) == 1 else None, ids)
        return line.found(ref, right[0].start, right[0].end, sure=len(ids) == 1)
    if line.customers and not right:
        return _nearly_named_instead(line)
    return firm(line) or _newly_named(line)


_behind_edit = named_by("edit")


def _newly_named(line: Line) -> Found[CustomerRef] | None:
    """แก้ลูกค้าเป็น สยามวัสดุ: any name where a customer is said, elsewhere one like a known one's."""
    found = None if new_note(line) else _behind_edit(line)
    if found is None or line.has("party") or any(word in line.text for word in ("ลูกค้า", "customer")):
        return found
    return found if found.value.id is not None or found.value.candidates else None


def _behind_not(line: Line, mention: Mention) -> bool:
    stops = [token for token in line.tokens if token.end <= mention.start]
    return (
        bool(stops) and "negated" in stops[-1].tags and not line.text[stops[-1].end : mention.start].strip()
    )


def denies_customer(line: Line) -> bool:
    """ไม่ใช่ TTM: it was somebody else, who is not said."""
    if not begins("negated")(line) or len(line.customers) != 1 or not _behind_not(line, line.customers[0]):
        return False
    return note(line, [*spans(line.customers), *line.worded("negated", "particle", "party", "wrong")]) is None


def said_channel(line: Line) -> Found[str] | None:
    """How it was, said in so many words: แก้เป็นไม่รับสาย leaves a visit a visit."""
    return channel(line) if line.has("channel") or line.has("channel_weak") else None


def was_at(line: Line) -> Found[When] | None:
    """แก้เป็นเมื่อวาน."""
    past = (each for each in line.moments if each.past and not is_denied(line, each))
    back = next((each for each in past if not line.tokens.tag(each.last, "wrong")), None)
    return when(line, back, past=True) if back else None


def new_note(line: Line) -> Found[str] | None:
    """The words behind แก้โน้ตเป็น."""
    at = next((place for place in line.places("edit") if "โน้ต" in line.token(place).text), None)
    if at is None:
        return None
    return note(line, [(0, line.token(at).end)])


EDIT = Grammar(
    intent="edit_last",
    when=edits,
    fields={
        "customer": new_customer,
        "contact": contact,
        "amount": new_amount,
        "follow_up_at": moved_instead,
        "occurred_at": was_at,
        "outcome": outcome,
        "channel": said_channel,
        "note": new_note,
    },
)
NOT_THIS = Grammar(
    intent="edit_last", words=("negated",), when=denies_customer, fields={"denied": firm}, needs=("customer",)
)
