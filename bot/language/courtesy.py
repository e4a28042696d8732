"""What people put around what they mean: a greeting, please, thanks, a face. It is read over."""

from __future__ import annotations

import re

from bot.language.normalise import Normal

POLITE = r"(?:ครับ|(?<!บัง)คับ|ค่ะ|คะ|(?<!เ)จ้า|จ้ะ)"
JOD = r"(?:(?:พี่|น้อง|คุณ)?(?:จด)?)"
GREETING = (
    rf"(?:สวัสดี|หวัดดี)(?:ตอนเช้า)?{POLITE}?{JOD}{POLITE}?|{JOD}{POLITE}|น้องจด"
    r"|(?:hi|hello|hey)(?: jod\b|(?=\s*[,!]))"
)
"""A bare hi may begin a name (Hi Tech)."""
OPENING = re.compile(
    rf"(?:(?:{GREETING})[\s,!]+"
    rf"|รบกวน(?:ช่วย|หน่อย)?(?:นะ)?{POLITE}?\s*|please\s+"
    r"|ช่วย(?:จด)?(?=ลง|เลื่อน|ยกเลิก|ลบ|แก้|เปลี่ยน|เพิ่ม|เปิด|ปิด|ดู|สรุป|นัด|เตือน|ตั้ง|สร้าง|บันทึก|ย้าย|โอน"
    r"|ส่ง(?:โปร|รายงาน|สรุป)|หา|ค้น|เช็[คก]|ขอ|โชว์|แสดง|นำเข้า)"
    r"|(?:ลง|บันทึก)(?:ให้)?(?:ว่า)?\s*(?=เข้าพบ|พบ|โทร|คุย|ไลน์|ประชุม|เยี่ยม|แวะ)(?!.*(?:ยังไง|อย่างไร)))+(?=\S)"
)
THANKS = rf"(?:\s+(?:ขอบคุณ|ขอบใจ)(?:มาก)?(?:ๆ)?(?:นะ)?{POLITE}?|[\s,]+(?:thanks|thank you|thx))"
NOT_SAID = "".join(
    rf"(?<!{word})" for word in ("บอก", "ว่า", "ใช้", "พูด", "ตอบ", "ลงท้าย", "ด้วย", "เป็น", "คำว่า")
)
"""Behind these it is what somebody says, or how Jod is to speak (ลงท้ายด้วยครับ)."""
FACES = r"(?:\s*[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f])+\s*"
ASKING = r"(?:ด้วยนะ|(?<!พี่)(?<!คุณ)(?<!น้อง)หน่อย(?:นะ)?|นะ)?"
CLOSING = re.compile(rf"(?<=\S){NOT_SAID}(?:\s*{ASKING}{POLITE}{THANKS}?|{THANKS})[\s.!]*\Z|(?<=\S){FACES}\Z")
LONGEST_CLOSING = 60
"""Letters at the end of a message in which its closing is looked for."""


def without_courtesy(normal: Normal) -> Normal:
    """Without what is polite before and behind: สวัสดีครับ พรุ่งนี้มีนัดอะไรบ้าง ขอบคุณครับ."""
    opened = OPENING.match(normal.text)
    closed = CLOSING.search(normal.text, max(0, len(normal.text) - LONGEST_CLOSING))
    start = opened.end() if opened else 0
    end = closed.start() if closed and closed.start() > start else len(normal.text)
    if start == 0 and end == len(normal.text):
        return normal
    stop = normal.words(start, end)[2]
    return Normal(normal.text[start:end], normal.offsets[start:end], normal.original, stop)
