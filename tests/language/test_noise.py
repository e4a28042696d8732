"""The same messages as hurried thumbs, old phones and pasted texts spell them."""

from __future__ import annotations

import json
import re
from collections.abc import Callable

import pytest

from cli.understand import understand_lines
from tests.language.scoring import directory, rows, wrong_fields

THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
NOISES: dict[str, Callable[[str], str]] = {
    "decomposed": lambda text: text.replace("แ", "เเ").replace("\u0e33", "\u0e4d\u0e32"),
    "polite": lambda text: f"{text}นะคะ",
    "addressed": lambda text: f"พี่ครับ {text}",
    "greeted": lambda text: f"สวัสดีค่ะจด {text}",
    "hi": lambda text: f"Hi, {text}",
    "asked nicely": lambda text: f"รบกวน{text} ด้วยนะครับ",
    "thanked": lambda text: f"{text} ขอบคุณค่ะ",
    "emoji": lambda text: f"{text} 🙏😊",
    "thai digits": lambda text: re.sub(
        r"(?<![A-Za-z])\d(?![A-Za-z])", lambda digit: digit[0].translate(THAI_DIGITS), text
    ),
    "spaces twice": lambda text: text.replace(" ", "  "),
    "no spaces": lambda text: re.sub(r"(?<=[\u0e00-\u0e4e]) (?=[\u0e00-\u0e4e])", "", text),
    "capitals": str.upper,
    "small letters": str.lower,
    "zero width": lambda text: re.sub(r"(?<=[\u0e00-\u0e7f]{5})", "\u200b", text),
}
ROWS = [*rows("dev.jsonl"), *rows("own.jsonl")]
HERE = directory()


@pytest.mark.parametrize("noise", NOISES)
def test_messages_are_understood_through_noise(noise: str) -> None:
    lines = [json.dumps({**row, "text": NOISES[noise](row["text"])}) for row in ROWS]
    said = [json.loads(answer)["pred"] for answer in understand_lines(lines, HERE)]
    wrong = [
        (row["id"], fields)
        for row, answer in zip(ROWS, said, strict=True)
        if (fields := list(wrong_fields(row["expect"], answer)))
    ]
    assert len(wrong) <= 0.02 * len(ROWS), wrong
