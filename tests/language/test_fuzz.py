"""No text crashes the reading or takes long, whatever is mutated, repeated or pasted."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.language import understand
from tests.language.people import HERE, NOW
from tests.language.scoring import rows

LONGEST = 0.25
"""Seconds; five times what a text may take on a quiet machine, so that a busy one does not fail the test."""
MESSAGES = [row["text"] for name in ("dev.jsonl", "own.jsonl") for row in rows(name)]
PIECES = st.sampled_from(
    [
        *(
            "เข้าพบ",
            "โทร",
            "TTM",
            "ตาม",
            "พรุ่งนี้",
            "ศุกร์หน้า",
            "1.5 ล้าน",
            "แสน",
            "บ่าย",
            "สอง",
            "ทุ่ม",
            "คุณ",
            "ไม่",
            "\n",
        ),
        *(
            "15/12",
            "0",
            "9",
            ".",
            "-",
            "เ",
            "ๆ",
            "\u0e4d",
            "\u200b",
            " ",
            "k",
            "ร้อย",
            "ครึ่ง",
            "จ.",
            "ถึง",
            "1. ",
            "😀",
            "\x00",
        ),
        *("\ud800", "ลูกค้า:", "ข้อ", "%", "ห้า", "พัน", "อีก", "วัน", "to", "Co., Ltd."),
    ]
)


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_answered(text: str) -> None:
    assert understand(text, NOW, HERE).intent


@settings(deadline=None)
@given(st.lists(PIECES, max_size=60).map("".join))
def test_any_heap_of_words_is_answered(text: str) -> None:
    said = understand(text, NOW, HERE)
    for found in said.fields.values():
        assert 0 <= found.start <= found.end <= len(text)


@pytest.mark.parametrize("seed", range(8))
def test_mutated_messages_are_answered(seed: int) -> None:
    dice = random.Random(seed)  # noqa: S311 - no secrets are made of it
    for text in MESSAGES:
        letters = list(text)
        for _ in range(dice.randint(1, 6)):
            at = dice.randrange(len(letters) + 1)
            letters[at : at + dice.randint(0, 2)] = dice.choice(
                ["", " ", dice.choice(text), "่", "5", "\n", "เเ"]
            )
        assert understand("".join(letters), NOW, HERE).intent


@pytest.mark.parametrize(
    "text",
    [
        *(
            "5" * 5000,
            "5 " * 2500,
            "แสน" * 1500,
            "15/12 " * 800,
            "เ" * 5000,
            "คุณ" * 1500,
            "ตาม" * 1500,
            "a" * 5000,
        ),
        *(
            "a@" * 2500,
            "%@โทร" * 500,
            "toถึง" * 400,
            "ไม่ได้ไป@" * 300,
            "กับTTM " * 300,
            "31/2 " * 400,
            "โทร TTM " * 600,
            "พรุ่งนี้" * 600,
            "1-2-3-" * 800,
            "ๆ" * 5000,
            "(" * 5000,
            "บริษัท " * 700,
        ),
        *(
            "ครึ่ง" * 1000,
            "1,000," * 800,
            "ถึง 5 " * 700,
            "อีก 1 ชั่วโมง " * 300,
            "\n1. โทร TTM" * 300,
            "จำกัด" * 900,
        ),
    ],
    ids=lambda text: text[:8],
)
def test_repetition_takes_no_longer_than_reading(text: str) -> None:
    began = time.thread_time()
    assert understand(text, NOW, HERE).intent
    assert time.thread_time() - began < LONGEST
