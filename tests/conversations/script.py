"""Conversation scripts: what is said, what it means, and what is answered, in Thai and in English.

    [th] A visit                                    a scene, in that language
    แบงค์> เข้าพบ สยามวัสดุ คุยราคา  # log_activity    said; after `#` the intent it is taken for
    แบงค์< ลงแล้ว · เข้าพบสยามวัสดุภัณฑ์                answered: a text, or a card by its alternative text
      | เรื่อง  คุยราคา                              a line that stands on that card
    แบงค์> [ยกเลิก]  # undo                           tapped; `[label] value` picks a moment
    แบงค์> (sticker)  # none                          done, see `Stage._do`
    @ 2026-11-27 08:00                              the clock moves

`⏎` is a new line inside what is said, `  ¶` an empty line of an answer. Played, the transcript must equal
the script.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path

FOLDER = Path(__file__).parent
SCENE = re.compile(r"\[(?P<language>th|en)\] (?P<title>.+)")
SAID = re.compile(r"(?P<who>[^\s<>|]+)> (?P<words>.*?)(?:  # (?P<intent>[\w ]+))?")


@dataclass(slots=True)
class Step:
    """One line of the script that does something, and the card lines that its answers must show."""

    line: str
    language: str
    who: str = ""
    words: str = ""
    intents: tuple[str, ...] = ()
    shown: list[str] = field(default_factory=list)

    @property
    def moves_the_clock_to(self) -> str | None:
        return self.line.removeprefix("@ ") if self.line.startswith("@ ") else None

    @property
    def done(self) -> str:
        """The line without what it was taken for."""
        return self.line.partition("  # ")[0]


@dataclass(frozen=True, slots=True)
class Script:
    """A capability as it is talked about."""

    name: str
    text: str

    @classmethod
    def all(cls) -> list[Script]:
        paths = sorted(FOLDER.glob("*.txt"))
        return [cls(path.stem, path.read_text(encoding="utf-8").strip()) for path in paths]

    def steps(self) -> list[Step]:
        """What is done, in order; headings, remarks and empty lines are steps that do nothing."""
        language, steps = "", [Step("", "")]
        for line in self.text.splitlines():
            if line.startswith("  | "):
                steps[-1].shown.append(line.removeprefix("  | "))
            elif not _is_answer(line):
                language = found["language"] if (found := SCENE.fullmatch(line)) else language
                steps.append(_step(line, language))
        return steps[1:]

    def names(self) -> set[str]:
        """Everybody who speaks or is spoken to."""
        return set(re.findall(r"^([^\s<>|]+)[<>] ", self.text, re.MULTILINE))

    def intents(self, language: str) -> set[str]:
        """The intents that are said, tapped or done in the scenes of one language."""
        return {intent for step in self.steps() if step.language == language for intent in step.intents}


def _is_answer(line: str) -> bool:
    """Told by Jod, or the next line of a text of several."""
    return line.startswith("  ") or re.match(r"[^\s<>|]+< ", line) is not None


def _step(line: str, language: str) -> Step:
    said = SAID.fullmatch(line)
    if said is None or line.startswith("#"):
        return Step(line, language)
    intents = tuple((said["intent"] or "").split())
    return Step(line, language, said["who"], said["words"].replace("⏎", "\n"), intents)
