"""Questions about what Jod itself has: what was just stored, how it is set, when the company is closed."""

from __future__ import annotations

import re
from datetime import date

from bot.language.dates.calendar import last_of_month
from bot.language.grammar.fields import firm, stretches
from bot.language.grammar.grammar import Grammar
from bot.language.grammar.lookups import Days, span
from bot.language.line import Line
from bot.language.understanding import Found
from bot.language.values import CustomerRef

LONGEST = 80
"""Letters of a question: a longer line tells something as well."""
ENDS = (
    r"(?:(?:นะ|น้อ|ล่ะ|อะ|อ่ะ|หน่อย|ที|ครับ|คับ|ค่ะ|คะ|ฮะ|จ๊ะ|จ้ะ|จ้า|เนี่ย|please|pls|now|jod)"
    r"|[^ก-๙a-z0-9#@])*"
)
STARTS = r"\s*(?:(?:เอ่อ|เอ๊ะ|จด|น้องจด|ช่วย|ขอ(?:ดู|ถาม)?(?:หน่อย)?|ดู|พี่|ครับ|ค่ะ|hey|hi|jod)[\s,]*){0,4}"
WHO = r"(?:ผม|ฉัน|หนู|เรา|พี่|ดิฉัน|กระผม|พวกเรา)?\s*"
LATELY = (
    r"(?:(?:อัน|รายการ|ครั้ง|งาน)?(?:(?:เมื่อ|ตะ|เมื่อตะ)(?:กี้|กี๊|กี๋)|เมื่อครู่|ล่าสุด|สุดท้าย)"
    r"|อันนี้|อันนั้น|อันที่แล้ว|รายการนี้)"
)
KEEP = r"(?:ลง|บันทึก|จด|เซฟ|เซ็ฟ|เก็บ|คีย์|พิมพ์|save)(?:งาน)?\s*"
ASK = (
    r"(?:แล้ว|ละ)?\s*(?:(?:หรือ|รึ)?ยัง|(?:ใช่)?(?:ไหม|มั้ย|มั๊ย|ไม๊|ปะ|ป่ะ|ป่าว)|(?:หรือ|รึ)?เปล่า|(?:หรือ|รึ)ป่าว|หรือไม่"
    r"|ใช่ไหม|ใช่มั้ย|\?)"
)
WHAT = r"(?:ว่า)?\s*(?:อะไร|ไร|อัลไร|ใคร|(?:ลูกค้า|เจ้า|ราย)(?:ไหน|ใคร))(?:ไป|ไว้|บ้าง|มั่ง|อยู่|\s)*"
STORED = re.compile(
    rf"{STARTS}(?:"
    rf"{LATELY}\s*{WHO}{KEEP}(?:ให้|ไป|ไว้)*{WHAT}"
    rf"|{WHO}{LATELY}\s*{WHO}(?:คือ|เป็น|มี|ของ)?\s*{WHAT}"
    rf"|{WHO}{KEEP}(?:ให้|ไป|ไว้)*{WHAT}{LATELY}"
    rf"|ที่{WHO}{KEEP}(?:ให้|ไป|ไว้)*{LATELY}\s*(?:คือ|เป็น)\s*{WHAT}"
    rf"|{LATELY}\s*ที่{WHO}{KEEP}(?:ไป|ไว้)?(?:คือ|เป็น)?(?:{WHAT})?"
    rf"|(?:{LATELY}\s*)?(?:ที่)?(?:พิมพ์|ส่ง|บอก)?(?:ไป|ให้)?(?:{LATELY})?\s*{WHO}"
    rf"(?:{KEEP}(?:ให้|ไป|ไว้|ได้|สำเร็จ|เรียบร้อย)*|เข้า(?:ระบบ)?)\s*{ASK}"
    r"|(?:show(?: me)?|see) what (?:i|you|we) (?:just|last) (?:logged|saved|recorded|noted|entered)"
    r"|(?:show(?: me)? )?my (?:last|latest|previous) (?:entry|record|log)"
    r"|what (?:did|have|had) (?:i|you|we) (?:just )?(?:log|save|record|note|write down|enter|store|put in)"
    r"(?:g?ed|d|ed)?(?: just now| last| before)?"
    r"|what(?:'s| is| was) (?:my|the) (?:last|latest|previous)"
    r" (?:entry|record|log|note|thing i (?:logged|saved))"
    r"|(?:did|have) you (?:log|save|record|note|store|get|keep)(?:g?ed|d|ed)? (?:it|that|this)"
    r"(?: down)?(?: yet| already)?"
    r"|(?:has|was|is|are) (?:it|that|this|they) (?:been )?(?:saved|logged|recorded|stored)(?: yet| already)?"
    r"|did (?:it|that|this) (?:go through|get (?:saved|logged|recorded)|save)(?: ok)?"
    r"|(?:is it |all )?(?:saved|logged|recorded)(?: yet)?\s*\?"
    rf"){ENDS}"
)
"""เมื่อกี้ลงว่าอะไร, บันทึกยัง: nobody is named, for whoever names somebody asks about that customer."""


