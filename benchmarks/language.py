"""Reading sales lines: whole messages, look-ups among very many names, memory, import.

With `pip install dateparser pythainlp` beside it, the same lines are also given to those two.
"""

from __future__ import annotations

import json
import random
import resource
import subprocess
import sys
import time
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bot.language import Directory, Entry, understand
from cli.understand import read_directory

DATA = Path("tests/data/language")
FIRST = [
    "สยาม",
    "ไทย",
    "เจริญ",
    "รุ่งเรือง",
    "ทรัพย์",
    "โชค",
    "ชัย",
    "พัฒนา",
    "วัฒนา",
    "มั่นคง",
    "กิจ",
    "อุดม",
    "สุข",
    "ศรี",
    "นคร",
    "กรุง",
    "เอเชีย",
    "มิตร",
    "บูรพา",
    "ภูมิ",
]
LAST = [
    "วัสดุภัณฑ์",
    "การช่าง",
    "โลหะกิจ",
    "พลาสติก",
    "คอนกรีต",
    "ก่อสร้าง",
    "ฟู้ดส์",
    "เภสัช",
    "เทรดดิ้ง",
    "เคมี",
    "ซัพพลาย",
    "อะไหล่ยนต์",
    "การพิมพ์",
    "เฟอร์นิเจอร์",
]
SAME_LINES, SHOWN = 40, 5
REPEATS = 5
"""Runs of each text, of which the quickest counts: the machine is not ours alone."""


def main() -> None:
    dice = random.Random(7)
    messages = [
        json.loads(line)
        for name in ("dev", "own", "six_people")
        for line in (DATA / f"{name}.jsonl").open(encoding="utf-8")
    ]
    print(f"import: {import_time():.0f} ms beyond the interpreter")
    for size in (10_000, 100_000):
        names = list(firms(size, dice))
        directory, built, grown = filled(names)
        for entry in read_directory(DATA / "directory.json").entries():
            directory.put(replace(entry, id=entry.id + size))
        print(f"\n{size:,} customers: a workspace's names are built in {built:.1f} s and take {grown:.0f} MB")
        print(f"  first look-up {once(directory.nearest, names[0]) * 1e3:.2f} ms")
        looked_up(directory, names, dice)
        if size == 10_000:
            whole_messages(directory, messages)
            peers(directory, messages)


def import_time() -> float:
    """Milliseconds to import the package and read the first line, in a new process."""
    code = (
        "import time, re, tomllib, dataclasses, typing, decimal, datetime, unicodedata, functools;"
        "began = time.process_time(); from bot.language.lexicon import lexicon; lexicon();"
        "import bot.language; print((time.process_time() - began) * 1000)"
    )
    return min(float(subprocess.check_output([sys.executable, "-c", code])) for _ in range(3))


def firms(size: int, dice: random.Random) -> Iterator[str]:
    """Invented firms that share their words, as real ones do."""
    seen: set[str] = set()
    while len(seen) < size:
        name = "".join(dice.sample(FIRST, dice.randint(2, 4))) + dice.choice(LAST)
        if name not in seen:
            seen.add(name)
            yield name


def filled(names: list[str]) -> tuple[Directory, float, float]:
    """A directory of these names, the seconds it took and the megabytes it takes."""
    import_module("numpy")
    import_module("rapidfuzz")
    before, began = memory(), time.perf_counter()
    directory = Directory(Entry(number, name) for number, name in enumerate(names))
    return directory, time.perf_counter() - began, memory() - before


def memory() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def looked_up(directory: Directory, names: list[str], dice: random.Random) -> None:
    """Names as people spoil them: how quickly each kind is found, and how often among five."""
    in_order = sorted(names)
    for kind, spoil in SPOILT.items():
        numbers = dice.sample(range(len(names)), 300)
        spoilt = [(number, spoil(names[number], dice)) for number in numbers]
        asked = [(number, said) for number, said in spoilt if not begins_many(said, in_order)]
        right = sum(number in [each for each, _ in directory.nearest(said, 5)] for number, said in asked)
        took = timing(directory.nearest, [said for _, said in asked])
        print(f"  look-up, {kind}: {took}, right one among five {right / len(asked):.1%}")


def begins_many(said: str, in_order: list[str]) -> bool:
    """Whether more names begin so than are shown, so that nobody could say which is meant."""
    return bisect_left(in_order, said + "\U0010ffff") - bisect_left(in_order, said) > SHOWN


def slip(name: str, dice: random.Random) -> str:
    """One letter lost, doubled or in the wrong place."""
    at = dice.randrange(1, len(name) - 1)
    turned = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return dice.choice([name[:at] + name[at + 1 :], name[:at] + name[at] + name[at:], turned])


SPOILT: dict[str, Callable[[str, random.Random], str]] = {
    "a slip": slip,
    "no tone marks": lambda name, _: "".join(letter for letter in name if letter not in "่้็์"),
    "a part": lambda name, _: name[: max(7, len(name) * 3 // 4)],
    "no spaces, with its legal form": lambda name, _: f"บริษัท{name}จำกัด",
}


def whole_messages(directory: Directory, rows: list[dict[str, Any]]) -> None:
    said = [(row["text"], datetime.fromisoformat(row["now"])) for row in rows]
    print(f"  whole messages {timing(lambda each: understand(each[0], each[1], directory), said)}")


def timing(run: Callable[[Any], object], arguments: Iterable[Any]) -> str:
    taken = sorted(min(once(run, each) for _ in range(REPEATS)) for each in arguments)
    return f"p50 {taken[len(taken) // 2] * 1e3:.2f} ms, p99 {taken[len(taken) * 99 // 100] * 1e3:.2f} ms"


def once(run: Callable[[Any], object], argument: Any) -> float:
    began = time.perf_counter()
    run(argument)
    return time.perf_counter() - began


def peers(directory: Directory, rows: list[dict[str, Any]]) -> None:
    """The same lines through Jod, a date library and a Thai word cutter; those two do a part of the work."""
    now = datetime.fromisoformat(rows[0]["now"])
    texts = [row["text"] for row in rows[:: len(rows) // SAME_LINES]][:SAME_LINES]
    print(f"  the same {len(texts)} lines through each:")
    print(f"    Jod understand {timing(lambda text: understand(text, now, directory), texts)}")
    if find_spec("dateparser"):
        search = import_module("dateparser.search").search_dates
        print(
            f"    dateparser search_dates {timing(lambda text: search(text, languages=['th', 'en']), texts)}"
        )
    if find_spec("pythainlp"):
        cut = import_module("pythainlp.tokenize").word_tokenize
        print(f"    PyThaiNLP word_tokenize {timing(cut, texts)}")
    if not (find_spec("dateparser") and find_spec("pythainlp")):
        print("    (dateparser and PyThaiNLP are compared when they are installed)")


if __name__ == "__main__":
    main()