def asks_what_was_stored(line: Line) -> bool:
    return _names_nobody(line) and STORED.fullmatch(line.text) is not None


def _names_nobody(line: Line) -> bool:
    return (
        len(line.text) <= LONGEST and not line.customers and not any(person.named for person in line.persons)
    )


DAY = "@"
"""Stands for the days said, in the text that these patterns are read against."""
OURS = rf"(?:ของ|ที่)?\s*(?:บริษัท|ออฟฟิศ|ที่ทำงาน|สำนักงาน|พวกเรา|ร้านเรา|เรา)(?:ของเรา|เรา)?(?:จะ)?\s*{DAY}?\s*"
OFF = r"(?:ได้|ต้อง)?(?:หยุด(?:งาน|ทำการ|ยาว)?|ปิด(?:ทำการ)?|ทำงาน|เปิด(?:ทำการ|ทำงาน)?)\s*"
WHICH = (
    r"(?:มี|คือ|เป็น|ได้แก่|ตรงกับ|เหลือ|อีก)*\s*(?:วัน|ตอน)?(?:ที่)?(?:(?:ไหน|อะไร|กี่วัน|เท่าไหร่|เท่าไร|ใด)|เมื่อไหร่|เมื่อไร)"
    r"(?:\s*(?:บ้าง|มั่ง|แล้ว))?"
)
FEAST = r"(?:สงกรานต์|ปีใหม่|ตรุษจีน|songkran|new year)"
HOLIDAY = r"(?:public|company|our|bank|official)?\s*(?:holidays?|days? off)"
CLOSED = re.compile(
    rf"{STARTS}(?:"
    rf"{DAY}\s*(?:ช่วง)?(?:{OURS})?(?:เป็น)?(?:{OFF}|วันหยุด\s*)(?:ด้วย)?{ASK}"
    rf"|{OURS}(?:เป็น)?{OFF}{DAY}\s*{ASK}"
    rf"|{DAY}?\s*(?:{FEAST})?\s*{OURS}(?:{FEAST})?\s*(?:หยุด|ปิด)(?:งาน|ทำการ|ยาว)?\s*{WHICH}\s*{DAY}?"
    rf"|{DAY}?\s*{FEAST}\s*{DAY}?\s*(?:หยุด|ปิด)(?:งาน|ทำการ|ยาว)?\s*{WHICH}"
    rf"|{DAY}?\s*(?:บริษัท)?(?:มี)?วันหยุด(?:บริษัท|ของ|เรา|ราชการ|ประจำปี|ถัดไป|ต่อไป|ครั้งหน้า|ยาว|นักขัตฤกษ์|ทั้งหมด|\s)*"
    rf"{DAY}?\s*(?:{WHICH}|{ASK})\s*{DAY}?"
    rf"|{DAY}\s*มีวันหยุด(?:บริษัท)?|วันหยุด(?:บริษัท)?(?:ของ|ใน|ช่วง)?\s*{DAY}\s*(?:{WHICH})?"
    rf"|(?:are|is) (?:we|the office|the company) (?:closed|open|off|working)(?: on| for)?\s*{DAY}"
    rf"|is(?: it)?\s*{DAY}?\s*a(?:n official| public| company)? (?:holiday|day off|working day)\s*{DAY}?"
    rf"|(?:when|what|which)(?:'s| is| are| day is| days are)? (?:the |our )?(?:next |coming )?{HOLIDAY}"
    rf"(?: do we (?:have|get))?(?:\s*(?:in|on|for)?\s*{DAY})?"
    rf"|do (?:we|i) (?:work|have (?:to work|work|{HOLIDAY}))(?: on| in)?\s*{DAY}"
    rf"|(?:are there |do we have )?any {HOLIDAY}(?:\s*(?:in|on|for)?\s*{DAY})?"
    rf"|(?:company|public) holidays(?: in| for| of)?\s*{DAY}"
    rf"){ENDS}"
)
"""พรุ่งนี้หยุดมั้ย, วันหยุดบริษัทมีวันไหนบ้าง; ร้านหยุดวันไหน may ask of a customer's shop."""


PERIOD = re.compile(r"(?:\bthis |เดือน\s*)?@(?:\s*นี้)?")
"""เดือนนี้, this month: of which the word for this is no part of the days."""


def _without_days(line: Line) -> str:
    """The line with its days put as one sign."""
    _, _, start, end = line.once(span) or (None, None, 0, 0)
    return PERIOD.sub(DAY, f"{line.text[:start]}{DAY}{line.text[end:]}") if end else line.text


def _days(line: Line) -> Days | None:
    """A month by its name is the next one: nobody asks when the company was closed last April."""
    days = line.once(span)
    if days is None or line.moments or not line.has("month") or days[1] >= line.now.date():
        return days
    first = days[0].replace(year=days[0].year + 1)
    return first, last_of_month(first), *days[2:]


def first_day(line: Line) -> Found[date] | None:
    days = line.once(_days)
    return None if days is None else line.found(days[0], *days[2:])


def last_day(line: Line) -> Found[date] | None:
    days = line.once(_days)
    return None if days is None else line.found(days[1], *days[2:])


def asks_when_closed(line: Line) -> bool:
    return _names_nobody(line) and CLOSED.fullmatch(line.once(_without_days)) is not None


SET_TO = (
    r"(?:\s*(?:ไว้|อยู่|ให้|ถูก|ตอนนี้|ตั้ง|ส่ง|มา|เป็น|ใช้|คือ|เริ่ม|เวลา|ตอน|ล่วงหน้า|ก่อนนัด|ก่อน))*\s*"
    r"(?:กี่โมง|ตอนไหน|เมื่อไหร่|เมื่อไร|เท่าไหร่|เท่าไร|ช่วงไหน|กี่นาที|กี่ชั่วโมง|อะไร|ไหน|ยังไง)(?:ไว้|อยู่|บ้าง|มั่ง|แล้ว|\s)*"
)
NOW = rf"(?:ตอนนี้|ปัจจุบัน)?\s*{WHO}(?:ได้)?(?:ตั้งค่า|ตั้งเวลา|ตั้ง|ใช้|เปิด|กำหนด)?(?:ไว้)?\s*"
IS_SET = r"(?:what|when|which)(?: time)?(?:'s| is| are| do i get| does| will)?\s*(?:my|the)?\s*"
SETTINGS = {
    "language": re.compile(
        rf"{STARTS}(?:{NOW}ภาษา\s*(?:ที่ใช้)?{SET_TO}"
        rf"|{IS_SET}language(?: am i using| is set| are you using)?){ENDS}"
    ),
    "quiet_hours": re.compile(
        rf"{STARTS}(?:{NOW}(?:ช่วงเงียบ|เวลาเงียบ|ปิด(?:เสียง|การ)?(?:แจ้ง)?เตือน|ห้ามรบกวน){SET_TO}"
        rf"|{IS_SET}quiet hours(?: set to)?){ENDS}"
    ),
    "lead_minutes": re.compile(
        rf"{STARTS}(?:{NOW}(?:แจ้ง)?เตือน(?:ก่อนนัด|ล่วงหน้า){SET_TO}"
        r"|how (?:long|early|many minutes) before (?:a|my|an)?\s*(?:meetings?|appointments?)"
        rf" do (?:you|i get) remind(?:ed)?(?: me)?){ENDS}"
    ),
    "plan_time": re.compile(
        rf"{STARTS}(?:{NOW}(?:แผน|สรุป|เตือน)(?:งาน)?(?:ตอน)?เช้า{SET_TO}"
        rf"|{IS_SET}(?:morning|daily) (?:plan|summary)(?: sent| set to| come)?){ENDS}"
    ),
    "": re.compile(
        rf"{STARTS}(?:(?:ตอนนี้|ปัจจุบัน)?\s*{WHO}(?:ได้)?ตั้ง(?:ค่า)?(?:อะไร|ยังไง|ไร)(?:ไว้|อยู่|บ้าง|มั่ง|\s)*"
        rf"|(?:ตอนนี้|ปัจจุบัน)?\s*{WHO}(?:ตั้งเวลา|ตั้ง)(?:ส่ง)?(?:สรุป|รายงาน|แจ้งเตือน){SET_TO}"
        rf"|(?:ค่าที่ตั้งไว้|การตั้งค่า)(?:ของ{WHO})?(?:{SET_TO})?"
        rf"|(?:what(?:'s| is| are)|show(?: me)?|how are) (?:my|the|our)(?: current)? settings(?: now| set)?"
        rf"|how is (?:jod|everything) set(?: up)?"
        rf"){ENDS}"
    ),
}
"""By the setting that is asked for; all of them are shown to who names none, or one that comes in several."""


def _setting(line: Line) -> str | None:
    return next((name for name, asked in SETTINGS.items() if asked.fullmatch(line.text)), None)


def asks_how_set(line: Line) -> bool:
    return _names_nobody(line) and line.once(_setting) is not None


def setting(line: Line) -> Found[str] | None:
    """The only one that is asked for."""
    name = line.once(_setting)
    return line.found(name, 0, len(line.text)) if name else None


WHOM = "#"
"""Stands for the customer, in the text that this pattern is read against."""
TO = r"(?:ไว้)?\s*(?:กับ|ให้|แก่|ของ|to)?\s*(?:ทาง|คุณ|พี่|ลูกค้า)?\s*"
LEFT = r"(?:ไว้|อยู่|บ้าง|มั่ง|แล้ว|กัน|ไป|\s)*"
PROMISED = re.compile(
    rf"{STARTS}(?:{WHO}(?:เคย|ได้|ยัง|ไป)*\s*(?:รับปาก|สัญญา|บอก|ตกปากรับคำ|ติดค้าง|ติด|ค้าง(?:ส่ง|ทำ)?|ต้อง(?:ส่ง|ทำ|ตาม))"
    rf"(?:ว่า)?(?:จะ)?(?:ส่ง|ทำ|ให้|ตาม)?\s*(?:อะไร|ไร|เรื่องอะไร){TO}{WHOM}{LEFT}(?:{ASK})?"
    rf"|{WHO}(?:เคย|ได้|ยัง|ไป)*\s*(?:รับปาก|สัญญา|บอก|รับคำ|ติดค้าง|ค้าง){TO}{WHOM}{LEFT}(?:ว่า)?(?:จะ)?(?:ส่ง|ทำ|ให้|ตาม)*"
    rf"\s*(?:อะไร|ไร)(?:ให้)?{LEFT}"
    r"|what (?:did|have|had|do|must|should) (?:i|we)"
    rf" (?:promised?|still owe|(?:have|need) to (?:send|do for))(?: to)? {WHOM}"
    r"|(?:any|what) (?:open |other )?promises(?: did (?:i|we) make| (?:have|do) (?:i|we) (?:made|have))?"
    rf" (?:to|with|for) {WHOM}(?: (?:are |is )?still open)?"
    rf"){ENDS}"
)
"""ผมรับปากอะไรซันไรส์ไว้บ้าง: what is still owed to a customer, which the brief shows."""


def _named(line: Line) -> Found[CustomerRef] | None:
    """The only customer by its exact name, to which what stands behind it (ไว้บ้าง) does not belong."""
    only = line.customers[0] if len(line.customers) == 1 else None
    named = {each.customer for each in only.of("customer")} if only is not None and only.exact else set()
    if only is None or len(named) != 1:
        return firm(line)
    return line.found(CustomerRef(line.words(only.start, only.end), named.pop()), only.start, only.end)


def promised_to(line: Line) -> Found[CustomerRef] | None:
    return line.once(_named)


def _without_customer(line: Line) -> str:
    """The line with the customer put as one sign."""
    named = stretches(line, promised_to(line))
    start, end = named[0] if len(named) == 1 else (0, 0)
    return f"{line.text[:start]}{WHOM if end else ''}{line.text[end:]}"


SAYS_WHAT = re.compile(r"ไร|what|promises")
"""Every such question has one of these: quick to see before a customer is looked for."""


def asks_what_was_promised(line: Line) -> bool:
    return (
        len(line.text) <= LONGEST
        and SAYS_WHAT.search(line.text) is not None
        and promised_to(line) is not None
        and PROMISED.fullmatch(line.once(_without_customer)) is not None
    )


STRANGER = re.compile(
    rf"{STARTS}(?:(?:คุณ|พี่|น้อง|เฮีย|เจ๊|ป้า|ลุง|khun )(?P<name>[ก-๙a-z]{{2,30}}?)\s*"
    rf"(?:นี่|นี้)?(?:คือ|เป็น)?ใคร(?:หรอ|เหรอ|กัน|\s)*"
    rf"|(?:รู้จัก|มีข้อมูล)(?:คุณ|พี่|น้อง|เฮีย|เจ๊|ป้า|ลุง)(?P<known>[ก-๙]{{2,30}}?)\s*{ASK}"
    rf"|(?:do you know|who(?:'s| is)) khun (?P<asked>[a-z]{{2,30}})"
    rf"){ENDS}"
)
"""คุณบุญมีคือใคร, of somebody whom nobody has told of."""


def _stranger(line: Line) -> re.Match[str] | None:
    return STRANGER.fullmatch(line.text) if firm(line) is None and _names_nobody(line) else None


def stranger(line: Line) -> Found[CustomerRef] | None:
    """The name alone, to be looked for."""
    found = line.once(_stranger)
    if found is None or found.lastgroup is None:
        return None
    start, end = found.span(found.lastgroup)
    return line.found(CustomerRef(line.words(start, end)), start, end, sure=False)


ENTRY = Grammar(intent="last_entry", when=asks_what_was_stored)
CLOSED_DAYS = Grammar(
    intent="closed_days", when=asks_when_closed, fields={"date_from": first_day, "date_to": last_day}
)
HOW_SET = Grammar(intent="settings", when=asks_how_set, fields={"setting": setting})
PROMISES = Grammar(intent="brief", when=asks_what_was_promised, fields={"customer": promised_to})
WHO_IS = Grammar(
    intent="brief", when=lambda line: line.once(_stranger) is not None, fields={"customer": stranger}
)
